#include "core/access/viewer.hpp"

#include <algorithm>

#include "core/base/canonical_json.hpp"
#include "core/ticket/told.hpp"

namespace gongdan {
namespace {

bool contains(const std::vector<std::string>& sorted, std::string_view wanted) {
    return !wanted.empty() && std::binary_search(sorted.begin(), sorted.end(), wanted, std::less<>());
}

bool lists(const std::vector<std::string>& list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

void tidy(std::vector<std::string>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    std::erase(list, "");
}

/// Collects what the roles of one scope reach.
class Surveyor {
 public:
    Surveyor(Scope scope, const Organisation& organisation)
        : scope_(std::move(scope)), organisation_(organisation), person_(organisation.find_person(scope_.person)) {
        if (person_ != nullptr && !person_->station.empty()) stations_.push_back(person_->station);
        append(stations_, scope_.stations);
    }

    void add(Breadth breadth) {
        switch (breadth) {
            case Breadth::all: reach_.all = true; return;
            case Breadth::station:
                reach_.unplaced = true;
                add_stations();
                break;
            case Breadth::areas:
                reach_.unplaced = true;
                if (!add_areas()) add_stations();
                break;
            case Breadth::own: break;
        }
        add_own();
    }

    Reach finish() && {
        tidy(reach_.areas);
        tidy(reach_.teams);
        tidy(reach_.people);
        return std::move(reach_);
    }

 private:
    void add_area(const Area& area) {
        reach_.areas.push_back(area.id);
        reach_.areas.push_back(area.name);
    }

    void add_named(const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            const Area* area = organisation_.find_area(name);
            if (area != nullptr) add_area(*area);
        }
    }

    void add_own() {
        append(reach_.teams, scope_.teams);
        if (person_ == nullptr) return;
        append(reach_.teams, person_->teams);
        reach_.people.push_back(person_->id);
        reach_.people.push_back(person_->name);
        for (const Area& area : organisation_.areas) {
            if (area.manager == person_->id) add_area(area);
        }
    }

    /// False when no area is named for him.
    bool add_areas() {
        const std::size_t before = reach_.areas.size();
        add_named(scope_.areas);
        if (person_ != nullptr) add_named(person_->areas);
        return reach_.areas.size() > before;
    }

    void add_stations() {
        add_named(scope_.areas);
        for (const Area& area : organisation_.areas) {
            if (lists(stations_, area.station)) add_area(area);
        }
        for (const Person& colleague : organisation_.people) {
            if (lists(stations_, colleague.station)) append(reach_.teams, colleague.teams);
        }
    }

    Scope scope_;
    const Organisation& organisation_;
    const Person* person_;
    std::vector<std::string> stations_;
    Reach reach_;
};

constexpr std::string_view kAdministrator = "admin";

/// Roles in which he serves for a time, without having them: for tickets alone, so nobody administers by a roster.
std::vector<std::string> lent_to(const Viewer& viewer, const RoleBook& book, const Person& person,
                                 const std::vector<std::string>& serving) {
    std::vector<std::string> lent;
    if (viewer.reads_only) return lent;
    for (const std::string& role : serving) {
        const RoleRights* rights = find_role(book, role);
        if (rights == nullptr || rights->reads_only || role == kAdministrator) continue;
        // What is his own for good and not his account's, the account was not given.
        if (lists(viewer.actor.roles, role) || lists(person.roles, role)) continue;
        lent.push_back(role);
    }
    return lent;
}

/// What he was told in these roles is his to see.
std::vector<std::string> marks_of(const std::string& person, const std::vector<std::string>& roles,
                                  const std::vector<std::string>& serving) {
    std::vector<std::string> marks;
    for (const std::string& role : roles) {
        marks.push_back(told_mark(person, role, ToldAs::himself));
        if (lists(serving, role)) marks.push_back(told_mark(person, role, ToldAs::serving));
    }
    tidy(marks);
    return marks;
}

}  // namespace

const RoleRights* find_role(const RoleBook& book, std::string_view role) {
    const auto found = std::find_if(book.begin(), book.end(), [role](const auto& entry) { return entry.role == role; });
    return found == book.end() ? nullptr : &*found;
}

std::vector<std::string> names_of(const RoleBook& book) {
    std::vector<std::string> names;
    for (const RoleRights& rights : book) names.push_back(rights.role);
    return names;
}

bool Reach::covers(std::string_view area, std::string_view team, std::string_view assignee) const {
    if (all) return true;
    if (unplaced && area.empty() && team.empty()) return true;
    return contains(areas, area) || contains(teams, team) || contains(people, assignee);
}

bool Reach::covers(const json::object& data) const {
    return all ||
           covers(string_or_empty(data, "area"), string_or_empty(data, "team"), string_or_empty(data, "assignee"));
}

bool Reach::covers(const CaseSnapshot& snapshot) const {
    return covers(snapshot.data.object()) || (!snapshot.closed() && was_told(snapshot));
}

bool Reach::was_told(const CaseSnapshot& snapshot) const {
    return std::any_of(told.begin(), told.end(),
                       [&snapshot](const std::string& mark) { return contains(snapshot.told, mark); });
}

bool Reach::was_told(std::string_view text) const {
    return std::any_of(told.begin(), told.end(), [text](const std::string& mark) {
        std::string quoted;
        append_canonical_string(mark, quoted);
        return text.find(quoted) != std::string_view::npos;
    });
}

Reach Reach::everything() {
    Reach reach;
    reach.all = true;
    return reach;
}

Viewer Viewer::system(Actor actor) { return {std::move(actor), Reach::everything(), true, true, false}; }

Viewer viewer_of(Actor actor, const std::optional<Scope>& scope, const RoleBook& book, const Organisation& organisation,
                 const OnCall& on_call) {
    Viewer viewer;
    Surveyor surveyor(scope.value_or(Scope{}), organisation);
    bool writes = false;
    for (const std::string& role : actor.roles) {
        const RoleRights* rights = find_role(book, role);
        if (rights == nullptr) continue;
        surveyor.add(scope ? rights->sees : Breadth::all);
        viewer.personal = viewer.personal || rights->personal;
        viewer.may_unmask = viewer.may_unmask || rights->unmask || rights->personal;
        writes = writes || !rights->reads_only;
    }
    viewer.reach = std::move(surveyor).finish();
    viewer.reads_only = !writes;
    if (scope) viewer.person = scope->person;
    viewer.actor = std::move(actor);
    const Person* person = organisation.find_person(viewer.person);
    if (person == nullptr) return viewer;
    viewer.actor.also = {person->id, person->name};
    const std::vector<std::string>& serving = on_call.roles_of(person->id);
    viewer.lent = lent_to(viewer, book, *person, serving);
    append(viewer.actor.roles, viewer.lent);
    viewer.reach.told = marks_of(person->id, viewer.actor.roles, serving);
    return viewer;
}

}  // namespace gongdan
