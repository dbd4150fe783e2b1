#include "adapters/cli/people.hpp"

#include <charconv>

#include "adapters/host/wall_clock.hpp"
#include "core/access/scope.hpp"

namespace gongdan::cli {
namespace {

constexpr int kDaysMost = 3650;  ///< ten years: a longer life is "never"

/// The file, in a folder that is made when missing.
Result<std::filesystem::path> database_of(const Common& common, const Settings& settings) {
    const auto folder = data_folder(common.data, settings);
    if (auto made = sqlite::make_directory(folder); !made) return made.error();
    return sqlite::database_file(folder);
}

sqlite::AccessClocks clocks() { return {host::wall_now, std::chrono::steady_clock::now}; }

}  // namespace

Result<Register<sqlite::SqliteAccess>> open_access(const Common& common) {
    auto installation = installed(common);
    if (!installation) return installation.error();
    const auto file = database_of(common, installation->settings);
    if (!file) return file.error();
    auto access = sqlite::SqliteAccess::open(*file, names_of(*installation->roles), clocks());
    if (!access) return access.error();
    return Register<sqlite::SqliteAccess>{std::move(*installation), std::move(*access)};
}

Result<Register<sqlite::SqliteAccounts>> open_accounts(const Common& common) {
    auto installation = installed(common);
    if (!installation) return installation.error();
    const auto file = database_of(common, installation->settings);
    if (!file) return file.error();
    auto accounts = sqlite::SqliteAccounts::open(*file, {names_of(*installation->roles), clocks()});
    if (!accounts) return accounts.error();
    return Register<sqlite::SqliteAccounts>{std::move(*installation), std::move(*accounts)};
}

host::Doer at_the_machine() { return {"command-line", ""}; }

Result<std::optional<Scope>> wanted_scope(const ScopeOptions& options, const Organisation& organisation) {
    if (options.person.empty() && options.stations.empty() && options.areas.empty() && options.teams.empty()) {
        return std::optional<Scope>();
    }
    Scope scope{options.person, options.stations, options.areas, options.teams};
    auto problems = unknown_in(scope, organisation, "");
    if (problems.empty()) return std::optional(std::move(scope));
    Error error{Errc::invalid_input, problems.front().detail, {}, {}};
    if (problems.size() > 1) error.fields = std::move(problems);
    return error;
}

Result<std::optional<Instant>> wanted_expiry(const std::string& text, Instant now) {
    if (text.empty()) return std::optional<Instant>();
    if (const auto day = parse_date(text)) return std::optional(start_of(*day + std::chrono::days(1)));
    int days = 0;
    const char* const end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data(), end, days);
    if (error != std::errc() || read + 1 != end || *read != 'd' || days < 1 || days > kDaysMost) {
        return fail(Errc::invalid_input, "cli.expires", text);
    }
    return std::optional(now + std::chrono::days(days));
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : ",") + text;
    return all;
}

std::string scope_line(const Scope& scope) {
    std::string line;
    const auto add = [&line](const char* key, const std::string& value) {
        if (!value.empty()) line += (line.empty() ? "" : " ") + std::string(key) + "=" + value;
    };
    add("person", scope.person);
    add("station", joined(scope.stations));
    add("area", joined(scope.areas));
    add("team", joined(scope.teams));
    return line.empty() ? "-" : line;
}

std::string time_or_dash(const std::optional<Instant>& at) { return at ? format_time(*at) : "-"; }

}  // namespace gongdan::cli
