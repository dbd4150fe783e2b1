#pragma once
/// What the pages behind the links of messages show of tickets: HTML in both languages, personal data masked.

#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/message.hpp"
#include "core/base/texts.hpp"
#include "core/escalation/organisation.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan::http {

/// An answer to an escalation, from the journal.
struct Acknowledgement {
    std::string escalation;
    std::string actor;
    Instant at{};
};

/// A ticket as one escalation sees it. References outlive the calls.
struct LinkedTicket {
    const CaseSnapshot& snapshot;
    const Organisation& organisation;
    std::string_view escalation;
    Instant now{};
};

/// A page that no search engine may keep.
[[nodiscard]] Response link_page(int status, const LocalText& title, const std::string& content);

/// A paragraph that says what went well.
[[nodiscard]] std::string status_line(const LocalText& said);
/// Number, workflow, clock, due time, lateness, state, area.
[[nodiscard]] std::string ticket_facts(const LinkedTicket& ticket);
/// The ticket's data, masked, folded away.
[[nodiscard]] std::string ticket_data(const LinkedTicket& ticket);
/// Who answered before; empty when nobody did.
[[nodiscard]] std::string answered_before(const std::vector<Acknowledgement>& answers,
                                          const Organisation& organisation);
/// One ticket of a list; `standing` says how it stands with it.
[[nodiscard]] std::string list_row(const LinkedTicket& ticket, const LocalText& standing);
/// A form with one button, which posts to the page's own address; of a list to its page `page`, from 1.
[[nodiscard]] std::string button_form(const LocalText& label, std::size_t page = 0);
/// Where in a list of `pages` pages this one stands, with links to the one before and the one after.
[[nodiscard]] std::string page_links(std::size_t page, std::size_t pages);
[[nodiscard]] std::string recipient_line(const Organisation& organisation, std::string_view person);

/// The name of a person; an actor who is none (a token, an account) as he is called.
[[nodiscard]] std::string name_of_actor(const Organisation& organisation, std::string_view actor);
/// "2026-03-02 08:45"; midnight as 24:00 of the day before, which is what a promise means by it.
[[nodiscard]] std::string spoken(Instant at);

}  // namespace gongdan::http
