#include "core/engine/filings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/engine/answers.hpp"
#include "core/engine/batch.hpp"
#include "core/engine/transaction.hpp"

namespace gongdan {
namespace {

constexpr std::size_t kEndedPage = 10'000;  ///< few pages: each is searched for anew

/// The first of his own roles that has the right; nothing when none has. A duty lends roles for tickets alone.
std::optional<std::string> role_with(bool RoleRights::*right, const Viewer& viewer, const RoleBook* book) {
    for (const std::string& role : viewer.actor.roles) {
        if (std::find(viewer.lent.begin(), viewer.lent.end(), role) != viewer.lent.end()) continue;
        const RoleRights* rights = book == nullptr ? nullptr : find_role(*book, role);
        if (rights != nullptr && rights->*right) return role;
    }
    return std::nullopt;
}

void check_text(const std::string& given, std::string_view pointer, std::vector<FieldProblem>& problems) {
    const bool blank = given.find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank || given.size() > kFilingTextMax)
        problems.push_back({std::string(pointer), "length", text("filing.text", kFilingTextMax)});
}

void check_period(const NewFiling& wish, Instant now, std::vector<FieldProblem>& problems) {
    if (wish.to <= wish.from) problems.push_back({"/to", "range", text("filing.order")});
    if (wish.to > wish.from && wish.to - wish.from > kFilingSpanMax)
        problems.push_back({"/to", "range", text("filing.too-long")});
    if (wish.to <= now) problems.push_back({"/to", "range", text("filing.over")});
    if (wish.from < now - kFilingBackMax) problems.push_back({"/from", "range", text("filing.too-early")});
}

void place(const NewFiling& wish, const Viewer& viewer, const Organisation* organisation, Filing& filing,
           std::vector<FieldProblem>& problems) {
    if (wish.areas.empty()) problems.push_back({"/areas", "required", text("filing.no-areas")});
    for (std::size_t i = 0; i < wish.areas.size(); ++i) {
        const std::string pointer = "/areas/" + std::to_string(i);
        const Area* area = organisation == nullptr ? nullptr : organisation->find_area(wish.areas[i]);
        // An area of others does not exist for him, as their tickets do not.
        if (area == nullptr || !viewer.reach.covers(json::object{{"area", area->id}})) {
            problems.push_back({pointer, "unknown", text("filing.no-area", wish.areas[i])});
            continue;
        }
        if (std::find(filing.areas.begin(), filing.areas.end(), area->id) != filing.areas.end()) continue;
        filing.areas.push_back(area->id);
        filing.names.push_back(area->name);
    }
}

void name_workflows(const NewFiling& wish, const Rules& rules, Filing& filing, std::vector<FieldProblem>& problems) {
    if (wish.workflows.empty()) problems.push_back({"/workflows", "required", text("filing.no-workflows")});
    for (std::size_t i = 0; i < wish.workflows.size(); ++i) {
        if (!rules.find_workflow(wish.workflows[i]))
            problems.push_back(
                {"/workflows/" + std::to_string(i), "unknown", text("filing.no-workflow", wish.workflows[i])});
        const auto& named = filing.workflows;
        if (std::find(named.begin(), named.end(), wish.workflows[i]) == named.end())
            filing.workflows.push_back(wish.workflows[i]);
    }
}

Result<Filing> decide(const NewFiling& wish, const Viewer& viewer, const Configuration& configuration,
                      const std::string& id, Instant now) {
    const auto role = role_with(&RoleRights::files, viewer, configuration.roles.get());
    if (!role) return fail(Errc::forbidden, "filing.may-not-file");
    Filing filing;
    filing.id = id;
    filing.from = wish.from;
    filing.to = wish.to;
    filing.reason = wish.reason;
    filing.evidence = wish.evidence;
    filing.filed_by = viewer.actor.id;
    filing.filed_role = *role;
    filing.filed_person = viewer.person;
    filing.filed_at = now;
    std::vector<FieldProblem> problems;
    place(wish, viewer, configuration.organisation.get(), filing, problems);
    name_workflows(wish, *configuration.rules, filing, problems);
    check_period(wish, now, problems);
    check_text(wish.reason, "/reason", problems);
    check_text(wish.evidence, "/evidence", problems);
    if (problems.empty()) return filing;
    Error error = fail(Errc::invalid_input, "fields.wrong", problems.size());
    error.fields = std::move(problems);
    return error;
}

Result<Filing> known(const std::string& id, const Viewer& viewer, const Configuration& configuration) {
    const auto& filings = configuration.rules->filings;
    const auto found =
        std::find_if(filings.begin(), filings.end(), [&id](const Filing& filing) { return filing.id == id; });
    if (found == filings.end() || !sees(viewer.reach, *found)) return fail(Errc::not_found, "filing.unknown", id);
    return *found;
}

Result<Filing> decide(const ApproveFiling& wish, const Viewer& viewer, const Configuration& configuration,
                      const std::string&, Instant now) {
    auto filing = known(wish.id, viewer, configuration);
    if (!filing) return filing;
    const auto role = role_with(&RoleRights::approves, viewer, configuration.roles.get());
    if (!role) return fail(Errc::forbidden, "filing.may-not-approve");
    const bool same =
        viewer.actor.id == filing->filed_by || (!viewer.person.empty() && viewer.person == filing->filed_person);
    if (same || *role == filing->filed_role)
        return fail(Errc::forbidden, "filing.own", filing->filed_by, filing->filed_role);
    if (filing->state() != Filing::State::filed)
        return fail(Errc::conflict, "filing.again", filing->id, name_of(filing->state()));
    // The storm's night is approved in the morning; but nobody files, and has approved, what is over already.
    if (filing->to <= filing->filed_at)
        return fail(Errc::conflict, "filing.over-already", filing->id, written_time(filing->to));
    filing->approved_by = viewer.actor.id;
    filing->approved_role = *role;
    filing->approved_at = now;
    return filing;
}

/// By whoever may approve, and by who filed it as long as nobody has.
Result<Filing> decide(const WithdrawFiling& wish, const Viewer& viewer, const Configuration& configuration,
                      const std::string&, Instant now) {
    auto filing = known(wish.id, viewer, configuration);
    if (!filing) return filing;
    const bool own = filing->state() == Filing::State::filed && viewer.actor.id == filing->filed_by;
    if (!own && !role_with(&RoleRights::approves, viewer, configuration.roles.get()))
        return fail(Errc::forbidden, "filing.may-not-withdraw");
    if (filing->state() == Filing::State::withdrawn)
        return fail(Errc::conflict, "filing.again", filing->id, name_of(filing->state()));
    filing->withdrawn_by = viewer.actor.id;
    filing->withdrawn_at = now;
    return filing;
}

}  // namespace

