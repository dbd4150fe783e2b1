// The settings of the e-mail and the sms channel: what is missing, what does not go together, and where secrets come
// from.

#include <catch2/catch.hpp>

#include "adapters/notify/secret.hpp"
#include "adapters/notify/settings.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

/// "pointer code" of every mistake, joined.
std::string mistakes(PluginKind kind, const json::object& base, const json::object& more = {}) {
    json::object settings = base;
    for (const auto& [key, value] : more) {
        if (value.is_null()) {
            settings.erase(key);
        } else {
            settings[key] = value;
        }
    }
    const auto checked = check_settings(channel(kind, settings));
    if (checked) return "none";
    std::string all;
    for (const auto& field : checked.error().fields)
        all += (all.empty() ? "" : ", ") + field.pointer + " " + field.code;
    return all;
}

const json::object kMail{{"host", "mail.power.example"}, {"from", "g@power.example"}};
const json::object kAliyun{{"provider", "aliyun"}, {"key_id", "k"},       {"secret_env", "S"},
                           {"sign_name", "s"},     {"template", "SMS_1"}, {"parameters", {{"a", "{number}"}}}};
const json::object kTencent{{"provider", "tencent"},
                            {"key_id", "k"},
                            {"secret_env", "S"},
                            {"app_id", "1"},
                            {"sign_name", "s"},
                            {"template", "1"},
                            {"parameters", {"{number}", "{due}"}}};
const json::object kGateway{
    {"provider", "http"}, {"endpoint", "https://sms.example/send"}, {"parameters", {"{number}"}}};

}  // namespace

TEST_CASE("the settings of a mail channel fit together") {
    const auto of = [](const json::object& more) { return mistakes(PluginKind::email, kMail, more); };
    CHECK(of({}) == "none");
    CHECK(of({{"port", 2525}, {"security", "tls"}, {"username", "u"}, {"password_file", "p"}}) == "none");
    CHECK(of({{"host", nullptr}}) == " required");
    CHECK(of({{"host", "mail.example/x"}}) == "/host range");
    CHECK(of({{"host", "user@mail.example"}}) == "/host range");
    CHECK(of({{"host", "[::1]"}}) == "none");
    CHECK(of({{"port", 0}}) == "/port type");
    CHECK(of({{"port", 65536}}) == "/port type");
    CHECK(of({{"security", "ssl"}}) == "/security enum");
    CHECK(of({{"from", "g@power.example\r\nBcc: a@b"}}) == "/from range");
    CHECK(of({{"username", "u"}}) == " required");
    CHECK(of({{"password", "p"}}) == " required");
    CHECK(of({{"username", "u"}, {"password", "p"}, {"password_env", "P"}}) == " required");
}

TEST_CASE("mail is sent without encryption to this machine only, unless that is meant") {
    const auto of = [](const json::object& more) { return mistakes(PluginKind::email, kMail, more); };
    CHECK(of({{"security", "none"}}) == "/security range");
    CHECK(of({{"security", "none"}, {"allow_unencrypted", false}}) == "/security range");
    CHECK(of({{"security", "none"}, {"allow_unencrypted", true}}) == "none");
    for (const char* here : {"localhost", "127.0.0.1", "127.0.1.1", "[::1]"}) {
        CHECK(of({{"security", "none"}, {"host", here}}) == "none");
    }
    CHECK(of({{"security", "none"}, {"host", "127.evil.example"}}) == "/security range");
}

TEST_CASE("each provider of short messages has settings of its own") {
    CHECK(mistakes(PluginKind::sms, kAliyun) == "none");
    CHECK(mistakes(PluginKind::sms, kTencent) == "none");
    CHECK(mistakes(PluginKind::sms, kGateway) == "none");
    CHECK(mistakes(PluginKind::sms, kAliyun, {{"provider", "pigeon"}}) == "/provider enum");
    CHECK(mistakes(PluginKind::sms, kAliyun, {{"template", nullptr}}) == " required");
    CHECK(mistakes(PluginKind::sms, kAliyun, {{"secret_env", nullptr}}) == " required");
    CHECK(mistakes(PluginKind::sms, kAliyun, {{"app_id", "1"}}) == "/app_id unknown");
    CHECK(mistakes(PluginKind::sms, kAliyun, {{"body", "x"}}) == "/body unknown");
    CHECK(mistakes(PluginKind::sms, kTencent, {{"app_id", nullptr}}) == " required");
    CHECK(mistakes(PluginKind::sms, kGateway, {{"endpoint", nullptr}}) == " required");
    CHECK(mistakes(PluginKind::sms, kGateway, {{"region", "x"}}) == "/region unknown");
}

