#pragma once
/// The texts of messages as config/templates.yaml and channels.yaml write them: plain words with placeholders in
/// braces, such as "【{level}级】{number} {title}". A brace itself is written twice. Plain data, no thread of its own.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/texts.hpp"

namespace gongdan::notify {

/// What a template is for, and so which placeholders it may hold.
enum class TemplateUse { notice, digest, line, more };

/// In the order in which mistakes list them; without braces.
[[nodiscard]] std::span<const std::string_view> placeholders(TemplateUse use);

class Template {
 public:
    struct Part {
        std::string text;  ///< words, or the name of a placeholder
        bool placeholder = false;

        bool operator==(const Part&) const = default;
    };

    Template() = default;  ///< says nothing

    /// Errc::invalid_input, with the list of known placeholders, for one that `use` does not know and for a brace
    /// without its partner.
    [[nodiscard]] static Result<Template> parse(std::string_view text, TemplateUse use);

    [[nodiscard]] const std::vector<Part>& parts() const { return parts_; }
    bool operator==(const Template&) const = default;

 private:
    std::vector<Part> parts_;
};

struct LocalTemplate {
    Template zh;
    Template en;

    [[nodiscard]] const Template& in(Language language) const { return language == Language::zh ? zh : en; }
    bool operator==(const LocalTemplate&) const = default;
};

/// Everything a channel says.
struct Templates {
    LocalTemplate notice_title;
    LocalTemplate notice_body;
    LocalTemplate digest_title;
    LocalTemplate digest_body;
    LocalTemplate digest_line;  ///< one ticket; its place is {lines} of the body
    LocalTemplate digest_more;  ///< behind the lines when not all of them fit

    bool operator==(const Templates&) const = default;
};

/// What is said where nobody has written anything else; config/templates.yaml is shipped with the same.
[[nodiscard]] Templates default_templates();

}  // namespace gongdan::notify
