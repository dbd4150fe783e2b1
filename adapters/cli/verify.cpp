// `gongdan verify` and `gongdan prove`: what an auditor asks for, and what he can take away.

#include <algorithm>
#include <fstream>
#include <iostream>

#include "adapters/cli/data.hpp"
#include "adapters/cli/sealing.hpp"
#include "adapters/crypto/crypto.hpp"
#include "adapters/host/journal_lines.hpp"
#include "adapters/host/rules_journal.hpp"
#include "adapters/sqlite/backup.hpp"
#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/scan.hpp"
#include "core/audit/proof.hpp"
#include "core/base/unambiguous_json.hpp"
#include "core/engine/verify.hpp"

namespace gongdan::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kProgressEvery = 50'000;

/// A key as hexadecimal, or the file that holds it.
Result<PublicKey> key_of(const std::string& given) {
    if (const auto key = parse_key(given)) return *key;
    const auto content = read_file(given);
    if (!content) return fail(Errc::invalid_input, "verify.key", given);
    const auto key = parse_key(std::string_view(*content).substr(0, content->find_first_of("\r\n")));
    return key ? Result<PublicKey>(*key) : fail(Errc::invalid_input, "verify.key", given);
}

Result<std::vector<PublicKey>> keys_of(const std::vector<std::string>& given) {
    std::vector<PublicKey> keys;
    for (const std::string& each : given) {
        const auto key = key_of(each);
        if (!key) return key.error();
        keys.push_back(*key);
    }
    return keys;
}

/// A folder opens like a file, and has no lines.
Result<std::ifstream> open_lines(const std::string& file) {
    std::error_code error;
    std::ifstream stream(file);
    if (!stream || fs::is_directory(file, error)) return fail(Errc::unavailable, "cli.no-file", file);
    return stream;
}

/// The seals that a third party kept, as `publish_seals` sent them.
Result<void> expect_kept(const std::string& file, Verifier& verifier) {
    auto stream = open_lines(file);
    if (!stream) return stream.error();
    std::string line;
    bool any = false;
    while (std::getline(*stream, line)) {
        if (line.empty()) continue;
        const auto parsed = parse_json(line);
        const json::object* message = parsed && parsed->is_object() ? &parsed->get_object() : nullptr;
        const json::object* view = message == nullptr ? nullptr : get_object(*message, "seal");
        const auto seal = view == nullptr ? fail(Errc::invalid_input, "verify.kept", file) : seal_from(*view);
        if (!seal) return seal.error();
        verifier.expect_digest(seal->number, seal_digest(*seal, crypto::sha256));
        any = true;
    }
    return any ? Result<void>() : fail(Errc::invalid_input, "verify.kept", file);
}

Result<void> feed_lines(std::istream& stream, Verifier& verifier) {
    std::string line;
    for (std::int64_t number = 1; std::getline(stream, line); ++number) {
        if (line.empty()) continue;
        const auto entry = host::read_journal_line(line);
        if (!entry)
            return Error{Errc::invalid_input, with_cause(text("verify.line", number), entry.error().detail), {}, {}};
        if (const auto* seal = std::get_if<Seal>(&*entry)) {
            verifier.expect(*seal);
        } else {
            verifier.take(std::get<StoredEvent>(*entry));
            show_progress(verifier.events(), kProgressEvery);
        }
    }
    return {};
}

Result<void> feed_database(const fs::path& file, Verifier& verifier) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    auto sealed = scan->seals([&verifier](const Seal& seal) -> Result<void> {
        verifier.expect(seal);
        return {};
    });
    if (!sealed) return sealed;
    return scan->events(0, [&verifier](const StoredEvent& event) -> Result<void> {
        verifier.take(event);
        show_progress(verifier.events(), kProgressEvery);
        return {};
    });
}

