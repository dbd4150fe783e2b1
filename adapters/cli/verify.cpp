// `gongdan verify` and `gongdan prove`: what an auditor asks for, and what he can take away.

#include <fstream>
#include <iostream>

#include "adapters/cli/data.hpp"
#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/signing.hpp"
#include "adapters/host/journal_lines.hpp"
#include "adapters/host/rules_journal.hpp"
#include "adapters/proof/case_proof.hpp"
#include "adapters/proof/database_check.hpp"
#include "adapters/sqlite/readers.hpp"
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

/// The seals that a third party kept, as `publish_seals` sent them; none when no file is named.
Result<std::vector<proof::KeptSeal>> read_kept(const std::string& file) {
    std::vector<proof::KeptSeal> kept;
    if (file.empty()) return kept;
    auto stream = open_lines(file);
    if (!stream) return stream.error();
    std::string line;
    while (std::getline(*stream, line)) {
        if (line.empty()) continue;
        const auto parsed = parse_json(line);
        const json::object* message = parsed && parsed->is_object() ? &parsed->get_object() : nullptr;
        const json::object* view = message == nullptr ? nullptr : get_object(*message, "seal");
        const auto seal = view == nullptr ? fail(Errc::invalid_input, "verify.kept", file) : seal_from(*view);
        if (!seal) return seal.error();
        kept.push_back({seal->number, seal_digest(*seal, crypto::sha256)});
    }
    if (kept.empty()) return fail(Errc::invalid_input, "verify.kept", file);
    return kept;
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

int report(const Common& common, const host::Verdict& verdict, bool key_given) {
    const std::vector<Fault>& faults = verdict.faults;
    if (common.json) {
        std::cout << json::serialize(json::object{
                         {"events", verdict.events},
                         {"cases", verdict.cases},
                         {"clock_events", verdict.clock_events},
                         {"seals", verdict.seals},
                         {"unsealed_events", verdict.unsealed},
                         {"last_seal", verdict.last ? json::value(seal_view(*verdict.last)) : json::value()},
                         {"key_given", key_given},
                         {"first_bad_seq", faults.empty() ? json::value(nullptr) : json::value(faults.front().seq)},
                         {"faults", fault_views(faults)}})
                  << "\n";
        return faults.empty() ? kOk : kFault;
    }
    for (const Fault& fault : faults) std::cout << text_line(fault.what);
    std::cout << text_line(
        text("verify.done", verdict.events, verdict.cases, verdict.clock_events, verdict.seals, verdict.unsealed));
    if (verdict.last) {
        const Seal& last = *verdict.last;
        std::cout << text_line(
            text("verify.last-seal", last.number, last.last_seq, format_time(last.sealed_at), key_text(last.key)));
    }
    if (!key_given) std::cout << text_line(text("verify.own-key"));
    std::cout << text_line(faults.empty() ? text("verify.sound")
                                          : text("verify.faults", faults.size(), faults.front().seq));
    return faults.empty() ? kOk : kFault;
}

int verify_database(const Common& common, const VerifyWishes& wishes, std::vector<PublicKey> keys) {
    const auto file = existing_database(common);
    if (!file) return give_up(file.error());
    auto kept = read_kept(wishes.seals);
    if (!kept) return give_up(kept.error());
    const auto books = open_books(common, common.data, Use::look);
    proof::CheckWish wish{.file = *file, .keys = std::move(keys), .kept = std::move(*kept), .search_index = true};
    if (books) wish.find_workflow = books->find_workflow();
    if (books) wish.rules = books->configuration.rules;
    wish.progress = [](const host::VerificationProgress& now) {
        if (now.stage == host::VerificationProgress::Stage::events) show_progress(now.done, kProgressEvery);
    };
    const auto verdict = proof::check_database(wish);
    return verdict ? report(common, *verdict, !wishes.keys.empty()) : give_up(verdict.error());
}

int verify_journal(const Common& common, const VerifyWishes& wishes, std::vector<PublicKey> keys) {
    const bool from_pipe = wishes.journal == "-";
    auto stream = from_pipe ? Result<std::ifstream>(std::ifstream()) : open_lines(wishes.journal);
    if (!stream) return give_up(stream.error());
    const auto kept = read_kept(wishes.seals);
    if (!kept) return give_up(kept.error());
    host::JournalledRules rules;
    Verifier verifier({crypto::sha256, crypto::check_signature, std::move(keys)}, rules);
    for (const proof::KeptSeal& seal : *kept) verifier.expect_digest(seal.number, seal.digest);
    const auto fed = feed_lines(from_pipe ? std::cin : *stream, verifier);
    verifier.finish();
    host::Verdict verdict = proof::verdict_of(verifier);
    if (!fed) verdict.faults.push_back({0, fed.error().detail});
    return report(common, verdict, !wishes.keys.empty());
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

/// The last event of the case that `wanted` (id or number) names.
Result<std::int64_t> last_event_of(const fs::path& file, const std::string& wanted, const sqlite::FindWorkflow& find) {
    sqlite::SqliteReaders readers(file, find);
    const auto record = readers.find(wanted);
    if (!record) return record.error();
    return (*record)->tail.seq;
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
    const auto last = last_event_of(*file, wanted, books->find_workflow());
    if (!last) return give_up(last.error());
    const auto made = proof::prove_case(*file, *last);
    if (!made) return give_up(made.error());
    std::cout << json::serialize(*made) << "\n";
    return kOk;
}

}  // namespace gongdan::cli