TEST_CASE("parameters have the form that the provider wants, and placeholders that exist") {
    CHECK(mistakes(PluginKind::sms, kAliyun, {{"parameters", {"{number}"}}}) == "/parameters type");
    CHECK(mistakes(PluginKind::sms, kTencent, {{"parameters", {{"a", "{number}"}}}}) == "/parameters type");
    CHECK(mistakes(PluginKind::sms, kTencent, {{"parameters", {"{nummer}"}}}) == "/parameters range");
    CHECK(mistakes(PluginKind::sms, kTencent, {{"parameters", "x"}}) == "/parameters type");
    CHECK(mistakes(PluginKind::sms, kGateway, {{"parameters", {{"phone", "{number}"}}}}) == "/parameters range");
    CHECK(mistakes(PluginKind::sms, kTencent, {{"digest_template", "2"}}) == " required");
    CHECK(mistakes(PluginKind::sms, kTencent, {{"digest_template", "2"}, {"digest_parameters", {"{count}"}}}) ==
          "none");
}

TEST_CASE("addresses of providers lead where they say") {
    CHECK(mistakes(PluginKind::sms, kAliyun, {{"endpoint", "https://sms.example:8443/"}}) == "none");
    CHECK(mistakes(PluginKind::sms, kAliyun, {{"endpoint", "https://sms.example/path"}}) == "/endpoint range");
    CHECK(mistakes(PluginKind::sms, kAliyun, {{"endpoint", "ftp://sms.example"}}) == "/endpoint range");
    CHECK(mistakes(PluginKind::sms, kGateway, {{"endpoint", "https://sms.example/s?to={phone}"}}) == "none");
    CHECK(mistakes(PluginKind::sms, kGateway, {{"endpoint", "https://{1}.example/"}}) == "/endpoint range");
    CHECK(mistakes(PluginKind::sms, kGateway, {{"endpoint", "https://user:pass@sms.example/"}}) == "/endpoint range");
}

TEST_CASE("a gateway's texts hold no placeholder that nothing fills") {
    const auto of = [](const json::object& more) { return mistakes(PluginKind::sms, kGateway, more); };
    CHECK(of({{"body", R"({"to":"{phone}","said":"{1}","more":{}})"}}) == "none");
    CHECK(of({{"body", R"({"to":"{fone}"})"}}) == "/body range");
    CHECK(of({{"endpoint", "https://sms.example/s?to={fone}"}}) == "/endpoint range");
    CHECK(of({{"headers", {"X-Key: {sekret}"}}}) == "/headers range");
    CHECK(of({{"parameters", {{"said", "{number}"}}},
              {"body", "{said} {phone} {id} {secret} {sign_name} {template}"}}) == "none");
    CHECK(of({{"parameters", {{"said", "{number}"}}}, {"body", "{1}"}}) == "/body range");
}

TEST_CASE("the signs of success of a gateway can be understood") {
    const auto of = [](const json::object& more) { return mistakes(PluginKind::sms, kGateway, more); };
    CHECK(of({{"success_pointer", "/code"}, {"success_value", "0"}, {"success_pattern", "o(k|K)"}}) == "none");
    CHECK(of({{"success_pointer", "/code"}}) == " required");
    CHECK(of({{"success_pointer", "code"}, {"success_value", "0"}}) == "/success_pointer range");
    CHECK(of({{"success_pattern", "(("}}) == "/success_pattern range");
    CHECK(of({{"method", "PUT"}}) == "/method enum");
    CHECK(of({{"headers", {"X-Key"}}}) == "/headers range");
}

TEST_CASE("a secret file may end with a line end, which is no part of the secret") {
    const Folder folder;
    folder.write("secret", "open sesame\n");
    ChannelConfig config = channel(PluginKind::email, {{"password_file", "secret"}});
    config.folder = folder.path();
    CHECK(*read_secret(config, "password") == "open sesame");
    folder.write("secret", "\n");
    CHECK_FALSE(read_secret(config, "password"));
}
