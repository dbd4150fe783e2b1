#include "adapters/http/routes/names.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "adapters/host/names.hpp"

namespace gongdan::http {
namespace {

/// Members that hold the account, token or person who did something, or a list of such.
constexpr std::array<std::string_view, 9> kActors = {
    "acknowledged_by", "actor", "approved_by", "by", "filed_by", "made_by", "people", "person", "withdrawn_by"};
/// What people typed: a name in it is no more than a guess, and must not be confirmed.
constexpr std::string_view kTyped = "data";

bool names_actors(std::string_view member) {
    return std::find(kActors.begin(), kActors.end(), member) != kActors.end();
}

void add_text(const json::value& value, std::set<std::string>& actors) {
    if (const auto* text = value.if_string(); text != nullptr && !text->empty()) actors.emplace(*text);
}

/// Our own answers are some levels deep, and no deeper.
void gather(const json::value& value, std::set<std::string>& actors) {
    if (const auto* list = value.if_array()) {
        for (const json::value& item : *list) gather(item, actors);
    } else if (const auto* object = value.if_object()) {
        for (const auto& [member, held] : *object) {
            if (member == kTyped) continue;
            if (!names_actors(member)) {
                gather(held, actors);
            } else if (const auto* several = held.if_array()) {
                for (const json::value& one : *several) add_text(one, actors);
            } else {
                add_text(held, actors);
            }
        }
    }
}

}  // namespace

Response answer_with_names(Site& site, const Call& call, json::object body) {
    std::set<std::string> actors;
    gather(body, actors);
    const auto organisation = site.service.configuration().organisation;
    auto names = host::names_of(actors, {site.service.accounts(), site.service.access(), *organisation});
    if (!names) return refuse(names.error(), call);
    body["names"] = std::move(*names);
    return json_answer(body);
}

}  // namespace gongdan::http
