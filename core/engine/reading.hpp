#pragma once
/// What one viewer may read, and how he sees it. Every reader goes through here (the API, the stream, exports), so that
/// none can show more than another.

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/engine/read_model.hpp"
#include "core/ticket/view.hpp"

namespace gongdan {

/// Events as somebody sees them.
struct JournalPage {
    std::vector<json::object> events;
    std::optional<std::int64_t> next_after;  ///< case_seq to go on from; nothing when this was the last page
};

/// Cheap to make, one a request. The read model must outlive it. As thread-safe as the read model.
class Reading {
 public:
    /// `viewer` is never null.
    Reading(ReadModel& reads, std::shared_ptr<const Viewer> viewer) : reads_(reads), viewer_(std::move(viewer)) {}

    /// Errc::not_found for a ticket that lies outside of his reach as for one that does not exist.
    [[nodiscard]] Result<CaseRecordPtr> find(std::string_view id_or_number) const;
    [[nodiscard]] json::object view(const CaseSnapshot& snapshot, const AsOf& as_of) const;

    /// `filter.reach` and `filter.personal` are the viewer's, whatever they were.
    [[nodiscard]] Result<CasePage> list(CaseFilter filter, Instant now) const;
    [[nodiscard]] Result<std::vector<CaseCount>> counts(CountBy by, Instant now) const;
    /// The ticket's events with case_seq > `after`, oldest first, as he sees them.
    [[nodiscard]] Result<JournalPage> journal(const CaseSnapshot& snapshot, std::int64_t after, int limit) const;
    [[nodiscard]] Result<EscalationPage> escalations(bool open_only, std::string_view cursor, int limit) const;
    /// `query.reach` is the viewer's, whatever it was.
    [[nodiscard]] Result<std::vector<std::int64_t>> intake(IntakeQuery query) const;
    /// `filter.reach` is the viewer's, whatever it was.
    [[nodiscard]] Result<DeliveryPage> deliveries(DeliveryFilter filter) const;
    /// Of a ticket that find() gave.
    [[nodiscard]] Result<NoticePage> notices(const CaseSnapshot& snapshot, std::string_view cursor, int limit) const;

    /// An event as he sees it; nothing when it is of a ticket outside of his reach as it stands now. Events of the
    /// configuration are for everybody, but those about accounts and findings, which go to auditors and administrators
    /// (and, as all who see everything are shown the same, to none of these). Asks the read model for the ticket only
    /// when the viewer is limited.
    [[nodiscard]] Result<std::optional<json::object>> event(const Event& event) const;

    [[nodiscard]] const Viewer& viewer() const { return *viewer_; }
    /// Sees every event as it is: what is written once may be shown to all such viewers.
    [[nodiscard]] bool unlimited() const { return viewer_->reach.all && viewer_->personal; }

 private:
    [[nodiscard]] bool may_know(const Event& event) const;
    [[nodiscard]] bool hears(const Event& event, const CaseSnapshot& snapshot) const;
    [[nodiscard]] json::object shown(const Event& event, const Workflow& workflow) const;

    ReadModel& reads_;
    std::shared_ptr<const Viewer> viewer_;  // shared: a request and its answer on other threads
};

}  // namespace gongdan
