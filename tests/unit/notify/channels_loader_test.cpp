// channels.yaml: every mistake is named with its place, and the shipped file works as it is.

#include <fstream>

#include <catch2/catch.hpp>

#include "adapters/yaml/channels_check.hpp"
#include "adapters/yaml/channels_loader.hpp"
#include "adapters/yaml/templates_loader.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

const std::filesystem::path kConfig = std::filesystem::path(GONGDAN_SOURCE_DIR) / "config";

const std::string kGood = R"(desk:
  title: {zh: 值班台, en: Desk}
  plugin: file
  settings: {path: notices.ndjson}
  limits: {deadline: 5s, per_minute: 20, breaker_failures: 3, breaker_pause: 1min}
bell:
  title: {zh: 铃, en: Bell}
  plugin: shared-object
  settings:
    library: bell.so
    options: {volume: 7, loud: true, code: "7", list: [a, -1]}
)";

/// What the loader says is wrong with `content`, without the folder.
std::string mistake(const std::string& content) {
    const Folder folder;
    folder.write("channels.yaml", content);
    const auto loaded = load_channels(folder.path());
    if (loaded) return "none";
    std::string said = loaded.error().detail.en;
    const std::string prefix = folder.path().string() + "/";
    for (auto at = said.find(prefix); at != std::string::npos; at = said.find(prefix)) said.erase(at, prefix.size());
    return said;
}

std::string mistake_in(const std::string& from, const std::string& to) {
    std::string content = kGood;
    const auto at = content.find(from);
    if (at == std::string::npos) FAIL("the text to replace is not there: " + from);
    return mistake(content.replace(at, from.size(), to));
}

}  // namespace

TEST_CASE("channels are read in order, with their limits and with settings as their plugins want them") {
    const Folder folder;
    folder.write("channels.yaml", kGood);
    const auto loaded = load_channels(folder.path());
    REQUIRE(loaded.ok());
    REQUIRE(loaded->size() == 2);
    const ChannelConfig& desk = (*loaded)[0];
    CHECK(desk.name == "desk");
    CHECK(desk.title == LocalText{"值班台", "Desk"});
    CHECK(desk.plugin == PluginKind::file);
    CHECK(desk.folder == folder.path());
    CHECK(desk.settings == json::object{{"path", "notices.ndjson"}});
    CHECK(desk.limits.deadline == std::chrono::seconds(5));
    CHECK(desk.limits.per_minute == 20);
    CHECK(desk.limits.breaker_failures == 3);
    CHECK(desk.limits.breaker_pause == std::chrono::minutes(1));
    CHECK((*loaded)[1].settings.at("options") ==
          json::value{{"volume", 7}, {"loud", true}, {"code", "7"}, {"list", {"a", -1}}});
    CHECK((*loaded)[1].limits.deadline == std::chrono::seconds(10));
}

TEST_CASE("robots are read by a group unless it is said otherwise, other channels by their recipient alone") {
    for (const PluginKind kind : {PluginKind::dingtalk, PluginKind::wecom, PluginKind::feishu})
        CHECK(is_shared(channel(kind, {})));
    for (const PluginKind kind : {PluginKind::file, PluginKind::webhook, PluginKind::exec, PluginKind::shared_object,
                                  PluginKind::email, PluginKind::sms}) {
        CHECK_FALSE(is_shared(channel(kind, {})));
    }
    const auto shared_as_written = [](const std::string& written) {
        const Folder folder;
        folder.write("channels.yaml", "desk:\n  title: {zh: 甲, en: A}\n  plugin: file\n  shared: " + written +
                                          "\n  settings: {path: a}\n");
        const auto loaded = load_channels(folder.path());
        return loaded && is_shared(loaded->front());
    };
    CHECK(shared_as_written("true"));
    CHECK_FALSE(shared_as_written("false"));
    CHECK_FALSE(shared_as_written("perhaps"));
}

