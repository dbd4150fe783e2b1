// The command line: exit codes and what it says, in both languages.

#include <algorithm>
#include <fstream>

#include <catch2/catch.hpp>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Both languages stand in what a person reads.
bool bilingual(const std::string& text) {
    return text.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos &&
           std::any_of(text.begin(), text.end(),
                       [](char byte) { return (static_cast<unsigned char>(byte) & 0x80U) != 0; });
}

}  // namespace

TEST_CASE("every command explains itself") {
    for (const auto& command : std::vector<std::vector<std::string>>{{},
                                                                     {"serve"},
                                                                     {"simulate"},
                                                                     {"check"},
                                                                     {"import"},
                                                                     {"audit"},
                                                                     {"explain"},
                                                                     {"channel"},
                                                                     {"channel", "preview"},
                                                                     {"deliveries"},
                                                                     {"channel", "test"},
                                                                     {"export"},
                                                                     {"export", "workflow"},
                                                                     {"export", "journal"},
                                                                     {"backup"},
                                                                     {"restore"},
                                                                     {"verify"},
                                                                     {"prove"},
                                                                     {"doctor"},
                                                                     {"token"},
                                                                     {"token", "create"},
                                                                     {"token", "list"},
                                                                     {"token", "revoke"},
                                                                     {"version"}}) {
        auto arguments = command;
        arguments.push_back("--help");
        const auto helped = program(arguments);
        INFO((command.empty() ? "" : command.back()) << helped.errors);
        CHECK(helped.code == 0);
        CHECK(has(helped.output, "--help"));
    }
}

TEST_CASE("wrong use ends with 2 and says so") {
    for (const auto& arguments :
         std::vector<std::vector<std::string>>{{},
                                               {"no-such-command"},
                                               {"serve", "--no-such-option"},
                                               {"token"},
                                               {"explain", "GZ1"},
                                               {"channel", "preview", "desk-file"},
                                               {"token", "create", "--name", "x"},
                                               {"export", "workflow", "fault-repair", "--format", "word"}}) {
        const auto finished = program(arguments);
        CHECK(finished.code == 2);
        CHECK_FALSE(finished.errors.empty());
        CHECK(finished.output.empty());
    }
    const TemporaryFolder folder;
    const auto wrong_role = program({"token", "create", "--data", folder / "data", "--name", "x", "--role", "king"});
    CHECK(wrong_role.code == 2);
    CHECK(bilingual(wrong_role.errors));
    CHECK(program({"serve", "--data", folder / "new", "--listen", "nonsense"}).code == 2);
    CHECK(program({"serve", "--data", folder / "new"}, {.environment = {"GONGDAN_LISTEN=nonsense"}}).code == 2);
    CHECK_FALSE(std::filesystem::exists(folder / "new"));  // a mistake in the call leaves nothing behind
    CHECK(program({"serve", "--data", folder / "data", "--log", "loud"}).code == 2);
    const auto open_demo = program({"serve", "--demo", "--data", folder / "demo", "--listen", "0.0.0.0:0"});
    CHECK(open_demo.code == 2);
    CHECK_FALSE(std::filesystem::exists(folder / "demo"));
    CHECK(bilingual(open_demo.errors));
    CHECK(has(open_demo.errors, "loopback"));
}

TEST_CASE("what the machine lacks ends with 3") {
    const TemporaryFolder folder;
    const auto no_config = program({"check", "--config", folder / "missing.yaml"});
    CHECK(no_config.code == 3);
    CHECK(bilingual(no_config.errors));
    CHECK(program({"doctor", "--data", folder / "missing"}).code == 3);
    CHECK_FALSE(std::filesystem::exists(folder / "missing"));
    CHECK(program({"serve", "--data", "/proc/no/such/place"}).code == 3);
}

TEST_CASE("a broken configuration ends every command but check with 3") {
    const TemporaryFolder folder;
    const std::string config = copy_installation(folder);
    replace_in_file(folder / "workflows/fault-repair.yaml", "initial: accepted", "initial: acepted");
    const std::string file = GONGDAN_SOURCE_DIR "/tests/unit/intake/data/faults-utf8.csv";
    for (const auto& command :
         std::vector<std::vector<std::string>>{{"export", "workflow", "complaint", "--format", "dot"},
                                               {"import", file, "--dry-run"},
                                               {"import", file, "--data", folder / "data"},
                                               {"simulate", "-"},
                                               {"doctor", "--data", folder / "data"},
                                               {"serve", "--data", folder / "data"}}) {
        auto arguments = command;
        arguments.insert(arguments.end(), {"--config", config});
        const auto finished = program(arguments);
        INFO(command.front());
        CHECK(finished.code == 3);
        CHECK(has(finished.errors, "acepted"));
    }
    CHECK(program({"check", folder.path()}).code == 1);
}

