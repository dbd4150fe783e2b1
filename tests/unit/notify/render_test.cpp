// What people read must say the right thing, and fit the channel without lying: half a number is another number.

#include <catch2/catch.hpp>

#include "adapters/notify/render.hpp"
#include "core/base/utf8.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

json::object notice_message() {
    return json::parse(
               R"({"id": "e1/p1/desk", "number": "GZ202603020001", "title": {"zh": "故障报修", "en": "Fault repair"},
        "clock_title": {"zh": "到达现场", "en": "Arrival"}, "level": 3, "due_at": "2026-03-02T11:25:00+08:00",
        "raised_at": "2026-03-02T11:25:00+08:00", "state": "dispatched", "area": "东城台区",
        "recipient": {"id": "p1", "name": "演示-张三", "address": "13800001111"},
        "acknowledge_url": "https://gongdan.example/a/1", "text": {"zh": "到达已超时。", "en": "The arrival is overdue."}})")
        .as_object();
}

json::object digest_message(int count) {
    json::array items;
    for (int i = 0; i < count; ++i) {
        items.push_back(json::object{{"number", "GZ2026030200" + std::to_string(10 + i)},
                                     {"title", {{"zh", "故障报修"}, {"en", "Fault repair"}}},
                                     {"clock_title", {{"zh", "到达现场"}, {"en", "Arrival"}}},
                                     {"due_at", "2026-03-02T11:00:00+08:00"},
                                     {"level", 2}});
    }
    return {{"id", "d1"},
            {"kind", "digest"},
            {"count", count},
            {"headline", {{"zh", std::to_string(count) + " 件工单超时"}, {"en", "overdue"}}},
            {"level", 3},
            {"items", items},
            {"oldest_due_at", "2026-03-01T08:45:00+08:00"},
            {"list_url", "https://gongdan.example/list"}};
}

Template parsed(const std::string& written, TemplateUse use = TemplateUse::notice) {
    const auto made = Template::parse(written, use);
    if (!made) FAIL(made.error().detail.en);
    return *made;
}

RenderOptions options(Language language = Language::zh) {
    RenderOptions made;
    made.language = language;
    made.now = kNoon;
    return made;
}

std::string filled(const std::string& written, const json::object& message, Language language = Language::zh) {
    return fill(parsed(written), message, options(language));
}

std::string bytes(const std::string& text, std::size_t most) { return shorten(text, {most, TextLimit::Unit::bytes}); }
std::string letters(const std::string& text, std::size_t most) {
    return shorten(text, {most, TextLimit::Unit::characters});
}

std::string mistake(const std::string& written, TemplateUse use = TemplateUse::notice) {
    const auto made = Template::parse(written, use);
    return made ? "none" : made.error().detail.en;
}

}  // namespace

TEST_CASE("placeholders are filled in, in the language of the channel") {
    const std::string written =
        "【{level}级】{number} {title} {clock} 应于 {due} 完成，{lateness}，{area}，{person}。{link}";
    CHECK(filled(written, notice_message()) ==
          "【3级】GZ202603020001 故障报修 到达现场 应于 11:25 完成，已超时 35 "
          "分钟，东城台区，演示-张三。https://gongdan.example/a/1");
    CHECK(filled("{title}: {clock}, {lateness}; {state} {raised} {text}", notice_message(), Language::en) ==
          "Fault repair: Arrival, 35 min overdue; dispatched 11:25 The arrival is overdue.");
    CHECK(filled("{{{level}}} {{}}", notice_message()) == "{3} {}");
}

TEST_CASE("other days are written out, and spans read as people say them") {
    const auto due = [](const std::string& at) {
        auto message = notice_message();
        message["due_at"] = at;
        return filled("{due} {lateness}", message);
    };
    CHECK(due("2026-03-01T08:45:00+08:00") == "2026-03-01 08:45 已超时 1 天 3 小时");
    CHECK(due("2026-03-02T10:30:00+08:00") == "10:30 已超时 1 小时 30 分钟");
    CHECK(due("2026-03-02T12:15:00+08:00") == "12:15 还有 15 分钟");
    CHECK(due("2026-03-02T12:00:00+08:00") == "12:00 刚刚到期");
    CHECK(due("2026-03-03T00:00:00+08:00") == "24:00 还有 12 小时 0 分钟");
    CHECK(due("no time").empty());
}

