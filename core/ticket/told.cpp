#include "core/ticket/told.hpp"

#include <algorithm>

#include "core/base/canonical_json.hpp"

namespace gongdan {

std::string told_mark(std::string_view person, std::string_view role, ToldAs as) {
    std::string mark(person);
    mark.append("/").append(role);
    return as == ToldAs::serving ? mark += "/serving" : mark;
}

void take_told(CaseSnapshot& snapshot, const json::object& body) {
    const json::array* people = get_array(body, "people");
    const json::array* roles = get_array(body, "to");
    if (people == nullptr || roles == nullptr) return;
    const json::array* serving = get_array(body, "serving");
    for (const json::value& person : *people) {
        const bool for_now =
            serving != nullptr && std::find(serving->begin(), serving->end(), person) != serving->end();
        const ToldAs as = for_now ? ToldAs::serving : ToldAs::himself;
        for (const json::value& role : *roles) {
            if (!person.is_string() || !role.is_string()) continue;
            std::string mark = told_mark(person.get_string(), role.get_string(), as);
            const auto place = std::lower_bound(snapshot.told.begin(), snapshot.told.end(), mark);
            if (place == snapshot.told.end() || *place != mark) snapshot.told.insert(place, std::move(mark));
        }
    }
}

std::string told_text(const CaseSnapshot& snapshot) {
    std::string text;
    if (snapshot.told.empty() || snapshot.closed()) return text;
    for (const std::string& mark : snapshot.told) {
        text += text.empty() ? '[' : ',';
        append_canonical_string(mark, text);
    }
    return text += ']';
}

}  // namespace gongdan
