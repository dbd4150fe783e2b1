#pragma once
/// Reading YAML with mistakes that name their place. Internal to adapters/yaml: exceptions stay inside load().

#include <functional>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "core/base/result.hpp"
#include "core/calendar/duration.hpp"
#include "core/statechart/model.hpp"

namespace gongdan::yaml {

/// A mistake in a file; thrown inside the loader and turned into an Error at its edge.
struct Mistake : std::runtime_error {
    explicit Mistake(LocalText said) : std::runtime_error(said.en), detail(std::move(said)) {}
    LocalText detail;
};

class Reader {
 public:
    explicit Reader(std::string file) : file_(std::move(file)) {}

    [[nodiscard]] static SourceMark mark(const YAML::Node& node) { return {node.Mark().line + 1, node.Mark().column + 1}; }
    [[noreturn]] void wrong(const YAML::Node& node, const LocalText& detail) const;

    /// The map `node`; refuses keys that are not in `known`.
    void expect_map(const YAML::Node& node, std::initializer_list<std::string_view> known) const;
    [[nodiscard]] std::string string(const YAML::Node& node) const;
    [[nodiscard]] bool boolean(const YAML::Node& node) const;
    [[nodiscard]] int integer(const YAML::Node& node) const;
    [[nodiscard]] Limit limit(const YAML::Node& node) const;
    [[nodiscard]] Date date(const YAML::Node& node) const;
    /// A sequence of strings, or one string.
    [[nodiscard]] std::vector<std::string> strings(const YAML::Node& node) const;
    /// {zh: …, en: …}; what is missing stays empty for the analysis to refuse.
    [[nodiscard]] LocalText title(const YAML::Node& node) const;

 private:
    std::string file_;
};

/// Parses `text`, hands its root to `read`, and turns every mistake into an Error that names file:line:column.
template <class T>
[[nodiscard]] Result<T> load(const std::string& text, const std::string& file,
                             const std::function<T(const Reader&, const YAML::Node&)>& read) {
    try {
        return read(Reader(file), YAML::Load(text));
    } catch (const Mistake& mistake) {
        return Error{Errc::invalid_input, mistake.detail, {}, {}};
    } catch (const YAML::Exception& error) {
        return fail(Errc::invalid_input, "yaml.at", file, error.mark.line + 1, error.mark.column + 1, error.msg, error.msg);
    }
}

}  // namespace gongdan::yaml
