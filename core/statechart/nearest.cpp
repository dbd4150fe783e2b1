#include "core/statechart/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace gongdan {
namespace {

constexpr std::size_t kListed = 12;  ///< more names than this do not help a reader

/// Edits (insert, delete, replace) that turn one into the other.
std::size_t distance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < one.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < other.size(); ++j) {
            const std::size_t replaced = diagonal + (one[i] == other[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string nearest(std::string_view given, const std::vector<std::string>& known) {
    std::string best;
    std::size_t fewest = given.size() + 1;
    for (const std::string& name : known) {
        const std::size_t edits = distance(given, name);
        const std::size_t allowed = std::max<std::size_t>(1, name.size() / 3);
        // More than half of the letters changed is another name, however short.
        if (edits > allowed || edits * 2 > name.size() || edits >= fewest) continue;
        fewest = edits;
        best = name;
    }
    return best;
}

LocalText hint_for(std::string_view given, const std::vector<std::string>& known) {
    if (const std::string meant = nearest(given, known); !meant.empty()) return text("check.did-you-mean", meant);
    if (known.empty() || known.size() > kListed) return {};
    std::string all;
    for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
    return text("check.use-one-of", all);
}

}  // namespace gongdan
