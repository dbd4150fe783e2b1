// What a robot is given to say: in its own format, with a way to acknowledge, a mention, and within its length.

#include <catch2/catch.hpp>

#include "adapters/notify/address.hpp"
#include "adapters/notify/robot.hpp"
#include "core/base/utf8.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

constexpr const char* kLink = "https://gongdan.example/a/1";

json::object told(const std::string& address = "", const std::string& link = "", int level = 3) {
    json::object message{{"number", "GZ202603020001"},
                         {"clock_title", {{"zh", "到达现场"}, {"en", "Arrival"}}},
                         {"level", level},
                         {"recipient", {{"id", "p1"}, {"name", "演示-张三"}, {"address", address}}},
                         {"text", {{"zh", "到达已超时。"}, {"en", "The arrival is overdue."}}}};
    if (!link.empty()) message["acknowledge_url"] = link;
    return message;
}

json::object digest(int count) {
    json::array items;
    for (int i = 0; i < count; ++i) {
        items.push_back(json::object{{"number", "GZ" + std::to_string(202603020001 + i)},
                                     {"title", {{"zh", "\"故障\"报修"}, {"en", "Fault repair"}}},
                                     {"level", 2}});
    }
    return {{"kind", "digest"}, {"count", count}, {"level", 3}, {"items", items}, {"list_url", kLink}};
}

RobotVoice voice(PluginKind kind, json::object settings = {}, Language language = Language::zh) {
    ChannelConfig config = channel(kind, std::move(settings));
    config.language = language;
    config.shared = false;
    return voice_of(config);
}

/// Of a robot in a group, as robots are when nothing else is configured.
RobotVoice group_voice(PluginKind kind, json::object settings = {}) {
    return voice_of(channel(kind, std::move(settings)));
}

/// What goes out to a group: no link, and words instead.
json::object told_in_group(const std::string& address) {
    json::object message = told(address);
    message["acknowledge_hint"] = json::object{{"zh", "请登录*确认*"}, {"en", "log in"}};
    return message;
}

std::string text_at(const json::object& body, const std::string& pointer) {
    return std::string(json::value(body).at_pointer(pointer).as_string());
}

}  // namespace

TEST_CASE("DingTalk: Markdown that mentions the recipient, where there is nothing to acknowledge") {
    const auto body = dingtalk_body(voice(PluginKind::dingtalk), told("+86 138-0000-1111"), kNoon);
    CHECK(json::value(body) ==
          json::parse(R"({"msgtype": "markdown", "markdown": {"title": "【3级】GZ202603020001 到达现场",
              "text": "#### 【3级】GZ202603020001 到达现场\n\n【3级】到达已超时。\n\n@13800001111"},
              "at": {"atMobiles": ["13800001111"], "atUserIds": [], "isAtAll": false}})"));
    const auto by_id = dingtalk_body(voice(PluginKind::dingtalk), told("manager01"), kNoon);
    CHECK(json::value(by_id).at_pointer("/at/atUserIds") == json::array{"manager01"});
    CHECK(text_at(by_id, "/markdown/text").ends_with("\n\n@manager01"));
    const auto nobody = dingtalk_body(voice(PluginKind::dingtalk), told("所有人 <x>"), kNoon);
    CHECK(text_at(nobody, "/markdown/text").ends_with("到达已超时。"));
}

TEST_CASE("DingTalk: a card with one button that acknowledges") {
    const auto body = dingtalk_body(voice(PluginKind::dingtalk), told("13800001111", kLink), kNoon);
    CHECK(json::value(body) ==
          json::parse(R"({"msgtype": "actionCard", "actionCard": {"title": "【3级】GZ202603020001 到达现场",
              "text": "#### 【3级】GZ202603020001 到达现场\n\n【3级】到达已超时。",
              "singleTitle": "确认", "singleURL": "https://gongdan.example/a/1"}})"));
    const auto list = dingtalk_body(voice(PluginKind::dingtalk, {}, Language::en), digest(2), kNoon);
    CHECK(text_at(list, "/actionCard/singleTitle") == "Open the list");
    CHECK(text_at(list, "/actionCard/text").find("  \n- [level 2] GZ202603020002") != std::string::npos);
}

TEST_CASE("WeCom: Markdown with a color, a link and a mention") {
    const auto body = wecom_body(voice(PluginKind::wecom), told("ZhangSan", kLink), kNoon);
    CHECK(json::value(body) == json::parse(R"({"msgtype": "markdown", "markdown": {"content":
              "**<font color=\"warning\">【3级】GZ202603020001 到达现场</font>**\n【3级】到达已超时。\n[确认](https://gongdan.example/a/1)\n<@ZhangSan>"}})"));
    const auto mild = wecom_body(voice(PluginKind::wecom), told("all> <@b", "", 1), kNoon);
    CHECK(text_at(mild, "/markdown/content") ==
          "**<font color=\"info\">【1级】GZ202603020001 到达现场</font>**\n【1级】到达已超时。");
}

