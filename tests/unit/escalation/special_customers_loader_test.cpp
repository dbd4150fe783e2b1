// The register is personal data: what is wrong in it is told by its place, never by a number.

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "adapters/yaml/special_customers_loader.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gongdan;
namespace fs = std::filesystem;

namespace {

std::vector<std::shared_ptr<const Workflow>> workflows() {
    auto workflow = std::make_shared<Workflow>();
    Field field;
    field.name = "flags";
    field.type = FieldType::set;
    field.values = {{"elderly", {"老人", "Elderly"}}, {"medical", {"医疗", "Medical"}}};
    workflow->fields.push_back(field);
    return {workflow};
}

/// Null when `content` is.
Result<std::shared_ptr<const SpecialCustomers>> load(const char* content) {
    const test::TemporaryFolder folder;
    fs::create_directories(folder.path() / "organisation");
    if (content != nullptr) std::ofstream(folder.path() / "organisation" / "special-customers.yaml") << content;
    return load_special_customers(folder.path(), workflows());
}

std::string mistake(const char* content) {
    const auto loaded = load(content);
    if (loaded) return "nothing";
    const std::string& said = loaded.error().detail.en;
    CHECK(said.find("1380000") == std::string::npos);
    return said.substr(said.find(".yaml:") + 6);
}

}  // namespace

TEST_CASE("a register is read; without a file there is none") {
    const auto loaded = load("customers:\n  - {customer_no: \"3301\", phones: [\"13800000001\"], flags: [elderly]}\n");
    REQUIRE(loaded);
    CHECK((*loaded)->flags_of("3301", "") == std::vector<std::string>{"elderly"});
    const auto none = load(nullptr);
    REQUIRE(none);
    CHECK(*none == nullptr);
}

TEST_CASE("mistakes of the register are named with their place") {
    CHECK(mistake("customers: [{flags: [elderly]}]\n") == "1:13: say who: customer_no or phones");
    CHECK(mistake("customers: [{phones: [\"13800000001\"], flags: []}]\n") ==
          "1:46: no flag: use one of elderly, medical");
    CHECK(mistake("customers: [{phones: [\"13800000001\"], flags: [vip]}]\n") ==
          "1:46: there is no flag 'vip': use one of elderly, medical");
    CHECK(mistake("customers: [{phones: [x], flags: [elderly]}]\n") ==
          "1:22: a telephone number has at least three digits");
    CHECK(mistake("people: []\n").starts_with("1:1: unknown key 'people'"));
}