TEST_CASE("a command that needs the data folder for itself says to stop the server that runs there") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    Server server(data, {.arguments = {"--log", "error"}});
    const std::string file = GONGDAN_SOURCE_DIR "/tests/unit/intake/data/faults-utf8.csv";
    for (const auto& command : std::vector<std::vector<std::string>>{{"import", file}, {"doctor"}}) {
        auto arguments = command;
        arguments.insert(arguments.end(), {"--data", data});
        const auto refused = program(arguments);
        CHECK(refused.code == 3);
        CHECK(bilingual(refused.errors));
        CHECK(has(refused.errors, "stop that server first"));
    }
    CHECK(server.stop() == 0);
}

TEST_CASE("explain only reads: it makes no tables in a file that has none") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "data");
    REQUIRE(run_to_end({"touch", folder / "data/gongdan.db"}).code == 0);
    const auto refused = program({"explain", "GZ1", "arrival", "--data", folder / "data"});
    CHECK(refused.code == 3);
    CHECK(bilingual(refused.errors));
    CHECK(std::filesystem::file_size(folder / "data/gongdan.db") == 0);
}

TEST_CASE("the version is one line") {
    const auto finished = program({"version"});
    CHECK(finished.code == 0);
    CHECK(finished.output.starts_with("gongdan 0."));
    const auto as_json = program({"version", "--json"});
    CHECK(as_json.code == 0);
    CHECK("gongdan " + string_or_empty(json::parse(as_json.output).as_object(), "version") + "\n" == finished.output);
}

TEST_CASE("check passes what is shipped and names the place of a mistake") {
    CHECK(program({"check"}).code == 0);
    const TemporaryFolder folder;
    (void)copy_installation(folder);
    const auto sound = program({"check", folder.path()});
    CHECK(sound.code == 0);
    CHECK(bilingual(sound.output));

    const std::string workflow = folder / "workflows/fault-repair.yaml";
    replace_in_file(workflow, "initial: accepted", "initial: acepted");
    const auto broken = program({"check", folder.path()});
    CHECK(broken.code == 1);
    CHECK(bilingual(broken.errors));
    const std::string content = read_whole(workflow);
    const auto at = content.find("acepted");
    const auto line = std::count(content.begin(), content.begin() + std::ptrdiff_t(at), '\n') + 1;
    const auto column = at - content.rfind('\n', at);
    INFO(broken.errors);
    CHECK(has(broken.errors, workflow + ":" + std::to_string(line) + ":" + std::to_string(column)));

    const auto as_json = program({"check", "--json", folder.path(), GONGDAN_SOURCE_DIR});
    CHECK(as_json.code == 1);
    const auto results = json::parse(as_json.output).as_array();
    REQUIRE(results.size() == 2);
    CHECK_FALSE(results[0].as_object().at("ok").as_bool());
    CHECK(results[1].as_object().at("ok").as_bool());
}

TEST_CASE("check finds secrets that are not there and addresses that reach nobody, before the night does") {
    const TemporaryFolder folder;
    (void)copy_installation(folder);
    const std::string channels = folder / "config/channels.yaml";
    const std::string before = read_whole(channels);
    std::ofstream(channels) << before << "night:\n  title: {zh: 群, en: Group}\n  plugin: feishu\n"
                            << "  settings: {url_file: secrets/none}\n";
    const auto lines = lines_of(read_whole(channels));
    const auto missing = program({"check", folder.path()});
    CHECK(missing.code == 1);
    CHECK(missing.errors.find("channels.yaml:" + std::to_string(lines.size()) + ":24: there is no secret file") !=
          std::string::npos);
    const std::string people = folder / "config/organisation/organisation.yaml";
    std::ofstream(people, std::ios::app) << "  nobody: {name: 演示-无, addresses: [{channel: night, address: all}]}\n";
    const auto everybody = program({"check", folder.path()});
    CHECK(everybody.code == 1);
    CHECK(everybody.errors.find("'all' would mention everybody in the group") != std::string::npos);
    CHECK(everybody.errors.find("organisation.yaml:") != std::string::npos);
}

