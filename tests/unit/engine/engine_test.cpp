// The engine over a store in memory: batches, sweeps, families of cases, kept answers, imports, replay.

#include <map>

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "core/engine/memory_store.hpp"
#include "core/ticket/snapshot_json.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

class Desk {
 public:
    Result<Reply> run(const Request& request, Instant now) {
        auto result = engine_.run({&request, 1}, now);
        keep(result.committed);
        return std::move(result.replies.front());
    }
    BatchResult run(const std::vector<Request>& requests, Instant now) {
        auto result = engine_.run(requests, now);
        keep(result.committed);
        return result;
    }
    SweepResult sweep(Instant now, std::size_t limit = kSweepLimit) {
        auto swept = engine_.sweep(now, now, limit);
        REQUIRE(swept.ok());
        keep(swept->committed);
        return std::move(*swept);
    }
    const CaseSnapshot& at(std::int64_t id) { return store_.load(CaseId(id)).value()->snapshot; }
    std::vector<std::string> types_of(std::int64_t id) const {
        std::vector<std::string> types;
        for (const Event& event : journal_) {
            if (to_int(event.case_id) == id) types.emplace_back(name_of(event.type));
        }
        return types;
    }
    const std::vector<Event>& journal() const { return journal_; }
    MemoryStore& store() { return store_; }
    Engine& engine() { return engine_; }

    /// Every case made anew from its events.
    std::map<std::int64_t, CaseSnapshot> replay() const {
        std::map<std::int64_t, CaseSnapshot> cases;
        for (const Event& event : journal_) {
            if (to_int(event.case_id) == 0) continue;
            auto& snapshot = cases[to_int(event.case_id)];
            const auto workflow = event.type == EventType::case_opened
                                      ? shipped().rules->find_workflow(string_or_empty(event.body, "workflow"))
                                      : snapshot.workflow;
            apply(snapshot, event, workflow);
        }
        return cases;
    }

 private:
    void keep(const Committed& committed) {
        journal_.insert(journal_.end(), committed.events.begin(), committed.events.end());
    }

    MemoryStore store_;
    Engine engine_{store_, shipped(), crypto::sha256, fixed_salt};
    std::vector<Event> journal_;
};

/// A store whose `nth` write fails, as a full disk does.
class FailingStore final : public Store {
 public:
    FailingStore(Store& inner, int nth) : inner_(inner), left_(nth) {}
    Result<void> begin() override { return inner_.begin(); }
    Result<void> commit() override { return fails() ? Result<void>(full()) : inner_.commit(); }
    void rollback() override { inner_.rollback(); }
    Result<std::int64_t> take_seq(std::int64_t count) override { return inner_.take_seq(count); }
    Result<CaseId> take_case_id() override { return inner_.take_case_id(); }
    Result<std::int64_t> take_serial(std::string_view prefix) override { return inner_.take_serial(prefix); }
    Result<CaseRecordPtr> load(CaseId id) override { return inner_.load(id); }
    Result<CaseId> find_number(std::string_view number) override { return inner_.find_number(number); }
    Result<void> write(const CaseChange& change) override {
        return fails() ? Result<void>(full()) : inner_.write(change);
    }
    Result<void> write_configuration(const StoredEvent& event) override { return inner_.write_configuration(event); }
    Result<ChainTail> configuration_tail() override { return inner_.configuration_tail(); }
    Result<std::vector<DueCase>> due(Instant until, std::size_t limit) override { return inner_.due(until, limit); }
    Result<std::optional<Instant>> next_due() override { return inner_.next_due(); }
    Result<std::vector<CaseId>> with_clocks(CaseId after, std::size_t limit) override {
        return inner_.with_clocks(after, limit);
    }
    Result<std::vector<CaseId>> at_rest(Instant opened_from, const std::vector<std::string>& areas, CaseId after,
                                        std::size_t limit) override {
        return inner_.at_rest(opened_from, areas, after, limit);
    }
    Result<std::optional<StoredAnswer>> find_answer(std::string_view key) override { return inner_.find_answer(key); }
    Result<void> erase_personal(CaseId id) override {
        return fails() ? Result<void>(full()) : inner_.erase_personal(id);
    }
    Result<void> keep_answer(const StoredAnswer& answer) override {
        return fails() ? Result<void>(full()) : inner_.keep_answer(answer);
    }
    Result<std::string> rebasing() override { return inner_.rebasing(); }
    Result<void> keep_rebasing(std::string_view text) override {
        return fails() ? Result<void>(full()) : inner_.keep_rebasing(text);
    }
    [[nodiscard]] bool spent() const { return left_ <= 0; }

