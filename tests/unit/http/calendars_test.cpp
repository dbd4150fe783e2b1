// The next year's calendar over HTTP: previewed, confirmed as it was seen, refused with the very place that is wrong.

#include <catch2/catch.hpp>

#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;
using Texts = std::vector<std::string>;

namespace {

/// An administrator on the last day of 2026, with a complaint whose answer is due in 2027.
class NewYear {
 public:
    NewYear() {
        desk.service.time = parse_time("2026-12-30T09:00:00+08:00").value();
        const std::string complaint =
            R"({"workflow":"complaint","data":{"complaint_type":"quality","description":"电压低"}})";
        REQUIRE(desk.post("/api/v1/tickets", complaint).status == 201);
        desk.service.time = parse_time("2026-12-31T09:00:00+08:00").value();
    }

    Response preview(const json::object& wish) { return send("/api/v1/calendars/preview", wish, {}); }
    Response confirm(json::object wish, const std::string& mark, const std::vector<Header>& headers = {}) {
        wish["preview"] = mark;
        return send("/api/v1/calendars", wish, headers);
    }
    json::object clock() {
        const json::object ticket = object_of(desk.get("/api/v1/tickets/1"));
        for (const json::value& one : ticket.at("clocks").as_array()) {
            if (one.as_object().at("name") == "reply") return one.as_object();
        }
        FAIL("no such clock");
        return {};
    }

    Desk desk;

 private:
    Response send(const std::string& target, const json::object& body, const std::vector<Header>& headers) {
        return desk.ask(
            {.method = "POST", .target = target, .body = json::serialize(body), .role = "admin", .headers = headers});
    }
};

json::object days(const Texts& holidays, const Texts& workdays = {}) {
    return {{"year", 2027}, {"holidays", json::value_from(holidays)}, {"workdays", json::value_from(workdays)}};
}

}  // namespace

TEST_CASE("a preview names days and clocks that move; confirming does just that, once") {
    NewYear office;
    const json::object wish = days({"2027-01-01", "2027-01-04"});
    const json::object seen = object_of(office.preview(wish));
    CHECK(seen.at("moved") == 1);
    CHECK(seen.at("settled") == 0);
    CHECK(seen.at("overdue") == 0);
    CHECK(seen.at("tickets") == 1);
    CHECK(seen.at("more") == 0);
    const json::object& moved = seen.at("clocks").as_array().at(0).as_object();
    CHECK(moved.at("clock") == "reply");
    CHECK(moved.at("old_due_at") == office.clock().at("due_at"));
    CHECK(moved.at("due_at") == "2027-01-13T00:00:00+08:00");
    CHECK(seen.at("days").as_array().at(0).as_object().at("date") == "2027-01-04");
    CHECK(office.clock().at("provisional") == true);

    const std::string mark = string_or_empty(seen, "preview");
    const std::vector<Header> key = {{"idempotency-key", "k1"}};
    const Response done = office.confirm(wish, mark, key);
    REQUIRE(done.status == 200);
    CHECK(object_of(done).at("moved") == 1);
    CHECK(object_of(done).at("year").as_object().at("source") == "administrator");
    CHECK(office.clock().at("due_at") == "2027-01-13T00:00:00+08:00");
    CHECK(office.clock().at("provisional") == false);
    const Response again = office.confirm(wish, mark, key);
    CHECK(again.body == done.body);
    CHECK(header_of(again, "Idempotency-Replayed") == "true");
    CHECK(office.confirm(wish, mark).status == 409);  // the calendar is another one now
}

TEST_CASE("a list of the notice is loaded as it is pasted, and doubted where it looks wrong") {
    NewYear office;
    const json::object wish{{"text", "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-06,workday,元旦\n"}};
    const json::object seen = object_of(office.preview(wish));
    CHECK(seen.at("year").as_object().at("year") == 2027);
    CHECK(seen.at("doubts").as_array().size() == 2);
    CHECK(seen.at("settled") == 1);
    CHECK(office.confirm(wish, string_or_empty(seen, "preview")).status == 200);
    json::object provisional = wish;
    provisional["provisional"] = true;
    CHECK(object_of(office.preview(provisional)).at("year").as_object().at("provisional") == true);
}

TEST_CASE("what is wrong in a calendar is named with its place") {
    NewYear office;
    CHECK(pointers_of(office.preview(days({"2027-01-01", "2026-12-31"}, {"2027-01-01"}))) ==
          Texts{"/holidays/1", "/workdays/0"});
    CHECK(pointers_of(office.preview(days({"soon"}))) == Texts{"/holidays/0"});
    CHECK(pointers_of(office.preview({{"year", 2027}})) == Texts{"/holidays"});
    CHECK(pointers_of(office.preview(json::object{{"holidays", json::array()}})) == Texts{"/year"});
    const Response line = office.preview({{"text", "2027-01-01,holiday\nsoon,holiday\n"}, {"file", "cn-2027.csv"}});
    CHECK(line.status == 422);
    CHECK(line.body.find("cn-2027.csv:2: ") != std::string::npos);
    json::object both = days({"2027-01-01"});
    both["text"] = "2027-01-01,holiday";
    CHECK(pointers_of(office.preview(both)) == Texts{"/text"});
    CHECK(office.confirm(days({"2027-01-01"}), "seen by nobody").status == 409);
    CHECK(pointers_of(office.confirm(days({"2026-01-01"}), "x")) == Texts{"/holidays/0"});
    CHECK(office.clock().at("provisional") == true);
}

TEST_CASE("while one preview is made another waits for its turn") {
    NewYear office;
    office.desk.service.fake_reads().before_clocks = [&office] {
        office.desk.service.fake_reads().before_clocks = nullptr;
        CHECK(office.preview(days({"2027-01-01"})).status == 503);
    };
    CHECK(office.preview(days({"2027-01-01"})).status == 200);
    CHECK(office.preview(days({"2027-01-01"})).status == 200);
}
