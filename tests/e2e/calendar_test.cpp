// Next year's calendar from the API to the proof: loaded, loaded again, still there after a start, and verified.

#include <algorithm>
#include <memory>

#include <catch2/catch.hpp>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

/// A complaint on a server, and the year in which its answer is due.
class Office {
 public:
    explicit Office(const std::string& data) : data_(data), token_(make_token(data, "admin", "boss")) { start(); }

    void start() {
        server_ = std::make_unique<Server>(data_);
        client_ = std::make_unique<Client>(server_->base(), token_);
    }
    void restart() {
        REQUIRE(server_->stop() == 0);
        start();
    }
    void stop() { REQUIRE(server_->stop() == 0); }

    void complain() {
        const Answer opened =
            client_->post("/api/v1/tickets",
                          R"({"workflow":"complaint","data":{"complaint_type":"quality","description":"电压低"}})");
        REQUIRE(opened.status == 201);
        number_ = string_or_empty(object_of(opened), "number");
    }

    [[nodiscard]] Instant due() {
        const json::object ticket = object_of(client_->get("/api/v1/tickets/" + number_));
        for (const json::value& clock : ticket.at("clocks").as_array()) {
            if (clock.as_object().at("name") == "reply")
                return parse_time(string_or_empty(clock.as_object(), "due_at")).value();
        }
        FAIL("no such clock");
        return {};
    }

    /// The year's days as they are, and these off as well.
    [[nodiscard]] json::object with(Date first, int count) {
        const int year = int(std::chrono::year_month_day(first).year());
        const Answer known = client_->get("/api/v1/calendars/" + std::to_string(year));
        json::object wish{{"year", year}, {"holidays", json::array()}, {"workdays", json::array()}};
        if (known.status == 200) {
            wish["holidays"] = object_of(known).at("holidays");
            wish["workdays"] = object_of(known).at("workdays");
        }
        json::array& holidays = wish["holidays"].as_array();
        for (int i = 0; i < count; ++i) {
            const json::value day(format_date(first + std::chrono::days(i)));
            if (std::find(holidays.begin(), holidays.end(), day) == holidays.end()) holidays.push_back(day);
        }
        return wish;
    }

    /// Previewed and confirmed; clocks moved.
    std::int64_t load(json::object wish) {
        const Answer seen = client_->post("/api/v1/calendars/preview", json::serialize(wish));
        INFO(seen.body);
        REQUIRE(seen.status == 200);
        wish["preview"] = object_of(seen).at("preview");
        const Answer done =
            client_->post("/api/v1/calendars", json::serialize(wish), "load-" + std::to_string(++loads_));
        INFO(done.body);
        REQUIRE(done.status == 200);
        CHECK(object_of(done).at("moved") == object_of(seen).at("moved"));
        return object_of(done).at("moved").as_int64();
    }

 private:
    std::string data_;
    std::string token_;
    std::unique_ptr<Server> server_;
    std::unique_ptr<Client> client_;
    std::string number_;
    int loads_ = 0;
};

}  // namespace

TEST_CASE("a year loaded over the API moves clocks, outlives a start, and verifies") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    Office office(data);
    office.complain();
    const Instant first = office.due();
    const Date last_day = date_of(first - Millis(1));  // the working day on which it is due
    const auto free_days = office.with(last_day, 1);
    CHECK(office.load(free_days) >= 1);
    const Instant moved = office.due();
    CHECK(moved > first);
    CHECK(office.load(free_days) == 0);  // the same again moves nothing
    office.restart();
    CHECK(office.due() == moved);
    CHECK(office.load(office.with(last_day, 2)) >= 0);
    office.restart();
    office.complain();
    office.stop();
    const Finished verified = program({"verify", "--data", data});
    INFO(verified.output << verified.errors);
    CHECK(verified.code == 0);
    const Finished doctor = program({"doctor", "--data", data, "--json"});
    CHECK(doctor.code == 0);
    CHECK(parse_json(doctor.output).value().as_object().at("notes").as_array().size() == 1);
}
