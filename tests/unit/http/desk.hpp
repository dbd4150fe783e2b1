#pragma once
/// The API over the fake service, called directly: no socket, no thread.

#include <string>
#include <vector>

#include "adapters/http/routes/api.hpp"
#include "tests/unit/http/fake_service.hpp"

namespace gongdan::http::test {

struct Ask {
    std::string method = "GET";
    std::string target;
    std::string body{};
    std::string role = "dispatcher";  ///< of the token; empty = none is sent
    std::vector<Header> headers{};    ///< beside Authorization and Content-Type
    std::string content_type = "application/json";
};

class Desk {
 public:
    Desk();

    /// The answer with its body written. Fails the test when there is none, or more than one.
    [[nodiscard]] Response ask(const Ask& ask);
    [[nodiscard]] Response get(const std::string& target, const std::string& role = "dispatcher");
    [[nodiscard]] Response post(const std::string& target, const std::string& body, std::vector<Header> headers = {});

    /// Opens an urban fault; its id.
    [[nodiscard]] std::string open_fault();

    FakeService service;
    std::vector<std::string> log;

 private:
    Api api_;
};

[[nodiscard]] json::object object_of(const Response& response);
/// The last part of a problem's type.
[[nodiscard]] std::string problem_of(const Response& response);
/// The pointers of a problem's errors, in order.
[[nodiscard]] std::vector<std::string> pointers_of(const Response& response);
[[nodiscard]] std::string header_of(const Response& response, std::string_view name);

}  // namespace gongdan::http::test
