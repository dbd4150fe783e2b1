// From the breach to the answer on a telephone: the message holds a link, the link acknowledges, once.

#include <algorithm>
#include <functional>
#include <optional>

#include <catch2/catch.hpp>

#include "adapters/cli/books.hpp"
#include "adapters/crypto/crypto.hpp"
#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

using std::chrono::minutes;

const std::string kPublic = "https://gongdan.example.com/desk";

/// An installation of its own whose messages have links.
struct Installation {
    TemporaryFolder folder;
    std::string config = copy_installation(folder);
    std::string data = folder / "data";

    Installation() { replace_in_file(config, "# public_url: https://gongdan.example.com", "public_url: " + kPublic); }
    [[nodiscard]] Server::Options options(const std::string& level = "error") const {
        return {.arguments = {"--config", config, "--log", level}};
    }
    [[nodiscard]] std::string admin() const { return make_token(data, "admin"); }
    /// The first message that has gone out and that `wanted` takes.
    [[nodiscard]] std::optional<json::object> message(const std::function<bool(const json::object&)>& wanted) const {
        for (const std::string& line : lines_of(read_whole(data + "/notices.ndjson"))) {
            const auto parsed = parse_json(line);
            if (parsed && parsed->is_object() && wanted(parsed->get_object())) return parsed->get_object();
        }
        return std::nullopt;
    }
    /// The path of its link, as the proxy at the public address hands it on.
    [[nodiscard]] std::string path(const std::string& member,
                                   const std::function<bool(const json::object&)>& wanted) const {
        std::optional<json::object> found;
        REQUIRE(eventually([this, &found, &wanted] { return (found = message(wanted)).has_value(); }));
        const std::string url = string_or_empty(*found, member);
        REQUIRE(url.starts_with(kPublic + "/a/"));
        return url.substr(kPublic.size());
    }
    /// Opens faults in the folder with no server beside it, as if the program had gone down right after.
    void open_long_ago(int count, Millis age) const {
        cli::Common common;
        common.config = config;
        auto books = cli::open_books(common, data);
        REQUIRE(books.ok());
        const Instant then = std::chrono::floor<Millis>(std::chrono::system_clock::now()) - age;
        Engine engine(*books->store, books->configuration, crypto::sha256, crypto::salt);
        REQUIRE(cli::put_rules_in_force(*books, engine, then).ok());
        for (int i = 0; i < count; ++i) {
            json::object fields{{"site_class", "urban"},
                                {"fault_address", "演示路 1 号"},
                                {"contact_phone", "13800000000"},
                                {"area", "demo-101"},
                                {"hangup_at", format_time(then)}};
            const Request request{
                OpenRequest{{"fault-repair", {"ct1", {"call_taker"}}, std::move(fields), std::nullopt, CaseId{}}, ""},
                std::nullopt,
                {}};
            REQUIRE(engine.run({&request, 1}, then).replies.front().ok());
        }
    }
};

bool says(const Answer& answer, std::string_view text) { return answer.body.find(text) != std::string::npos; }

bool is_breach(const json::object& message) { return get_int(message, "rung") == 3; }
bool is_list_of_breaches(const json::object& message) {
    return get_string(message, "kind") == "digest" && get_int(message, "level") == 3;
}

std::vector<json::object> answers_in(const std::string& data) {
    std::vector<json::object> found;
    for (const json::object& event : exported_journal(data)) {
        if (get_string(event, "type") == "escalation.acknowledged") found.push_back(event);
    }
    return found;
}

}  // namespace

TEST_CASE("a breach brings a link to the telephone, which acknowledges once and survives a restart") {
    const Installation installation;
    installation.open_long_ago(1, minutes(50));
    std::string link;
    std::string errors;
    {
        Server server(installation.data, installation.options("debug"));
        link = installation.path("acknowledge_url", is_breach);
        Client phone(server.base(), "");
        for (int i = 0; i < 2; ++i) {
            const Answer page = phone.get(link);
            CHECK(page.status == 200);
            CHECK(says(page, "<form method=\"post\">"));
            CHECK(says(page, "138****0000"));
        }
        CHECK(answers_in(installation.data).empty());
        const Answer done = phone.post(link, "");
        CHECK(done.status == 200);
        CHECK(says(done, "您已于"));
        CHECK(phone.post(link, "").status == 200);
        CHECK(phone.get(link.substr(0, link.size() - 2)).status == 404);
        CHECK(server.stop() == 0);
        errors = server.process().errors();
    }
    const auto answers = answers_in(installation.data);
    REQUIRE(answers.size() == 1);
    CHECK(string_or_empty(answers[0], "via") == "link");
    // Nothing of it is kept but the key: no log, no row.
    const std::string token = link.substr(link.rfind('/') + 1);
    CHECK(errors.find(token) == std::string::npos);
    CHECK(read_whole(installation.data + "/gongdan.db").find(token) == std::string::npos);

    Server again(installation.data, installation.options());
    Client phone(again.base(), "");
    CHECK(says(phone.get(link), "您已于"));
    CHECK(again.stop() == 0);
    CHECK(program({"doctor", "--data", installation.data, "--config", installation.config}).code == 0);
}

TEST_CASE("a storm comes as a list with one link for all of it") {
    const Installation installation;
    replace_in_file(installation.config.substr(0, installation.config.rfind('/')) + "/channels.yaml",
                    "settings: {path: notices.ndjson}",
                    "settings: {path: notices.ndjson}\n  limits: {digest_above: 2}");
    installation.open_long_ago(20, minutes(50));
    Server server(installation.data, installation.options());
    const std::string link = installation.path("list_url", is_list_of_breaches);
    Client phone(server.base(), "");
    const Answer page = phone.get(link);
    CHECK(page.status == 200);
    CHECK(says(page, "共 20 张工单"));
    const Answer done = phone.post(link, "");
    CHECK(done.status == 200);
    CHECK(says(done, "刚刚确认 20 张"));
    CHECK(says(phone.post(link, ""), "刚刚确认 0 张，此前已确认 20 张"));
    CHECK(server.stop() == 0);
    CHECK(answers_in(installation.data).size() == 20);
}

TEST_CASE("without a public address there are no links, and none works") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    Server server(data, {.arguments = {"--log", "error"}});
    Client phone(server.base(), "");
    CHECK(phone.get("/a/AQAAAAAAAAA").status == 404);
    CHECK(server.stop() == 0);
    CHECK_FALSE(std::filesystem::exists(data + "/link.key"));
}
