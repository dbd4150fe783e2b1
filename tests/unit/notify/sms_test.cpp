// Short messages to a receiver that answers as the providers do: what is asked of them, and what each answer means.

#include <catch2/catch.hpp>

#include "adapters/notify/cloud_signature.hpp"
#include "tests/unit/notify/receiver.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

Message sms_message(const std::string& address = "13800001111") {
    const json::object content{{"id", "01J/p1/sms"},
                               {"number", "GZ202603020001"},
                               {"level", 3},
                               {"due_at", "2026-03-02T12:30:00+08:00"},
                               {"recipient", {{"id", "p1"}, {"name", "演示-\"三\""}, {"address", address}}},
                               {"text", {{"zh", "到达已超时"}, {"en", "overdue"}}}};
    return *read_message(json::serialize(content));
}

/// The receiver's address without its path.
std::string endpoint(const Receiver& receiver) {
    const std::string url = receiver.url();
    return url.substr(0, url.rfind('/'));
}

json::object aliyun(const Receiver& receiver) {
    return {{"provider", "aliyun"},      {"endpoint", endpoint(receiver)},
            {"key_id", "LTAI-test"},     {"secret", "secret"},
            {"sign_name", "演示供电局"}, {"template", "SMS_205391430"},
            {"allow_private", true},     {"parameters", {{"number", "{number}"}, {"due", "{due}"}}}};
}

json::object tencent(const Receiver& receiver) {
    return {{"provider", "tencent"},  {"endpoint", endpoint(receiver)}, {"key_id", "AKID-test"},
            {"secret", "secret"},     {"sign_name", "演示供电局"},      {"template", "1110"},
            {"app_id", "1400006666"}, {"allow_private", true},          {"parameters", {"{number}", "{due}"}}};
}

json::object gateway(const Receiver& receiver) {
    return {{"provider", "http"},
            {"endpoint", receiver.url()},
            {"secret", "k\"ey"},
            {"template", "T1"},
            {"allow_private", true},
            {"parameters", {"{number}", "{person}"}},
            {"headers", {"Authorization: Bearer {secret}"}},
            {"body", R"({"to":"{phone}","template":"{template}","values":["{1}","{2}"],"token":"{id}","x":{"y":1}})"},
            {"success_pointer", "/code"},
            {"success_value", "0"},
            {"rejected_pattern", "BAD_NUMBER"}};
}

std::unique_ptr<Plugin> sender(const json::object& settings) {
    auto plugin = make_plugin(channel(PluginKind::sms, settings), {"/", {}, {}});
    INFO((plugin.ok() ? "" : plugin.error().detail.en));
    REQUIRE(plugin.ok());
    return std::move(*plugin);
}

using Settings = json::object (*)(const Receiver&);

Answer answer_to(Settings settings, const std::string& body, const std::string& status = "200 OK") {
    Receiver receiver;
    receiver.reply_status(status, "", body);
    return sender(settings(receiver))->deliver(sms_message(), call());
}

std::string aliyun_says(const std::string& code) {
    return R"({"Code":")" + code + R"(","Message":"13800001111 says no","RequestId":"F655A8D5-B967-440B"})";
}

std::string tencent_says(const std::string& code) {
    return R"({"Response":{"SendStatusSet":[{"SerialNo":"5000:1","PhoneNumber":"+8613800001111","Fee":1,)"
           R"("SessionContext":"x","Code":")" +
           code + R"(","Message":"+8613800001111 says no","IsoCode":"CN"}],"RequestId":"a0aabda6"}})";
}

std::string said(const Answer& answer) { return answer.reason.zh + " " + answer.reason.en; }

}  // namespace

TEST_CASE("Aliyun is asked for an approved template with named parameters and our token, signed") {
    Receiver receiver;
    receiver.reply_status("200 OK", "", R"({"Code":"OK","Message":"OK","BizId":"9006","RequestId":"F655"})");
    CHECK(sender(aliyun(receiver))->deliver(sms_message("+86 138 0000 1111"), call()).kind == Answer::Kind::delivered);
    REQUIRE(receiver.received().size() == 1);
    const Received got = receiver.received()[0];
    AliyunCall expected{got.headers.at("host"), "SendSms", "2017-05-25", {}, kNoon, {}};
    expected.parameters = {{"PhoneNumbers", "8613800001111"},
                           {"SignName", "演示供电局"},
                           {"TemplateCode", "SMS_205391430"},
                           {"TemplateParam", R"({"number":"GZ202603020001","due":"12:30"})"},
                           {"OutId", "01J/p1/sms"}};
    expected.nonce = got.headers.at("x-acs-signature-nonce");
    CHECK(expected.nonce.size() == 32);
    CHECK(got.request_line.starts_with("POST /?" + query_of(expected.parameters) + " HTTP/1.1"));
    CHECK(got.body.empty());
    CHECK("Authorization: " + got.headers.at("authorization") ==
          aliyun_headers(expected, {"LTAI-test", "secret"}).back());
    CHECK(got.headers.at("x-acs-action") == "SendSms");
    CHECK(got.headers.at("x-acs-version") == "2017-05-25");
}

