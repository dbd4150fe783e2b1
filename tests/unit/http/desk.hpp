#pragma once
/// The API over the fake service, called directly: no socket, no thread.

#include <string>
#include <vector>

#include "adapters/http/routes/api.hpp"
#include "tests/support/replayed_facts.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/http/fake_proof.hpp"
#include "tests/unit/http/fake_service.hpp"

namespace gongdan::http::test {

struct Ask {
    std::string method = "GET";
    std::string target;
    std::string body{};
    std::string role = "dispatcher";  ///< of the token; empty = none is sent
    std::vector<Header> headers{};    ///< beside Authorization and Content-Type
    std::string content_type = "application/json";
    bool secure = false;  ///< over TLS, ours or that of a trusted proxy
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

    /// Attaches the file to the ticket.
    [[nodiscard]] Response attach(const std::string& id, const std::string& file, const std::string& name = "",
                                  const std::string& role = "dispatcher");

    /// The path of a link for this person.
    [[nodiscard]] std::string link(const std::string& escalation, const std::string& person) const;
    /// Somebody else files for the area and the faults of this day, 08:00 to 20:00; the filing's id.
    [[nodiscard]] std::string file(const std::string& area);

    FakeService service;
    host::Links links{{std::string(32, 'k'), "https://gongdan.example.com", std::chrono::hours(24)}};
    gongdan::test::ReplayedFacts facts{service.reads()};
    const host::Workshop workshop;  ///< over workflows/ and config/ of this checkout
    FakeProofBook book;
    FakeVerifications verifications;
    std::vector<std::string> log;
    gongdan::test::TemporaryFolder folder;
    attachments::Vault vault{folder.path() / "attachments", kLimit};
    static constexpr std::int64_t kLimit = 100'000;  ///< bytes of an attachment

 private:
    /// As the server does it: before anything of the body is kept, the API says whether it wants it.
    [[nodiscard]] std::optional<Response> send_body(Request& request);
    [[nodiscard]] Attachments attachments_of_all();

    Api api_;
};

/// What a stream holds from its beginning to its end; throws when it was broken off.
[[nodiscard]] std::string streamed(const Response& response);

[[nodiscard]] json::object object_of(const Response& response);
/// The last part of a problem's type.
[[nodiscard]] std::string problem_of(const Response& response);
/// The pointers of a problem's errors, in order.
[[nodiscard]] std::vector<std::string> pointers_of(const Response& response);
[[nodiscard]] std::string header_of(const Response& response, std::string_view name);

}  // namespace gongdan::http::test
