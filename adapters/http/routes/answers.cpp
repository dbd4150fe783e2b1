#include "adapters/http/routes/answers.hpp"

#include "adapters/crypto/crypto.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/tickets.hpp"

namespace gongdan::http {
namespace {

/// A refusal is kept without the path it was given at: the key's fingerprint says that it is this one.
Response kept_problem(const StoredAnswer& kept, const Call& call) {
    auto body = parse_json(kept.body);
    if (!body || !body->is_object()) return refuse(fail(Errc::internal, "http.internal"), call);
    body->as_object()["instance"] = call.request.path;
    return problem_response(kept.status, body->as_object());
}

std::string case_id_of(const Reply& reply) {
    if (reply.record) return std::to_string(to_int(reply.record->snapshot.id));
    const auto body = parse_json(reply.kept->body);
    const auto* object = body ? body->if_object() : nullptr;
    return object == nullptr ? std::string() : string_or_empty(*object, "id");
}

/// What a repeat gets instead of the secret, which nobody may see twice.
StoredAnswer stored(const Error& shown_before) {
    StoredAnswer answer;
    answer.status = http_status(shown_before.code);
    answer.body = json::serialize(problem_object(shown_before, ""));
    return answer;
}

/// On the reader pool or the thread for passwords.
void make_and_keep(Site& site, const CallPtr& call, const SecretMaker& maker, const std::optional<Idempotency>& key,
                   const Respond& respond) {
    auto made = maker.make();
    Response response = made ? std::move(*made) : refuse(made.error(), *call);
    if (!key) return respond(std::move(response));
    auto outcome = made ? Result<StoredAnswer>(stored(maker.shown_before)) : Result<StoredAnswer>(made.error());
    // Kept or not, the answer stands: what was made exists, and a repeat would find its name taken.
    site.service.keep_answer(*key, std::move(outcome),
                             [response = std::move(response), respond](const Result<void>&) { respond(response); });
}

}  // namespace

std::string owned_key(const Call& call, std::string_view key) {
    // The length in front keeps "a" with "b:c" apart from "a:b" with "c".
    const std::string& name = call.principal.name;
    return std::to_string(name.size()) + ":" + name + ":" + std::string(key);
}

Result<std::optional<Idempotency>> idempotency_of(const Call& call) {
    const auto key = idempotency_key(call.request);
    if (!key) return key.error();
    if (!*key) return std::optional<Idempotency>();
    const Request& request = call.request;
    return std::optional(Idempotency{
        owned_key(call, **key), to_hex(crypto::sha256(request.method + " " + request.path + "\n" + request.body))});
}

Response kept_response(const Reply& reply, const Call& call) {
    const StoredAnswer& kept = *reply.kept;
    Response response = kept.status >= 400 ? kept_problem(kept, call) : json_response(kept.status, kept.body);
    if (reply.record) response.ticket = std::to_string(to_int(reply.record->snapshot.id));
    if (kept.revision > 0) response.with("ETag", etag(kept.revision));
    if (kept.status == 201) response.with("Location", location_of(case_id_of(reply)));
    if (reply.replayed) response.with("Idempotency-Replayed", "true");
    return response;
}

void answer_secret_once(Site& site, const CallPtr& call, SecretMaker maker, Respond respond) {
    auto idempotency = idempotency_of(*call);
    if (!idempotency) return respond(refuse(idempotency.error(), *call));
    const auto make = [&site, call, maker = std::move(maker), key = *idempotency, respond] {
        const auto work = [&site, call, maker, key, respond] { make_and_keep(site, call, maker, key, respond); };
        if (!maker.takes_password) return site.service.offload(work);
        if (!site.service.offload_password(work)) respond(refuse(fail(Errc::overloaded, "account.busy"), *call));
    };
    if (!*idempotency) return make();
    site.service.find_answer(**idempotency, [call, make, respond](const Result<std::optional<Reply>>& before) {
        if (!before) return respond(refuse(before.error(), *call));
        if (*before) return respond(kept_response(**before, *call));
        make();
    });
}

}  // namespace gongdan::http
