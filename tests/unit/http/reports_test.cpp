// The compliance report over HTTP: what it says, of whom, in which form.

#include <catch2/catch.hpp>

#include "tests/support/shipped.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

const std::string kReport = "/api/v1/reports/compliance";

void open_at(Desk& desk, const std::string& area, const std::string& team) {
    const Response opened = desk.post(
        "/api/v1/tickets", R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"x","area":")" +
                               area + R"(","team":")" + team + "\"}}");
    REQUIRE(opened.status == 201);
}

json::array rows_of(const Response& response, std::string_view sheet) {
    REQUIRE(response.status == 200);
    return object_of(response).at("sheets").as_object().at(sheet).as_object().at("rows").as_array();
}

const json::object& row_of(const json::array& rows, std::string_view clock) {
    for (const auto& row : rows) {
        if (row.at("clock").as_string() == clock) return row.as_object();
    }
    throw std::runtime_error("no such row");
}

}  // namespace

TEST_CASE("a report counts what the journal holds up to now, and names the tickets behind each figure") {
    Desk desk;
    open_at(desk, "demo-101", "A");
    open_at(desk, "demo-201", "B");
    desk.service.time += std::chrono::minutes(46);
    const auto rows = rows_of(desk.get(kReport, "auditor"), "figures");
    const json::object& arrival = row_of(rows, "arrival");
    CHECK(arrival.at("count") == 2);
    CHECK(arrival.at("open_overdue") == 2);
    CHECK(arrival.at("rate") == "0.00");
    CHECK(arrival.at("average").is_null());
    const std::string key(arrival.at("key").as_string());
    CHECK(key == "workflow=fault-repair;clock=arrival");
    const auto tickets =
        rows_of(desk.get(kReport + "?tickets=" + key + ";outcome=open_overdue", "auditor"), "selection");
    REQUIRE(tickets.size() == 2);
    CHECK(tickets[0].at("overdue") == 60);
    CHECK(tickets[0].at("outcome") == "open_overdue");
}

TEST_CASE("a manager's report is made of the tickets he may see") {
    Desk desk;
    open_at(desk, "demo-101", "A");
    open_at(desk, "demo-201", "B");
    const std::string manager = "district_manager@demo-wu-jiu";
    CHECK(row_of(rows_of(desk.get(kReport, manager), "figures"), "arrival").at("count") == 1);
    const auto listed = rows_of(desk.get(kReport + "?tickets=clock=arrival", manager), "selection");
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].at("team") == "A");
    CHECK(desk.get(kReport, "call_taker").status == 403);
}

TEST_CASE("a report comes as JSON, CSV, workbook or page") {
    Desk desk;
    open_at(desk, "demo-101", "A");
    const Response csv = desk.get(kReport + "?format=csv&by=team", "admin");
    CHECK(header_of(csv, "Content-Type") == "text/csv; charset=utf-8");
    CHECK(csv.body.starts_with("workflow,clock,team,count,"));
    const Response workbook = desk.get(kReport + "?format=xlsx", "admin");
    CHECK(workbook.body.starts_with("PK"));
    CHECK(header_of(workbook, "Content-Disposition") == "attachment; filename=\"compliance.xlsx\"");
    const Response page = desk.get(kReport + "?format=html", "admin");
    CHECK(page.body.starts_with("<!doctype html>"));
    CHECK(header_of(page, "Content-Type") == "text/html; charset=utf-8");
}

TEST_CASE("a question that makes no sense is refused, and what nobody did is no fault") {
    Desk desk;
    for (const char* const query : {"?by=colour", "?from=2026-13-01", "?from=2026-03-02&to=2026-03-01", "?format=word",
                                    "?tickets=x", "?colour=red"}) {
        INFO(query);
        CHECK(desk.get(kReport + query, "auditor").status == 422);
    }
    CHECK(rows_of(desk.get(kReport + "?from=2020-01-01&to=2020-01-31", "auditor"), "figures").empty());
}