TEST_CASE("check warns of the roster's gaps with place and time, and they are no fault") {
    const TemporaryFolder folder;
    (void)copy_installation(folder);
    const auto whole = program({"check", folder.path(), "--from", "2026-03-02"});
    CHECK(whole.code == 0);
    CHECK(whole.errors.empty());
    const std::string roster = folder / "config/organisation/roster.yaml";
    replace_in_file(roster, R"({person: d2, role: dispatcher, from: "20:00", for: 12h})",
                    R"({person: d2, role: dispatcher, from: "20:00", for: 11h})");
    const auto warned = program({"check", folder.path(), "--from", "2026-03-02"});
    CHECK(warned.code == 0);
    CHECK(bilingual(warned.errors));
    CHECK(has(warned.errors, roster + ":"));
    CHECK(has(warned.errors, "2026-03-03 07:00 to 2026-03-03 08:00"));
    const auto as_json = program({"check", "--json", folder.path(), "--from", "2026-03-02"});
    CHECK(json::parse(as_json.output).at(0).at("warnings").as_array().size() == 30);
    CHECK(program({"check", folder.path(), "--from", "someday"}).code == 2);
}

TEST_CASE("simulate reads standard input, goes on after a refusal and stops at a line that cannot be") {
    const std::string open =
        R"({"at":"2026-03-02T08:00:00+08:00","op":"open","ref":"T1","workflow":"fault-repair","actor":"c","role":"call_taker","data":{"site_class":"urban","fault_address":"x"}})"
        "\n";
    const auto refused = program(
        {"simulate", "-"},
        {.input =
             open +
             R"({"at":"2026-03-02T08:01:00+08:00","op":"fire","ref":"T1","event":"archive","actor":"d","role":"dispatcher"})"});
    CHECK(refused.code == 0);
    CHECK(has(refused.output, R"("type":"command.rejected")"));

    const auto backwards =
        program({"simulate", "-"}, {.input = open + R"({"at":"2026-03-02T07:00:00+08:00","op":"advance"})"});
    CHECK(backwards.code == 2);
    CHECK(has(backwards.errors, "line 2"));
    CHECK(has(backwards.errors, "第 2 行"));
    CHECK(has(backwards.output, "case.opened"));

    const auto unknown = program({"simulate", "-"}, {.input = R"({"at":"2026-03-02T07:00:00+08:00","op":"dance"})"});
    CHECK(unknown.code == 0);
    CHECK(has(unknown.output, "dance"));
    CHECK(has(unknown.output, "command.rejected"));
    CHECK(program({"simulate", "-"}, {.input = "not json"}).code == 2);
    CHECK(program({"simulate", "/no/such/file.ndjson"}).code == 2);
    const auto folder = program({"simulate", "/tmp"});
    CHECK(folder.code == 2);
    CHECK(bilingual(folder.errors));
    CHECK(program({"simulate", "-"}).code == 0);
}

TEST_CASE("an import is idempotent, and a dry run writes nothing") {
    const TemporaryFolder folder;
    const std::string file = GONGDAN_SOURCE_DIR "/tests/unit/intake/data/faults-utf8.csv";
    const std::string data = folder / "data";
    const auto dry = program({"import", file, "--data", data, "--dry-run", "--json"});
    INFO(dry.output << dry.errors);
    CHECK_FALSE(std::filesystem::exists(data));

    const auto first = program({"import", file, "--data", data, "--json"});
    CHECK(first.code == dry.code);
    const auto events = exported_journal(data).size();
    CHECK(events > 0);
    const auto again = program({"import", file, "--data", data, "--json"});
    CHECK(again.code == first.code);
    CHECK(exported_journal(data).size() == events);
    const auto report = json::parse(first.output).as_object();
    CHECK(json::parse(dry.output).as_object().at("rows") == report.at("rows"));
    const auto for_people = program({"import", file, "--data", data});
    CHECK(for_people.code == first.code);
    CHECK(bilingual(for_people.output));
    CHECK(program({"doctor", "--data", data}).code == 0);
    CHECK(program({"import", folder / "missing.csv", "--data", data}).code != 0);
}

TEST_CASE("tokens are made, listed and revoked beside a running server") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    Server server(data, {.arguments = {"--log", "error"}});
    const std::string token = make_token(data, "auditor", "inspection");
    Client client(server.base(), token);
    CHECK(eventually([&client] { return client.get("/api/v1/tickets").status == 200; }));
    const auto listed = program({"token", "list", "--data", data, "--json"});
    CHECK(listed.code == 0);
    const auto tokens = json::parse(listed.output).as_array();
    REQUIRE(tokens.size() == 1);
    CHECK(string_or_empty(tokens[0].as_object(), "name") == "inspection");
    CHECK_FALSE(has(listed.output, token));

    CHECK(program({"token", "revoke", "inspection", "--data", data}).code == 0);
    CHECK(eventually([&client] { return client.get("/api/v1/tickets").status == 401; }));
    CHECK(program({"token", "revoke", "--name", "nobody", "--data", data}).code == 2);
    CHECK(program({"token", "create", "--name", "inspection", "--role", "auditor", "--data", data}).code == 2);
    CHECK(server.stop() == 0);
}

