// The page of a list of notices: a storm is answered with one touch, and stands ticket by ticket in the journal.

#include <algorithm>
#include <atomic>
#include <map>

#include "adapters/host/links.hpp"
#include "adapters/http/routes/link_page.hpp"
#include "adapters/http/routes/linked.hpp"
#include "adapters/http/routes/page.hpp"

namespace gongdan::http {
namespace {

constexpr std::size_t kShownMax = 200;  ///< what a telephone shows and a person reads; a storm has ten thousand
constexpr std::size_t kWindow = 256;    ///< commands at a time: the writer's group, and others come in between

/// How it went with one entry.
enum class Outcome { done, before, not_his, failed };

struct Outcomes {
    std::vector<Outcome> of;       ///< each entry, in the list's order
    std::optional<Error> failure;  ///< the first

    [[nodiscard]] std::size_t count(Outcome outcome) const {
        return std::size_t(std::count(of.begin(), of.end(), outcome));
    }
};

Outcome outcome_of(const Result<Reply>& reply) {
    if (reply) return Outcome::done;
    switch (reply.error().code) {
        case Errc::conflict: return Outcome::before;
        case Errc::forbidden: return Outcome::not_his;
        case Errc::invalid_input:
        case Errc::unauthenticated:
        case Errc::not_found:
        case Errc::not_allowed:
        case Errc::stale_revision:
        case Errc::too_large:
        case Errc::overloaded:
        case Errc::read_only:
        case Errc::unavailable:
        case Errc::internal: break;
    }
    return Outcome::failed;
}

using Entries = std::vector<ListEntry>;

/// The list's entries, or the refusal. A list of somebody else may bear the number after a backup was restored.
std::variant<Entries, Response> entries_of(Site& site, const Bearer& bearer) {
    auto entries = site.service.reads().listed(bearer.escalation);
    if (!entries) {
        return link_page(http_status(entries.error().code), text("link.list-title"), alert(entries.error().detail));
    }
    const bool his = std::all_of(entries->begin(), entries->end(),
                                 [&bearer](const ListEntry& entry) { return entry.person == bearer.actor.id; });
    if (entries->empty() || !his) return link_page(404, text("link.list-title"), alert(text("link.unknown")));
    return std::move(*entries);
}

/// Which entries are shown: those that failed first, for they need somebody.
std::vector<std::size_t> shown_of(const Entries& entries, const Outcomes& outcomes) {
    std::vector<std::size_t> order(entries.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto failed = [&outcomes](std::size_t i) {
        return !outcomes.of.empty() && outcomes.of[i] == Outcome::failed;
    };
    std::stable_partition(order.begin(), order.end(), failed);
    order.resize(std::min(order.size(), kShownMax));
    return order;
}

struct ListRows {
    std::string html;
    std::size_t open = 0;          ///< that he may acknowledge
    std::size_t acknowledged = 0;  ///< by whomever
};

void add_row(Site& site, const Bearer& bearer, const ListEntry& entry, bool failed, ListRows& rows) {
    const auto record = site.service.reads().find_case(entry.case_id);
    if (!record) return;
    const CaseSnapshot& snapshot = (*record)->snapshot;
    const Escalation* escalation = host::find_escalation(snapshot, entry.escalation);
    if (escalation == nullptr) return;
    LocalText standing = text("link.row-open");
    if (escalation->acknowledged) {
        standing = text("link.row-acknowledged");
        ++rows.acknowledged;
    } else if (!host::may_acknowledge(snapshot, entry.escalation, bearer.actor, *bearer.configuration.rules)) {
        standing = text("link.row-not-yours");
    } else {
        if (failed) standing = text("link.row-failed");
        ++rows.open;
    }
    const LinkedTicket ticket{snapshot, *bearer.configuration.organisation, entry.escalation, bearer.now};
    rows.html += list_row(ticket, standing);
}

std::string said_of(const Outcomes& outcomes) {
    if (outcomes.of.empty()) return {};
    const std::size_t failed = outcomes.count(Outcome::failed);
    std::string html = status_line(text("link.result", outcomes.count(Outcome::done), outcomes.count(Outcome::before),
                                        outcomes.count(Outcome::not_his)));
    if (failed > 0) html += alert(text("link.failed", failed));
    return html;
}

/// `outcomes` are empty before the button.
Response list_page(Site& site, const Bearer& bearer, const Entries& entries, const Outcomes& outcomes) {
    ListRows rows;
    const auto shown = shown_of(entries, outcomes);
    for (const std::size_t i : shown) {
        const bool failed = !outcomes.of.empty() && outcomes.of[i] == Outcome::failed;
        add_row(site, bearer, entries[i], failed, rows);
    }
    const std::size_t more = entries.size() - shown.size();
    if (rows.open == 0 && rows.acknowledged == 0 && more == 0)
        return link_page(403, text("link.list-title"), alert(text("link.forbidden")));
    std::string content = said_of(outcomes);
    const bool all_done = more == 0 && rows.acknowledged == shown.size();
    if (all_done) content += status_line(text("link.done-all"));
    const LocalText total = text("link.total", entries.size());
    content += "<p>" + escaped(total.zh) + " <span lang=\"en\">" + escaped(total.en) + "</span></p>\n";
    if (rows.open > 0 || (more > 0 && outcomes.of.empty()))
        content += button_form(text("link.acknowledge-all", entries.size()));
    content += "<ul>\n" + rows.html + "</ul>\n";
    if (more > 0) {
        const LocalText rest = text("link.more", more);
        content += "<p>" + escaped(rest.zh) + "<br><span lang=\"en\">" + escaped(rest.en) + "</span></p>\n";
    }
    content += recipient_line(*bearer.configuration.organisation, bearer.actor.id);
    const int status = outcomes.failure ? http_status(outcomes.failure->code) : 200;
    return link_page(status, text("link.list-title"), content);
}

/// One list under way. Windows follow each other, so that a long list leaves room for others in the writer's queue.
/// Shared by the callbacks of the writer and the work on the reader pool.
class ListRun : public std::enable_shared_from_this<ListRun> {
 public:
    ListRun(Site& site, Bearer bearer, Entries entries, Respond respond)
        : site_(site), bearer_(std::move(bearer)), entries_(std::move(entries)), respond_(std::move(respond)) {}

    /// On the reader pool.
    void next_window() {
        const std::size_t begin = outcomes_.of.size();
        if (begin == entries_.size()) return respond_(list_page(site_, bearer_, entries_, outcomes_));
        const std::size_t count = std::min(kWindow, entries_.size() - begin);
        replies_.assign(count, Result<Reply>(Reply{}));
        left_ = count;
        for (std::size_t i = 0; i < count; ++i) {
            site_.service.submit(
                acknowledge_as(bearer_, entries_[begin + i].escalation),
                [self = shared_from_this(), i](Result<Reply> reply) { self->settle(i, std::move(reply)); });
        }
    }

 private:
    /// On the writer thread, or here for a command that was refused at once.
    void settle(std::size_t index, Result<Reply> reply) {
        replies_[index] = std::move(reply);
        if (left_.fetch_sub(1) != 1) return;
        site_.service.offload([self = shared_from_this()] {
            self->take_window();
            self->next_window();
        });
    }

    void take_window() {
        for (const Result<Reply>& reply : replies_) {
            outcomes_.of.push_back(outcome_of(reply));
            if (outcomes_.of.back() == Outcome::failed && !outcomes_.failure) outcomes_.failure = reply.error();
        }
    }

    Site& site_;
    Bearer bearer_;
    Entries entries_;
    Respond respond_;
    std::vector<Result<Reply>> replies_;
    std::atomic<std::size_t> left_ = 0;
    Outcomes outcomes_;
};

}  // namespace

Response show_list(Site& site, const Bearer& bearer) {
    auto entries = entries_of(site, bearer);
    if (auto* refusal = std::get_if<Response>(&entries)) return std::move(*refusal);
    return list_page(site, bearer, std::get<Entries>(entries), {});
}

void acknowledge_list(Site& site, Bearer bearer, Respond respond) {
    auto entries = entries_of(site, bearer);
    if (auto* refusal = std::get_if<Response>(&entries)) return respond(std::move(*refusal));
    const auto run =
        std::make_shared<ListRun>(site, std::move(bearer), std::move(std::get<Entries>(entries)), std::move(respond));
    run->next_window();
}

}  // namespace gongdan::http