 private:
    static Error full() { return Error{Errc::read_only, {"磁盘已满", "the disk is full"}, {}, {}}; }
    bool fails() { return left_ > 0 && --left_ == 0; }

    Store& inner_;
    int left_;
};

/// An urban fault of another system, opened at that time of the day, with no step yet.
ImportCommand past_fault(std::string number, const std::string& opened) {
    ImportCommand past;
    past.workflow = "fault-repair";
    past.number = std::move(number);
    past.actor = {"import", {"admin"}};
    past.data = object(R"({"site_class":"urban","fault_address":"旧系统路 9 号"})");
    past.opened_at = on(opened);
    return past;
}

std::string stored(const CaseSnapshot& snapshot) { return json::serialize(snapshot_to_json(snapshot)); }

}  // namespace

TEST_CASE("a batch commits its good requests and refuses the others without harm") {
    Desk desk;
    const auto result = desk.run(std::vector{open_fault(), fire("1", "archive", "dispatcher"),
                                             fire("1", "dispatch", "dispatcher", R"({"team":"A"})"),
                                             fire("77", "dispatch", "dispatcher", R"({"team":"A"})")},
                                 on("08:01:00"));
    REQUIRE(result.replies.size() == 4);
    CHECK(result.replies[0].ok());
    CHECK(result.replies[1].error().code == Errc::not_allowed);
    CHECK(result.replies[2].ok());
    CHECK(result.replies[3].error().code == Errc::not_found);
    CHECK(desk.at(1).state == "dispatched");
    CHECK(desk.at(1).number == "GZ20260302000001");
}

TEST_CASE("a refused opening takes neither an id nor a number") {
    Desk desk;
    CHECK_FALSE(desk.run(open_fault("moon"), on("08:01:00")).ok());
    const auto opened = desk.run(open_fault(), on("08:01:00"));
    REQUIRE(opened.ok());
    CHECK(opened->record->snapshot.number == "GZ20260302000001");
    CHECK(opened->created);
}

TEST_CASE("when the store fails anywhere in a batch nothing of it remains, and the next try succeeds") {
    for (int nth = 1;; ++nth) {
        MemoryStore memory;
        FailingStore failing(memory, nth);
        Engine engine(failing, shipped(), crypto::sha256, fixed_salt);
        auto keyed = open_fault();
        keyed.idempotency = Idempotency{"k", "f"};
        const std::vector<Request> requests{keyed, fire("1", "dispatch", "dispatcher", R"({"team":"A"})")};
        const auto first = engine.run(requests, on("08:01:00"));
        if (!failing.spent()) {
            CHECK(first.replies[0].ok());
            CHECK(nth > 4);
            break;
        }
        for (const auto& reply : first.replies) CHECK(reply.error().code == Errc::read_only);
        CHECK(first.committed.events.empty());
        CHECK(memory.load(CaseId(1)).value() == nullptr);
        CHECK_FALSE(memory.next_due().value().has_value());
        const auto second = engine.run(requests, on("08:02:00"));
        CHECK(second.replies[0]->record->snapshot.number == "GZ20260302000001");
        CHECK(second.replies[1].ok());
    }
}

