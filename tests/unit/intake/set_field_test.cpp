// Goal: a field of several values, and a number that no ticket may hold, come in from a table as what they are.

#include <catch2/catch.hpp>

#include "core/base/canonical_json.hpp"
#include "support.hpp"

using namespace gongdan;
using namespace gongdan::intake;
using namespace gongdan::intake::test;

namespace {

/// The command of the only row of a fault table whose last column is `column`, with `value` under it.
ImportCommand read(const std::string& column, const std::string& value) {
    const TemporaryFolder folder;
    const auto taken =
        take(folder.write("t.csv", "工单编号,业务类型,受理时间,现场分类,工单单位,故障地址,故障描述," + column +
                                       "\n1,故障报修,2026-03-02 08:00,城区,甲,乙,丙,\"" + value + "\"\n"));
    REQUIRE(taken.report.count(Outcome::imported) == 1);
    return taken.commands.at("1");
}

json::value flags(const std::string& value) {
    const ImportCommand command = read("特殊客户", value);
    CHECK(command.findings.empty());
    return command.data.contains("flags") ? command.data.at("flags") : json::value(nullptr);
}

}  // namespace

TEST_CASE("words between any of the usual signs become the codes of a set, in their order") {
    const json::value both = json::array{"medical", "elderly"};
    for (const char* sign : {"、", "，", "；", "|", ",", ";", " 、 ", "\n"}) {
        INFO(sign);
        CHECK(flags(std::string("残疾或用医疗设备") + sign + "独居老人") == both);
    }
    CHECK(flags("medical,Elderly living alone") == both);
    CHECK(flags("独居老人") == json::value(json::array{"elderly"}));
}

TEST_CASE("a word that stands twice is one value, and signs without a word are none") {
    CHECK(flags("重要客户、important、；重要客户") == json::value(json::array{"important"}));
    CHECK(flags("、；") == json::value(nullptr));
    CHECK(flags("") == json::value(nullptr));
}

TEST_CASE("a set with an unknown word is left out as a whole and told, and the row comes in") {
    const ImportCommand command = read("特殊客户", "独居老人、贵宾");
    CHECK_FALSE(command.data.contains("flags"));
    CHECK(command.findings == std::vector<std::string>{"value-unreadable/flags"});
}

TEST_CASE("a set comes in from a workbook too") {
    const auto cell = [](const std::string& text) { return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>"; };
    std::string head;
    for (const char* name :
         {"工单编号", "业务类型", "受理时间", "现场分类", "工单单位", "故障地址", "故障描述", "特殊客户标记"})
        head += cell(name);
    std::string row;
    for (const char* value : {"1", "故障报修", "2026-03-02 08:00", "城区", "甲", "乙", "丙", "独居老人&#10;敏感客户"})
        row += cell(value);
    const TemporaryFolder folder;
    write_zip(folder.path("t.xlsx"), workbook_parts("<row>" + head + "</row><row>" + row + "</row>"));
    const auto taken = take(folder.path("t.xlsx"));
    REQUIRE(taken.report.count(Outcome::imported) == 1);
    CHECK(taken.commands.at("1").data.at("flags") == json::value(json::array{"elderly", "sensitive"}));
}

TEST_CASE("a number that no ticket may hold is left out and told, and the row comes in") {
    const std::string column = "影响用户数";
    CHECK(read(column, "120").data.at("customers_out") == 120);
    for (const std::string& value :
         {std::string("-1"), std::string("10000001"), std::to_string(kCanonicalIntMax + 1)}) {
        INFO(value);
        const ImportCommand command = read(column, value);
        CHECK_FALSE(command.data.contains("customers_out"));
        CHECK(command.findings == std::vector<std::string>{"value-unreadable/affected_customers"});
    }
}
