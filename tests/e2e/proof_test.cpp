// The proof over HTTP, of a real server: verified while it works, edited behind its back, and what leaves the house
// checked by the program at the other end.

#include <catch2/catch.hpp>

#include <fstream>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

/// A server with one ticket on which something was done, and an auditor and a dispatcher at it.
struct Scene {
    TemporaryFolder folder;
    Server server{folder / "data", {.arguments = {"--log", "error"}}};
    Client auditor{server.base(), make_token(data(), "auditor")};
    Client dispatcher{server.base(), make_token(data(), "dispatcher")};
    std::string number = open_fault(dispatcher, std::chrono::minutes(50));

    Scene() {
        REQUIRE(dispatcher.post("/api/v1/tickets/" + number + "/comments", R"({"text":"请尽快 13900001111"})").status ==
                200);
    }

    [[nodiscard]] std::string data() const { return folder / "data"; }
    [[nodiscard]] std::string key() const { return data() + "/seal.pub"; }

    /// Begins a verification and waits for what it finds.
    json::object verified() {
        REQUIRE(auditor.post("/api/v1/proof/verifications", "").status == 202);
        json::object last;
        REQUIRE(eventually([this, &last] {
            last = object_of(auditor.get("/api/v1/proof/verifications/last"));
            return last.at("state") != "running";
        }));
        return last;
    }

    /// As somebody who has got at the file while the server runs.
    std::string sql(const std::string& statement) const {
        const auto done = run_to_end({"sqlite3", "-cmd", ".timeout 5000", data() + "/gongdan.db", statement});
        INFO(statement << ": " << done.errors);
        REQUIRE(done.code == 0);
        return done.output;
    }

    [[nodiscard]] Finished keep_and_verify(const std::string& option, const std::string& content) const {
        const std::string file = folder / "kept";
        std::ofstream(file) << content;
        return program({"verify", option, file, "--key", key(), "--json"});
    }
};

std::int64_t metric(Client& client, const std::string& name) {
    const std::string all = client.get("/metrics").body;
    const auto at = all.find("\n" + name + " ");
    REQUIRE(at != std::string::npos);
    return std::stoll(all.substr(at + name.size() + 2));
}

}  // namespace

TEST_CASE("a running server verifies its journal, and finds what was edited behind its back, down to the first event") {
    Scene scene;
    const json::object sound = scene.verified();
    INFO(json::serialize(sound));
    CHECK(sound.at("state") == "sound");
    CHECK(sound.at("events").as_int64() > 10);
    CHECK(sound.at("events_in_all") == sound.at("events"));
    CHECK(metric(scene.auditor, "gongdan_verification_sound") == 1);
    const std::int64_t seq = std::stoll(scene.sql("SELECT max(seq) FROM journal WHERE case_id = 1"));
    scene.sql("UPDATE journal SET occurred_at = occurred_at - 600000 WHERE seq = " + std::to_string(seq));
    const json::object faulty = scene.verified();
    INFO(json::serialize(faulty));
    CHECK(faulty.at("state") == "faulty");
    CHECK(faulty.at("first_bad_seq") == seq);
    CHECK_FALSE(faulty.at("faults").at(0).at("zh").as_string().empty());
    CHECK(metric(scene.auditor, "gongdan_verification_sound") == 0);
    const std::string log = program({"user", "log", "--data", scene.data()}).output;
    CHECK(log.find("journal-verified-sound") != std::string::npos);
    CHECK(log.find("journal-verified-faulty") != std::string::npos);
    CHECK(scene.server.stop() == 0);
}