TEST_CASE("the same key and body get the first answer again, another body is refused") {
    Desk desk;
    auto request = open_fault();
    request.idempotency = Idempotency{"token:abc", "body-1"};
    const auto first = desk.run(request, on("08:01:00"));
    REQUIRE(first.ok());
    const auto again = desk.run(request, on("08:05:00"));
    REQUIRE(again.ok());
    REQUIRE(again->kept.has_value());
    CHECK(again->replayed);
    CHECK(again->kept->status == 201);
    REQUIRE(first->kept.has_value());
    CHECK_FALSE(first->replayed);
    CHECK(again->kept->body == first->kept->body);
    CHECK(again->kept->revision == first->record->snapshot.revision);
    CHECK(json::parse(again->kept->body).at("number") == "GZ20260302000001");
    request.idempotency->fingerprint = "body-2";
    CHECK(desk.run(request, on("08:06:00")).error().code == Errc::invalid_input);
    CHECK_FALSE(desk.store().find_number("GZ20260302000002").value() == CaseId(2));
}

TEST_CASE("a refusal under a key is repeated too, even when the command would now succeed") {
    Desk desk;
    REQUIRE(desk.run(open_fault(), on("08:01:00")).ok());
    auto early = fire("1", "acknowledge", "area_manager");
    early.idempotency = Idempotency{"k", "f"};
    CHECK(desk.run(early, on("08:02:00")).error().code == Errc::not_allowed);
    REQUIRE(desk.run(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), on("08:03:00")).ok());
    const auto again = desk.run(early, on("08:04:00"));
    REQUIRE(again.ok());
    CHECK(again->kept->status == 409);
}

TEST_CASE("a sweep fires over all cases in order of due time and says how late it was") {
    Desk desk;
    REQUIRE(desk.run(open_fault("urban", "08:00:00"), on("08:00:00")).ok());
    REQUIRE(desk.run(open_fault("urban", "08:10:00"), on("08:10:00")).ok());
    const std::size_t before = desk.journal().size();
    const auto sweep = desk.sweep(on("08:50:00"));
    CHECK_FALSE(sweep.more);
    std::vector<Instant> times;
    for (std::size_t i = before; i < desk.journal().size(); ++i) times.push_back(desk.journal()[i].occurred_at);
    CHECK(times.size() == 8);
    CHECK(std::is_sorted(times.begin(), times.end()));
    CHECK(sweep.lateness.front() == std::chrono::minutes(47));
    CHECK(desk.sweep(on("08:50:00")).fired == 0);
}

TEST_CASE("sweeps with a small limit fire the same alarms in the same order as one large sweep") {
    const auto fired = [](std::size_t limit) {
        Desk desk;
        for (int minute = 0; minute < 9; ++minute) {
            const std::string clock = "08:0" + std::to_string(minute) + ":00";
            REQUIRE(desk.run(open_fault("urban", clock), on(clock)).ok());
        }
        const std::size_t before = desk.journal().size();
        while (desk.sweep(on("12:00:00"), limit).more) {
        }
        std::vector<std::pair<Instant, std::int64_t>> order;
        for (std::size_t i = before; i < desk.journal().size(); ++i) {
            order.emplace_back(desk.journal()[i].occurred_at, to_int(desk.journal()[i].case_id));
        }
        return order;
    };
    const auto all = fired(10000);
    CHECK(all.size() > 50);
    CHECK(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; }));
    CHECK(fired(1) == all);
    CHECK(fired(4) == all);
}

