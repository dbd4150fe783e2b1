#include "adapters/http/problem.hpp"

#include "adapters/host/running_key.hpp"
#include "core/ticket/view.hpp"

namespace gongdan::http {

Response problem_response(int status, const json::object& body) {
    Response response;
    response.status = status;
    response.body = json::serialize(body);
    response.with("Content-Type", "application/problem+json");
    if (status == 503) response.with("Retry-After", std::string(kRetryAfterSeconds));
    return response;
}

json::object problem_object(const Error& error, std::string_view instance) {
    json::object body = problem_view(error);
    if (host::is_key_running(error)) {
        body["type"] = "urn:gongdan:problem:" + std::string(host::kKeyRunning);
        body["title"] = host::kKeyRunning;
    }
    if (!instance.empty()) body["instance"] = instance;
    return body;
}

Response problem(const Error& error, std::string_view instance) {
    return problem_response(http_status(error.code), problem_object(error, instance));
}

Response problem(int status, std::string_view name, const LocalText& detail, std::string_view instance) {
    json::object body{{"type", "urn:gongdan:problem:" + std::string(name)},
                      {"title", name},
                      {"status", status},
                      {"detail", detail.zh},
                      {"detail_en", detail.en}};
    if (!instance.empty()) body["instance"] = instance;
    return problem_response(status, body);
}

}  // namespace gongdan::http
