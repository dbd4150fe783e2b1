#pragma once
/// Workflows and configuration from YAML. Errors name file:line:column and what would be right; all of a file's
/// mistakes that can be seen at once are listed.

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/yaml/edge_settings.hpp"
#include "core/access/rights.hpp"
#include "core/base/result.hpp"
#include "core/calendar/calendar.hpp"
#include "core/statechart/analysis.hpp"

namespace gongdan {

/// Where a server listens.
struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;

    [[nodiscard]] bool loopback() const { return host == "localhost" || host == "::1" || host.starts_with("127."); }
};

/// "127.0.0.1:9598", "[::1]:9598".
[[nodiscard]] Result<ListenAddress> parse_address(const std::string& text);

inline constexpr int kIoThreadsMax = 64;
inline constexpr int kLinkHoursMax = 168;         ///< a week: an older alarm has climbed or is over
inline constexpr int kAttachmentLimitMax = 1024;  ///< MiB: photos and papers, not films

/// The company's identity provider, as adapters/oidc wants to know it.
struct OidcSettings {
    std::string issuer;
    std::string client_id;
    std::filesystem::path client_secret_file;  ///< absolute; empty = none
    std::string redirect_uri;
    std::vector<std::string> scopes;
    std::string name_claim;
    std::string roles_claim;
    std::string person_claim;
    std::vector<std::pair<std::string, std::string>> roles;  ///< (value of the claim, our role)
    std::string ca_file;
};

/// Where the program keeps and offers things; the command line and GONGDAN_… variables overrule it.
struct Settings {
    std::filesystem::path workflows;        ///< folder of the definitions; absolute
    std::string data = "gongdan-data";      ///< data directory; relative to where the program is started
    std::string listen = "127.0.0.1:9598";  ///< address and port of the API
    int io_threads = 1;                     ///< that serve HTTP; 1 to kIoThreadsMax
    int attachment_limit_mib = 20;          ///< largest attachment; 1 to kAttachmentLimitMax
    std::string public_url;                 ///< where people reach the server, without "/" at its end; empty = no links
    int acknowledge_link_hours = 24;        ///< how long a link works; 1 to kLinkHoursMax
    std::vector<std::string> publish_seals;  ///< channels that carry each seal out of the house
    SourceMark publish_seals_mark;
    std::vector<std::string> former_seal_keys;  ///< public keys that sealed before this one; hexadecimal
    std::optional<Millis> verify_at;            ///< since midnight in China; nothing = only when asked
    std::optional<OidcSettings> oidc;           ///< nothing: people log in with passwords of ours only
    EdgeSettings edge{};                        ///< TLS, trusted proxies, limits
};

/// Everything that is data: what `workflows/` and `config/` say.
struct Rulebook {
    Settings settings;
    std::vector<std::shared_ptr<const Workflow>> workflows;  ///< shared: cases pin the version they were opened with
    std::shared_ptr<const Calendar> calendar;
    std::vector<PromiseSet> promise_sets;
    std::string promise_set;  ///< for cases accepted from now on
    std::vector<Ladder> ladders;
    RoleBook roles;
    SourceMark promise_set_mark;  ///< where the configuration file names it; zeros when it could not be read
    SourceMark workflows_mark;    ///< the same of the workflows' folder
};

/// Reads one definition; `file` is named in errors. Not yet analysed.
[[nodiscard]] Result<std::shared_ptr<const Workflow>> load_workflow(const std::string& text, const std::string& file);

[[nodiscard]] Result<Calendar> load_calendar(const std::string& text, const std::string& file);
[[nodiscard]] Result<PromiseSet> load_promises(const std::string& text, const std::string& file);
[[nodiscard]] Result<std::vector<Ladder>> load_ladders(const std::string& text, const std::string& file);

/// The whole of a file. Errc::unavailable when it cannot be opened.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

/// Reads and analyses everything that `config_file` (…/config/gongdan.yaml) and the folders beside it say.
[[nodiscard]] Result<Rulebook> load_rulebook(const std::filesystem::path& config_file);

}  // namespace gongdan
