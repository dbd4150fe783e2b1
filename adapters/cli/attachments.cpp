#include "adapters/cli/attachments.hpp"

#include <map>

#include "adapters/attachments/vault.hpp"
#include "adapters/sqlite/scan.hpp"

namespace gongdan::cli {
namespace {

/// Younger files may be of an upload that is under way.
constexpr auto kOrphanAge = std::chrono::hours(24);

/// Each content that an attachment needs, with the first case that does.
using Needed = std::map<std::string, CaseId, std::less<>>;

Result<Needed> needed_files(const Books& books) {
    auto scan = sqlite::Scan::open(sqlite::database_file(books.folder));
    if (!scan) return scan.error();
    Needed needed;
    auto done = scan->cases(books.find_workflow(), [&needed](const CaseRecord& record) -> Result<void> {
        for (const Attachment& attachment : record.snapshot.attachments) {
            if (!attachment.erased) needed.try_emplace(attachment.file.sha256, record.snapshot.id);
        }
        return {};
    });
    if (!done) return done.error();
    return needed;
}

}  // namespace

Result<void> copy_attachments(const std::filesystem::path& from, const std::filesystem::path& to) {
    constexpr std::int64_t kNoLimit = INT64_MAX;
    attachments::Vault target(to, kNoLimit);
    return attachments::Vault(from, kNoLimit).copy_into(target);
}

Result<void> check_attachments(const Books& books, bool clean, std::vector<Fault>& faults) {
    const auto needed = needed_files(books);
    if (!needed) return needed.error();
    attachments::Vault vault(attachment_folder(books.folder));
    const auto note = [&faults](LocalText what) {
        if (faults.size() < Examiner::kFaultsMax) faults.push_back({0, std::move(what)});
    };
    for (const auto& [sha256, id] : *needed) {
        const auto sound = vault.verify(sha256);
        if (sound) continue;
        const bool missing = sound.error().code == Errc::not_found;
        note(text(missing ? "doctor.attachment-missing" : "doctor.attachment-changed", to_int(id), sha256));
    }
    const auto nobody = [](const std::string&) -> Result<bool> { return false; };
    for (const attachments::Vault::Entry& entry : vault.list()) {
        if (needed->contains(entry.sha256)) continue;
        if (!clean || entry.age < kOrphanAge) {
            note(text("doctor.attachment-orphan", entry.sha256));
        } else if (auto done = vault.remove_unused(entry.sha256, nobody); !done) {
            return done;
        }
    }
    return {};
}

}  // namespace gongdan::cli
