// `gongdan verify` against somebody who edits the database file behind the program's back, in every way we could think
// of; and the journal and the proof that leave the house.

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace fs = std::filesystem;

namespace {

constexpr const char* kRow = "SELECT body FROM journal WHERE seq = 1";

/// A data directory whose server has worked and stopped: two sealed tickets, the demo's board among them.
class Ground {
 public:
    Ground() {
        Server server(folder_ / "data", {.arguments = {"--log", "error"}});
        Client client(server.base(), make_token(data(), "dispatcher"));
        number_ = open_fault(client, std::chrono::minutes(50));
        const auto path = "/api/v1/tickets/" + number_;
        REQUIRE(client.post(path + "/events", R"({"event":"dispatch","data":{"team":"T1"}})").status == 200);
        REQUIRE(client.post(path + "/comments", R"({"text":"请尽快 13900001111"})").status == 200);
        (void)open_fault(client);
        REQUIRE(server.stop() == 0);
    }

    [[nodiscard]] std::string data() const { return folder_ / "data"; }
    [[nodiscard]] std::string key() const { return data() + "/seal.pub"; }
    [[nodiscard]] const std::string& number() const { return number_; }

    /// What verify says of a copy that `sql` was run on.
    [[nodiscard]] Finished after(const std::string& sql, const std::vector<std::string>& more = {}) const {
        const std::string copy = folder_ / "copy";
        fs::remove_all(copy);
        fs::copy(data(), copy, fs::copy_options::recursive);
        const auto edited = run_to_end({"sqlite3", copy + "/gongdan.db", sql});
        INFO(sql << ": " << edited.errors);
        REQUIRE(edited.code == 0);
        std::vector<std::string> arguments{"verify", "--data", copy, "--key", key(), "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return program(arguments);
    }

 private:
    TemporaryFolder folder_;
    std::string number_;
};

const std::string kMiddle = "(SELECT seq FROM journal WHERE case_id = 1 AND type = 'case.moved')";

/// Ways to change the file, each of which would profit somebody.
std::vector<std::string> edits() {
    const std::string first_case = "(SELECT min(seq) FROM journal WHERE case_id = 1)";
    const std::string last_case = "(SELECT max(seq) FROM journal WHERE case_id = 1)";
    const std::string middle = kMiddle;
    return {
        // an event
        "UPDATE journal SET body = replace(body, 'urban', 'rural') WHERE seq = " + first_case,
        "UPDATE journal SET body = body || ' ' WHERE seq = " + middle,
        "UPDATE journal SET body = '' WHERE seq = " + middle,
        "UPDATE journal SET occurred_at = occurred_at - 600000 WHERE seq = " + middle,
        "UPDATE journal SET recorded_at = recorded_at + 1 WHERE seq = " + middle,
        "UPDATE journal SET type = 'case.noted' WHERE seq = " + middle,
        "UPDATE journal SET type = 'nonsense' WHERE seq = " + middle,
        "UPDATE journal SET case_id = 2 WHERE seq = " + middle,
        "UPDATE journal SET case_seq = case_seq + 1 WHERE seq = " + middle,
        "UPDATE journal SET prev_seq = 0 WHERE seq = " + middle,
        "UPDATE journal SET hash = zeroblob(32) WHERE seq = " + middle,
        "UPDATE journal SET hash = '' WHERE seq = " + last_case,
        "UPDATE journal SET personal = replace(personal, '演示', '平安') WHERE seq = " + first_case,
        "UPDATE journal SET body = replace(body, 'config', 'x'), body = body || 'x' WHERE seq = 1",
        // deletion, also of whole ends and of a whole case
        "DELETE FROM journal WHERE seq = " + middle,
        "DELETE FROM journal WHERE seq = 1",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "DELETE FROM journal WHERE seq > " + middle,
        "DELETE FROM journal WHERE case_id = 2; DELETE FROM cases WHERE id = 2",
        "DELETE FROM journal",
        // insertion
        "INSERT INTO journal SELECT seq + 100000, case_id, case_seq + 1, seq, type, occurred_at, recorded_at, body, "
        "personal, hash FROM journal WHERE seq = " +
            last_case,
        "INSERT INTO journal SELECT max(seq) + 1, 0, 0, 0, 'config.changed', 0, 0, '{}', NULL, zeroblob(32) FROM "
        "journal",
        "INSERT INTO journal SELECT -1, case_id, case_seq, prev_seq, type, occurred_at, recorded_at, body, personal, "
        "hash "
        "FROM journal WHERE seq = 1",
        "CREATE TRIGGER quiet AFTER INSERT ON journal BEGIN DELETE FROM escalations; END",
        // reorder: two events change places
        "UPDATE journal SET seq = -1 WHERE seq = 2; UPDATE journal SET seq = 2 WHERE seq = 3; "
        "UPDATE journal SET seq = 3 WHERE seq = -1",
        // seals
        "DELETE FROM seals",
        "UPDATE seals SET root = zeroblob(32)",
        "UPDATE seals SET sealed_at = sealed_at + 1",
        "UPDATE seals SET last_seq = last_seq - 1 WHERE number = (SELECT max(number) FROM seals)",
        "UPDATE seals SET signature = zeroblob(64)",
        "UPDATE seals SET key = zeroblob(32)",
        "UPDATE seals SET number = number + 10",
        // rows made from the journal
        "UPDATE cases SET snapshot = replace(snapshot, 'urban', 'rural') WHERE id = 1",
        "UPDATE cases SET tail_hash = zeroblob(32) WHERE id = 1",
        "UPDATE cases SET next_alarm = NULL WHERE id = 2",
        "UPDATE cases SET state = 'archived' WHERE id = 1",
        "UPDATE cases SET overdue = 0 WHERE id = 1",
        "UPDATE cases SET area = 'nowhere' WHERE id = 1",
        "DELETE FROM cases WHERE id = 2",
        "DELETE FROM escalations",
        // who did what with accounts
        "UPDATE account_log SET actor = 'nobody' WHERE what <> 'logged-in'",
        "DELETE FROM account_log",
    };
}

json::object told(const Finished& finished) {
    INFO(finished.output << finished.errors);
    return parse_json(finished.output).value().as_object();
}

}  // namespace

TEST_CASE("verify finds every edit of the file, and says where it begins") {
    const Ground ground;
    const auto honest = ground.after(kRow);
    INFO(honest.output << honest.errors);
    REQUIRE(honest.code == 0);
    CHECK(told(honest).at("unsealed_events") == 0);
    CHECK(told(honest).at("first_bad_seq").is_null());
    REQUIRE(told(honest).at("events").as_int64() > 20);

    for (const std::string& edit : edits()) {
        INFO(edit);
        const auto found = ground.after(edit);
        INFO(found.output << found.errors);
        CHECK(found.code == 1);
        if (found.code == 1) CHECK_FALSE(told(found).at("faults").as_array().empty());
    }
    const auto moved = ground.after("UPDATE journal SET occurred_at = occurred_at - 600000 WHERE seq = " + kMiddle);
    const auto where = run_to_end({"sqlite3", ground.data() + "/gongdan.db", "SELECT " + kMiddle});
    CHECK(told(moved).at("first_bad_seq").as_int64() == std::stoll(where.output));
}

TEST_CASE("the exported journal verifies with no database and no configuration, and tells nobody's name") {
    const Ground ground;
    const TemporaryFolder other;
    const auto exported = program({"export", "journal", "--data", ground.data()});
    REQUIRE(exported.code == 0);
    for (const std::string hidden : {"演示路", "13900001111"}) CHECK(exported.output.find(hidden) == std::string::npos);
    const std::string file = other / "journal.ndjson";
    std::ofstream(file) << exported.output;
    const auto sound = program({"verify", "--journal", file, "--key", ground.key(), "--json"});
    INFO(sound.output << sound.errors);
    CHECK(sound.code == 0);
    CHECK(told(sound).at("clock_events").as_int64() > 4);
    CHECK(told(sound).at("unsealed_events") == 0);
    const auto from_pipe = program({"verify", "--journal", "-", "--key", ground.key()}, {.input = exported.output});
    CHECK(from_pipe.code == 0);

    const auto verify_text = [&file, &ground](const std::string& text) {
        std::ofstream(file) << text;
        return program({"verify", "--journal", file, "--key", ground.key(), "--json"}).code;
    };
    const auto lines = lines_of(exported.output);
    std::string without;
    std::string swapped;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i != 5) without += lines[i] + "\n";
        swapped += lines[i == 5 ? 6 : i == 6 ? 5 : i] + "\n";
    }
    CHECK(verify_text(without) == 1);
    CHECK(verify_text(swapped) == 1);
    std::string edited = exported.output;
    edited.replace(edited.find("urban"), 5, "rural");
    CHECK(verify_text(edited) == 1);
    CHECK(verify_text(exported.output.substr(0, exported.output.rfind("gongdan.seal") - 200)) == 1);
    CHECK(verify_text("{}\n") == 1);
    CHECK(verify_text("") == 1);
    std::string twice = exported.output;
    twice.insert(twice.find("\"site_class\":"), R"("site_class":"rural",)");
    CHECK(verify_text(twice) == 1);
    CHECK(program({"verify", "--journal", other.path()}).code == 3);
    // The whole of another house, under our key.
    const std::string stranger(64, 'a');
    std::ofstream(file) << exported.output;
    CHECK(program({"verify", "--journal", file, "--key", stranger}).code == 1);
    CHECK(program({"verify", "--journal", file, "--key", "nonsense"}).code == 2);
    CHECK(program({"verify", "--journal", other / "missing"}).code == 3);

    const auto personal = program({"export", "journal", "--personal", "--data", ground.data()});
    CHECK(personal.output.find("13900001111") != std::string::npos);
    CHECK(verify_text(personal.output) == 0);
    std::string renamed = personal.output;
    renamed.replace(renamed.find("13900001111"), 11, "13900002222");
    CHECK(verify_text(renamed) == 1);
}

