#pragma once
/// Where the rules put what they find.

#include <vector>

#include "core/audit/case_trace.hpp"
#include "core/audit/finding.hpp"

namespace gongdan {

/// Notes are for whoever looks at one ticket; an import of a bad file makes them by the thousand …
inline constexpr std::size_t kFindingNotesMax = 50'000;
/// … and nobody decides more than this. What comes later is counted, not kept.
inline constexpr std::size_t kFindingsMax = 200'000;

/// One finding about to be told.
struct NewFinding {
    std::string_view rule;  ///< its id
    LocalText what;
    std::vector<std::int64_t> evidence{};  ///< besides the event at hand
    std::string person{};
    std::optional<Severity> severity{};  ///< nothing = the rule's
};

class FindingList {
 public:
    /// The event at hand completes it. Its place in the list, which never changes; nothing when the list is full.
    std::optional<std::size_t> add(const CaseTrace& trace, const Event& event, NewFinding found);
    /// Puts it in the place of another, which told less about the same: that one's evidence stays.
    void put_over(std::size_t place, const CaseTrace& trace, const Event& event, NewFinding found);

    [[nodiscard]] Finding& at(std::size_t place) { return findings_[place]; }
    [[nodiscard]] const std::vector<Finding>& all() const { return findings_; }
    [[nodiscard]] std::int64_t left_out() const { return left_out_; }

 private:
    std::vector<Finding> findings_;
    std::size_t notes_ = 0;
    std::int64_t left_out_ = 0;
};

}  // namespace gongdan
