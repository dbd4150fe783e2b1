#pragma once
/// An opened data directory: the store, the rules it is used with, and the workflow versions its cases are pinned to.

#include <filesystem>
#include <memory>
#include <mutex>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/terminal.hpp"
#include "adapters/host/installation.hpp"
#include "adapters/sqlite/data_directory.hpp"
#include "adapters/sqlite/store.hpp"
#include "core/audit/case_replay.hpp"
#include "core/engine/engine.hpp"

namespace gongdan::cli {

/// Every workflow version anybody knows. Thread-safe: read by the store's and the readers' threads; filled at start.
class WorkflowLibrary {
 public:
    void add(std::shared_ptr<const Workflow> workflow);
    [[nodiscard]] std::shared_ptr<const Workflow> find(std::string_view name, std::string_view version) const;

 private:
    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<const Workflow>> known_;  // shared: pinned by the cases that use them
};

struct Books {
    host::Installation installation;
    std::filesystem::path folder;
    std::unique_ptr<WorkflowLibrary> library;
    std::unique_ptr<sqlite::DirectoryLock> lock;  ///< null when opened to look
    std::unique_ptr<sqlite::SqliteStore> store;   ///< null when opened to look
    Configuration configuration;

    [[nodiscard]] sqlite::FindWorkflow find_workflow() const;
    /// The same for the event that opened a case.
    [[nodiscard]] FindPinned find_pinned() const;
};

/// The installation in force. Errc::unavailable when it is missing or has mistakes: nothing in the call is wrong.
[[nodiscard]] Result<host::Installation> installed(const Common& common);

/// The data directory to use: `given`, or GONGDAN_DATA, or what the configuration says.
[[nodiscard]] std::filesystem::path data_folder(const std::string& given, const Settings& settings);

/// The file of a mapping that is named by its file, or like one of those in config/mappings; empty = 95598.
[[nodiscard]] std::string mapping_file(const std::string& given, const std::filesystem::path& config_folder);

/// Where a data directory keeps the files of attachments; and where a backup does: a folder beside its file.
[[nodiscard]] std::filesystem::path attachment_folder(const std::filesystem::path& data);
[[nodiscard]] std::filesystem::path attachment_folder_of_backup(const std::filesystem::path& file);

/// Errc::unavailable when a server runs in the folder.
[[nodiscard]] Result<sqlite::DirectoryLock> lock_folder(const std::filesystem::path& folder);

/// `write`: the folder is ours alone, and made when missing. `look`: beside a running server; nothing is made or
/// written, and readers see what is there.
enum class Use { write, look };

/// Errc::unavailable when files are not as needed, or the folder is not free for `write`.
[[nodiscard]] Result<Books> open_books(const Common& common, const std::string& data, Use use = Use::write);
/// The same with an installation that is loaded already.
[[nodiscard]] Result<Books> open_books(host::Installation installation, const std::filesystem::path& folder,
                                       Use use = Use::write);

/// Makes the journal say which rules are in force from now on, keeps what cases will be pinned to, and looks at every
/// running clock again when the rules have changed since the last start. Events go to nobody but the journal.
[[nodiscard]] Result<void> put_rules_in_force(const Books& books, Engine& engine, Instant now);

}  // namespace gongdan::cli
