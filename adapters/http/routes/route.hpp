#pragma once
/// A route as data: one table serves the router, the checks at the edge and the OpenAPI document.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/host/accounts.hpp"
#include "adapters/http/message.hpp"
#include "core/access/viewer.hpp"
#include "core/base/json.hpp"

namespace gongdan::http {

struct Site;
struct Route;

/// One call of a route, past all checks at the edge. Immutable.
struct Call {
    const Route* route = nullptr;  ///< lives as long as the program
    Request request;
    std::vector<std::string> parameters;   ///< of the pattern, decoded, in order
    host::Principal principal;             ///< empty on open routes
    std::shared_ptr<const Viewer> viewer;  ///< what there is for him; null on open routes
    std::string session_secret;            ///< of the cookie; empty when a bearer token counted, and on open routes
    host::FoundSession session;            ///< active when session_secret is not empty
    json::object body;                     ///< of a JSON or form route; matches its schema
};
/// Shared: the work on the reader pool, the answer of the writer and the log each hold it.
using CallPtr = std::shared_ptr<const Call>;

struct QueryParameter {
    enum class Kind { text, integer, boolean, choice };
    std::string_view name;
    Kind kind = Kind::text;
    std::string_view about;                   ///< text id
    std::int64_t least = 0;                   ///< of an integer
    std::int64_t most = INT64_MAX;            ///< of an integer
    std::vector<std::string_view> choices{};  ///< of a choice
};

struct Route {
    /// token: a bearer token, or the cookie of a session with its CSRF token; session: the cookie only.
    enum class Entry { open, token, session };
    /// lines: NDJSON; form: what an HTML form posts; file: its bytes, which go to a BodySink.
    enum class Body { none, json, lines, form, file };
    /// report: JSON, CSV, a workbook or a page, as the query says.
    enum class Answer { json, events, lines, text, html, file, calendar, report, xml, csv, nothing };

    std::string_view method;
    std::string_view pattern;    ///< "/api/v1/tickets/{id}/events"
    std::string_view operation;  ///< operationId of OpenAPI
    std::string_view summary;    ///< text id
    std::string_view tag;
    Entry entry = Entry::token;
    std::vector<std::string_view> roles{};  ///< who may; empty = every role (an auditor only reads)
    std::vector<QueryParameter> query{};
    Body body = Body::none;
    std::string_view request_schema{};  ///< name in schemas.cpp
    Answer answer = Answer::json;
    std::string_view response_schema{};
    int success = 200;
    bool idempotent = false;              ///< takes an Idempotency-Key
    bool conditional = false;             ///< takes If-Match
    bool conflicts = false;               ///< may be refused with 409 though it takes no key
    bool expires = false;                 ///< its address works for a time only: afterwards 410
    bool takes_password = false;          ///< or a secret like one: 401 or 403, and after too many failures 429
    bool before_password_change = false;  ///< open to people whose initial password is still to be changed
    bool reads = false;                   ///< a POST that changes no ticket: open to those who only read
    bool unattended = false;              ///< asked by a page of itself: no use of the session
    /// Must not block: it runs on an I/O thread. Answers exactly once.
    void (*handle)(Site& site, const CallPtr& call, Respond respond) = nullptr;
};

/// All routes, in the order of the document. Lives as long as the program.
[[nodiscard]] const std::vector<Route>& routes();

struct Match {
    const Route* route = nullptr;           ///< null: no route, or not by this method
    std::vector<std::string> parameters;    ///< of the route's pattern, decoded
    std::vector<std::string_view> methods;  ///< that the path knows; empty = no such path
};

/// HEAD finds what GET finds.
[[nodiscard]] Match match(const std::vector<Route>& table, std::string_view method, std::string_view path);

}  // namespace gongdan::http
