#include "adapters/cli/server/proving.hpp"

#include "adapters/host/wall_clock.hpp"
#include "adapters/proof/database_check.hpp"

namespace gongdan::cli {
namespace {

/// Who stands in the account log for a verification that the configuration ordered.
constexpr const char* kByTheClock = "verify_at";

}  // namespace

Proving::Proving(ProvingParts parts) : parts_(std::move(parts)), book_(book_parts()) {
    host::RunnerParts wishes;
    wishes.verify = [this](const std::atomic<bool>& stop, const host::RunnerParts::Progress& progress) {
        return verify(stop, progress);
    };
    wishes.now = host::wall_now;
    wishes.tell = [this](const host::Verification& done) { tell(done); };
    wishes.daily_at = parts_.books.installation.settings.verify_at;
    runner_ = std::make_unique<host::VerificationRunner>(std::move(wishes));
}

proof::BookParts Proving::book_parts() const {
    return {.file = sqlite::database_file(parts_.books.folder),
            .key = parts_.sealing.key(),
            .reads = parts_.service.reads(),
            .find_workflow = parts_.books.find_workflow(),
            .organisation = [&service = parts_.service] { return service.configuration().organisation; },
            .carriers = [&sealing = parts_.sealing] { return sealing.carriers(); }};
}

Result<host::Verdict> Proving::verify(const std::atomic<bool>& stop,
                                      const host::RunnerParts::Progress& progress) const {
    proof::CheckWish wish{.file = sqlite::database_file(parts_.books.folder),
                          .keys = {parts_.sealing.key()},
                          .find_workflow = parts_.books.find_workflow(),
                          .rules = parts_.service.configuration().rules,
                          .stop = &stop,
                          .progress = progress};
    for (const std::string& key : parts_.books.installation.settings.former_seal_keys)
        wish.keys.push_back(*parse_key(key));
    return proof::check_database(wish);
}

/// Into the log, and into the account log, which is in the chain: who had it looked at, and what came of it.
void Proving::tell(const host::Verification& done) const {
    const bool sound = done.state == host::Verification::State::sound;
    const host::Verdict& verdict = done.verdict;
    if (sound) {
        parts_.log.write(host::Level::info, text("verify.result-sound", verdict.events));
    } else {
        const LocalText what = text("verify.result-faulty", verdict.faults.size(), verdict.first_bad_seq().value_or(0));
        parts_.log.write(host::Level::error, with_cause(what, verdict.faults.front().what));
    }
    const auto noted =
        parts_.service.accounts().note({"journal", sound ? "journal-verified-sound" : "journal-verified-faulty"},
                                       {done.by.empty() ? kByTheClock : done.by, ""});
    if (!noted) parts_.log.write(host::Level::warning, noted.error().detail);
}

}  // namespace gongdan::cli