TEST_CASE("children of a merged master follow it, and all their clocks are cancelled") {
    Desk desk;
    for (int i = 0; i < 3; ++i) REQUIRE(desk.run(open_fault(), on("08:00:00")).ok());
    REQUIRE(desk.run(fire("1", "merge", "dispatcher", R"({"into":"2"})"), on("08:01:00")).ok());
    REQUIRE(desk.run(fire("2", "merge", "dispatcher", R"({"into":"GZ20260302000003"})"), on("08:02:00")).ok());
    CHECK(desk.at(1).merged_into == CaseId(3));
    CHECK(desk.at(2).merged_into == CaseId(3));
    CHECK(desk.at(3).merged_children == std::vector{CaseId(2), CaseId(1)});
    CHECK(desk.sweep(on("09:20:00")).fired == 6);  // the master's alone: two breaches, four rungs
    CHECK(desk.run(fire("3", "merge", "dispatcher", R"({"into":"3"})"), on("09:30:00")).error().code == Errc::conflict);
    CHECK(desk.run(fire("3", "merge", "dispatcher", R"({"into":"99"})"), on("09:30:00")).error().code ==
          Errc::invalid_input);
}

TEST_CASE("a work order under a ticket counts as its open child until it ends") {
    Desk desk;
    REQUIRE(desk.run(open_fault(), on("08:00:00")).ok());
    const Request order{
        OpenRequest{{"work-order", {"d1", {"dispatcher"}}, object(R"({"team":"A"})"), std::nullopt, CaseId{}},
                    "GZ20260302000001"},
        std::nullopt,
        {}};
    REQUIRE(desk.run(order, on("08:05:00")).ok());
    CHECK(desk.at(1).open_children == 1);
    CHECK(desk.at(1).children == std::vector{CaseId(2)});
    CHECK(desk.at(2).parent == CaseId(1));
    REQUIRE(desk.run(fire("2", "void", "dispatcher", R"({"reason":"重复","approver":"fm1"})"), on("08:06:00")).ok());
    CHECK(desk.at(1).open_children == 0);
}

TEST_CASE("an imported past breaches on paper and tells nobody, and importing it twice changes nothing") {
    Desk desk;
    ImportCommand past = past_fault("3120260302000777", "08:00:00");
    past.steps = {{"dispatch", on("08:05:00"), object(R"({"team":"A"})")},
                  {"arrive", on("09:00:00"), {}},
                  {"repair", on("08:30:00"), {}},
                  {"restore", on("09:40:00"), {}}};
    past.findings = {"duration-differs"};
    const auto imported = desk.run(Request{ImportRequest{past}, std::nullopt, {}}, on("20:00:00"));
    REQUIRE(imported.ok());
    CHECK(imported->created);
    const CaseSnapshot& snapshot = desk.at(1);
    CHECK(snapshot.state == "restored");
    CHECK(snapshot.number == "3120260302000777");
    REQUIRE(snapshot.clock("arrival") != nullptr);
    CHECK(snapshot.clock("arrival")->breached);
    CHECK(snapshot.clock("arrival")->stopped_at == on("09:00:00"));
    const auto types = desk.types_of(1);
    CHECK(std::count(types.begin(), types.end(), "escalation.raised") == 0);
    std::vector<std::string> findings;
    for (const Event& event : desk.journal()) {
        if (event.type == EventType::finding_raised) findings.push_back(string_or_empty(event.body, "finding"));
    }
    CHECK(findings == std::vector<std::string>{"times-out-of-order", "duration-differs"});
    CHECK(desk.sweep(on("21:00:00")).fired == 0);

    const auto again = desk.run(Request{ImportRequest{past}, std::nullopt, {}}, on("20:05:00"));
    REQUIRE(again.ok());
    CHECK_FALSE(again->created);
    CHECK(desk.types_of(1) == types);
    CHECK(desk.run(fire("3120260302000777", "reply", "area_manager", R"({"close_code":"repaired"})"), on("20:10:00"))
              .ok());
}

TEST_CASE("a number that an import brought is passed over, not given twice") {
    Desk desk;
    ImportCommand past = past_fault("GZ20260302000001", "07:00:00");
    REQUIRE(desk.run(Request{ImportRequest{past}, std::nullopt, {}}, on("08:00:00")).ok());
    const auto opened = desk.run(open_fault(), on("08:01:00"));
    REQUIRE(opened.ok());
    CHECK(opened->record->snapshot.number == "GZ20260302000002");
}

