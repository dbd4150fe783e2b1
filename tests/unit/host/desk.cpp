#include "tests/unit/host/desk.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "adapters/sqlite/accounts.hpp"

namespace gongdan::test {

Result<void> HinderedStore::begin() {
    if (trouble_ == Trouble::begin) return fail(Errc::read_only, "store.full", "test");
    return store_.begin();
}

Result<void> HinderedStore::commit() {
    gate_.change([](Gate& gate) { ++gate.waiting; });
    const bool opened = gate_.comes_to([](const Gate& gate) { return !gate.shut; });
    gate_.change([](Gate& gate) { --gate.waiting; });
    if (!opened || trouble_ == Trouble::commit) return fail(Errc::read_only, "store.full", "test");
    ++commits_;
    return store_.commit();
}

namespace {
Error nothing_here() { return fail(Errc::not_found, "store.no-case", 0); }
}  // namespace

Result<CaseRecordPtr> NoReads::find(std::string_view) { return nothing_here(); }
Result<CaseRecordPtr> NoReads::find_case(CaseId) { return nothing_here(); }
Result<CasePage> NoReads::list(const CaseFilter&, Instant) { return nothing_here(); }
Result<std::vector<CaseCount>> NoReads::counts(CountBy, const Reach&, Instant) { return nothing_here(); }
Result<std::vector<Event>> NoReads::journal(CaseId, std::int64_t, int) { return nothing_here(); }
Result<std::vector<Event>> NoReads::events_after(std::int64_t, int) { return nothing_here(); }
Result<EscalationPage> NoReads::escalations(bool, const Reach&, std::string_view, int) { return nothing_here(); }
Result<std::vector<std::int64_t>> NoReads::intake(const IntakeQuery&) { return nothing_here(); }
Result<std::vector<CaseRecordPtr>> NoReads::children(CaseId) { return nothing_here(); }
Result<std::vector<OutboxRow>> NoReads::outbox(OutboxRow::State, int) { return nothing_here(); }
Result<std::vector<ListEntry>> NoReads::listed(std::string_view) { return nothing_here(); }
Result<std::vector<ChannelBacklog>> NoReads::backlogs() { return nothing_here(); }
Result<DeliveryPage> NoReads::deliveries(const DeliveryFilter&) { return nothing_here(); }
Result<NoticePage> NoReads::notices(CaseId, std::string_view, int) { return nothing_here(); }
Result<std::vector<CaseRecordPtr>> NoReads::with_clocks(CaseId, int) { return nothing_here(); }
Result<std::vector<WorkflowVersion>> NoReads::workflow_versions(std::string_view) { return nothing_here(); }
std::shared_ptr<const Workflow> NoReads::find_workflow(std::string_view, std::string_view) { return nullptr; }
Result<Gauges> NoReads::gauges(Instant now) { return Gauges{7, 2, 1, 4, 3, 99, now - std::chrono::seconds(90)}; }

Result<std::string> NoAccess::create_token(const host::NewToken&, const host::Doer&) { return nothing_here(); }
Result<std::string> NoAccess::create_feed(const host::NewFeed&, const host::Doer&) { return nothing_here(); }
Result<std::vector<host::TokenInfo>> NoAccess::list_tokens() { return nothing_here(); }
Result<void> NoAccess::revoke_token(const std::string&, const host::Doer&) { return nothing_here(); }

host::Storage Desk::storage() {
    const auto settle = [this](const std::string& id, const notify::Outcome& outcome, Instant at) {
        settled.push_back("settle " + id + " " + outcome.answer + " " + format_time(at));
        return settle_answer;
    };
    const auto requeue = [this](const std::string& id, const Actor& actor, Instant at) {
        settled.push_back("requeue " + id + " by " + actor.id + " " + format_time(at));
        return settle_answer;
    };
    const auto gather = [this](const std::string& channel, const Recipient& recipient, Instant) {
        settled.push_back("gather " + channel + " " + recipient.first);
        return settle_answer;
    };
    const auto keep_year = [this](const CalendarYear& year, Instant) {
        settled.push_back("year " + std::to_string(year.year));
        return settle_answer;
    };
    const auto keep_entry = [this](const RosterEntry& entry, bool removed, Instant) {
        settled.push_back((removed ? "entry removed " : "entry ") + entry.id);
        return settle_answer;
    };
    const auto keep_filing = [this](const Filing& filing, Instant) {
        settled.push_back("filing " + filing.id + " " + std::string(name_of(filing.state())));
        return settle_answer;
    };
    const auto note_test = [this](const std::string& id, const std::string& channel, const notify::Outcome& outcome,
                                  Instant) {
        const bool delivered = outcome.kind == notify::Outcome::Kind::delivered;
        settled.push_back("test " + id + " over " + channel + (delivered ? " delivered" : ""));
        return settle_answer;
    };
    return {.store = store_,
            .reads = reads_,
            .access = access_,
            .accounts = *accounts_,
            .sign_on = nullptr,
            .settle = settle,
            .requeue = requeue,
            .gather = gather,
            .keep_calendar_year = keep_year,
            .keep_roster_entry = keep_entry,
            .keep_filing = keep_filing,
            .note_test = note_test,
            .unsealed_changes = [this] { return Result<host::UnsealedChanges>(unsealed_changes()); },
            .seal_changes =
                [this](std::int64_t) {
                    sealed_before_ = store_.commits();
                    return Result<void>();
                },
            .keep_seal = {},
            .requeue_all = [this](const DeadLetterWish& wish, const Actor& actor, Instant at) -> Result<std::int64_t> {
                settled.push_back("requeue all of " + wish.channel + " by " + actor.id + " " + format_time(at));
                return std::int64_t(wish.channel == "busy" ? kRequeueMax : 2);
            },
            .changed_beside = [this] { return Result<bool>(changed_beside.exchange(false)); }};
}

Desk::Desk() : now_ms_(to_unix_ms(on("08:00:00"))) {
    auto accounts = sqlite::SqliteAccounts::open(
        folder_.path() / "gongdan.db",
        {{"admin"}, {[this] { return from_unix_ms(now_ms_); }, std::chrono::steady_clock::now}, crypto::least_cost()});
    if (!accounts) FAIL(accounts.error().detail.en);
    accounts_ = std::move(*accounts);
    host::ServiceHooks hooks;
    hooks.now = [this] { return from_unix_ms(now_ms_); };
    hooks.notices = [this](const std::string& channel) {
        woken.change([&channel](auto& channels) { channels.push_back(channel); });
    };
    hooks.log = [this](bool serious, const LocalText& what) {
        logged.change([serious, &what](auto& lines) { lines.push_back({serious, what.en}); });
    };
    hooks.channels = [] {
        host::Channel channel;
        channel.name = "desk-file";
        channel.delivered = 3;
        channel.retried = 2;
        return std::vector{channel};
    };
    hooks.test_send = [this](const std::string& channel, std::string message) -> Result<host::TestAnswer> {
        tested.change([&](auto& all) { all.push_back(channel + " " + message); });
        (void)hold_tests.comes_to([](bool held) { return !held; });
        return host::TestAnswer{host::TestAnswer::Kind::delivered, {}};
    };
    service_ = std::make_unique<host::LiveService>(storage(), shipped(), hooks);
    listening_ = service_->subscribe([this](const std::shared_ptr<const std::vector<Event>>& events) {
        heard.change([&events](auto& all) { all.insert(all.end(), events->begin(), events->end()); });
    });
    service_->start();
}

host::UnsealedChanges Desk::unsealed_changes() {
    if (sealed_before_ && store_.commits() > *sealed_before_)
        unsealed.change([](host::UnsealedChanges& changes) { changes.notes.clear(); });
    sealed_before_.reset();
    return unsealed.now();
}

Desk::~Desk() {
    store_.open();
    service_->stop();
}

void Desk::submit(Request request) {
    service_->submit(std::move(request), [this](Result<Reply> reply) {
        answered.change([&reply](Answers& all) { all.push_back(std::move(reply)); });
    });
}

Desk::Answers Desk::answers(std::size_t count) {
    if (!answered.comes_to([count](const Answers& all) { return all.size() >= count; })) FAIL("no answer came");
    return answered.now();
}

Result<Reply> Desk::ask(Request request) {
    const std::size_t before = answered.now().size();
    submit(std::move(request));
    return answers(before + 1).at(before);
}

void Desk::turn() {
    // The second is taken up only after the turn of the first has ended, with its timers.
    for (int i = 0; i < 2; ++i) (void)service_->settle("turn", {});
}

std::size_t count_of(const std::vector<Event>& events, EventType type, const std::string& clock) {
    return std::size_t(std::count_if(events.begin(), events.end(), [type, &clock](const Event& event) {
        return event.type == type && (clock.empty() || string_or_empty(event.body, "clock") == clock);
    }));
}

}  // namespace gongdan::test
