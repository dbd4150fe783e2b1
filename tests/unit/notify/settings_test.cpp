// A channel that is set up wrongly must be found when the configuration is checked, not when the first alarm is lost.

#include <cstdlib>

#include <catch2/catch.hpp>

#include "adapters/notify/settings.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

const std::string kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// "pointer code" of every mistake, joined.
std::string mistakes(PluginKind kind, const json::object& settings) {
    const auto checked = check_settings(channel(kind, settings));
    if (checked) return "none";
    CHECK(checked.error().code == Errc::invalid_input);
    std::string all;
    for (const auto& field : checked.error().fields)
        all += (all.empty() ? "" : ", ") + field.pointer + " " + field.code;
    return all;
}

Result<std::unique_ptr<Plugin>> webhook(const json::object& secret, const std::filesystem::path& folder = "/") {
    json::object settings = secret;
    settings["url"] = "https://example.com/";
    ChannelConfig config = channel(PluginKind::webhook, settings);
    config.folder = folder;
    return make_plugin(config, {"/", {}, {}});
}

}  // namespace

TEST_CASE("good settings pass") {
    CHECK(mistakes(PluginKind::file, {{"path", "notices.ndjson"}}) == "none");
    CHECK(mistakes(PluginKind::exec, {{"command", {"a", "b"}}, {"environment", {"X"}}}) == "none");
    CHECK(mistakes(PluginKind::shared_object, {{"library", "a.so"}, {"options", {{"any", 1}}}}) == "none");
    CHECK(mistakes(PluginKind::webhook, {{"url", "https://a.example/x?y=1"}, {"secret_env", "S"}}) == "none");
    CHECK(mistakes(PluginKind::webhook,
                   {{"url", "http://10.0.0.1:8080"}, {"secret", kSecret}, {"allow_private", {"10.0.0.0/8"}}}) ==
          "none");
}

TEST_CASE("a file of notices lies in the data folder unless the configuration says otherwise") {
    for (const char* inside : {"notices.ndjson", "desk/notices.ndjson", "./a", "a/../b", "..a"}) {
        INFO(inside);
        CHECK(mistakes(PluginKind::file, {{"path", inside}}) == "none");
    }
    for (const char* outside : {"../a", "../../etc/a", "a/../../b", "/var/log/a", "..", ".", "a/", "lock", "gongdan.db",
                                "x/../gongdan.db-wal"}) {
        INFO(outside);
        CHECK(mistakes(PluginKind::file, {{"path", outside}}) == "/path range");
        CHECK(mistakes(PluginKind::file, {{"path", outside}, {"anywhere", false}}) == "/path range");
    }
    CHECK(mistakes(PluginKind::file, {{"path", "/var/log/a"}, {"anywhere", true}}) == "none");
    CHECK(mistakes(PluginKind::file, {{"path", "a"}, {"anywhere", "yes"}}) == "/anywhere type");
}

TEST_CASE("every mistake in the settings is named with its pointer") {
    CHECK(mistakes(PluginKind::file, {}) == " required");
    CHECK(mistakes(PluginKind::file, {{"path", ""}}) == "/path type");
    CHECK(mistakes(PluginKind::file, {{"path", 7}, {"mode", "x"}}) == "/path type, /mode unknown");
    CHECK(mistakes(PluginKind::exec, {{"command", "a b"}}) == "/command type");
    CHECK(mistakes(PluginKind::exec, {{"command", json::array{}}}) == "/command type");
    CHECK(mistakes(PluginKind::exec, {{"command", {"a", 1}}}) == "/command type");
    CHECK(mistakes(PluginKind::shared_object, {{"library", "a"}, {"options", "x"}}) == "/options type");
    CHECK(mistakes(PluginKind::webhook, {{"url", "https://a.example"}}) == " required");
    CHECK(mistakes(PluginKind::webhook, {{"url", "https://a.example"}, {"secret", "a"}, {"secret_env", "B"}}) ==
          " required");
    CHECK(mistakes(PluginKind::webhook,
                   {{"url", "https://a.example"}, {"secret", "whsec_YWJjZA=="}, {"allow_private", {"lan"}}}) ==
          "/allow_private type");
    CHECK(mistakes(PluginKind::webhook, {{"url", "https://a.example"}, {"secret", "a"}}) == "/secret range");
}

TEST_CASE("only web addresses without a password are addresses of a webhook") {
    for (const std::string url : {"ftp://a.example", "file:///etc/passwd", "a.example", "https://",
                                  "https://u:p@a.example", "https://u@a.example", "gopher://a.example"}) {
        INFO(url);
        CHECK(mistakes(PluginKind::webhook, {{"url", url}, {"secret", kSecret}}) == "/url range");
    }
}

TEST_CASE("a secret comes from the settings, the environment or a file") {
    const Folder folder;
    folder.write("secret", kSecret + "\n");
    REQUIRE(::setenv("GONGDAN_TEST_WEBHOOK_SECRET", kSecret.c_str(), 1) == 0);
    CHECK(webhook({{"secret", kSecret}}).ok());
    CHECK(webhook({{"secret_env", "GONGDAN_TEST_WEBHOOK_SECRET"}}).ok());
    CHECK(webhook({{"secret_file", "secret"}}, folder.path()).ok());
}

TEST_CASE("a secret that cannot be read or is none stops the start, and is not repeated") {
    const Folder folder;
    CHECK(webhook({{"secret_env", "GONGDAN_TEST_NOT_SET"}}).error().code == Errc::invalid_input);
    CHECK(webhook({{"secret_file", "missing"}}, folder.path()).error().code == Errc::invalid_input);
    const auto bad = webhook({{"secret", "hunter2!"}});
    REQUIRE_FALSE(bad.ok());
    CHECK(bad.error().detail.en.find("hunter2") == std::string::npos);
}