bool sees(const Reach& reach, const Filing& filing) {
    return std::any_of(filing.areas.begin(), filing.areas.end(), [&reach](const std::string& area) {
        return reach.covers(json::object{{"area", area}});
    });
}

bool may_file(const Viewer& viewer, const RoleBook& roles) {
    return !viewer.reads_only && role_with(&RoleRights::files, viewer, &roles);
}

bool may_approve(const Viewer& viewer, const RoleBook& roles) {
    return !viewer.reads_only && role_with(&RoleRights::approves, viewer, &roles);
}

Result<Filing> decide_filing(const FilingWish& wish, const Viewer& viewer, const Configuration& configuration,
                             const std::string& id, Instant now) {
    if (viewer.reads_only) return fail(Errc::forbidden, "filing.may-not-file");
    const auto made = [&viewer, &configuration, &id, now](const auto& one) {
        return decide(one, viewer, configuration, id, now);
    };
    return std::visit(made, wish);
}

namespace {

std::string_view what_was_done(const Filing& filing) {
    switch (filing.state()) {
        case Filing::State::filed: return "filing";
        case Filing::State::approved: return "filing-approved";
        case Filing::State::withdrawn: return "filing-withdrawn";
    }
    GONGDAN_UNREACHABLE("a Filing::State outside its enum");
}

/// "BB20260712000001"
Result<std::string> next_filing_id(Store& store, Instant now) {
    std::string prefix = std::string(kFilingPrefix) + format_date(date_of(now));
    std::erase(prefix, '-');
    const auto serial = store.take_serial(prefix);
    if (!serial) return serial.error();
    return fmt::format("{}{:06}", prefix, *serial);
}

/// An approval marks clocks that have ended too; a withdrawal takes such marks back when it comes after the end of the
/// filing, and leaves them as facts of its time when it comes before.
bool concerns_ended_clocks(const Filing& filing) {
    return filing.approved_at && (!filing.withdrawn_at || *filing.withdrawn_at >= filing.to);
}

Configuration with_filing(const Configuration& before, const Filing& filing) {
    auto rules = std::make_shared<Rules>(*before.rules);
    put_filing(rules->filings, filing);
    return {std::move(rules), before.organisation, before.roles};
}

StoredAnswer filing_answer(const Filing& filing) {
    StoredAnswer answer;
    answer.status = filing.state() == Filing::State::filed ? 201 : 200;
    answer.body = json::serialize(filing_view(filing));
    return answer;
}

}  // namespace

