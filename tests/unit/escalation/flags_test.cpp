// The register of special customers, and the flags on a ticket.

#include <catch2/catch.hpp>

#include "core/escalation/flags.hpp"
#include "core/escalation/special_customers.hpp"

using namespace gongdan;
using Flags = std::vector<std::string>;

namespace {

Workflow flagged() {
    Workflow workflow;
    Field field;
    field.name = "flags";
    field.type = FieldType::set;
    field.values = {{"elderly", {"独居老人", "Elderly"}}, {"medical", {"医疗设备", "Medical"}}};
    workflow.fields.push_back(field);
    return workflow;
}

}  // namespace

TEST_CASE("a customer is known by his number or by his telephone, however it is written") {
    SpecialCustomers customers;
    customers.add({"3301", {"138 0000-0001"}, {"elderly"}});
    customers.add({"", {"13800000002"}, {"medical"}});
    customers.add({"3301", {}, {"medical", "elderly"}});
    CHECK(customers.size() == 3);
    CHECK(customers.flags_of("3301", "") == Flags{"elderly", "medical"});
    CHECK(customers.flags_of("", "+86 138 0000 0001") == Flags{"elderly"});
    CHECK(customers.flags_of("3301", "13800000002") == Flags{"elderly", "medical"});
    CHECK(customers.flags_of("", "").empty());
    CHECK(customers.flags_of("330", "1380000000").empty());
}

TEST_CASE("a ticket takes the flags its workflow knows, in its order, and tells them in words") {
    const Workflow workflow = flagged();
    CHECK(known_flags(workflow, {"vip", "medical", "elderly"}) == Flags{"elderly", "medical"});
    CHECK(known_flags(Workflow(), {"elderly"}).empty());
    const LocalText words = flag_words(workflow, {{"flags", json::array{"medical", "elderly"}}});
    CHECK(words.zh == "独居老人、医疗设备");
    CHECK(words.en == "Elderly, Medical");
    CHECK(flag_words(workflow, {{"flags", "medical"}}).zh.empty());
    CHECK(flag_words(workflow, {}).zh.empty());
}