TEST_CASE("a second server in the same folder is refused, and the first serves on") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    Server server(data, {.arguments = {"--log", "error"}});
    const auto second = program({"serve", "--data", data, "--listen", "127.0.0.1:0"});
    CHECK(second.code == 3);
    CHECK(bilingual(second.errors));
    CHECK(has(second.errors, std::to_string(server.process().pid())));
    // Whatever else needs the folder for itself finds it taken, too: not a mistake in the call.
    for (const auto& command :
         std::vector<std::vector<std::string>>{{"import", GONGDAN_SOURCE_DIR "/tests/unit/intake/data/faults-utf8.csv"},
                                               {"doctor"},
                                               {"restore", folder / "no-such-backup"}}) {
        auto arguments = command;
        arguments.insert(arguments.end(), {"--data", data});
        INFO(command.front());
        CHECK(program(arguments).code == 3);
    }
    Client client(server.base(), "");
    CHECK(client.get("/readyz").status == 200);
    CHECK(server.stop() == 0);
}

TEST_CASE("a port that is taken ends with 3") {
    const TemporaryFolder folder;
    Server server(folder / "one", {.arguments = {"--log", "error"}});
    const std::string address = server.base().substr(std::string("http://").size());
    const auto second = program({"serve", "--data", folder / "two", "--listen", address});
    CHECK(second.code == 3);
    CHECK(bilingual(second.errors));
}

TEST_CASE("the backup of a running server is put into an empty folder and is whole") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    Server server(data, {.arguments = {"--log", "error"}});
    Client client(server.base(), token);
    const std::string number = open_fault(client);
    CHECK(program({"backup", folder / "copy.db", "--data", data}).code == 0);
    CHECK(program({"backup", folder / "copy.db", "--data", data}).code == 2);  // never overwrites
    CHECK(program({"user", "log", "--data", data}).output.find("\tbackup-made\tcopy.db\tcommand-line\t") !=
          std::string::npos);
    const std::string later = open_fault(client);
    CHECK(server.stop() == 0);

    CHECK(program({"restore", folder / "copy.db", "--data", folder / "restored"}).code == 0);
    CHECK(program({"restore", folder / "copy.db", "--data", folder / "restored"}).code == 2);
    CHECK(program({"doctor", "--data", folder / "restored"}).code == 0);
    Server again(folder / "restored", {.arguments = {"--log", "error"}});
    Client reader(again.base(), token);
    CHECK(reader.get("/api/v1/tickets/" + number).status == 200);
    CHECK(reader.get("/api/v1/tickets/" + later).status == 404);
    CHECK(again.stop() == 0);
}

TEST_CASE("the journal leaves the house with personal data masked, unless asked for as it is") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    {
        Server server(data, {.arguments = {"--log", "error"}});
        Client client(server.base(), make_token(data, "dispatcher"));
        const auto opened = client.post(
            "/api/v1/tickets",
            R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"城北区幸福路 1 号","contact_phone":"13800000000","description":"请打 13900001111"}})");
        REQUIRE(opened.status == 201);
        CHECK(server.stop() == 0);
    }
    const auto masked = program({"export", "journal", "--data", data});
    CHECK(masked.code == 0);
    for (const std::string hidden : {"13800000000", "幸福路", "13900001111"}) {
        INFO(hidden);
        CHECK(masked.output.find(hidden) == std::string::npos);
    }
    CHECK(masked.output.find(R"("contact_phone":"sha256:)") != std::string::npos);
    const auto plain = program({"export", "journal", "--personal", "--data", data});
    CHECK(plain.code == 0);
    CHECK(plain.output.find("13800000000") != std::string::npos);
    // Who took the journal, and how, is written down.
    const auto log = program({"user", "log", "--data", data}).output;
    CHECK(log.find("journal-exported\t") != std::string::npos);
    CHECK(log.find("journal-exported-personal") != std::string::npos);
}

