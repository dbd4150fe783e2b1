#include "adapters/http/assets.hpp"

#include <array>

#include <catch2/catch.hpp>

using namespace gongdan::http;

namespace {

constexpr std::string_view kScript = "/assets/board-1.js";
constexpr std::array<Asset, 3> kAssets = {{
    {"/", "text/html; charset=utf-8", "\"home\"", false, "<html>", {}, {}},
    {kScript, "text/javascript; charset=utf-8", "\"script\"", true, "plain", "zipped", "brotli"},
    {"/icon.svg", "image/svg+xml", "\"icon\"", false, "<svg>", {}, {}},
}};

Request get(std::string_view path, std::vector<Header> headers = {}) {
    Request request;
    request.method = "GET";
    request.path = path;
    request.headers = std::move(headers);
    return request;
}

}  // namespace

TEST_CASE("a console's file comes in the best coding that the browser takes") {
    const auto coded = [](std::string accepted) {
        const auto response = asset_answer(kAssets, get(kScript, {{"accept-encoding", std::move(accepted)}}));
        REQUIRE(response);
        CHECK(response->header("Vary") == "Accept-Encoding");
        return response->body;
    };
    CHECK(coded("gzip, deflate, br") == "brotli");
    CHECK(coded("gzip;q=0.8, br;q=0") == "zipped");
    CHECK(coded("br; q=0.0, gzip; q=0") == "plain");
    CHECK(coded("identity") == "plain");
    CHECK(asset_answer(kAssets, get(kScript))->body == "plain");
}

TEST_CASE("files with a hash in their name are kept for good, others are asked for again") {
    const auto script = asset_answer(kAssets, get(kScript));
    CHECK(script->header("Cache-Control") == "public, max-age=31536000, immutable");
    const auto home = asset_answer(kAssets, get("/"));
    CHECK(home->header("Cache-Control") == "no-cache");
    CHECK(home->header("ETag") == "\"home\"");

    const auto again = asset_answer(kAssets, get("/", {{"if-none-match", "\"old\", W/\"home\""}}));
    CHECK(again->status == 304);
    CHECK(again->body.empty());
}

TEST_CASE("the console's page allows nothing from elsewhere and no script or style inside of it") {
    const auto home = asset_answer(kAssets, get("/"));
    const auto policy = home->header("Content-Security-Policy");
    REQUIRE(policy);
    CHECK(policy->find("default-src 'none'") != std::string_view::npos);
    CHECK(policy->find("unsafe") == std::string_view::npos);
    CHECK(policy->find("http") == std::string_view::npos);
}

TEST_CASE("a script that runs as a service worker may fetch from here, nowhere else, and run nothing more") {
    const auto script = asset_answer(kAssets, get(kScript));
    CHECK(script->header("Content-Security-Policy") == "default-src 'none'; connect-src 'self'");
    const auto again = asset_answer(kAssets, get(kScript, {{"if-none-match", "\"script\""}}));
    CHECK(again->status == 304);
    CHECK(again->header("Content-Security-Policy") == script->header("Content-Security-Policy"));
}

TEST_CASE("a page that the browser still has keeps its policy: the headers of a 304 replace those that were kept") {
    const auto home = asset_answer(kAssets, get("/"));
    const auto again = asset_answer(kAssets, get("/", {{"if-none-match", "\"home\""}}));
    CHECK(again->status == 304);
    for (const char* name : {"Content-Security-Policy", "Referrer-Policy", "Permissions-Policy", "Cache-Control"}) {
        REQUIRE(home->header(name));
        CHECK(again->header(name) == home->header(name));
    }
}

TEST_CASE("an address inside the console gets its page, an address of the server does not") {
    const std::vector<Header> browser = {{"accept", "text/html,application/xhtml+xml"}};
    CHECK(page_answer(kAssets, get("/tickets/7", browser))->body == "<html>");
    CHECK_FALSE(page_answer(kAssets, get("/tickets/7")));
    CHECK_FALSE(page_answer(kAssets, get("/api/v1/nothing", browser)));
    CHECK_FALSE(page_answer(kAssets, get("/api", browser)));
    CHECK_FALSE(page_answer(kAssets, get("/assets/gone-2.js", browser)));
    CHECK_FALSE(page_answer(kAssets, get("/favicon.ico", browser)));
    CHECK(page_answer(kAssets, get("/apis", browser)));
    CHECK_FALSE(page_answer({}, get("/board", browser)));
}

TEST_CASE("nothing is written to a console's file") {
    Request post = get("/");
    post.method = "POST";
    CHECK_FALSE(asset_answer(kAssets, post));
}