TEST_CASE("every request to Aliyun has a nonce of its own, and the same token for the same notice") {
    Receiver receiver;
    const auto plugin = sender(aliyun(receiver));
    for (int i = 0; i < 2; ++i) {
        receiver.reply_status("200 OK", "", R"({"Code":"OK"})");
        CHECK(plugin->deliver(sms_message(), call()).kind == Answer::Kind::delivered);
    }
    const auto got = receiver.received();
    CHECK(got[0].headers.at("x-acs-signature-nonce") != got[1].headers.at("x-acs-signature-nonce"));
    CHECK(got[0].request_line == got[1].request_line);
}

TEST_CASE("Tencent is asked for an approved template with ordered parameters and our token, signed") {
    Receiver receiver;
    receiver.reply_status("200 OK", "", tencent_says("Ok"));
    CHECK(sender(tencent(receiver))->deliver(sms_message(), call()).kind == Answer::Kind::delivered);
    REQUIRE(receiver.received().size() == 1);
    const Received got = receiver.received()[0];
    const json::value expected{{"PhoneNumberSet", json::array{"+8613800001111"}},
                               {"SmsSdkAppId", "1400006666"},
                               {"SignName", "演示供电局"},
                               {"TemplateId", "1110"},
                               {"TemplateParamSet", json::array{"GZ202603020001", "12:30"}},
                               {"SessionContext", "01J/p1/sms"}};
    CHECK(json::parse(got.body) == expected);
    const TencentCall call{got.headers.at("host"), "sms", "SendSms", "2021-01-11", "ap-guangzhou", got.body, kNoon};
    CHECK("Authorization: " + got.headers.at("authorization") == tencent_headers(call, {"AKID-test", "secret"}).back());
    CHECK(got.headers.at("x-tc-action") == "SendSms");
    CHECK(got.headers.at("x-tc-version") == "2021-01-11");
    CHECK(got.headers.at("x-tc-region") == "ap-guangzhou");
    CHECK(got.headers.at("content-type") == "application/json; charset=utf-8");
}

TEST_CASE("what Aliyun answers decides, whatever the status") {
    for (const char* code : {"isv.MOBILE_NUMBER_ILLEGAL", "isv.DOMESTIC_NUMBER_NOT_SUPPORTED"}) {
        CHECK(answer_to(&aliyun, aliyun_says(code)).kind == Answer::Kind::rejected);
    }
    for (const char* code : {"isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL", "Throttling.User"}) {
        const Answer answer = answer_to(&aliyun, aliyun_says(code), "400 Bad Request");
        CHECK(answer.kind == Answer::Kind::retry);
        CHECK(answer.throttled);
    }
    for (const char* code : {"isv.AMOUNT_NOT_ENOUGH", "isv.SMS_TEMPLATE_ILLEGAL", "SignatureDoesNotMatch",
                             "isp.SYSTEM_ERROR", "isv.SOMETHING_NEW"}) {
        const Answer answer = answer_to(&aliyun, aliyun_says(code));
        CHECK(answer.kind == Answer::Kind::retry);
        CHECK_FALSE(answer.throttled);
        CHECK(said(answer).find(code) != std::string::npos);
    }
    CHECK(answer_to(&aliyun, "<html>", "200 OK").kind == Answer::Kind::retry);
    CHECK(answer_to(&aliyun, "", "502 Bad Gateway").kind == Answer::Kind::retry);
}

TEST_CASE("a limit of one number holds back that number alone, a limit of the account the whole channel") {
    const std::vector<Answer> answers = {
        answer_to(&aliyun, aliyun_says("isv.BUSINESS_LIMIT_CONTROL"), "400 Bad Request"),
        answer_to(&tencent, tencent_says("LimitExceeded.PhoneNumberThirtySecondLimit")),
        answer_to(&tencent, tencent_says("LimitExceeded.PhoneNumberDailyLimit"))};
    for (const Answer& answer : answers) {
        CHECK(answer.kind == Answer::Kind::retry);
        CHECK(answer.held_back);
        CHECK_FALSE(answer.throttled);
        CHECK(answer.delay == std::chrono::minutes(1));
    }
    CHECK_FALSE(answer_to(&aliyun, aliyun_says("isv.DAY_LIMIT_CONTROL")).held_back);
    CHECK_FALSE(answer_to(&tencent, tencent_says("LimitExceeded.AppDailyLimit")).held_back);
}

