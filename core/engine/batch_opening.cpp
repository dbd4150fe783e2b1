// A batch opens tickets: new ones, and those that happened in another system.

#include "core/engine/batch.hpp"

#include <fmt/format.h>

#include "core/escalation/flags.hpp"

namespace gongdan {
namespace {

/// What the register of special customers says of the numbers; who opens the ticket has the last word. By a telephone
/// only for whom sees telephones: the flags of a ticket opened with a number would tell him whose it is.
void add_flags(json::object& data, const Workflow& workflow, const Organisation* organisation, const Viewer* viewer) {
    if (organisation == nullptr || !organisation->special_customers || data.contains(kFlags)) return;
    const bool sees_phones = viewer == nullptr || viewer->personal;
    const std::string phone = sees_phones ? string_or_empty(data, "contact_phone") : std::string();
    const auto flags = organisation->special_customers->flags_of(string_or_empty(data, "customer_no"), phone);
    const auto known = known_flags(workflow, flags);
    if (!known.empty()) data[kFlags] = json::value_from(known);
}

}  // namespace

Result<Reply> Batch::run(const OpenRequest& request) {
    OpenCommand command = request.command;
    if (!request.parent.empty()) {
        const auto parent = find(request.parent);
        if (!parent) return parent.error();
        if ((*parent)->snapshot.closed()) return fail(Errc::conflict, "open.parent-closed", (*parent)->snapshot.number);
        command.parent = (*parent)->snapshot.id;
    }
    const auto workflow = rules().find_workflow(command.workflow);
    if (!workflow) {
        Error error = fail(Errc::invalid_input, "open.unknown-workflow", command.workflow);
        error.fields.push_back({"/workflow", "unknown", error.detail});
        return error;
    }
    add_flags(command.data, *workflow, configuration_.organisation.get(), viewer_);
    // Decided without a place in the books, so that a refused opening takes no number.
    auto decision = decide_open(command, CaseId{}, "", rules(), now_);
    if (!decision) return decision.error();
    if (!sees(decision->after)) return fail(Errc::forbidden, "open.outside");
    const auto id = watch(store_.take_case_id());
    if (!id) return id.error();
    auto number = next_number(*workflow);
    if (!number) return number.error();
    place_opening(*decision, *id, *number);
    const auto record = write(std::move(*decision), {});
    if (!record) return record.error();
    if (auto told = tell_parent((*record)->snapshot, "child-opened"); !told) return told.error();
    return Reply{*record, std::nullopt, true};
}

Result<Reply> Batch::run(const ImportRequest& request) {
    const auto known = watch(store_.find_number(request.command.number));
    if (!known) return known.error();
    if (to_int(*known) != 0) {
        const auto there = load(*known);
        if (!there) return there.error();
        return Reply{*there, std::nullopt, false};
    }
    auto decision = decide_import(request.command, CaseId{}, rules(), now_);
    if (!decision) return decision.error();
    const auto id = watch(store_.take_case_id());
    if (!id) return id.error();
    place_opening(*decision, *id, request.command.number);
    const auto record = write(std::move(*decision), {});
    if (!record) return record.error();
    const auto joined = join_master(*record, request.command);
    if (!joined) return joined.error();
    return Reply{*joined, std::nullopt, true};
}

Result<std::string> Batch::next_number(const Workflow& workflow) {
    std::string day = format_date(date_of(now_));
    std::erase(day, '-');
    const std::string prefix = workflow.number_prefix + day;
    while (true) {
        const auto serial = watch(store_.take_serial(prefix));
        if (!serial) return serial.error();
        std::string number = fmt::format("{}{:06}", prefix, *serial);
        // An import from a sister system may have brought this very number.
        const auto taken = watch(store_.find_number(number));
        if (!taken) return taken.error();
        if (to_int(*taken) == 0) return number;
    }
}

}  // namespace gongdan
