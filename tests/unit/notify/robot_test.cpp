// Group robots answer HTTP 200 to everything: what counts is the code in the body, and what we make of it.

#include <catch2/catch.hpp>

#include "adapters/notify/robot.hpp"
#include "core/base/percent.hpp"
#include "tests/unit/notify/receiver.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

const std::string kDingtalkSecret = "SEC000000000000000000000000000000000000000000000000000000000000test";
const std::string kToken = "0123456789abcdef-token";

struct Service {
    PluginKind kind;
    std::string code_key;
    std::string words_key;
};

const Service kDingtalk = {PluginKind::dingtalk, "errcode", "errmsg"};
const Service kWecom = {PluginKind::wecom, "errcode", "errmsg"};
const Service kFeishu = {PluginKind::feishu, "code", "msg"};

std::unique_ptr<Plugin> robot(PluginKind kind, const std::string& url, json::object settings = {}) {
    settings["url"] = url;
    settings["allow_private"] = true;
    auto plugin = make_plugin(channel(kind, settings), {"/", {}, {}});
    if (!plugin) FAIL(plugin.error().detail.en);
    return std::move(*plugin);
}

std::string answer_json(const Service& service, int code, const std::string& words) {
    return json::serialize(json::object{{service.code_key, code}, {service.words_key, words}});
}

/// What the plugin makes of a reply as the service gives it.
Answer answer_to(const Service& service, int code, const std::string& words = "said") {
    Receiver receiver;
    receiver.reply_status("200 OK", "Content-Type: application/json\r\n", answer_json(service, code, words));
    return robot(service.kind, receiver.url() + "?access_token=" + kToken)->deliver(message("e1/p1/desk"), call());
}

Answer answer_to_http(const Service& service, const std::string& status, const std::string& body,
                      const std::string& headers = "") {
    Receiver receiver;
    receiver.reply_status(status, headers, body);
    return robot(service.kind, receiver.url())->deliver(message("n1"), call());
}

/// The one request that a delivery sends, and that the service takes.
Received request_of(const Service& service, const std::string& query = "", const json::object& settings = {}) {
    Receiver receiver;
    receiver.reply_status("200 OK", "", answer_json(service, 0, "ok"));
    const auto plugin = robot(service.kind, receiver.url() + query, settings);
    CHECK(plugin->deliver(message("n1"), call()).kind == Answer::Kind::delivered);
    REQUIRE(receiver.received().size() == 1);
    return receiver.received()[0];
}

}  // namespace

TEST_CASE("signatures are those of the services") {
    CHECK(dingtalk_signature(kDingtalkSecret, 1767225600000) == "r9vevG2VSzeCnjm2+GTGBbHkVoMWM5YFqzkdBoZmblI=");
    CHECK(feishu_signature("demo-feishu-secret", 1767225600) == "KMvB9tb80H6jyfyOmzRlorimGBPBWrHvBSw/ieQZiFQ=");
    CHECK(percent_encode("r9v+G/b=") == "r9v%2BG%2Fb%3D");
}

TEST_CASE("DingTalk is signed in its address, with the time in milliseconds, encoded once") {
    const auto got = request_of(kDingtalk, "?access_token=" + kToken, {{"secret", kDingtalkSecret}});
    const std::string sign = percent_encode(dingtalk_signature(kDingtalkSecret, to_unix_ms(kNoon)));
    CHECK(got.request_line.starts_with("POST /hook?access_token=" + kToken + "&timestamp=1772424000000&sign=" + sign +
                                       " HTTP/1.1"));
    CHECK(got.headers.at("content-type") == "application/json; charset=utf-8");
    CHECK(json::parse(got.body).at("msgtype") == "markdown");
    CHECK(request_of(kDingtalk, "?access_token=t").request_line.starts_with("POST /hook?access_token=t HTTP/1.1"));
    CHECK(request_of(kDingtalk, "", {{"secret", "s"}}).request_line.starts_with("POST /hook?timestamp="));
}

TEST_CASE("Feishu is signed in its body, with the time in seconds") {
    const auto body = json::parse(request_of(kFeishu, "", {{"secret", "demo-feishu-secret"}}).body);
    CHECK(body.at("timestamp") == "1772424000");
    CHECK(body.at("sign") == json::string(feishu_signature("demo-feishu-secret", 1772424000)));
    CHECK(body.at("msg_type") == "interactive");
    CHECK_FALSE(json::parse(request_of(kFeishu).body).as_object().contains("sign"));
}

