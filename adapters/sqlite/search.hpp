#pragma once
/// Full text: the words of a case, and the question a user's words make. Internal to adapters/sqlite.
///
/// SQLite's tokenizer takes a run of Chinese characters for one word. So a space is put between them, here as well as
/// in the question, where they become a phrase: any part of a text is found, whatever its length. Other words are found
/// by how they begin, and numbers also by their last digits (尾号), as people say them on the telephone: each number is
/// kept once more, backwards. To find any inner part would take a word for every digit, two and a half times the bytes
/// and the time of the whole index.

#include <string>
#include <string_view>

#include "adapters/sqlite/database.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan::sqlite {

/// Which words are taken and how they are cut. The index holds no copy of the words (half the bytes a ticket), so what
/// it was told must be told again to be taken out; with another number than this in `meta` it is made anew.
inline constexpr int kSearchVersion = 3;

struct SearchWords {
    std::string open;
    std::string personal;  ///< of the fields so marked, and of texts that hold somebody's number

    bool operator==(const SearchWords&) const = default;
};

/// The number and all texts of the data; not codes, times and numbers, nor the team, which has a filter of its own and
/// changes with every dispatch.
[[nodiscard]] SearchWords search_words(const CaseSnapshot& snapshot);

/// `expression` for somebody who sees personal data masked: a search must not tell what the mask hides.
[[nodiscard]] std::string outside_personal_data(const std::string& expression);

/// `text` with spaces around every character of a script that is written without them.
[[nodiscard]] std::string spaced(std::string_view text);

/// Every run of at least kTailMin digits in `text`, backwards and marked as such, a word each.
[[nodiscard]] std::string number_tails(std::string_view text);
inline constexpr std::size_t kTailMin = 3;  ///< kept; asked for from kNumberMin on

/// The FTS5 expression for a user's words: all must occur, the last letters of each may be missing; of a number of
/// kNumberMin digits or more, the last digits or the first; a shorter one is looked for as it is. Empty when there is
/// nothing to look for. At most kSearchWordsMax words count.
[[nodiscard]] std::string search_expression(std::string_view words);
inline constexpr int kSearchWordsMax = 16;  ///< more would only slow the search down
/// Fewer digits begin or end every other number: "2" is the house and not all tickets of a year.
inline constexpr std::size_t kNumberMin = 4;

/// The expression for the same words one after the other, as they were typed: what holds it stands before what holds
/// them here and there. Empty for a single word.
[[nodiscard]] std::string phrase_expression(std::string_view words);

class SearchIndex {
 public:
    explicit SearchIndex(const Database& database);

    [[nodiscard]] Result<void> add(CaseId id, const CaseSnapshot& snapshot);
    /// Follows a change; writes nothing when the words are the same.
    [[nodiscard]] Result<void> change(CaseId id, const CaseSnapshot& before, const CaseSnapshot& after);

 private:
    Statement add_;
    Statement remove_;
};

}  // namespace gongdan::sqlite