TEST_CASE("the proof of a ticket is checked offline under the key alone") {
    const Ground ground;
    const TemporaryFolder other;
    const auto proof = program({"prove", ground.number(), "--data", ground.data()});
    INFO(proof.errors);
    REQUIRE(proof.code == 0);
    CHECK(proof.output.find("13900001111") == std::string::npos);
    const std::string file = other / "proof.json";
    std::ofstream(file) << proof.output;
    const auto sound = program({"verify", "--proof", file, "--key", ground.key(), "--json"});
    CHECK(sound.code == 0);
    CHECK(told(sound).at("events") == told(sound).at("proved"));
    std::string edited = proof.output;
    edited.replace(edited.find("urban"), 5, "rural");
    std::ofstream(file) << edited;
    CHECK(program({"verify", "--proof", file, "--key", ground.key()}).code == 1);
    CHECK(program({"verify", "--proof", file}).code == 2);
    CHECK(program({"prove", "GZ19990101000001", "--data", ground.data()}).code == 2);
}

TEST_CASE("a seal that a third party kept shows a journal whose end was cut off, seals and all") {
    const Ground ground;
    const TemporaryFolder other;
    const auto exported = program({"export", "journal", "--data", ground.data()});
    std::string seal;
    for (const std::string& line : lines_of(exported.output)) {
        if (line.find("gongdan.seal") != std::string::npos) seal = line;
    }
    const json::object message{{"id", "seal.1"}, {"kind", "seal"}, {"seal", json::parse(seal).at("data")}};
    const std::string kept = other / "kept.ndjson";
    std::ofstream(kept) << json::serialize(message) << "\n";
    CHECK(program({"verify", "--data", ground.data(), "--seals", kept}).code == 0);
    CHECK(ground.after("DELETE FROM seals", {"--seals", kept}).code == 1);
    const std::string journal = other / "journal.ndjson";
    std::ofstream(journal) << lines_of(exported.output).front() << "\n";
    CHECK(program({"verify", "--journal", journal}).code == 0);
    const std::string nothing = other / "nothing.ndjson";
    std::ofstream(nothing) << "";
    CHECK(program({"verify", "--journal", journal, "--seals", nothing}).code == 2);
    const auto cut = program({"verify", "--journal", journal, "--seals", kept});
    CHECK(cut.code == 1);
    CHECK(cut.output.find("which a third party kept, is not here") != std::string::npos);
}
