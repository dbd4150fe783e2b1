// What stands in a short message: the parameters of an approved template, short enough and never misleading.

#include <catch2/catch.hpp>

#include "adapters/notify/settings_checks.hpp"
#include "adapters/notify/sms_text.hpp"

using namespace gongdan;
using namespace gongdan::notify;

namespace {

const Instant kNow = *parse_time("2026-03-02T09:00:00+08:00");

json::object ticket(const std::string& number) {
    return {{"number", number},
            {"level", 3},
            {"clock_title", {{"zh", "到达现场"}, {"en", "Arrival"}}},
            {"state", "on-hold"},
            {"due_at", "2026-03-02T08:45:00+08:00"}};
}

json::object digest() {
    return {{"kind", "digest"},
            {"id", "d1"},
            {"count", 3},
            {"level", 4},
            {"oldest_due_at", "2026-03-02T08:45:00+08:00"},
            {"items", json::array{ticket("GZ202603020001"), ticket("GZ202603020002"), ticket("GZ202603020003")}}};
}

SmsTexts texts(const json::value& parameters) {
    SmsTexts made;
    made.notice = {"SMS_1", *parse_sms_parameters(parameters, TemplateUse::notice)};
    return made;
}

std::string value(const SmsText& said, std::size_t at) { return said.values.at(at).second; }

}  // namespace

TEST_CASE("parameters are filled in their order, and an empty one is a hyphen") {
    const SmsText said = sms_text(texts({"{number}", "{clock}", "{due}", "{area}"}), ticket("GZ202603020001"), kNow);
    CHECK(said.template_id == "SMS_1");
    REQUIRE(said.values.size() == 4);
    CHECK(said.values[0] == std::pair<std::string, std::string>("1", "GZ202603020001"));
    CHECK(value(said, 1) == "到达现场");
    CHECK(value(said, 2) == "08:45");
    CHECK(value(said, 3) == "-");
}

TEST_CASE("a parameter that is too long is cut, but never within a number") {
    SmsTexts cut = texts({{"what", "{clock}：{number}"}});
    cut.length = 12;
    const SmsText said = sms_text(cut, ticket("GZ202603020001"), kNow);
    CHECK(value(said, 0).find("GZ") == std::string::npos);
    CHECK(value(said, 0).starts_with("到达现场"));
    CHECK(length_of(value(said, 0), TextLimit::Unit::characters) <= 12);
    cut.length = 19;
    CHECK(value(sms_text(cut, ticket("GZ202603020001"), kNow), 0) == "到达现场：GZ202603020001");
}

TEST_CASE("a link stands in a short message whole or not at all, and is refused where it can never stand") {
    const std::string link = "https://gd.example.cn/a/" + std::string(60, 'x');
    json::object message = ticket("GZ202603020001");
    message["acknowledge_url"] = link;
    SmsTexts made = texts({"{link}", "确认 {link}"});
    CHECK(value(sms_text(made, message, kNow), 0) == "-");
    CHECK(value(sms_text(made, message, kNow), 1) == "确认");
    made.length = link.size() + 3;
    CHECK(value(sms_text(made, message, kNow), 0) == link);
    CHECK(value(sms_text(made, message, kNow), 1) == "确认 " + link);

    ChannelConfig config;
    config.name = "sms";
    config.plugin = PluginKind::sms;
    config.settings = {{"provider", "tencent"},
                       {"key_id", "k"},
                       {"secret", "s"},
                       {"app_id", "1"},
                       {"sign_name", "演示"},
                       {"template", "1"},
                       {"parameters", {"{number}", "{link}"}}};
    std::vector<FieldProblem> problems;
    check_sms(config, problems);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].pointer == "/parameters");
    CHECK(problems[0].detail.en.find("at least 64 characters and a parameter 35") != std::string::npos);
    config.settings["parameter_length"] = 120;
    problems.clear();
    check_sms(config, problems);
    CHECK(problems.empty());
}

TEST_CASE("without a template of its own a digest names its first ticket and how many there are") {
    SmsTexts made = texts({"{number}", "{due}", "{level}"});
    const SmsText said = sms_text(made, digest(), kNow);
    CHECK(value(said, 0) == "GZ202603020001 等3件");
    CHECK(value(said, 1) == "08:45");

    made.digest = SmsTemplate{"SMS_2", *parse_sms_parameters({"{count}", "{oldest}"}, TemplateUse::digest)};
    const SmsText own = sms_text(made, digest(), kNow);
    CHECK(own.template_id == "SMS_2");
    CHECK(value(own, 0) == "3");
    CHECK(value(own, 1) == "08:45");
}

TEST_CASE("a placeholder that is not known is found when the settings are read") {
    CHECK_FALSE(parse_sms_parameters({"{numbr}"}, TemplateUse::notice));
    CHECK_FALSE(parse_sms_parameters({"{number}"}, TemplateUse::digest));
}

TEST_CASE("a telephone number is digits, however people write it") {
    CHECK(phone_number("13800001111") == "13800001111");
    CHECK(phone_number("+86 138-0000-1111") == "+8613800001111");
    CHECK(phone_number("0086 13800001111") == "+8613800001111");
    CHECK(phone_number("(0851) 95598") == "085195598");
    for (const char* wrong : {"", "+", "1234", "1380000111a", "138+0000", "12345678901234567", "张三", "1\n2345"}) {
        INFO(wrong);
        CHECK_FALSE(phone_number(wrong));
    }
}