TEST_CASE("what Tencent answers decides, whatever the status") {
    for (const char* code : {"InvalidParameterValue.IncorrectPhoneNumber", "FailedOperation.PhoneNumberInBlacklist"}) {
        CHECK(answer_to(&tencent, tencent_says(code)).kind == Answer::Kind::rejected);
    }
    for (const char* code : {"LimitExceeded.AppDailyLimit", "LimitExceeded.DeliveryFrequencyLimit"}) {
        const Answer answer = answer_to(&tencent, tencent_says(code));
        CHECK(answer.kind == Answer::Kind::retry);
        CHECK(answer.throttled);
    }
    for (const char* code : {"FailedOperation.InsufficientBalanceInSmsPackage", "InternalError.Timeout"}) {
        const Answer answer = answer_to(&tencent, tencent_says(code));
        CHECK(answer.kind == Answer::Kind::retry);
        CHECK_FALSE(answer.throttled);
        CHECK(said(answer).find(code) != std::string::npos);
    }
    const auto error = [](const std::string& code) {
        return R"({"Response":{"Error":{"Code":")" + code + R"(","Message":"no"},"RequestId":"a"}})";
    };
    CHECK(answer_to(&tencent, error("AuthFailure.SignatureFailure")).kind == Answer::Kind::retry);
    CHECK(answer_to(&tencent, error("RequestLimitExceeded")).throttled);
    CHECK(answer_to(&tencent, R"({"Response":{"SendStatusSet":[]}})").kind == Answer::Kind::retry);
    CHECK(answer_to(&tencent, R"({"Response":7})").kind == Answer::Kind::retry);
}

TEST_CASE("no telephone number and no secret gets into a reason") {
    for (const Answer& answer : {answer_to(&aliyun, aliyun_says("isv.MOBILE_NUMBER_ILLEGAL")),
                                 answer_to(&tencent, tencent_says("FailedOperation.X")),
                                 answer_to(&gateway, R"({"code":7,"to":"8613800001111"} k"ey)")}) {
        CHECK(said(answer).find("1380000") == std::string::npos);
        CHECK(said(answer).find("k\"ey") == std::string::npos);
        CHECK_FALSE(answer.reason.en.empty());
    }
}

TEST_CASE("an address that is no telephone number is rejected before anybody is asked") {
    Receiver receiver;
    const Answer answer = sender(aliyun(receiver))->deliver(sms_message("zhang@power.example"), call());
    CHECK(answer.kind == Answer::Kind::rejected);
    CHECK(said(answer).find("zhang") == std::string::npos);
    CHECK(receiver.connections() == 0);
}

TEST_CASE("a gateway gets its request as it is written, with values that cannot change its form") {
    Receiver receiver;
    receiver.reply_status("200 OK", "", R"({"code":0})");
    CHECK(sender(gateway(receiver))->deliver(sms_message(), call()).kind == Answer::Kind::delivered);
    const Received got = receiver.received().at(0);
    CHECK(got.request_line.starts_with("POST /hook HTTP/1.1"));
    CHECK(got.headers.at("content-type") == "application/json");
    CHECK(got.headers.at("authorization") == "Bearer k\"ey");
    const json::value expected{{"to", "13800001111"},
                               {"template", "T1"},
                               {"values", {"GZ202603020001", "演示-\"三\""}},
                               {"token", "01J/p1/sms"},
                               {"x", {{"y", 1}}}};
    CHECK(json::parse(got.body) == expected);
}

TEST_CASE("a gateway can take a form, or a GET with everything in its address") {
    Receiver receiver;
    json::object form = gateway(receiver);
    form["content_type"] = "application/x-www-form-urlencoded";
    form["body"] = "to={phone}&v={1}&n={2}";
    receiver.reply_status("200 OK", "", R"({"code":"0"})");
    CHECK(sender(form)->deliver(sms_message(), call()).kind == Answer::Kind::delivered);
    json::object get = gateway(receiver);
    get["method"] = "GET";
    get["endpoint"] = receiver.url() + "?to={phone}&n={2}";
    receiver.reply_status("200 OK", "", R"({"code":"0"})");
    CHECK(sender(get)->deliver(sms_message(), call()).kind == Answer::Kind::delivered);
    const auto got = receiver.received();
    CHECK(got.at(0).body == "to=13800001111&v=GZ202603020001&n=%E6%BC%94%E7%A4%BA-%22%E4%B8%89%22");
    CHECK(got.at(1).request_line.starts_with("GET /hook?to=13800001111&n=%E6%BC%94%E7%A4%BA-%22%E4%B8%89%22 HTTP/1.1"));
    CHECK(got.at(1).body.empty());
}

TEST_CASE("a gateway's answer counts as its settings say") {
    CHECK(answer_to(&gateway, R"({"code":"0"})").kind == Answer::Kind::delivered);
    CHECK(answer_to(&gateway, R"({"code":7})").kind == Answer::Kind::retry);
    CHECK(answer_to(&gateway, "no json").kind == Answer::Kind::retry);
    CHECK(answer_to(&gateway, R"({"code":0})", "500 Oops").kind == Answer::Kind::retry);
    CHECK(answer_to(&gateway, R"({"code":9,"text":"BAD_NUMBER"})").kind == Answer::Kind::rejected);
    CHECK(answer_to(&gateway, R"({"code":9})", "429 Slow down").throttled);
}

TEST_CASE("a private address of a provider is refused unless it is allowed, and tried again when that is mended") {
    Receiver receiver;
    json::object settings = aliyun(receiver);
    settings.erase("allow_private");
    CHECK(sender(settings)->deliver(sms_message(), call()).kind == Answer::Kind::retry);
    CHECK(receiver.connections() == 0);
}