TEST_CASE("mistakes of a channel are named with file, line and column") {
    CHECK(mistake_in("plugin: file", "plugin: pigeon") ==
          "channels.yaml:3:11: unknown value 'pigeon': use one of file, webhook, exec, shared-object, dingtalk, "
          "wecom, feishu, email, sms");
    CHECK(mistake_in("  plugin: file\n", "").starts_with("channels.yaml:2:3: 'plugin:' is missing"));
    CHECK(mistake_in("{zh: 值班台, en: Desk}", "{zh: 值班台}").starts_with("channels.yaml:2:10: a title has both"));
    CHECK(mistake_in("limits:", "limit:").starts_with("channels.yaml:5:3: unknown key 'limit'"));
    CHECK(mistake_in("bell:", "desk:").starts_with("channels.yaml:6:1: the key 'desk' stands twice"));
    CHECK(mistake_in("deadline: 5s", "deadline: 3min").starts_with("channels.yaml:5:22: 120 seconds at most"));
    CHECK(mistake_in("deadline: 5s", "deadline: 3wd").starts_with("channels.yaml:5:22: only s, min or h"));
    CHECK(
        mistake_in("breaker_pause: 1min", "breaker_pause: 1h").starts_with("channels.yaml:5:78: 600 seconds at most"));
    CHECK(mistake_in("per_minute: 20", "per_minute: 0").starts_with("channels.yaml:5:38: a positive number"));
    CHECK(mistake("").starts_with("channels.yaml:1:1: "));
    CHECK(mistake("- a\n").starts_with("channels.yaml:1:1: "));
    CHECK(mistake("desk: [").starts_with("channels.yaml:"));
}

TEST_CASE("mistakes in the settings of a plugin are named at their own place, all of them") {
    CHECK(mistake_in("path: notices.ndjson", "path: 7").starts_with("channels.yaml:4:20: a text belongs here"));
    CHECK(mistake_in("path: notices.ndjson", "file: a").find("channels.yaml:4:14: unknown setting 'file'") !=
          std::string::npos);
    CHECK(mistake_in("path: notices.ndjson", "file: a").find("channels.yaml:4:13: the setting 'path:' is missing") !=
          std::string::npos);
    CHECK(mistake_in("  settings: {path: notices.ndjson}\n", "").starts_with("channels.yaml:2:3: the setting 'path:'"));
    const std::string webhook = "hook:\n  title: {zh: 甲, en: A}\n  plugin: webhook\n  settings:\n    url: ftp://a\n";
    CHECK(mistake(webhook).find("channels.yaml:5:10: an http:// or https:// address") != std::string::npos);
    CHECK(mistake(webhook).find("channels.yaml:5:5: write exactly one of secret") != std::string::npos);
}

TEST_CASE("a folder without channels is reported as such") {
    const Folder folder;
    CHECK(load_channels(folder.path()).error().code == Errc::unavailable);
}

TEST_CASE("the shipped channels write notices into the data folder") {
    const auto shipped = load_channels(kConfig);
    if (!shipped) FAIL(shipped.error().detail.en);
    REQUIRE(shipped->size() == 1);
    CHECK(shipped->front().name == "desk-file");
    const Folder folder;
    auto plugin = make_plugin(shipped->front(), {folder.path(), {}, {}});
    REQUIRE(plugin.ok());
    CHECK((*plugin)->deliver(message("n1"), call()).kind == Answer::Kind::delivered);
    CHECK(folder.read("notices.ndjson") == message_json("n1") + "\n");
}

TEST_CASE("the examples that stand commented out in the shipped file are right") {
    std::ifstream file(kConfig / "channels.yaml");
    std::string content;
    bool examples = false;
    for (std::string line; std::getline(file, line);) {
        examples = examples || line.starts_with("desk-file:");
        const bool entry = line.starts_with("#   ") || (line.starts_with("# ") && line.ends_with(":"));
        content += (examples && entry ? line.substr(2) : line) + "\n";
    }
    const Folder folder;
    folder.write("channels.yaml", content);
    const auto loaded = load_channels(folder.path());
    if (!loaded) FAIL(loaded.error().detail.en);
    REQUIRE(loaded->size() == 11);
    CHECK((*loaded)[1].plugin == PluginKind::webhook);
    CHECK((*loaded)[2].plugin == PluginKind::dingtalk);
    CHECK((*loaded)[3].plugin == PluginKind::wecom);
    CHECK((*loaded)[4].plugin == PluginKind::feishu);
    CHECK((*loaded)[5].plugin == PluginKind::email);
    for (const std::size_t sms : {6, 7, 8}) CHECK((*loaded)[sms].plugin == PluginKind::sms);
    CHECK((*loaded)[9].plugin == PluginKind::exec);
    CHECK((*loaded)[10].plugin == PluginKind::shared_object);
}