TEST_CASE("WeCom: a mobile number can be mentioned in plain text only") {
    const auto body = wecom_body(voice(PluginKind::wecom), told("13800001111", kLink), kNoon);
    CHECK(json::value(body) == json::parse(R"({"msgtype": "text", "text": {"content":
              "【3级】GZ202603020001 到达现场\n【3级】到达已超时。\nhttps://gongdan.example/a/1",
              "mentioned_mobile_list": ["13800001111"]}})"));
}

TEST_CASE("WeCom: a card with a button where cards are wanted and there is something to open") {
    const auto wanted = voice(PluginKind::wecom, {{"cards", true}});
    const auto body = wecom_body(wanted, told("ZhangSan", kLink), kNoon);
    CHECK(body.at("msgtype") == "template_card");
    CHECK(text_at(body, "/template_card/main_title/title") == "【3级】GZ202603020001 到达现场");
    CHECK(text_at(body, "/template_card/card_action/url") == kLink);
    CHECK(text_at(body, "/template_card/jump_list/0/title") == "确认");
    CHECK(wecom_body(wanted, told("ZhangSan"), kNoon).at("msgtype") == "markdown");
}

TEST_CASE("Feishu: a card in the color of its level, with a mention and a button") {
    const auto body = feishu_body(voice(PluginKind::feishu), told("ou_1", kLink), kNoon);
    CHECK(json::value(body) == json::parse(R"({"msg_type": "interactive", "card": {"config": {"wide_screen_mode": true},
              "header": {"title": {"tag": "plain_text", "content": "【3级】GZ202603020001 到达现场"}, "template": "red"},
              "elements": [
                {"tag": "div", "text": {"tag": "lark_md", "content": "【3级】到达已超时。\n<at id=ou_1></at>"}},
                {"tag": "action", "actions": [{"tag": "button", "type": "primary",
                  "text": {"tag": "plain_text", "content": "确认"}, "url": "https://gongdan.example/a/1"}]}]}})"));
    const auto mild = feishu_body(voice(PluginKind::feishu), told("a.b@c.example", "", 1), kNoon);
    CHECK(text_at(mild, "/card/header/template") == "blue");
    CHECK(text_at(mild, "/card/elements/0/text/content").ends_with("<at email=a.b@c.example></at>"));
    CHECK(json::value(mild).at_pointer("/card/elements").as_array().size() == 1);
    auto top = told("13800001111", "", 1);
    top["top"] = true;
    const auto urgent = feishu_body(voice(PluginKind::feishu), top, kNoon);
    CHECK(text_at(urgent, "/card/header/template") == "red");
    CHECK(text_at(urgent, "/card/elements/0/text/content").find("<at") == std::string::npos);
}

TEST_CASE("nothing that a message holds can mention everyone, link or color") {
    auto hostile = told("ZhangSan");
    hostile["text"] = json::object{{"zh", "<@all> [点我](https://evil.example) **x** `y` <at id=all></at>"}};
    for (const auto& body : {dingtalk_body(voice(PluginKind::dingtalk), hostile, kNoon),
                             feishu_body(voice(PluginKind::feishu), hostile, kNoon),
                             wecom_body(voice(PluginKind::wecom), hostile, kNoon)}) {
        const std::string said = json::serialize(body);
        CHECK(said.find("<@all") == std::string::npos);
        CHECK(said.find("[点我]") == std::string::npos);
        CHECK(said.find("<at id=all") == std::string::npos);
        CHECK(said.find("＜@all＞ ［点我］(https://evil.example) ＊＊x＊＊") != std::string::npos);
    }
}

TEST_CASE("an address that means everybody mentions nobody, and is refused with the organisation") {
    for (const PluginKind kind : {PluginKind::dingtalk, PluginKind::wecom, PluginKind::feishu}) {
        for (const char* everybody : {"all", "@all", "All"}) {
            const auto body = robot_body(kind, voice(kind), told(everybody), kNoon);
            CHECK(body == robot_body(kind, voice(kind), told(""), kNoon));
            CHECK(address_problem(kind, everybody)->en.starts_with("'" + std::string(everybody) + "' would mention"));
        }
        CHECK_FALSE(address_problem(kind, "").has_value());
        CHECK_FALSE(address_problem(kind, "ou_1234").has_value());
        CHECK_FALSE(address_problem(kind, "+86 138 0000 1111").has_value());
        CHECK(address_problem(kind, "张 三")->en.starts_with("'张 三' is neither a mobile number nor a user id"));
    }
}

