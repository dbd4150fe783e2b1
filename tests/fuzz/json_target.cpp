#include "adapters/http/openapi/schemas.hpp"
#include "adapters/http/routes/checks.hpp"
#include "core/base/canonical_json.hpp"
#include "core/base/unambiguous_json.hpp"
#include "core/base/utf8.hpp"
#include "tests/fuzz/targets.hpp"

namespace gongdan::fuzz {
namespace {

bool has_double(const json::value& value) {
    if (value.is_double()) return true;
    if (const auto* object = value.if_object()) {
        for (const auto& [key, member] : *object) {
            if (has_double(member)) return true;
        }
    }
    if (const auto* array = value.if_array()) {
        for (const json::value& item : *array) {
            if (has_double(item)) return true;
        }
    }
    return false;
}

}  // namespace

void run_json(std::string_view bytes) {
    const auto value = parse_json(bytes);
    const auto once = parse_unambiguous_json(bytes);
    promise(value || !once, "the border takes what is no JSON");
    if (!value) return;
    if (const auto* body = value->if_object()) {
        for (const auto& [name, schema] : http::schemas()) {
            for (const FieldProblem& problem : http::check_body(schema.as_object(), *body))
                promise(is_utf8(problem.pointer) && is_utf8(problem.detail.en), "a problem is not UTF-8");
        }
    }
    // Refused everywhere; an infinite one cannot be read again, and 0e400 does not even equal itself.
    if (has_double(*value)) return;
    promise(!once || *once == *value, "the border reads another value");
    promise(parse_unambiguous_json(json::serialize(*value)).ok(), "what we write has a key twice");
    const auto again = parse_json(json::serialize(*value));
    promise(again && *again == *value, "what was parsed and written is another value");
    const std::string canonical = canonical_json(*value);
    const auto back = parse_json(canonical);
    promise(back && *back == *value, "the canonical form is another value");
    promise(canonical_json(*back) == canonical, "the canonical form is not stable");
}

}  // namespace gongdan::fuzz