TEST_CASE("a channel speaks as templates.yaml says, and otherwise where its own entry does") {
    const Folder folder;
    folder.write("templates.yaml", "notice:\n  body: {zh: '{number} 全局', en: '{number} all'}\n");
    folder.write("channels.yaml",
                 kGood + "  language: en\n  templates: {notice: {body: {en: '{number} own'}, title: {en: mine}}}\n");
    const auto loaded = load_channels(folder.path());
    if (!loaded) FAIL(loaded.error().detail.en);
    const auto parsed = [](const std::string& written) { return *Template::parse(written, TemplateUse::notice); };
    const ChannelConfig& desk = (*loaded)[0];
    CHECK(desk.language == Language::zh);
    CHECK(desk.templates.notice_body == LocalTemplate{parsed("{number} 全局"), parsed("{number} all")});
    CHECK(desk.templates.notice_title == default_templates().notice_title);
    const ChannelConfig& bell = (*loaded)[1];
    CHECK(bell.language == Language::en);
    CHECK(bell.templates.notice_body == LocalTemplate{parsed("{number} 全局"), parsed("{number} own")});
    CHECK(bell.templates.notice_title.en == parsed("mine"));
    CHECK(bell.templates.digest_line == default_templates().digest_line);
}

TEST_CASE("mistakes in texts are named with file, line and column, in either file, with the known placeholders") {
    const auto in_templates = [](const std::string& content) {
        const Folder folder;
        folder.write("channels.yaml", kGood);
        folder.write("templates.yaml", content);
        const auto loaded = load_channels(folder.path());
        return loaded ? "none" : loaded.error().detail.en.substr(folder.path().string().size() + 1);
    };
    CHECK(in_templates("notice:\n  title: {zh: '{numbr}'}\n")
              .starts_with("templates.yaml:2:15: unknown placeholder {numbr}: use one of {level} {number}"));
    CHECK(in_templates("digest:\n  more: {en: 'and {count'}\n")
              .starts_with("templates.yaml:2:14: a brace without its partner"));
    CHECK(in_templates("notic: {}\n").starts_with("templates.yaml:1:1: unknown key 'notic'"));
    CHECK(in_templates("notice: {title: {de: x}}\n").starts_with("templates.yaml:1:18: unknown key 'de'"));
    CHECK(in_templates("notice: {line: {zh: x}}\n").starts_with("templates.yaml:1:10: unknown key 'line'"));
    CHECK(mistake(kGood + "  templates: {digest: {line: {zh: '{link}'}}}\n")
              .starts_with("channels.yaml:12:35: unknown placeholder {link}"));
    CHECK(
        mistake(kGood + "  language: de\n").starts_with("channels.yaml:12:13: unknown value 'de': use one of zh, en"));
}

TEST_CASE("a text that tells its reader nothing, or not which tickets, is refused") {
    const auto said = [](const std::string& templates) { return mistake(kGood + "  templates: " + templates + "\n"); };
    CHECK(said("{notice: {body: {zh: ''}}}").starts_with("channels.yaml:12:35: an empty template"));
    CHECK(said("{notice: {body: {en: ' '}}}").starts_with("channels.yaml:12:35: an empty template"));
    CHECK(said("{notice: {body: {en: }}}").find(": an empty template") != std::string::npos);
    CHECK(said("{digest: {body: {zh: '{count} {link}'}}}")
              .starts_with("channels.yaml:12:35: {lines} is missing in the template"));
    CHECK(said("{digest: {line: {en: '{title}'}}}")
              .starts_with("channels.yaml:12:35: {number} is missing in the template"));
    CHECK(said("{digest: {body: {zh: '{lines}'}, line: {zh: '{number}'}, title: {zh: '有'}}}") == "none");
}

TEST_CASE("secret files are there, hold something, and are closed to other users") {
    namespace fs = std::filesystem;
    const Folder folder;
    folder.write("channels.yaml",
                 "robot:\n  title: {zh: 群, en: Group}\n  plugin: dingtalk\n"
                 "  settings:\n    url_file: url\n    secret_file: secret\n");
    const auto said = [&folder] {
        const auto checked = check_channels(folder.path());
        return checked ? std::string() : checked.error().detail.en;
    };
    const std::string file = folder.file("channels.yaml");
    const std::string url = folder.file("url");
    const std::string secret = folder.file("secret");
    const std::string tail = " (relative paths start at the folder of this file)";
    CHECK(said() == file + ":5:15: there is no secret file " + url + tail + "\n" + file +
                        ":6:18: there is no secret file " + secret + tail);
    folder.write("url", "https://a.example/x\n");
    folder.write("secret", "\n");
    CHECK(said() == file + ":6:18: the secret file " + secret + " is empty: it holds the secret in one line");
    folder.write("secret", "SEC\n");
    CHECK(said().empty());
    fs::permissions(url, fs::perms::others_read, fs::perm_options::add);
    CHECK(said() == file + ":5:15: the secret file " + url + " can be read by every user: chmod o-rwx " + url);
}

