// Filings as values: what they cover, when they end, and how they are kept.

#include <catch2/catch.hpp>

#include "core/ticket/filing.hpp"

using namespace gongdan;

namespace {

Instant at(const std::string& clock) { return parse_time("2026-07-12T" + clock + "+08:00").value(); }

Filing storm() {
    Filing filing;
    filing.id = "BB20260712000001";
    filing.areas = {"a1"};
    filing.names = {"一号台区"};
    filing.workflows = {"fault-repair"};
    filing.from = at("08:00:00");
    filing.to = at("20:00:00");
    filing.reason = "台风";
    filing.evidence = "气象预警 7 号";
    filing.filed_by = "d1";
    filing.filed_role = "dispatcher";
    filing.filed_at = at("09:00:00");
    return filing;
}

Filing approved() {
    Filing filing = storm();
    filing.approved_by = "boss";
    filing.approved_role = "leader";
    filing.approved_at = at("09:30:00");
    return filing;
}

Filing withdrawn(const std::string& clock) {
    Filing filing = approved();
    filing.withdrawn_by = "boss";
    filing.withdrawn_at = at(clock);
    return filing;
}

}  // namespace

TEST_CASE("only an approved filing covers, and only its workflows and areas, by id or by name") {
    CHECK(covers(approved(), "fault-repair", "a1"));
    CHECK(covers(approved(), "fault-repair", "一号台区"));
    CHECK_FALSE(covers(approved(), "complaint", "a1"));
    CHECK_FALSE(covers(approved(), "fault-repair", "a2"));
    CHECK_FALSE(covers(approved(), "fault-repair", ""));
    CHECK_FALSE(covers(storm(), "fault-repair", "a1"));
    CHECK_FALSE(covers(withdrawn("10:00:00"), "fault-repair", "a1"));
}

TEST_CASE("a filing ends with its period, or when it was withdrawn before") {
    CHECK(end_of(approved()) == at("20:00:00"));
    CHECK(end_of(withdrawn("10:00:00")) == at("10:00:00"));
    CHECK(end_of(withdrawn("21:00:00")) == at("20:00:00"));
}

TEST_CASE("a filing is read back as it was written, in each of its states") {
    for (const Filing& filing : {storm(), approved(), withdrawn("10:00:00")}) {
        const json::object view = filing_view(filing);
        CHECK(string_or_empty(view, "state") == name_of(filing.state()));
        const auto reread = filing_from(view);
        REQUIRE(reread.ok());
        CHECK(filing_view(*reread) == view);
    }
    CHECK(filing_view(storm()).at("approved_by").is_null());
}

TEST_CASE("a filing without an id or with a time that cannot be read is damaged") {
    for (const char* key : {"id", "from", "to", "filed_at"}) {
        json::object view = filing_view(approved());
        view[key] = "";
        INFO(key);
        CHECK(filing_from(view).error().code == Errc::internal);
    }
}