TEST_CASE("what a message does not hold leaves no gap, and no value breaks out of its line") {
    auto message = notice_message();
    message.erase("area");
    message.erase("acknowledge_url");
    CHECK(filled("{number} {area} {clock}\n{link}", message) == "GZ202603020001 到达现场");
    message["area"] = "a\nb\x1b";
    CHECK(filled("{area}.", message) == "a b .");
    message["state_title"] = json::object{{"zh", "已派单"}, {"en", "Dispatched"}};
    CHECK(filled("{state}", message) == "已派单");
}

TEST_CASE("values are escaped for the channel's markup, the words of the template and the link are not") {
    auto message = notice_message();
    message["area"] = "<b>";
    auto chosen = options();
    chosen.escape = [](std::string_view value) {
        return value == "<b>" ? std::string("&lt;b&gt;") : std::string(value);
    };
    CHECK(fill(parsed("<b>{area}</b> {link}"), message, chosen) == "<b>&lt;b&gt;</b> https://gongdan.example/a/1");
}

TEST_CASE("a placeholder nobody knows and a lonely brace are mistakes that say what is known") {
    CHECK(mistake("{numer}") ==
          "unknown placeholder {numer}: use one of {level} {number} {title} {clock} {due} {raised} {lateness} {state} "
          "{area} {person} {text} {link}");
    CHECK(mistake("{lines}").starts_with("unknown placeholder {lines}"));
    CHECK(mistake("{number}", TemplateUse::digest).starts_with("unknown placeholder {number}"));
    CHECK(mistake("{lines}", TemplateUse::digest) == "none");
    CHECK(mistake("{link}", TemplateUse::line).starts_with("unknown"));
    CHECK(mistake("{number}", TemplateUse::more) == "unknown placeholder {number}: use one of {count}");
    CHECK(mistake("{}").starts_with("unknown placeholder {}"));
    for (const char* broken : {"{", "}", "a {number", "{num{ber}", "number}", "{{number}", "{number}}"}) {
        INFO(broken);
        CHECK(mistake(broken).starts_with("a brace without its partner"));
    }
    CHECK(mistake("") == "none");
}

TEST_CASE("a text that fits stays whole") {
    CHECK(bytes("到达超时", 12) == "到达超时");
    CHECK(letters("到达超时", 4) == "到达超时");
    CHECK(bytes("", 0).empty());
}

TEST_CASE("a text that is cut ends with a whole character and an ellipsis, for every limit") {
    const std::string text = "到达超时😀é，请速处理";
    for (std::size_t most = 0; most < text.size(); ++most) {
        INFO(most);
        const std::string cut = bytes(text, most);
        CHECK(cut.size() <= most);
        CHECK(is_utf8(cut));
        CHECK((most < 3 ? cut.empty() : cut.ends_with("…")));
    }
    CHECK(letters(text, 5) == "到达超时…");
    CHECK(letters(text, 6) == "到达超时😀…");
    CHECK(letters(text, 0).empty());
}

TEST_CASE("no number, ticket number, time or address is cut in two") {
    CHECK(letters("工单GZ202603020001超时", 8) == "工单…");
    CHECK(letters("工单GZ202603020001超时", 16) == "工单…");
    CHECK(letters("工单GZ202603020001超时了", 17) == "工单GZ202603020001…");
    CHECK(letters("于 08:45 完成了", 6) == "于…");
    CHECK(letters("见 https://a.example/x/1 后", 12) == "见…");
    CHECK(letters("GZ202603020001", 8) == "…");
    CHECK(letters("incomprehensible", 8) == "incompr…");
    CHECK(letters("some words stand here", 8) == "some…");
}