TEST_CASE("a webhook's secret is base64, wherever it stands, and a variable that is named is set") {
    const Folder folder;
    const std::string head =
        "hook:\n  title: {zh: 甲, en: A}\n  plugin: webhook\n  settings:\n    url: https://a.example\n";
    const std::string form = text("notify.secret-form").en;
    CHECK(mistake(head + "    secret: whsec_!!\n") == "channels.yaml:6:13: " + form);
    const auto said = [&folder, &head](const std::string& setting) {
        folder.write("channels.yaml", head + "    " + setting + "\n");
        REQUIRE(load_channels(folder.path()).ok());
        const auto checked = check_channels(folder.path());
        return checked ? std::string() : checked.error().detail.en.substr(folder.file("channels.yaml").size());
    };
    ::unsetenv("GONGDAN_TEST_HOOK");
    CHECK(said("secret_env: GONGDAN_TEST_HOOK") ==
          ":6:17: the environment variable GONGDAN_TEST_HOOK is not set here: set it for `gongdan serve` and check "
          "again");
    ::setenv("GONGDAN_TEST_HOOK", "whsec_!!", 1);
    CHECK(said("secret_env: GONGDAN_TEST_HOOK") == ":6:17: " + form);
    ::setenv("GONGDAN_TEST_HOOK", "whsec_YWJjZA==", 1);
    CHECK(said("secret_env: GONGDAN_TEST_HOOK").empty());
    folder.write("key", "whsec_!!\n");
    CHECK(said("secret_file: key") == ":6:18: " + form);
    folder.write("key", "whsec_YWJjZA==\n");
    CHECK(said("secret_file: key").empty());
}

TEST_CASE("the program of a channel and the script handed to an interpreter are there, from the folder of the file") {
    namespace fs = std::filesystem;
    const Folder folder;
    const auto said = [&folder](const std::string& command) {
        folder.write(
            "channels.yaml",
            "tower:\n  title: {zh: 灯, en: Tower}\n  plugin: exec\n  settings:\n    command: [" + command + "]\n");
        const auto checked = check_channels(folder.path());
        return checked ? std::string() : checked.error().detail.en.substr(folder.file("channels.yaml").size());
    };
    const std::string script = folder.file("tower.py");
    const std::string missing = "there is no program " + script + " (relative paths start at the folder of this file)";
    CHECK(said("python3, -u, tower.py") == ":5:28: " + missing);
    CHECK(said(script) == ":5:15: " + missing);
    folder.write("tower.py", "#!/usr/bin/python3\n");
    fs::permissions(script, fs::perms::owner_read | fs::perms::owner_write);
    CHECK(said("python3, tower.py").empty());
    CHECK(said(script) == ":5:15: " + script + " cannot be run: chmod +x " + script);
    fs::permissions(script, fs::perms::owner_exec, fs::perm_options::add);
    CHECK(said(script).empty());
    CHECK(said("logger, notes, --file=x.py").empty());
}

TEST_CASE("the shipped texts are those that are used without any file") {
    const auto shipped = load_templates(kConfig);
    if (!shipped) FAIL(shipped.error().detail.en);
    CHECK(*shipped == default_templates());
    const Folder empty;
    CHECK(*load_templates(empty.path()) == default_templates());
}

TEST_CASE("robots keep to the limits of their services unless the configuration says otherwise") {
    const auto limit = [](const std::string& kind, const std::string& limits) {
        const Folder folder;
        folder.write("channels.yaml", "r:\n  title: {zh: 群, en: Group}\n  plugin: " + kind +
                                          "\n  settings: {url: 'https://a.example/x'}\n" + limits);
        const auto loaded = load_channels(folder.path());
        if (!loaded) FAIL(loaded.error().detail.en);
        CHECK(loaded->front().limits.per_second == (kind == "feishu" ? 5 : 0));
        return loaded->front().limits.per_minute;
    };
    CHECK(limit("dingtalk", "") == 20);
    CHECK(limit("wecom", "  limits: {deadline: 5s}\n") == 20);
    CHECK(limit("feishu", "") == 100);
    CHECK(limit("feishu", "  limits: {per_minute: 7}\n") == 7);
}
