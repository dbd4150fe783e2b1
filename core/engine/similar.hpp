#pragma once
/// What is already known about the matter that somebody is about to open a ticket for: open tickets that may be the
/// same, and what explains it (an announced outage, a filing, arrears). Everything is looked for with the eyes of the
/// viewer: nothing outside of his reach is found, and nothing by data that he would see masked.

#include <string>
#include <vector>

#include "core/engine/reading.hpp"

namespace gongdan {

/// What is known of the new ticket so far; empty = not said.
struct NewMatter {
    std::string workflow;
    std::string address;
    std::string phone;
    std::string customer_no;
    std::string line;
    std::string area;  ///< id or name
};

/// What two tickets have in common, the surest first.
enum class Likeness { customer_no, phone, address, line, area };

[[nodiscard]] std::string_view name_of(Likeness sign);

/// Whether the power is back, or what was to be done is done and only looked over (Hop::review): whoever calls now
/// because he has no power has another fault. Never of a workflow that is no interruption.
[[nodiscard]] bool is_mended(const CaseSnapshot& snapshot);

/// How near two tickets are, the nearest first. Whoever rings again about one fault has his number or his door in
/// common with the first call; a neighbour has the line or the area, and the same trouble.
enum class Kinship {
    same_matter,  ///< customer number, telephone or address, and the same workflow
    same_caller,  ///< customer number, telephone or address, another workflow, or mended
    same_place,   ///< line or area, and the same workflow
    remote,       ///< line or area, another workflow, or mended: no duplicate, as far as anybody can tell
};

/// `same_trouble`: of the same workflow, and not mended.
[[nodiscard]] Kinship kinship_of(const std::vector<Likeness>& signs, bool same_trouble);

struct SimilarCase {
    CaseRecordPtr record;
    std::vector<Likeness> signs;  ///< in the order of Likeness; never empty
    Kinship kinship = Kinship::remote;
    bool mended = false;
};

inline constexpr std::size_t kSimilarMax = 10;  ///< more than one looks through while somebody is on the telephone

/// Open tickets with a sign in common, the nearest first (Kinship), then the surest, then the newer; at most
/// kSimilarMax. Tickets of a workflow that `announces` are left out: they are in announcements(). Cost: a few lists of
/// the read model, whatever the number of tickets. Errors are those of the read model.
[[nodiscard]] Result<std::vector<SimilarCase>> similar_cases(const Reading& reading, const NewMatter& matter,
                                                             Instant now);

/// The signs that `snapshot` shares with `matter`, as far as a viewer with or without `personal` data may know.
[[nodiscard]] std::vector<Likeness> shared_signs(const CaseSnapshot& snapshot, const NewMatter& matter, bool personal);

}  // namespace gongdan
