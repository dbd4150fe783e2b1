#pragma once
/// Reading YAML with mistakes that name their place. A mistake is noted and reading goes on beside it, so that one run
/// shows all of a file's mistakes. Internal to adapters/yaml: exceptions stay inside load().

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "core/base/result.hpp"
#include "core/calendar/duration.hpp"
#include "core/statechart/model.hpp"

namespace gongdan::yaml {

/// Thrown when a part of a file cannot be read on. What is wrong has been noted before, or stands in `detail`, complete
/// with its place.
struct Mistake {
    LocalText detail;
};

class Reader {
 public:
    using Entries = std::vector<std::pair<YAML::Node, YAML::Node>>;

    /// Reads `text`, the content of `file`. Mistakes go into `mistakes`. Both must outlive the reader.
    Reader(std::string file, const std::string& text, std::vector<LocalText>& mistakes)
        : file_(std::move(file)), source_(text), mistakes_(mistakes) {}

    /// Line and column from 1, in letters as editors count them; zeros for a node that is not there.
    [[nodiscard]] SourceMark mark(const YAML::Node& node) const;

    /// The one document of the text.
    [[nodiscard]] YAML::Node document() const;

    void note(const YAML::Node& node, const LocalText& detail) const;
    void note_at(SourceMark at, const LocalText& detail) const;
    void note_syntax(const YAML::Exception& error) const;
    [[noreturn]] void wrong(const YAML::Node& node, const LocalText& detail) const;

    /// Runs `read` and goes on after it whatever it met.
    template <class Read>
    void attempt(Read read) const {
        try {
            read();
        } catch (const Mistake& mistake) {
            keep(mistake);
        }
    }
    void keep(const Mistake& mistake) const;

    /// The map `node`; refuses keys that are not in `known` or stand twice.
    void expect_map(const YAML::Node& node, std::initializer_list<std::string_view> known) const;
    /// The entries of a map with free keys; none for a node that is missing or empty. A key that stands twice is noted.
    [[nodiscard]] Entries entries(const YAML::Node& node) const;
    /// The items of a list; none for a node that is missing or empty.
    [[nodiscard]] std::vector<YAML::Node> items(const YAML::Node& node) const;
    /// The value of `key` in the map `node`, which must have it.
    [[nodiscard]] YAML::Node required(const YAML::Node& node, const char* key) const;

    [[nodiscard]] std::string string(const YAML::Node& node) const;
    [[nodiscard]] bool boolean(const YAML::Node& node) const;
    [[nodiscard]] int integer(const YAML::Node& node) const;
    /// A whole number from `least` to `most`.
    [[nodiscard]] int integer(const YAML::Node& node, int least, int most) const;
    /// One that a field of a ticket may hold (kCanonicalIntMax).
    [[nodiscard]] std::int64_t whole_number(const YAML::Node& node) const;
    [[nodiscard]] Limit limit(const YAML::Node& node) const;
    [[nodiscard]] Date date(const YAML::Node& node) const;
    /// A list of strings, or one string; none when missing.
    [[nodiscard]] std::vector<std::string> strings(const YAML::Node& node) const;
    /// {zh: …, en: …}; what is missing stays empty for the analysis to refuse.
    [[nodiscard]] LocalText title(const YAML::Node& node) const;

    /// The name `node` holds, looked up in `names`; anything else is a mistake that lists them.
    template <class T, std::size_t N>
    [[nodiscard]] T one_of(const YAML::Node& node, const std::array<std::pair<std::string_view, T>, N>& names) const {
        const auto given = string(node);
        std::string all;
        for (const auto& [name, value] : names) {
            if (name == given) return value;
            all += (all.empty() ? "" : ", ") + std::string(name);
        }
        wrong(node, text("yaml.unknown-value", given, all));
    }

 private:
    void check_twice(const YAML::Node& node) const;
    [[nodiscard]] SourceMark in_letters(const YAML::Mark& mark) const;

    std::string file_;
    std::string_view source_;
    std::vector<LocalText>& mistakes_;
};

/// All mistakes of a file as one Error, a line each.
[[nodiscard]] Error to_error(const std::vector<LocalText>& mistakes);

/// Parses `text`, hands its root to `read`, and turns the mistakes met into an Error that names file:line:column of
/// each.
template <class T>
[[nodiscard]] Result<T> load(const std::string& text, const std::string& file,
                             const std::function<T(const Reader&, const YAML::Node&)>& read) {
    std::vector<LocalText> mistakes;
    const Reader reader(file, text, mistakes);
    try {
        T value = read(reader, reader.document());
        if (mistakes.empty()) return value;
    } catch (const Mistake& mistake) {
        reader.keep(mistake);
    } catch (const YAML::Exception& error) {
        reader.note_syntax(error);
    }
    return to_error(mistakes);
}

}  // namespace gongdan::yaml
