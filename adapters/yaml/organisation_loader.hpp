#pragma once
/// People, places and duties from config/organisation/: organisation.yaml (who there is, who looks after what) and
/// roster.yaml (who is on duty when; may be missing: then nobody is, and every holder of a role counts).

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/escalation/organisation.hpp"

namespace gongdan {

/// The names an organisation may use: what it does not define itself.
struct KnownNames {
    std::vector<std::string> roles;
    std::vector<std::string> channels;
    std::vector<std::string> site_classes{};  ///< values of the workflows' field site_class
    /// What is wrong with an address for somebody who is told over a channel; null = any address will do.
    std::function<std::optional<LocalText>(const std::string& channel, const std::string& address)> address_problem{};
};

/// Reads `config_folder`/organisation/, with its areas indexed. Errc::invalid_input names file:line:column of every
/// mistake of a file, references that lead nowhere among them (a person, station, area, role or channel nobody
/// defined); Errc::unavailable a file that cannot be opened.
[[nodiscard]] Result<Organisation> load_organisation(const std::filesystem::path& config_folder,
                                                     const KnownNames& known);

}  // namespace gongdan