TEST_CASE("code 0 delivers, and nothing else does, whatever HTTP says") {
    for (const Service& service : {kDingtalk, kWecom, kFeishu}) {
        CHECK(answer_to(service, 0, "ok").kind == Answer::Kind::delivered);
        CHECK(answer_to(service, -1, "system busy").kind == Answer::Kind::retry);
        CHECK(answer_to(service, 987654, "nobody has seen this one").kind == Answer::Kind::retry);
    }
    CHECK(answer_to_http(kFeishu, "200 OK", R"({"Extra":null,"StatusCode":0,"StatusMessage":"success"})").kind ==
          Answer::Kind::delivered);
}

TEST_CASE("too many messages hold the channel, as long as each service blocks a robot") {
    const Answer dingtalk = answer_to(kDingtalk, 130101, "send too fast, exceed 20 times per minute");
    CHECK(dingtalk.kind == Answer::Kind::retry);
    CHECK(dingtalk.throttled);
    CHECK(dingtalk.delay == std::chrono::minutes(10));
    const Answer wecom = answer_to(kWecom, 45009, "api freq out of limit");
    CHECK(wecom.throttled);
    CHECK(wecom.delay == std::chrono::minutes(1));
    const Answer feishu = answer_to(kFeishu, 11232, "frequency limited psm[lark.oapi]");
    CHECK(feishu.throttled);
    CHECK_FALSE(feishu.delay.has_value());
    CHECK(answer_to(kFeishu, 9499, "too many request").throttled);
}

TEST_CASE("a wrong signature, time, address or key word is tried again and says what to look at") {
    const std::vector<std::pair<Service, int>> codes = {
        {kDingtalk, 310000}, {kWecom, 60020}, {kFeishu, 19021}, {kFeishu, 19022}, {kFeishu, 19024}};
    for (const auto& [service, code] : codes) {
        const Answer answer = answer_to(service, code, "sign not match");
        INFO(code);
        CHECK(answer.kind == Answer::Kind::retry);
        CHECK_FALSE(answer.throttled);
        CHECK(answer.reason.en == text("robot.misconfigured", code, "sign not match").en);
    }
}

TEST_CASE("a robot that does not exist and a message it refuses are dead letters at once") {
    const std::vector<std::pair<Service, int>> unknown = {
        {kDingtalk, 300001}, {kDingtalk, 400102}, {kWecom, 93000}, {kFeishu, 19001}, {kFeishu, 19007}};
    for (const auto& [service, code] : unknown) {
        const Answer answer = answer_to(service, code);
        INFO(code);
        CHECK(answer.kind == Answer::Kind::rejected);
        CHECK(answer.reason.en == text("robot.unknown", code, "said").en);
    }
    const std::vector<std::pair<Service, int>> refused = {
        {kDingtalk, 460101}, {kWecom, 40058}, {kWecom, 45002}, {kFeishu, 9499}, {kFeishu, 19002}};
    for (const auto& [service, code] : refused) {
        INFO(code);
        CHECK(answer_to(service, code).kind == Answer::Kind::rejected);
    }
}

TEST_CASE("the code in the body counts, also under an HTTP error") {
    CHECK(answer_to_http(kFeishu, "400 Bad Request", R"({"code":19001,"data":{},"msg":"token invalid"})").kind ==
          Answer::Kind::rejected);
    const Answer limited =
        answer_to_http(kFeishu, "429 Too Many Requests", R"({"code":99991400,"msg":"limit"})", "Retry-After: 7\r\n");
    CHECK(limited.throttled);
    CHECK(limited.delay == std::chrono::seconds(7));
}

TEST_CASE("what is no answer of a robot means another try") {
    for (const Service& service : {kDingtalk, kWecom, kFeishu}) {
        CHECK(answer_to_http(service, "200 OK", "<html>login</html>").kind == Answer::Kind::retry);
        CHECK(answer_to_http(service, "200 OK", "").kind == Answer::Kind::retry);
        CHECK(answer_to_http(service, "200 OK", "[0]").kind == Answer::Kind::retry);
        CHECK(answer_to_http(service, "200 OK", R"({"errcode":"0","code":"0"})").kind == Answer::Kind::retry);
        CHECK(answer_to_http(service, "404 Not Found", "").kind == Answer::Kind::retry);
        const Answer busy = answer_to_http(service, "503 Service Unavailable", "", "Retry-After: 30\r\n");
        CHECK(busy.throttled);
        CHECK(busy.delay == std::chrono::seconds(30));
        CHECK(robot(service.kind, "http://127.0.0.1:1/")->deliver(message("n1"), call()).kind == Answer::Kind::retry);
    }
}

