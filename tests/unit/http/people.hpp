#pragma once
/// A browser at the desk: it keeps its cookie and sends the CSRF token.

#include <catch2/catch.hpp>

#include "tests/unit/http/desk.hpp"

namespace gongdan::http::test {

inline const std::string kPassword = "four correct horses";

/// An account that has chosen its password.
inline void add_account(Desk& desk, const std::string& name, const std::string& role, const Scope& scope = {}) {
    REQUIRE(desk.service.accounts().create({name, {role}, scope, kPassword, false}, {"test", ""}).ok());
}

class Browser {
 public:
    explicit Browser(Desk& desk) : desk_(desk) {}

    Response send(const std::string& method, const std::string& target, const std::string& body = "",
                  std::vector<Header> headers = {}) {
        if (!cookie.empty()) headers.push_back({"cookie", "theme=dark; gongdan_session=" + cookie});
        if (!csrf.empty() && method != "GET") headers.push_back({"x-csrf-token", csrf});
        Response answer =
            desk_.ask({.method = method, .target = target, .body = body, .role = "", .headers = std::move(headers)});
        take_cookie(answer);
        return answer;
    }
    Response get(const std::string& target) { return send("GET", target); }
    Response log_in(const std::string& name, const std::string& password = kPassword, const std::string& code = "") {
        json::object body{{"name", name}, {"password", password}};
        if (!code.empty()) body["totp"] = code;
        return send("POST", "/api/v1/session", json::serialize(body));
    }

    std::string cookie;
    std::string csrf;

 private:
    void take_cookie(const Response& answer) {
        const std::string set = header_of(answer, "Set-Cookie");
        if (set.empty()) return;
        const auto from = set.find('=') + 1;
        cookie = set.substr(from, set.find(';') - from);
        if (answer.status == 200) csrf = string_or_empty(object_of(answer), "csrf");
    }

    Desk& desk_;
};

}  // namespace gongdan::http::test
