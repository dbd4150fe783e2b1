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

}  // namespace

Result<std::optional<Idempotency>> idempotency_of(const Call& call) {
    const auto key = idempotency_key(call.request);
    if (!key) return key.error();
    if (!*key) return std::optional<Idempotency>();
    const Request& request = call.request;
    return std::optional(
        Idempotency{call.principal.name + ":" + **key,
                    to_hex(crypto::sha256(request.method + " " + request.path + "\n" + request.body))});
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

}  // namespace gongdan::http
