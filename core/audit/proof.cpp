#include "core/audit/proof.hpp"

#include <algorithm>
#include <map>

#include "core/audit/merkle.hpp"
#include "core/base/canonical_json.hpp"

namespace gongdan {
namespace {

constexpr std::int64_t kVersion = 1;

/// The members whose canonical form is hashed: RFC 8785 of this very object.
Result<json::object> event_view_of(const StoredEvent& event) {
    auto parsed = parse_json(canonical_bytes(event));
    if (!parsed || !parsed->is_object()) return fail(Errc::internal, "journal.damaged", event.seq);
    return std::move(parsed->get_object());
}

json::array path_view(const std::vector<Digest>& path) {
    json::array view;
    for (const Digest& digest : path) view.push_back(json::value(to_hex(digest)));
    return view;
}

std::optional<Digest> digest_in(std::string_view hex) {
    const std::string bytes = from_hex(hex);
    Digest digest{};
    if (bytes.size() != digest.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

std::optional<std::vector<Digest>> path_in(const json::object& event) {
    const json::array* view = get_array(event, "path");
    if (view == nullptr) return std::nullopt;
    std::vector<Digest> path;
    for (const json::value& entry : *view) {
        const auto digest = entry.is_string() ? digest_in(entry.get_string()) : std::nullopt;
        if (!digest) return std::nullopt;
        path.push_back(*digest);
    }
    return path;
}

/// Checks a proof event by event.
class ProofCheck {
 public:
    ProofCheck(const std::vector<PublicKey>& keys, Sha256 sha256, CheckSignature check_signature)
        : keys_(keys), sha256_(sha256), check_signature_(check_signature) {}

    Result<void> take_seal(const json::value& view) {
        if (!view.is_object()) return fail(Errc::invalid_input, "proof.malformed");
        auto seal = seal_from(view.get_object());
        if (!seal) return seal.error();
        if (std::find(keys_.begin(), keys_.end(), seal->key) == keys_.end()) {
            note(seal->first_seq, text("seal.other-key", seal->number, key_text(seal->key)));
        } else if (!check_signature_(seal_statement(*seal), seal->signature, seal->key)) {
            note(seal->first_seq, text("seal.signature", seal->number));
        } else {
            seals_[seal->number] = *seal;
        }
        return {};
    }

    Result<void> take_event(const json::value& view) {
        const json::object* event = view.if_object();
        const auto seq = event == nullptr ? std::nullopt : get_int(*event, "seq");
        const auto case_id = event == nullptr ? std::nullopt : get_int(*event, "case");
        const auto case_seq = event == nullptr ? std::nullopt : get_int(*event, "case_seq");
        const auto hash = event == nullptr ? std::nullopt : digest_in(string_or_empty(*event, "hash"));
        if (!seq || !case_id || !case_seq || !hash || !is_canonical(view))
            return fail(Errc::invalid_input, "proof.malformed");
        if (report_.events == 0) report_.case_id = *case_id;
        ++report_.events;
        const bool in_place = *case_id == report_.case_id && *case_seq == report_.events && *seq > last_seq_;
        if (!in_place) note(*seq, text("examine.order", *seq, report_.case_id));
        json::object bare = *event;
        for (const char* beside : {"hash", "seal", "path"}) bare.erase(beside);
        if (chain_hash(tail_, canonical_json(bare), sha256_) != *hash)
            note(*seq, text("examine.hash", *seq, report_.case_id));
        const auto proved_before = report_.proved;
        take_path(*event, *seq, *hash);
        if (report_.proved == proved_before && first_unproved_ == 0) first_unproved_ = *seq;
        tail_ = *hash;
        last_seq_ = *seq;
        return {};
    }

    [[nodiscard]] ProofReport report() && {
        if (report_.proved < report_.events)
            note(first_unproved_, text("proof.not-proved", report_.events - report_.proved, first_unproved_));
        return std::move(report_);
    }

 private:
    void take_path(const json::object& event, std::int64_t seq, const Digest& hash) {
        const auto number = get_int(event, "seal");
        if (!number) return;  // not sealed when the proof was made
        const auto found = seals_.find(*number);
        const auto path = path_in(event);
        if (found == seals_.end() || !path) return note(seq, text("proof.no-path", seq));
        const Seal& seal = found->second;
        const bool inside = seq >= seal.first_seq && seq <= seal.last_seq;
        const InclusionProof proof{std::uint64_t(seq - seal.first_seq), std::uint64_t(seal.events()), *path};
        const bool holds = inside && proves_inclusion(hash, proof, seal.root, sha256_);
        if (!holds) return note(seq, text("proof.not-under", seq, seal.number));
        ++report_.proved;
    }

    void note(std::int64_t seq, LocalText what) { report_.faults.push_back({seq, std::move(what)}); }

    const std::vector<PublicKey>& keys_;
    Sha256 sha256_;
    CheckSignature check_signature_;
    std::map<std::int64_t, Seal> seals_;  ///< that are signed as they should be
    Digest tail_{};
    std::int64_t last_seq_ = 0;
    std::int64_t first_unproved_ = 0;
    ProofReport report_;
};

}  // namespace

Result<json::object> make_proof(const ProofSource& source, Sha256 sha256) {
    json::array seals;
    json::array events;
    auto seal = source.seals.begin();
    std::vector<Digest> leaves;
    for (const Seal& each : source.seals) seals.push_back(seal_view(each));
    for (const StoredEvent& event : source.events) {
        auto view = event_view_of(event);
        if (!view) return view.error();
        (*view)["hash"] = to_hex(event.hash);
        while (seal != source.seals.end() && event.seq > seal->last_seq) {
            ++seal;
            leaves.clear();
        }
        const bool sealed = seal != source.seals.end() && event.seq >= seal->first_seq;
        if (sealed) {
            if (leaves.empty()) {
                auto read = source.leaves(seal->first_seq, seal->last_seq);
                if (!read) return read.error();
                leaves = std::move(*read);
            }
            if (std::int64_t(leaves.size()) != seal->events())
                return fail(Errc::internal, "journal.damaged", event.seq);
            (*view)["seal"] = seal->number;
            (*view)["path"] = path_view(inclusion_path(leaves, std::size_t(event.seq - seal->first_seq), sha256));
        }
        events.push_back(std::move(*view));
    }
    return json::object{{"version", kVersion},
                        {"case", source.events.empty() ? 0 : to_int(source.events.front().case_id)},
                        {"events", std::move(events)},
                        {"seals", std::move(seals)}};
}

Result<ProofReport> check_proof(const json::object& proof, const std::vector<PublicKey>& keys, Sha256 sha256,
                                CheckSignature check_signature) {
    const json::array* seals = get_array(proof, "seals");
    const json::array* events = get_array(proof, "events");
    const bool known = get_int(proof, "version") == kVersion;
    if (!known || seals == nullptr || events == nullptr || events->empty())
        return fail(Errc::invalid_input, "proof.malformed");
    ProofCheck check(keys, sha256, check_signature);
    for (const json::value& seal : *seals) {
        if (auto taken = check.take_seal(seal); !taken) return taken.error();
    }
    for (const json::value& event : *events) {
        if (auto taken = check.take_event(event); !taken) return taken.error();
    }
    auto report = std::move(check).report();
    if (get_int(proof, "case") != report.case_id) report.faults.push_back({0, text("proof.other-case")});
    return report;
}

}  // namespace gongdan