TEST_CASE("who is told by mail or telephone has an address for it") {
    CHECK_FALSE(address_problem(PluginKind::email, "zhang@power.example").has_value());
    CHECK_FALSE(address_problem(PluginKind::sms, "138-0000-1111").has_value());
    for (const char* wrong : {"", "13800001111", "a b@power.example"})
        CHECK(address_problem(PluginKind::email, wrong).has_value());
    for (const char* wrong : {"", "zhang@power.example", "演示"})
        CHECK(address_problem(PluginKind::sms, wrong).has_value());
    CHECK_FALSE(address_problem(PluginKind::file, "anything").has_value());
}

TEST_CASE("a digest of any length stays below the limit of its service, and says how many more there are") {
    for (const int count : {1, 20, 300, 10'000}) {
        INFO(count);
        const auto message = digest(count);
        CHECK(json::serialize(dingtalk_body(voice(PluginKind::dingtalk), message, kNoon)).size() <= 20'000);
        CHECK(json::serialize(feishu_body(voice(PluginKind::feishu), message, kNoon)).size() <= 20 * 1024 - 100);
        const std::string content = text_at(wecom_body(voice(PluginKind::wecom), message, kNoon), "/markdown/content");
        CHECK(content.size() <= 4096);
        CHECK(is_utf8(content));
        CHECK(content.find("[查看列表](") != std::string::npos);
        if (count == 10'000) {
            CHECK(content.find("……另有 99") != std::string::npos);
            CHECK(content.size() > 3900);
        }
    }
    auto to_mobile = digest(300);
    to_mobile["recipient"] = json::object{{"address", "13800001111"}};
    CHECK(text_at(wecom_body(voice(PluginKind::wecom), to_mobile, kNoon), "/text/content").size() <= 2048);
    const auto small = voice(PluginKind::feishu, {{"max_bytes", 1000}});
    CHECK(json::serialize(feishu_body(small, digest(50), kNoon)).size() <= 1000);
}

TEST_CASE("mobile numbers are recognised however they are written, and nothing else is taken for one") {
    CHECK(mobile_of("13800001111") == "13800001111");
    CHECK(mobile_of("+86 138 0000 1111") == "13800001111");
    for (const char* other : {"", "23800001111", "1380000111", "138000011112", "a13800001111", "95598", "zhang"}) {
        INFO(other);
        CHECK(mobile_of(other).empty());
    }
    CHECK(user_of("a_b-c.d@e") == "a_b-c.d@e");
    CHECK(user_of("a b").empty());
    CHECK(user_of("<all>").empty());
    for (const char* everybody : {"all", "ALL", "@all", "@All"}) CHECK(user_of(everybody).empty());
    CHECK(user_of("allen") == "allen");
    CHECK(user_of(std::string(65, 'a')).empty());
}

TEST_CASE("in a group every robot names and mentions its addressee, and tells him how to acknowledge") {
    const auto dingtalk = dingtalk_body(group_voice(PluginKind::dingtalk), told_in_group("13800001111"), kNoon);
    CHECK(text_at(dingtalk, "/msgtype") == "markdown");
    CHECK(text_at(dingtalk, "/markdown/text").ends_with("收件人：演示-张三  \n请登录＊确认＊\n\n@13800001111"));
    CHECK(json::value(dingtalk).at_pointer("/at/atMobiles") == json::array{"13800001111"});

    const auto wecom = wecom_body(group_voice(PluginKind::wecom, {{"cards", true}}), told_in_group("ZhangSan"), kNoon);
    CHECK(text_at(wecom, "/markdown/content").ends_with("\n收件人：演示-张三\n请登录＊确认＊\n<@ZhangSan>"));
    const auto by_phone = wecom_body(group_voice(PluginKind::wecom), told_in_group("13800001111"), kNoon);
    CHECK(text_at(by_phone, "/text/content").ends_with("\n收件人：演示-张三\n请登录*确认*"));
    CHECK(json::value(by_phone).at_pointer("/text/mentioned_mobile_list") == json::array{"13800001111"});

    const auto feishu = feishu_body(group_voice(PluginKind::feishu), told_in_group("ou_1"), kNoon);
    CHECK(text_at(feishu, "/card/elements/0/text/content")
              .ends_with("\n收件人：演示-张三\n请登录＊确认＊\n<at id=ou_1></at>"));
    CHECK(json::value(feishu).at_pointer("/card/elements").as_array().size() == 1);
}

TEST_CASE("a message that names its addressee already does not name him twice, and a test names nobody") {
    json::object named = told_in_group("ZhangSan");
    named["text"] = json::object{{"zh", "请演示-张三到场。"}, {"en", "x"}};
    const auto body = wecom_body(group_voice(PluginKind::wecom), named, kNoon);
    CHECK(text_at(body, "/markdown/content").find("收件人") == std::string::npos);
    named["recipient"] = json::object{{"id", ""}, {"name", ""}, {"address", ""}};
    CHECK(text_at(wecom_body(group_voice(PluginKind::wecom), named, kNoon), "/markdown/content").find("收件人") ==
          std::string::npos);
}