TEST_CASE("a notice has a title of one line and a body, each within its own limit") {
    auto chosen = options();
    const auto whole = render(default_templates(), notice_message(), chosen);
    CHECK(whole.title == "【3级】GZ202603020001 到达现场");
    CHECK(whole.body == "【3级】到达已超时。");
    CHECK(render(default_templates(), notice_message(), options(Language::en)).body ==
          "[level 3] The arrival is overdue.");
    chosen.title = {8, TextLimit::Unit::characters};
    chosen.body = {20, TextLimit::Unit::bytes};
    const auto cut = render(default_templates(), notice_message(), chosen);
    CHECK(cut.title == "【3级】…");
    CHECK(cut.body == "【3级】到达…");
    auto templates = default_templates();
    templates.notice_title.zh = parsed("a\nb");
    CHECK(render(templates, notice_message(), options()).title == "a b");
}

TEST_CASE("a digest lists all its tickets when they fit") {
    const auto said = render(default_templates(), digest_message(2), options());
    CHECK(said.title == "【3级】2 件工单超时");
    CHECK(said.body ==
          "2 件工单等待处理，最高 3 级，最早应于 2026-03-01 08:45 完成：\n\n"
          "- 【2级】GZ202603020010 故障报修 到达现场，应于 11:00 完成，已超时 1 小时 0 分钟\n"
          "- 【2级】GZ202603020011 故障报修 到达现场，应于 11:00 完成，已超时 1 小时 0 分钟");
}

TEST_CASE("a digest that is too long says how many more there are, and never grows beyond any limit") {
    const auto message = digest_message(50);
    auto chosen = options();
    std::size_t listed_before = 0;
    for (std::size_t most = 0; most < 7000; most += 37) {
        INFO(most);
        chosen.body = {most, TextLimit::Unit::bytes};
        const auto body = render(default_templates(), message, chosen).body;
        CHECK(body.size() <= most);
        CHECK(is_utf8(body));
        std::size_t listed = 0;
        for (auto at = body.find("- 【"); at != std::string::npos; at = body.find("- 【", at + 1)) ++listed;
        CHECK(listed >= listed_before);
        listed_before = listed;
        if (listed > 0 && listed < 50) CHECK(body.ends_with("\n……另有 " + std::to_string(50 - listed) + " 件"));
    }
    CHECK(listed_before == 50);
}

TEST_CASE("a digest counts what it does not list") {
    auto message = digest_message(2);
    message["count"] = 12;
    CHECK(render(default_templates(), message, options()).body.ends_with("\n……另有 10 件"));
    message.erase("items");
    CHECK(render(default_templates(), message, options()).body.ends_with("：\n\n……另有 12 件"));
}

TEST_CASE("the link of a notice acknowledges, that of a digest shows the list") {
    CHECK(link_of(notice_message()) == "https://gongdan.example/a/1");
    CHECK(link_of(digest_message(1)) == "https://gongdan.example/list");
    CHECK(link_of({}).empty());
}

TEST_CASE("a test is called a test, not an alarm of level 0, whatever the templates say") {
    const json::object test = json::parse(R"({"id": "test.1/admin/desk", "kind": "test", "level": 0,
        "title": {"zh": "测试消息", "en": "Test message"}, "text": {"zh": "【测试】不是告警。", "en": "[TEST] No alarm."}})")
                                  .as_object();
    const Rendered zh = render(default_templates(), test, options());
    CHECK(zh.title == "测试消息");
    CHECK(zh.body == "【测试】不是告警。");
    CHECK(render(default_templates(), test, options(Language::en)).title == "Test message");
    CHECK(filled("【{level}级】{title}", test) == "【测试级】测试消息");
}

TEST_CASE("a list of which nothing is left says that instead of counting to nought") {
    json::object list = digest_message(0);
    list["settled"] = true;
    list["title"] = json::object{{"zh", "清单已处理完毕"}, {"en", "The list is settled"}};
    list["text"] = json::object{{"zh", "无需再处理。"}, {"en", "Nothing is left to do."}};
    const Rendered said = render(default_templates(), list, options());
    CHECK(said.title == "清单已处理完毕");
    CHECK(said.body == "无需再处理。");
}

TEST_CASE("a ticket of a list that somebody has acknowledged says so behind its lateness") {
    json::object list = digest_message(1);
    list["items"].as_array()[0].as_object()["acknowledged"] = true;
    CHECK(render(default_templates(), list, options()).body.find("已超时 1 小时 0 分钟，已有人确认") !=
          std::string::npos);
}