TEST_CASE(
    "the journal exported over HTTP verifies at the other end, tells nobody's name, and a part says that it is one") {
    Scene scene;
    REQUIRE(scene.server.stop() == 0);  // the stop seals
    Server again(scene.data(), {.arguments = {"--log", "error"}});
    Client auditor(again.base(), make_token(scene.data(), "auditor", "second"));
    const Answer journal = auditor.get("/api/v1/exports/journal");
    REQUIRE(journal.status == 200);
    CHECK(journal.body.find("13900001111") == std::string::npos);
    CHECK(journal.body.find("演示路") == std::string::npos);
    const auto checked = scene.keep_and_verify("--journal", journal.body);
    INFO(checked.output << checked.errors);
    CHECK(checked.code == 0);
    CHECK(object_of({200, checked.output}).at("seals").as_int64() > 0);
    const Answer part = auditor.get("/api/v1/exports/journal?from=2000-01-01");
    CHECK(lines_of(part.body).front().find(R"("excerpt":true)") != std::string::npos);
    CHECK(scene.keep_and_verify("--journal", part.body).code == 1);
    CHECK(auditor.get("/api/v1/exports/journal?to=2000-01-01").body.empty());
    const Answer xes = auditor.get("/api/v1/exports/xes");
    CHECK(xes.body.find(scene.number) != std::string::npos);
    CHECK(xes.body.find("</log>") != std::string::npos);
    CHECK(xes.body == program({"export", "xes", "--data", scene.data()}).output);
}

TEST_CASE("the proof of an event holds its ticket's history up to it, and no further") {
    Scene scene;
    REQUIRE(scene.server.stop() == 0);
    Server again(scene.data(), {.arguments = {"--log", "error"}});
    Client auditor(again.base(), make_token(scene.data(), "auditor", "second"));
    const std::int64_t seals = object_of(auditor.get("/api/v1/proof")).at("last_seal").at("number").as_int64();
    CHECK(object_of(auditor.get("/api/v1/seals?limit=1")).at("items").at(0).at("number") == seals);
    const std::string seq = scene.sql("SELECT min(seq) + 1 FROM journal WHERE case_id = 1");
    const Answer proof = auditor.get("/api/v1/proof/events/" + seq.substr(0, seq.find('\n')));
    REQUIRE(proof.status == 200);
    const auto checked = scene.keep_and_verify("--proof", proof.body);
    INFO(checked.output << checked.errors);
    CHECK(checked.code == 0);
    CHECK(object_of({200, checked.output}).at("proved") == 2);
    std::string edited = proof.body;
    edited.replace(edited.find("urban"), 5, "rural");
    CHECK(scene.keep_and_verify("--proof", edited).code == 1);
    CHECK(auditor.get("/api/v1/proof/events/1").status == 404);  // of the configuration
}

TEST_CASE("the work log over HTTP has what the person did, with customers masked") {
    Scene scene;
    const auto made = program({"token", "create", "--data", scene.data(), "--name", "helper", "--role", "dispatcher",
                               "--person", "demo-zhang-san"});
    REQUIRE(made.code == 0);
    Client helper(scene.server.base(), lines_of(made.output).front());
    // A running server learns of a token made beside it within half a second.
    const std::string comments = "/api/v1/tickets/" + scene.number + "/comments";
    REQUIRE(eventually(
        [&helper, &comments] { return helper.post(comments, R"({"text":"已致电 13900002222"})").status == 200; }));
    const std::string today = format_date(date_of(std::chrono::floor<Millis>(std::chrono::system_clock::now())));
    const std::string log = "/api/v1/exports/worklog?person=demo-zhang-san";
    const Answer worked = scene.auditor.get(log + "&from=" + today + "&to=" + today);
    const auto lines = lines_of(worked.body);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].starts_with("at,number,workflow,"));
    CHECK(lines[1].find(scene.number) != std::string::npos);
    CHECK(lines[1].find("139****2222") != std::string::npos);
    CHECK(lines_of(scene.auditor.get(log + "&from=2000-01-01&to=2000-12-31").body).size() == 1);
    CHECK(program({"user", "log", "--data", scene.data()}).output.find("worklog-exported") != std::string::npos);
}

TEST_CASE("the hour of the daily verification and former keys are checked with the configuration") {
    const TemporaryFolder folder;
    const std::string config = copy_installation(folder);
    const auto check = [&config](const std::string& line) {
        const std::string before = read_whole(config);
        std::ofstream(config, std::ios::app) << line << "\n";
        const int code = program({"check", "--config", config}).code;
        std::ofstream(config) << before;
        return code;
    };
    CHECK(check("verify_at: \"03:30\"") == 0);
    CHECK(check("former_seal_keys: [" + std::string(64, 'a') + "]") == 0);
    CHECK(check("verify_at: \"24:00\"") == 1);
    CHECK(check("verify_at: soon") == 1);
    CHECK(check("former_seal_keys: [short]") == 1);
}