/// What reading by seq does not show: events before the first place, and machinery that would change rows by itself.
Result<void> compare_outline(const fs::path& file, std::int64_t events) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    const auto outline = scan->outline();
    if (!outline) return outline.error();
    if (outline->machinery > 0) return fail(Errc::internal, "verify.machinery", outline->machinery);
    if (outline->events != events) return fail(Errc::internal, "verify.outside", outline->events - events);
    return {};
}

json::value seal_summary(const SealChecker& seals) {
    if (seals.seals() == 0) return nullptr;
    return seal_view(seals.last());
}

int report(const Common& common, const Verifier& verifier, const std::vector<Fault>& faults, bool key_given) {
    const SealChecker& seals = verifier.seals();
    if (common.json) {
        std::cout << json::serialize(json::object{
                         {"events", verifier.events()},
                         {"cases", verifier.cases()},
                         {"clock_events", verifier.clock_events()},
                         {"seals", seals.seals()},
                         {"unsealed_events", seals.unsealed()},
                         {"last_seal", seal_summary(seals)},
                         {"key_given", key_given},
                         {"first_bad_seq", faults.empty() ? json::value(nullptr) : json::value(faults.front().seq)},
                         {"faults", fault_views(faults)}})
                  << "\n";
        return faults.empty() ? kOk : kFault;
    }
    for (const Fault& fault : faults) std::cout << text_line(fault.what);
    std::cout << text_line(text("verify.done", verifier.events(), verifier.cases(), verifier.clock_events(),
                                seals.seals(), seals.unsealed()));
    if (seals.seals() > 0) {
        std::cout << text_line(text("verify.last-seal", seals.last().number, seals.last().last_seq,
                                    format_time(seals.last().sealed_at), key_text(seals.last().key)));
    }
    if (!key_given) std::cout << text_line(text("verify.own-key"));
    std::cout << text_line(faults.empty() ? text("verify.sound")
                                          : text("verify.faults", faults.size(), faults.front().seq));
    return faults.empty() ? kOk : kFault;
}

VerifyOptions options_with(std::vector<PublicKey> keys) {
    return {crypto::sha256, crypto::check_signature, std::move(keys)};
}

void note(std::vector<Fault>& faults, const Result<void>& done) {
    if (!done) faults.push_back({0, done.error().detail});
}

int verify_database(const Common& common, const VerifyWishes& wishes, std::vector<PublicKey> keys) {
    const auto file = existing_database(common);
    if (!file) return give_up(file.error());
    std::vector<Fault> faults;
    note(faults, sqlite::check_integrity(*file));
    // Where the configuration is missing the journal's own rules are used alone, and no derived column is looked at.
    const auto books = open_books(common, common.data, Use::look);
    host::JournalledRules rules(books ? *books->configuration.rules : Rules{});
    Verifier verifier(options_with(std::move(keys)), rules);
    if (!wishes.seals.empty()) {
        if (auto kept = expect_kept(wishes.seals, verifier); !kept) return give_up(kept.error());
    }
    note(faults, feed_database(*file, verifier));
    note(faults, compare_outline(*file, verifier.events()));
    verifier.finish();
    const auto find = [&rules](std::string_view name, std::string_view version) {
        return rules.find_workflow(name, version);
    };
    note(faults, compare_rows(*file, find, verifier.examiner()));
    if (verifier.examiner().not_compared() > 0)
        faults.push_back({0, text("doctor.no-rows", verifier.examiner().not_compared())});
    note(faults, compare_account_log(*file, faults));
    if (books) note(faults, compare_derived(*file, *books, faults));
    auto all = verifier.faults();
    all.insert(all.end(), faults.begin(), faults.end());
    return report(common, verifier, all, !wishes.keys.empty());
}

