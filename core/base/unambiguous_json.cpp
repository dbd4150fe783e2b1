#include "core/base/unambiguous_json.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

#include "core/base/utf8.hpp"

namespace gongdan {
namespace {

constexpr std::size_t kNamedMost = 64;  ///< bytes of a key that a refusal repeats: a whole one may be as long as a body

/// Remembers the keys of the objects that are open. The names are those that json::basic_parser calls.
struct KeyWatch {
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    std::vector<std::set<std::string>> open;
    std::string key;  ///< the parts so far
    std::optional<std::string> repeated;

    bool on_object_begin(json::error_code&) {
        open.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, json::error_code&) {
        open.pop_back();
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        key.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view last, std::size_t, json::error_code& error) {
        key.append(last.data(), last.size());
        if (!open.back().insert(key).second) {
            repeated = key;
            error = json::error::syntax;  // ends the walk; nobody sees it
            return false;
        }
        key.clear();
        return true;
    }
    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t, json::error_code&) { return true; }
    bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
    bool on_double(double, json::string_view, json::error_code&) { return true; }
    bool on_bool(bool, json::error_code&) { return true; }
    bool on_null(json::error_code&) { return true; }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

std::string_view shortened(std::string_view key) {
    std::size_t size = 0;
    while (size < key.size()) {
        const std::size_t next = size + std::max<std::size_t>(character_size(key.substr(size)), 1);
        if (next > kNamedMost) break;
        size = next;
    }
    return key.substr(0, size);
}

}  // namespace

Result<json::value> parse_unambiguous_json(std::string_view text) {
    auto parsed = parse_json(text);
    if (!parsed) return parsed;
    json::parse_options options;
    options.max_depth = kJsonMaxDepth;
    json::basic_parser<KeyWatch> parser(options);
    json::error_code ignored;  // the text has been parsed: only the watch itself ends this walk early
    (void)parser.write_some(false, text.data(), text.size(), ignored);
    const auto& repeated = parser.handler().repeated;
    if (repeated) return fail(Errc::invalid_input, "json.repeated-key", shortened(*repeated));
    return parsed;
}

}  // namespace gongdan