TEST_CASE("an imported child joins its master, or says that it is not there") {
    Desk desk;
    const auto past = [](std::string number, const std::string& into) {
        ImportCommand command = past_fault(std::move(number), "07:00:00");
        if (!into.empty()) command.steps = {{"merge", on("07:05:00"), {{"into", into}}}};
        return Request{ImportRequest{command}, std::nullopt, {}};
    };
    REQUIRE(desk.run(past("M1", ""), on("07:10:00")).ok());
    REQUIRE(desk.run(past("K1", "M1"), on("07:10:00")).ok());
    REQUIRE(desk.run(past("K2", "M2"), on("07:10:00")).ok());
    CHECK(desk.at(1).merged_children == std::vector{CaseId(2)});
    CHECK(desk.at(2).merged_into == CaseId(1));
    CHECK(desk.at(3).state == "merged");
    CHECK(string_or_empty(desk.journal().back().body, "finding") == "master-unknown");
}

TEST_CASE("an escalation id names its case, whatever numbers other systems gave theirs") {
    Desk desk;
    REQUIRE(desk.run(open_fault(), on("08:00:00")).ok());
    ImportCommand past = past_fault("1", "07:00:00");
    REQUIRE(desk.run(Request{ImportRequest{past}, std::nullopt, {}}, on("08:00:00")).ok());
    desk.sweep(on("08:45:00"));
    const auto acknowledge = [&desk](std::string id) {
        return desk.run(
            Request{AcknowledgeRequest{"", {std::move(id), {"m1", {"district_manager"}}}}, std::nullopt, {}},
            on("08:46:00"));
    };
    const auto done = acknowledge("1.arrival.1.3.1");
    REQUIRE(done.ok());
    CHECK(done->record->snapshot.id == CaseId(1));
    CHECK(acknowledge("77.arrival.1.3.1").error().code == Errc::not_found);
    CHECK(acknowledge("nonsense").error().code == Errc::not_found);
}

TEST_CASE("an import that is still open escalates only what lies ahead of it") {
    Desk desk;
    ImportCommand past = past_fault("X1", "08:00:00");
    REQUIRE(desk.run(Request{ImportRequest{past}, std::nullopt, {}}, on("08:40:00")).ok());
    const auto swept = desk.sweep(on("08:46:00"));
    const auto types = desk.types_of(1);
    CHECK(std::count(types.begin(), types.end(), "escalation.skipped") == 2);
    CHECK(std::count(types.begin(), types.end(), "escalation.raised") == 1);
    CHECK(swept.fired == 2);
}

TEST_CASE("comments are kept in any state, and their length is checked") {
    Desk desk;
    REQUIRE(desk.run(open_fault(), on("08:00:00")).ok());
    const auto comment = [](std::string text, std::string role) {
        return Request{
            CommentRequest{"1", {std::move(text), {"somebody", {std::move(role)}}, std::nullopt}}, std::nullopt, {}};
    };
    CHECK(desk.run(comment("已联系用户", "dispatcher"), on("08:01:00")).ok());
    CHECK(desk.run(comment("", "dispatcher"), on("08:01:00")).error().code == Errc::invalid_input);
    CHECK(desk.run(comment(std::string(kCommentMax + 1, 'x'), "dispatcher"), on("08:01:00")).error().code ==
          Errc::invalid_input);
    CHECK(desk.run(comment("只看", "auditor"), on("08:01:00")).error().code == Errc::forbidden);
    CHECK(desk.types_of(1).back() == "case.noted");
}