TEST_CASE("the doctor finds a changed journal and rebuilds changed rows") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    {
        Server server(data, {.arguments = {"--log", "error"}});
        Client client(server.base(), token);
        (void)open_fault(client, std::chrono::minutes(10));
        CHECK(server.stop() == 0);
    }
    const std::string database = data + "/gongdan.db";
    CHECK(program({"doctor", "--data", data}).code == 0);

    REQUIRE(run_to_end(
                {"sqlite3", database,
                 "UPDATE cases SET state = 'archived', revision = 99, snapshot = replace(snapshot, 'urban', 'rural')"})
                .code == 0);
    const auto rows = program({"doctor", "--data", data});
    CHECK(rows.code == 1);
    CHECK(bilingual(rows.output));
    const auto rebuilt = program({"doctor", "--rebuild", "--data", data});
    CHECK(rebuilt.code == 0);
    CHECK(program({"doctor", "--data", data}).code == 0);

    REQUIRE(run_to_end({"sqlite3", database, "UPDATE cases SET next_alarm = NULL, team = 'nobody'"}).code == 0);
    const auto silenced = program({"doctor", "--data", data});
    CHECK(silenced.code == 1);
    CHECK(silenced.output.find("cases.next_alarm") != std::string::npos);
    CHECK(silenced.output.find("cases.team") != std::string::npos);
    CHECK(program({"doctor", "--rebuild", "--data", data}).code == 0);

    const auto changed = run_to_end({"sqlite3", database,
                                     "UPDATE journal SET body = replace(body, 'urban', 'rural') WHERE type = "
                                     "'case.opened'; SELECT seq FROM journal WHERE type = 'case.opened'"});
    REQUIRE(changed.code == 0);
    const auto found = program({"doctor", "--data", data, "--json"});
    CHECK(found.code == 1);
    INFO(found.output << found.errors);
    const auto faults = json::parse(found.output).as_object().at("faults").as_array();
    REQUIRE_FALSE(faults.empty());
    CHECK(std::to_string(get_int(faults[0].as_object(), "seq").value_or(0)) == lines_of(changed.output).at(0));
    // Nothing is made anew from a journal that cannot be believed.
    CHECK(program({"doctor", "--rebuild", "--data", data}).code == 1);
    CHECK(run_to_end({"sqlite3", database, "SELECT count(*) FROM cases WHERE snapshot LIKE '%urban%'"}).output ==
          "1\n");
}

TEST_CASE("a deadline is explained, and the workflow goes to other tools") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    std::string number;
    {
        Server server(data, {.arguments = {"--log", "error"}});
        Client client(server.base(), token);
        number = open_fault(client, std::chrono::minutes(50));
        const auto beside = program({"explain", number, "arrival", "--data", data});
        INFO(beside.errors);
        CHECK(beside.code == 0);
        CHECK(server.stop() == 0);
    }
    const auto explained = program({"explain", number, "arrival", "--data", data});
    CHECK(explained.code == 0);
    CHECK(bilingual(explained.output));
    CHECK(has(explained.output, number));
    const auto as_json = program({"explain", number, "arrival", "--data", data, "--json"});
    CHECK(as_json.code == 0);
    CHECK(json::parse(as_json.output).as_object().contains("segments"));
    CHECK(program({"explain", number, "no-such-clock", "--data", data}).code == 2);
    const auto plan = program({"explain", number, "--plan", "--data", data});
    INFO(plan.output);
    CHECK(plan.code == 0);
    CHECK(has(plan.output, "若无人处理"));
    CHECK(has(plan.output, "if nothing is done"));
    CHECK(has(plan.output, "演示-"));
    const auto planned =
        json::parse(program({"explain", number, "arrival", "--plan", "--json", "--data", data}).output);
    REQUIRE(planned.at("clocks").as_array().size() == 1);
    CHECK(planned.at("clocks").at(0).at("clock") == "arrival");
    CHECK_FALSE(planned.at("now").as_array().empty());
    CHECK(program({"explain", "GZ20000101000001", "arrival", "--data", data}).code == 2);
    const auto previewed = program({"channel", "preview", "desk-file", number, "--data", data});
    CHECK(previewed.code == 0);
    CHECK(json::parse(previewed.output).as_object().at("number") == json::string(number));
    const auto digest = program({"channel", "preview", "desk-file", number, "--digest", "--json", "--data", data});
    CHECK(json::parse(digest.output).at_pointer("/payload/kind") == "digest");
    CHECK(program({"channel", "preview", "no-such-channel", number, "--data", data}).code == 2);
    for (const char* format : {"xstate", "scxml", "mermaid", "dot"}) {
        const auto exported = program({"export", "workflow", "fault-repair", "--format", format});
        CHECK(exported.code == 0);
        CHECK(has(exported.output, "dispatched"));
    }
    CHECK(program({"export", "workflow", "no-such", "--format", "dot"}).code == 2);
}
