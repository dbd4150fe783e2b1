#pragma once
/// The words of a scenario file, in either language. Internal to adapters/yaml.

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "adapters/yaml/reader.hpp"

namespace gongdan::yaml {

/// A map whose keys may be Chinese or English, by their English names.
class Words {
 public:
    /// Notes keys that are none of `known` (English names), and those given twice, perhaps once in each language.
    Words(const Reader& reader, const YAML::Node& node, std::initializer_list<std::string_view> known);

    [[nodiscard]] bool has(std::string_view key) const { return values_.contains(key); }
    /// Undefined when the key is not there.
    [[nodiscard]] YAML::Node operator[](std::string_view key) const;
    [[nodiscard]] SourceMark mark() const { return mark_; }

    [[nodiscard]] auto begin() const { return values_.begin(); }
    [[nodiscard]] auto end() const { return values_.end(); }

 private:
    std::map<std::string, YAML::Node, std::less<>> values_;
    SourceMark mark_;
};

/// "08:45", "08:45:00", "08:45:00.001", "24:00", each also behind a date ("2026-02-13 15:00"), or RFC 3339.
/// Without a date, on `day`.
[[nodiscard]] Result<Instant> parse_moment(std::string_view text, Date day);

}  // namespace gongdan::yaml