TEST_CASE("replaying the journal yields every case as stored") {
    Desk desk;
    for (int i = 0; i < 4; ++i) REQUIRE(desk.run(open_fault(), on("08:00:00")).ok());
    REQUIRE(desk.run(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), on("08:02:00")).ok());
    REQUIRE(
        desk.run(fire("1", "suspend", "dispatcher", R"({"reason":"用户要求","approver":"fm1"})"), on("08:10:00")).ok());
    REQUIRE(desk.run(fire("2", "merge", "dispatcher", R"({"into":"3"})"), on("08:12:00")).ok());
    desk.sweep(on("09:30:00"));
    REQUIRE(desk.run(Request{AcknowledgeRequest{"3", {"last", {"m1", {"district_manager"}}}}, std::nullopt, {}},
                     on("09:31:00"))
                .ok());
    REQUIRE(desk.run(fire("1", "resume", "dispatcher"), on("09:40:00")).ok());
    const auto cases = desk.replay();
    REQUIRE(cases.size() == 4);
    for (const auto& [id, snapshot] : cases) {
        CHECK(stored(snapshot) == stored(desk.at(id)));
        const auto reread = snapshot_from_json(snapshot_to_json(snapshot), snapshot.workflow);
        REQUIRE(reread.ok());
        CHECK(stored(*reread) == stored(snapshot));
    }
}

TEST_CASE("a new calendar year rebases what moves, with old and new, and is itself journalled") {
    Desk desk;
    const Request complaint{OpenRequest{{"complaint",
                                         {"ct1", {"call_taker"}},
                                         object(R"({"complaint_type":"quality","description":"电压低"})"),
                                         std::nullopt,
                                         CaseId{}},
                                        ""},
                            std::nullopt,
                            {}};
    REQUIRE(desk.run(complaint, parse_time("2026-12-30T09:00:00+08:00").value()).ok());
    CHECK(desk.at(1).clock("reply")->provisional);
    CalendarYear year;
    year.year = 2027;
    year.holidays = {parse_date("2027-01-01").value(), parse_date("2027-01-04").value()};
    const auto committed = desk.engine().replace_calendar_year(year, {"admin", {"admin"}},
                                                               parse_time("2026-12-31T09:00:00+08:00").value());
    REQUIRE(committed.ok());
    CHECK(committed->events.front().type == EventType::configuration_changed);
    CHECK_FALSE(desk.at(1).clock("reply")->provisional);
    CHECK(format_time(desk.at(1).clock("reply")->due_at) == "2027-01-13T00:00:00+08:00");
}

namespace {

/// Who asks again under a key that was answered before.
Request again_as(Request request, Viewer viewer) {
    request.viewer = std::make_shared<const Viewer>(std::move(viewer));
    return request;
}

}  // namespace

TEST_CASE("a kept answer shows its caller no more than he may see when he asks again, and does nothing twice") {
    Desk desk;
    OpenRequest open;
    open.command.workflow = "complaint";
    open.command.actor = {"li", {"dispatcher"}};
    open.command.data = {
        {"complaint_type", "service"}, {"description", "x"}, {"team", "A"}, {"contact_phone", "13800000000"}};
    Request request;
    request.wish = open;
    request.idempotency = Idempotency{"2:li:k", "f"};
    Viewer all{open.command.actor, Reach::everything(), true, false, false};
    const auto first = desk.run(again_as(request, all), on("08:00:00"));
    REQUIRE(first.ok());
    const std::string body = first->kept->body;
    CHECK(desk.run(again_as(request, all), on("08:01:00"))->kept->body == body);

    Viewer elsewhere = all;
    elsewhere.reach = Reach{};
    elsewhere.reach.teams = {"B"};
    CHECK(desk.run(again_as(request, elsewhere), on("08:02:00")).error().code == Errc::not_found);

    Viewer masked = all;
    masked.personal = false;
    const auto seen = desk.run(again_as(request, masked), on("08:03:00"));
    REQUIRE(seen.ok());
    CHECK(seen->replayed);
    CHECK(seen->kept->status == 201);
    CHECK(seen->kept->body.find("13800000000") == std::string::npos);
    CHECK(seen->kept->body.find("138****0000") != std::string::npos);

    CHECK(desk.run(again_as(request, all), on("08:04:00"))->kept->body == body);
    CHECK(desk.store().load(CaseId(2)).value() == nullptr);
}