void put_filing(std::vector<Filing>& filings, const Filing& filing) {
    const auto known =
        std::find_if(filings.begin(), filings.end(), [&filing](const Filing& one) { return one.id == filing.id; });
    if (known == filings.end()) {
        filings.push_back(filing);
    } else {
        *known = filing;
    }
}

/// Tickets whose clocks have all ended, met or breached, before the storm left time to approve its filing.
Result<void> Engine::mark_ended_cases(Batch& batch, const Filing& filing) {
    std::vector<std::string> areas = filing.areas;
    areas.insert(areas.end(), filing.names.begin(), filing.names.end());
    CaseId after{};
    while (true) {
        const auto page = store_.at_rest(filing.from - kFilingOpenedBefore, areas, after, kEndedPage);
        if (!page) return page.error();
        if (page->empty()) return {};
        for (const CaseId id : *page) {
            if (auto marked = batch.mark_covered(id); !marked) return marked;
        }
        after = page->back();
    }
}

Result<FilingResult> Engine::change_filing(const FilingWish& wish, const Viewer& viewer,
                                           const std::optional<Idempotency>& idempotency, Instant now,
                                           const KeepFiling& keep) {
    Transaction transaction(store_);
    if (auto begun = begin(transaction); !begun) return begun.error();
    Configuration changed = configuration_;
    Committed committed;
    bool broken = false;
    const auto work = [this, &wish, &viewer, &keep, &changed, &committed, &broken, now]() -> Result<StoredAnswer> {
        const bool fresh = std::holds_alternative<NewFiling>(wish);
        // The number is taken only by a filing that is allowed.
        auto filing = decide_filing(wish, viewer, configuration_, std::string(kFilingPrefix), now);
        if (!filing) return filing.error();
        broken = true;  // until all is written
        if (fresh) {
            auto id = next_filing_id(store_, now);
            if (!id) return id.error();
            filing->id = std::move(*id);
        }
        changed = with_filing(configuration_, *filing);
        Batch batch(store_, changed, sha256_, salt_, now);
        auto written = batch.note_configuration({{"what", what_was_done(*filing)}, {"filing", filing_view(*filing)}});
        if (written && keep) written = keep(*filing);
        // What is only filed covers nothing yet.
        if (written && !fresh) written = rebase_cases(batch);
        if (written && concerns_ended_clocks(*filing)) written = mark_ended_cases(batch, *filing);
        if (!written) return written.error();
        broken = false;
        committed = std::move(batch).take_committed();
        return filing_answer(*filing);
    };
    auto reply = answer_once(store_, idempotency, now, work);
    if (broken) return reply.error();
    // A refusal may have been kept under its key.
    if (auto done = commit(transaction, committed.events); !done) return done.error();
    if (!reply) return reply.error();
    configuration_ = std::move(changed);
    return FilingResult{std::move(*reply), std::move(committed)};
}

}  // namespace gongdan