int verify_journal(const Common& common, const VerifyWishes& wishes, std::vector<PublicKey> keys) {
    const bool from_pipe = wishes.journal == "-";
    auto stream = from_pipe ? Result<std::ifstream>(std::ifstream()) : open_lines(wishes.journal);
    if (!stream) return give_up(stream.error());
    host::JournalledRules rules;
    Verifier verifier(options_with(std::move(keys)), rules);
    if (!wishes.seals.empty()) {
        if (auto kept = expect_kept(wishes.seals, verifier); !kept) return give_up(kept.error());
    }
    const auto fed = feed_lines(from_pipe ? std::cin : *stream, verifier);
    verifier.finish();
    auto faults = verifier.faults();
    note(faults, fed);
    return report(common, verifier, faults, !wishes.keys.empty());
}

int verify_proof(const Common& common, const VerifyWishes& wishes, const std::vector<PublicKey>& keys) {
    if (keys.empty()) return give_up(fail(Errc::invalid_input, "verify.proof-key"));
    const auto content = read_file(wishes.proof);
    if (!content) return give_up(fail(Errc::unavailable, "cli.no-file", wishes.proof));
    const auto parsed = parse_unambiguous_json(*content);
    if (!parsed || !parsed->is_object()) return give_up(fail(Errc::invalid_input, "proof.malformed"));
    const auto checked = check_proof(parsed->get_object(), keys, crypto::sha256, crypto::check_signature);
    if (!checked) return give_up(checked.error());
    if (common.json) {
        std::cout << json::serialize(json::object{{"case", checked->case_id},
                                                  {"events", checked->events},
                                                  {"proved", checked->proved},
                                                  {"faults", fault_views(checked->faults)}})
                  << "\n";
    } else {
        for (const Fault& fault : checked->faults) std::cout << text_line(fault.what);
        std::cout << text_line(text(checked->faults.empty() ? "verify.proof" : "verify.no-proof", checked->case_id,
                                    checked->events, checked->proved));
    }
    return checked->faults.empty() ? kOk : kFault;
}

/// The events of the case that `wanted` (id or number) names.
Result<std::vector<StoredEvent>> history_of(const fs::path& file, const std::string& wanted,
                                            const sqlite::FindWorkflow& find) {
    sqlite::SqliteReaders readers(file, find);
    const auto record = readers.find(wanted);
    if (!record) return record.error();
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    return scan->history((*record)->tail.seq);
}

}  // namespace

int run_verify(const Common& common, const VerifyWishes& wishes) {
    auto keys = keys_of(wishes.keys);
    if (!keys) return give_up(keys.error());
    if (!wishes.proof.empty()) return verify_proof(common, wishes, *keys);
    return wishes.journal.empty() ? verify_database(common, wishes, std::move(*keys))
                                  : verify_journal(common, wishes, std::move(*keys));
}

int run_prove(const Common& common, const std::string& wanted) {
    const auto file = existing_database(common);
    if (!file) return give_up(file.error());
    const auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    ProofSource source;
    auto events = history_of(*file, wanted, books->find_workflow());
    if (!events) return give_up(events.error());
    source.events = std::move(*events);
    auto scan = sqlite::Scan::open(*file);
    if (!scan) return give_up(scan.error());
    const auto covers = [&source](const Seal& seal) {
        return std::any_of(source.events.begin(), source.events.end(), [&seal](const StoredEvent& event) {
            return event.seq >= seal.first_seq && event.seq <= seal.last_seq;
        });
    };
    auto read = scan->seals([&source, &covers](const Seal& seal) -> Result<void> {
        if (covers(seal)) source.seals.push_back(seal);
        return {};
    });
    if (!read) return give_up(read.error());
    sqlite::SealReader hashes(*file);
    source.leaves = [&hashes](std::int64_t first, std::int64_t last) -> Result<std::vector<Digest>> {
        std::vector<Digest> leaves;
        auto done = hashes.hashes(first - 1, last - first + 1,
                                  [&leaves](std::int64_t, const Digest& hash) { leaves.push_back(hash); });
        if (!done) return done.error();
        return leaves;
    };
    const auto proof = make_proof(source, crypto::sha256);
    if (!proof) return give_up(proof.error());
    std::cout << json::serialize(*proof) << "\n";
    return kOk;
}

}  // namespace gongdan::cli
