#include "adapters/http/routes/proof.hpp"

#include "adapters/crypto/crypto.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/names.hpp"
#include "core/engine/read_model.hpp"

namespace gongdan::http {
namespace {

json::value time_or_null(const std::optional<Instant>& at) {
    return at ? json::value(format_time(*at)) : json::value();
}

json::value words_or_null(const std::optional<LocalText>& words) {
    if (!words) return nullptr;
    return json::object{{"zh", words->zh}, {"en", words->en}};
}

/// With what a third party keeps of it.
json::object seal_item(const Seal& seal) {
    json::object view = seal_view(seal);
    view["digest"] = to_hex(seal_digest(seal, crypto::sha256));
    return view;
}

json::array fault_items(const std::vector<Fault>& faults) {
    json::array items;
    for (const Fault& fault : faults) {
        items.push_back(json::object{{"seq", fault.seq == 0 ? json::value() : json::value(fault.seq)},
                                     {"zh", fault.what.zh},
                                     {"en", fault.what.en}});
    }
    return items;
}

json::object verification_view(const host::Verification& seen) {
    const host::Verdict& verdict = seen.verdict;
    const auto first_bad = verdict.first_bad_seq();
    const bool running = seen.state == host::Verification::State::running;
    return {{"state", host::name_of(seen.state)},
            {"by", seen.by},
            {"started_at", time_or_null(seen.started_at)},
            {"finished_at", time_or_null(seen.finished_at)},
            {"stage", running ? json::value(host::name_of(seen.progress.stage)) : json::value()},
            {"stage_done", running ? seen.progress.done : 0},
            {"stage_in_all", running ? seen.progress.in_all : 0},
            {"events", verdict.events},
            {"events_in_all", seen.events_in_all},
            {"cases", verdict.cases},
            {"clock_events", verdict.clock_events},
            {"seals", verdict.seals},
            {"unsealed", verdict.unsealed},
            {"first_bad_seq", first_bad ? json::value(*first_bad) : json::value()},
            {"faults", fault_items(verdict.faults)}};
}

json::array carrier_items(const std::vector<host::SealCarrier>& carriers) {
    json::array items;
    for (const host::SealCarrier& carrier : carriers) {
        items.push_back(json::object{{"channel", carrier.channel},
                                     {"carried", carrier.carried},
                                     {"carried_at", time_or_null(carrier.carried_at)},
                                     {"refused", words_or_null(carrier.refused)}});
    }
    return items;
}

Response no_proof(const Call& call) { return refuse(fail(Errc::unavailable, "http.no-proof"), call); }

Response show_proof(Site& site, const Call& call) {
    if (!site.proof) return no_proof(call);
    const auto state = site.proof.book->state();
    if (!state) return refuse(state.error(), call);
    const std::string_view key(reinterpret_cast<const char*>(state->key.data()), state->key.size());
    return answer_with_names(
        site, call,
        json::object{{"key", key_text(state->key)},
                     {"fingerprint", to_hex(crypto::sha256(key))},
                     {"last_seal", state->last ? json::value(seal_item(*state->last)) : json::value()},
                     {"last_seq", state->last_seq},
                     {"unsealed", state->unsealed()},
                     {"unsealed_since", time_or_null(state->unsealed_since)},
                     {"carriers", carrier_items(state->carriers)},
                     {"verification", verification_view(site.proof.verifications->last())}});
}

Response list_seals(Site& site, const Call& call) {
    if (!site.proof) return no_proof(call);
    const std::string cursor = text_parameter(call.request, "cursor");
    const auto before = cursor.empty() ? std::optional<std::int64_t>(0) : parse_whole(cursor);
    if (!before || *before < 0)
        return refuse(wrong_fields({{"/query/cursor", "type", text("http.query-whole", 0, INT64_MAX)}}), call);
    const auto limit = whole_parameter(call.request, "limit", kPageDefault);
    const auto seals = site.proof.book->seals(*before, int(limit) + 1);
    if (!seals) return refuse(seals.error(), call);
    json::array items;
    json::value next;
    for (const Seal& seal : *seals) {
        if (std::int64_t(items.size()) == limit) {
            next = std::to_string(seal.number + 1);
        } else {
            items.push_back(seal_item(seal));
        }
    }
    return json_answer(json::object{{"items", std::move(items)}, {"next_cursor", std::move(next)}});
}

/// Beside the problem stands the one that runs: whoever asked for the same can wait for it.
Response already_running(const Error& error, const host::Verification& running, const Call& call) {
    json::object body = problem_object(error, call.request.path);
    body["running"] = verification_view(running);
    return problem_response(409, body);
}

Response start_verification(Site& site, const Call& call) {
    if (!site.proof) return no_proof(call);
    const auto begun = site.proof.verifications->start(call.principal.name);
    if (begun) return json_answer(verification_view(*begun), 202);
    if (begun.error().code == Errc::conflict)
        return already_running(begun.error(), site.proof.verifications->last(), call);
    return refuse(begun.error(), call);
}

Response last_verification(Site& site, const Call& call) {
    if (!site.proof) return no_proof(call);
    return answer_with_names(site, call, verification_view(site.proof.verifications->last()));
}

Response prove_event(Site& site, const Call& call) {
    if (!site.proof) return no_proof(call);
    if (!call.viewer->reach.all) return refuse(fail(Errc::forbidden, "http.whole-only"), call);
    const auto seq = parse_whole(call.parameters[0]);
    if (!seq || *seq < 1) return refuse(fail(Errc::not_found, "proof.no-event", call.parameters[0]), call);
    const Place place(site.leaving, call.principal.name);
    if (!place.mine()) return refuse(fail(Errc::overloaded, "http.export-busy", kLeavingMax), call);
    const auto proof = site.proof.book->prove(*seq);
    if (!proof) return refuse(proof.error(), call);
    Response response = json_answer(*proof);
    const std::string name = "proof-" + std::to_string(*seq) + ".json";
    return std::move(response.with("Content-Disposition", "attachment; filename=\"" + name + "\""));
}

Route read_route(std::string_view pattern, std::string_view operation, std::string_view schema,
                 void (*handle)(Site&, const CallPtr&, Respond)) {
    return {.method = "GET",
            .pattern = pattern,
            .operation = operation,
            .summary = "",
            .tag = "proof",
            .roles = {"auditor", "admin"},
            .response_schema = schema,
            .handle = handle};
}

}  // namespace

std::vector<Route> proof_routes() {
    Route state = read_route("/api/v1/proof", "show-proof", "ProofState", on_reader<show_proof>);
    state.summary = "http.op.show-proof";
    Route seals = read_route("/api/v1/seals", "list-seals", "SealList", on_reader<list_seals>);
    seals.summary = "http.op.list-seals";
    seals.query = {{.name = "cursor", .about = "http.query.cursor"},
                   {.name = "limit",
                    .kind = QueryParameter::Kind::integer,
                    .about = "http.query.limit",
                    .least = 1,
                    .most = kPageMax}};
    Route start =
        read_route("/api/v1/proof/verifications", "start-verification", "Verification", at_once<start_verification>);
    start.summary = "http.op.start-verification";
    start.method = "POST";
    start.success = 202;
    start.conflicts = true;
    start.reads = true;
    Route last = read_route("/api/v1/proof/verifications/last", "last-verification", "Verification",
                            on_reader<last_verification>);
    last.summary = "http.op.last-verification";
    Route event = read_route("/api/v1/proof/events/{seq}", "prove-event", "CaseProof", on_reader<prove_event>);
    event.summary = "http.op.prove-event";
    return {std::move(state), std::move(seals), std::move(start), std::move(last), std::move(event)};
}

}  // namespace gongdan::http
