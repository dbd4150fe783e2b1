#include "tests/unit/http/fake_service.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/accounts.hpp"
#include "core/engine/answers.hpp"
#include "tests/support/shipped.hpp"

namespace gongdan::http::test {

Result<CaseRecordPtr> FakeReads::find(std::string_view id_or_number) {
    auto id = store_.find_number(id_or_number);
    if (id && to_int(*id) == 0) id = CaseId(std::atoll(std::string(id_or_number).c_str()));
    auto found = store_.load(*id);
    if (found && *found) return found;
    return fail(Errc::not_found, "case.unknown", id_or_number);
}

Result<CaseRecordPtr> FakeReads::find_case(CaseId id) {
    auto found = store_.load(id);
    if (found && *found) return found;
    return fail(Errc::not_found, "case.unknown", to_int(id));
}

Result<CasePage> FakeReads::list(const CaseFilter& filter, Instant) {
    last_filter = filter;
    return next_page;
}

Result<std::vector<CaseRecordPtr>> FakeReads::with_clocks(CaseId after, int limit) {
    if (const auto call = before_clocks) call();
    const auto ids = store_.with_clocks(after, std::size_t(limit));
    std::vector<CaseRecordPtr> found;
    for (const CaseId id : *ids) found.push_back(store_.load(id).value());
    return found;
}

Result<std::vector<CaseCount>> FakeReads::counts(CountBy by, const Reach& reach, Instant) {
    last_count = by;
    last_reach = reach;
    return next_counts;
}

Result<std::vector<Event>> FakeReads::journal(CaseId id, std::int64_t after, int limit) {
    std::vector<Event> found;
    for (const Event& event : all_events) {
        if (event.case_id == id && event.case_seq > after && int(found.size()) < limit) found.push_back(event);
    }
    return found;
}

Result<std::vector<Event>> FakeReads::events_after(std::int64_t after, int limit) {
    ++event_reads;
    if (before_events) before_events();
    std::vector<Event> found;
    const auto next = std::upper_bound(all_events.begin(), all_events.end(), after,
                                       [](std::int64_t seq, const Event& event) { return seq < event.seq; });
    for (auto event = next; event != all_events.end() && int(found.size()) < limit; ++event) found.push_back(*event);
    return found;
}

Result<EscalationPage> FakeReads::escalations(bool open_only, const Reach&, std::string_view, int) {
    asked_open_only = open_only;
    return next_escalations;
}

Result<std::vector<std::int64_t>> FakeReads::intake(const IntakeQuery& query) {
    last_intake = query;
    return std::vector<std::int64_t>(std::size_t(query.count), 1);
}

Result<std::vector<CaseRecordPtr>> FakeReads::children(CaseId) { return std::vector<CaseRecordPtr>(); }
Result<std::vector<OutboxRow>> FakeReads::outbox(OutboxRow::State, int) { return dead; }
Result<std::vector<ListEntry>> FakeReads::listed(std::string_view list) {
    const auto found = lists.find(list);
    return found == lists.end() ? std::vector<ListEntry>() : found->second;
}

Result<DeliveryPage> FakeReads::deliveries(const DeliveryFilter& filter) {
    last_deliveries = filter;
    return next_deliveries;
}

Result<NoticePage> FakeReads::notices(CaseId id, std::string_view, int) {
    asked_notices = id;
    return next_notices;
}

Result<std::vector<WorkflowVersion>> FakeReads::workflow_versions(std::string_view) { return versions; }

std::shared_ptr<const Workflow> FakeReads::find_workflow(std::string_view workflow, std::string_view version) {
    auto found = gongdan::test::shipped().rules->find_workflow(workflow);
    return found && found->version == version ? found : nullptr;
}

Result<Gauges> FakeReads::gauges(Instant) { return Gauges{}; }

std::string token(const std::string& role) { return "someone:" + role; }

std::optional<host::Principal> FakeAccess::authenticate(std::string_view given) {
    const auto colon = given.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string name(given.substr(0, colon));
    for (const host::TokenInfo& known : tokens_) {
        if (known.name == name && known.revoked_at) return std::nullopt;
    }
    host::Principal principal{name, {}};
    std::string_view roles = given.substr(colon + 1);
    if (const auto at = roles.find('@'); at != std::string_view::npos) {
        principal.scope = Scope{std::string(roles.substr(at + 1)), {}, {}, {}};
        roles = roles.substr(0, at);
    }
    while (!roles.empty()) {
        principal.roles.emplace_back(roles.substr(0, roles.find(',')));
        roles.remove_prefix(std::min(roles.size(), principal.roles.back().size() + 1));
    }
    return principal;
}

Result<std::string> FakeAccess::create_token(const host::NewToken& token, const host::Doer&) {
    for (const host::TokenInfo& known : tokens_) {
        if (known.name == token.name) return fail(Errc::conflict, "test.taken");
    }
    tokens_.push_back({token.name, token.roles, token.scope, Instant{}, token.expires_at});
    return token.name + ":" + token.roles.front();
}

std::optional<std::string> FakeAccess::open_feed(std::string_view secret) {
    constexpr std::string_view kPrefix = "feed:";
    if (!secret.starts_with(kPrefix)) return std::nullopt;
    return std::string(secret.substr(kPrefix.size()));
}

Result<std::string> FakeAccess::create_feed(const host::NewFeed& feed, const host::Doer&) {
    tokens_.push_back({feed.name, {std::string(host::kFeedRole)}, Scope{feed.person, {}, {}, {}}, Instant{}});
    return "feed:" + feed.person;
}

Result<std::vector<host::TokenInfo>> FakeAccess::list_tokens() { return tokens_; }

Result<void> FakeAccess::revoke_token(const std::string& name, const host::Doer&) {
    for (host::TokenInfo& known : tokens_) {
        if (known.name != name) continue;
        known.revoked_at = Instant{};
        return {};
    }
    return fail(Errc::not_found, "test.unknown");
}

FakeService::FakeService()
    : time(gongdan::test::on("08:05:00")),
      engine_(store_, gongdan::test::shipped(), crypto::sha256, gongdan::test::fixed_salt),
      reads_(store_) {}

void FakeService::submit(gongdan::Request request, Done done) {
    if (refuse_next) return done(*std::exchange(refuse_next, std::nullopt));
    auto result = engine_.run(std::span(&request, 1), time);
    publish(std::move(result.committed.events));
    done(std::move(result.replies.front()));
}

void FakeService::sweep(Instant until) {
    auto swept = engine_.sweep(until, until);
    if (!swept) throw std::runtime_error(swept.error().detail.en);
    publish(std::move(swept->committed.events));
}

void FakeService::change_calendar(CalendarChange change, std::optional<Idempotency> idempotency, Done done) {
    auto changed = engine_.change_calendar(change, idempotency, time);
    if (!changed) return done(changed.error());
    publish(std::move(changed->committed.events));
    done(std::move(changed->reply));
}

void FakeService::change_roster(RosterChange change, std::optional<Idempotency> idempotency, Done done) {
    auto changed = engine_.change_roster(change, idempotency, time);
    if (!changed) return done(changed.error());
    publish(std::move(changed->committed.events));
    done(std::move(changed->reply));
}

void FakeService::change_filing(FilingWish wish, std::shared_ptr<const Viewer> viewer,
                                std::optional<Idempotency> idempotency, Done done) {
    auto changed = engine_.change_filing(wish, *viewer, idempotency, time);
    if (!changed) return done(changed.error());
    publish(std::move(changed->committed.events));
    done(std::move(changed->reply));
}

void FakeService::test_channel(std::string, std::string message, Tested done) {
    tested.push_back(std::move(message));
    done(test_answer);
}

void FakeService::note(json::object body, Engine::MakeAnswer answer, std::optional<Idempotency> idempotency,
                       Done done) {
    auto noted = engine_.note_once(body, answer, idempotency, time);
    if (!noted) return done(noted.error());
    publish(std::move(noted->committed.events));
    done(std::move(noted->reply));
}

void FakeService::requeue(std::string notice_id, Actor actor, std::optional<Idempotency> idempotency, Done done) {
    done(answer_once(store_, idempotency, time, [this, &notice_id, &actor]() -> Result<StoredAnswer> {
        if (reads_.dead.empty()) return fail(Errc::not_found, "test.unknown");
        requeued.push_back(notice_id);
        requeued_by.push_back(actor.id);
        StoredAnswer answer;
        answer.status = 200;
        answer.body = json::serialize(json::object{{"id", notice_id}, {"state", "pending"}});
        return answer;
    }));
}

void FakeService::requeue_all(DeadLetterWish wish, Actor actor, std::optional<Idempotency> idempotency, Done done) {
    done(answer_once(store_, idempotency, time, [this, &wish, &actor]() -> Result<StoredAnswer> {
        requeued_all.push_back(wish);
        requeued_by.push_back(actor.id);
        StoredAnswer answer;
        answer.status = 200;
        answer.body = json::serialize(
            json::object{{"channel", wish.channel}, {"requeued", std::int64_t(reads_.dead.size())}, {"more", false}});
        return answer;
    }));
}

void FakeService::find_answer(Idempotency idempotency, AnsweredBefore done) {
    auto kept = store_.find_answer(idempotency.key);
    if (!kept) return done(kept.error());
    if (!*kept) return done(std::optional<Reply>());
    auto reply = replay(std::move(**kept), idempotency);
    if (!reply) return done(reply.error());
    done(std::optional(std::move(*reply)));
}

void FakeService::keep_answer(Idempotency idempotency, Result<StoredAnswer> outcome,
                              std::function<void(Result<void>)> done) {
    (void)answer_once(store_, idempotency, time, [&outcome] { return outcome; });
    done({});
}

std::shared_ptr<void> FakeService::subscribe(Listener listener) {
    const int id = int(listeners_.size()) + 1;
    listeners_.emplace(id, std::move(listener));
    return std::shared_ptr<void>(nullptr, [this, id](void*) { listeners_.erase(id); });
}

void FakeService::publish(std::vector<Event> events) {
    reads_.all_events.insert(reads_.all_events.end(), events.begin(), events.end());
    const auto shared = std::make_shared<const std::vector<Event>>(std::move(events));
    for (const auto& [id, listener] : listeners_) listener(shared);
}

void FakeService::offload(std::function<void()> work) {
    if (hold_work) {
        held_.push_back(std::move(work));
    } else {
        work();
    }
}

bool FakeService::offload_password(std::function<void()> work) {
    if (!passwords_busy) work();
    return !passwords_busy;
}

host::Accounts& FakeService::accounts() {
    if (accounts_) return *accounts_;
    folder_.emplace();
    // Revocations by other processes are looked for by the steady clock, which goes with the other one.
    const auto steady = [this] { return std::chrono::steady_clock::time_point(time.time_since_epoch()); };
    auto opened = sqlite::SqliteAccounts::open(
        folder_->path() / "gongdan.db",
        {{"call_taker", "dispatcher", "area_manager", "foreman", "leader", "auditor", "admin"},
         {[this] { return time; }, steady},
         crypto::least_cost()});
    if (!opened) throw std::runtime_error(opened.error().detail.en);
    accounts_ = std::move(*opened);
    return *accounts_;
}

Result<json::object> FakeService::preview(const host::PreviewWish& wish, const CaseSnapshot& snapshot) const {
    if (wish.channel != "desk") return fail(Errc::not_found, "notify.no-channel", wish.channel);
    return json::object{{"channel", wish.channel},
                        {"plugin", "file"},
                        {"title", ""},
                        {"body", wish.digest ? "digest" : "notice"},
                        {"payload", {{"number", snapshot.number}}}};
}

void FakeService::run_held() {
    hold_work = false;
    for (const auto& work : std::exchange(held_, {})) work();
}

}  // namespace gongdan::http::test
