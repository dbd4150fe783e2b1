// The pages of a list of notices: a storm is answered page by page, never what was not shown, and stands ticket by
// ticket in the journal.

#include <algorithm>
#include <atomic>

#include "adapters/host/links.hpp"
#include "adapters/http/routes/link_page.hpp"
#include "adapters/http/routes/linked.hpp"
#include "adapters/http/routes/page.hpp"
#include "core/base/markup.hpp"

namespace gongdan::http {
namespace {

/// What a telephone shows and a person reads; a storm has ten thousand. The writer commits so many in one group.
constexpr std::size_t kPageEntries = 200;

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

/// What one page shows, and its button acknowledges. A list never changes once it is made, and neither does its order:
/// the number of a page says the same entries when the button is touched as when it was shown.
struct ListPage {
    std::size_t number = 1;
    std::size_t pages = 1;
    std::size_t total = 0;  ///< entries of the whole list
    Entries entries;        ///< of this page
};

/// The page, or the refusal. A list of somebody else may bear the number after a backup was restored.
std::variant<ListPage, Response> list_page_of(Site& site, const Bearer& bearer, std::size_t number) {
    const auto entries = site.service.reads().listed(bearer.escalation);
    if (!entries) {
        return link_page(http_status(entries.error().code), text("link.list-title"), alert(entries.error().detail));
    }
    const bool his = std::all_of(entries->begin(), entries->end(),
                                 [&bearer](const ListEntry& entry) { return entry.person == bearer.actor.id; });
    if (entries->empty() || !his) return link_page(404, text("link.list-title"), alert(text("link.unknown")));
    const std::size_t pages = (entries->size() + kPageEntries - 1) / kPageEntries;
    if (number < 1 || number > pages)
        return link_page(404, text("link.list-title"), alert(text("link.no-page", number, pages)));
    const auto first = entries->begin() + std::ptrdiff_t((number - 1) * kPageEntries);
    const auto last = number == pages ? entries->end() : first + std::ptrdiff_t(kPageEntries);
    return ListPage{number, pages, entries->size(), Entries(first, last)};
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

std::string paragraph(const LocalText& said) {
    return "<p>" + escape_markup(said.zh) + " <span lang=\"en\">" + escape_markup(said.en) + "</span></p>\n";
}

std::string button_of(const ListPage& page, std::size_t open) {
    if (page.pages == 1) return button_form(text("link.acknowledge-all", open), page.number);
    return button_form(text("link.acknowledge-page", open, page.number), page.number);
}

/// `outcomes` are empty before the button.
Response shown(Site& site, const Bearer& bearer, const ListPage& page, const Outcomes& outcomes) {
    ListRows rows;
    for (std::size_t i = 0; i < page.entries.size(); ++i) {
        const bool failed = !outcomes.of.empty() && outcomes.of[i] == Outcome::failed;
        add_row(site, bearer, page.entries[i], failed, rows);
    }
    const bool alone = page.pages == 1;
    if (rows.open == 0 && rows.acknowledged == 0 && alone)
        return link_page(403, text("link.list-title"), alert(text("link.forbidden")));
    std::string content = said_of(outcomes);
    if (rows.acknowledged == page.entries.size())
        content += status_line(alone ? text("link.done-all") : text("link.done-page", page.number, page.pages));
    content += paragraph(text("link.total", page.total));
    if (!alone) content += page_links(page.number, page.pages);
    if (rows.open > 0) content += button_of(page, rows.open);
    content += "<ul>\n" + rows.html + "</ul>\n";
    if (!alone) content += page_links(page.number, page.pages);
    content += recipient_line(*bearer.configuration.organisation, bearer.actor.id);
    const int status = outcomes.failure ? http_status(outcomes.failure->code) : 200;
    return link_page(status, text("link.list-title"), content);
}

/// One page under way. Shared by the callbacks of the writer and the work on the reader pool.
class PageRun : public std::enable_shared_from_this<PageRun> {
 public:
    PageRun(Site& site, Bearer bearer, ListPage page, Respond respond)
        : site_(site),
          bearer_(std::move(bearer)),
          page_(std::move(page)),
          respond_(std::move(respond)),
          replies_(page_.entries.size(), Result<Reply>(Reply{})),
          left_(page_.entries.size()) {}

    /// On the reader pool.
    void start() {
        for (std::size_t i = 0; i < page_.entries.size(); ++i) {
            site_.service.submit(
                acknowledge_as(bearer_, page_.entries[i].escalation),
                [self = shared_from_this(), i](Result<Reply> reply) { self->settle(i, std::move(reply)); });
        }
    }

 private:
    /// On the writer thread, or here for a command that was refused at once.
    void settle(std::size_t index, Result<Reply> reply) {
        replies_[index] = std::move(reply);
        if (left_.fetch_sub(1) == 1) site_.service.offload([self = shared_from_this()] { self->answer(); });
    }

    void answer() const {
        Outcomes outcomes;
        for (const Result<Reply>& reply : replies_) {
            outcomes.of.push_back(outcome_of(reply));
            if (outcomes.of.back() == Outcome::failed && !outcomes.failure) outcomes.failure = reply.error();
        }
        respond_(shown(site_, bearer_, page_, outcomes));
    }

    Site& site_;
    Bearer bearer_;
    ListPage page_;
    Respond respond_;
    std::vector<Result<Reply>> replies_;
    std::atomic<std::size_t> left_;
};

}  // namespace

Response show_list(Site& site, const Bearer& bearer, std::size_t page) {
    auto found = list_page_of(site, bearer, page);
    if (auto* refusal = std::get_if<Response>(&found)) return std::move(*refusal);
    return shown(site, bearer, std::get<ListPage>(found), {});
}

void acknowledge_list(Site& site, Bearer bearer, std::size_t page, Respond respond) {
    auto found = list_page_of(site, bearer, page);
    if (auto* refusal = std::get_if<Response>(&found)) return respond(std::move(*refusal));
    const auto run =
        std::make_shared<PageRun>(site, std::move(bearer), std::move(std::get<ListPage>(found)), std::move(respond));
    run->start();
}

}  // namespace gongdan::http