TEST_CASE("a redirect is not followed, and a private address is refused unless it is allowed") {
    Receiver elsewhere;
    const Answer moved = answer_to_http(kDingtalk, "302 Found", "", "Location: " + elsewhere.url() + "\r\n");
    CHECK(moved.kind == Answer::Kind::retry);
    CHECK(elsewhere.connections() == 0);
    auto plugin = make_plugin(channel(PluginKind::wecom, {{"url", elsewhere.url()}}), {"/", {}, {}});
    REQUIRE(plugin.ok());
    CHECK((*plugin)->deliver(message("n1"), call()).kind == Answer::Kind::rejected);
    CHECK(elsewhere.connections() == 0);
}

TEST_CASE("no reason holds a token, a secret or the recipient, whatever the robot repeats") {
    const Answer answer = answer_to(kDingtalk, 310000, "token " + kToken + " of 13800001111 is 演示-张三's");
    CHECK(answer.reason.en.find(kToken) == std::string::npos);
    CHECK(answer.reason.en.find("13800001111") == std::string::npos);
    CHECK(answer.reason.en.find("张三") == std::string::npos);
    CHECK(answer.reason.en.find("token *** of ***") != std::string::npos);
    Receiver receiver;
    receiver.reply_status("500 Oops", "", "/hook/" + kToken + " signed with hush-hush");
    const auto plugin = robot(PluginKind::feishu, receiver.url() + "/" + kToken, {{"secret", "hush-hush"}});
    const Answer nonsense = plugin->deliver(message("n1"), call());
    CHECK(nonsense.reason.en.find(kToken) == std::string::npos);
    CHECK(nonsense.reason.en.find("hush-hush") == std::string::npos);
    CHECK(nonsense.reason.zh.find("/hook/*** signed with ***") != std::string::npos);
}

TEST_CASE("the address of a robot, which is its secret, comes from the settings, the environment or a file") {
    const Folder folder;
    folder.write("url", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k\n");
    folder.write("broken", "no address, but hunter2\n");
    const auto made = [&folder](json::object settings) {
        ChannelConfig config = channel(PluginKind::wecom, std::move(settings));
        config.folder = folder.path();
        return make_plugin(config, {"/", {}, {}});
    };
    REQUIRE(::setenv("GONGDAN_TEST_ROBOT_URL", "https://a.example/?key=k", 1) == 0);
    CHECK(made({{"url", "https://a.example/?key=k"}}).ok());
    CHECK(made({{"url_file", "url"}}).ok());
    CHECK(made({{"url_env", "GONGDAN_TEST_ROBOT_URL"}}).ok());
    CHECK(made({{"url_file", "missing"}}).error().code == Errc::invalid_input);
    CHECK(made({{"url_env", "GONGDAN_TEST_NOT_SET"}}).error().code == Errc::invalid_input);
    const auto broken = made({{"url_file", "broken"}});
    REQUIRE_FALSE(broken.ok());
    CHECK(broken.error().detail.en.find("hunter2") == std::string::npos);
    CHECK(made({}).error().fields.front().code == "required");
    CHECK(made({{"url", "https://a.example"}, {"url_env", "X"}}).error().fields.front().code == "required");
    CHECK(made({{"url", "https://a.example"}, {"secret", "x"}}).error().fields.front().code == "unknown");
    CHECK(made({{"url", "https://a.example"}, {"max_bytes", 0}}).error().fields.front().code == "type");
}

TEST_CASE("a signing secret that is set but empty stops the start: unsigned messages would all be refused") {
    REQUIRE(::setenv("GONGDAN_TEST_EMPTY", "", 1) == 0);
    const auto made =
        make_plugin(channel(PluginKind::dingtalk, {{"url", "https://a.example"}, {"secret_env", "GONGDAN_TEST_EMPTY"}}),
                    {"/", {}, {}});
    CHECK(made.error().code == Errc::invalid_input);
}
