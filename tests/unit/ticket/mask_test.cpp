// What is left of personal data for eyes that do not need it.
#include "core/ticket/mask.hpp"

#include <catch2/catch.hpp>

using namespace gongdan;

TEST_CASE("names, telephones and addresses are masked each in its way") {
    CHECK(mask(Personal::name, "张三丰") == "张**");
    CHECK(mask(Personal::name, "Müller") == "M**");
    CHECK(mask(Personal::phone, "13800000000") == "138****0000");
    CHECK(mask(Personal::phone, "010-88886666") == "010****6666");
    CHECK(mask(Personal::phone, "1234567") == "****");
    CHECK(mask(Personal::address, "城北区幸福路 1 号") == "城北区****");
    CHECK(mask(Personal::address, "村") == "村****");
    CHECK(mask(Personal::other, "13800000000") == "138****0000");
    CHECK(mask(Personal::other, "王五") == "王**");
    CHECK(mask(Personal::phone, "").empty());
}

TEST_CASE("a short number shows nothing of itself, and no mask is longer than it must be") {
    for (const std::string value : {"1", "12", "123456", "1234567"}) CHECK(mask(Personal::phone, value) == "****");
    CHECK(mask(Personal::phone, "12345678") == "****5678");
    CHECK(mask(Personal::phone, "1四李李李a") == "1**");
}

TEST_CASE("mobile and identity card numbers in free text are masked, other numbers are not") {
    CHECK(mask_text("请打13800000000，谢谢") == "请打138****0000，谢谢");
    CHECK(mask_text("身份证11010519491231002X。") == "身份证110****1002X。");
    CHECK(mask_text("+8613812345678") == "+861****5678");
    CHECK(mask_text("身份证110105194912310021") == "身份证110****0021");
    for (const std::string kept : {"户号 0412345678", "2026-03-02T08:00:00+08:00", "GZ20260302000001", "变压器 315kVA",
                                   "12012345678901", "第 12012345678 号"}) {
        CHECK(mask_text(kept) == kept);
    }
}

TEST_CASE("numbers that are written in groups are masked like those in one piece") {
    CHECK(mask_text("请打138-1234-5678，谢谢") == "请打138****5678，谢谢");
    CHECK(mask_text("138 1234 5678") == "138****5678");
    CHECK(mask_text("138 - 1234 - 5678") == "138****5678");
    CHECK(mask_text("1381234 5678") == "138****5678");
    CHECK(mask_text("138-12345678。") == "138****5678。");
    CHECK(mask_text("+86 138 1234 5678") == "+861****5678");
    CHECK(mask_text("+86-13812345678") == "+861****5678");
    CHECK(mask_text("0086 138-1234-5678") == "008****5678");
    CHECK(mask_text("2 号楼 12 138 1234 5678") == "2 号楼 12 138****5678");
    CHECK(mask_text("138 1234 5678 139 1234 5678") == "138****5678 139****5678");
    CHECK(mask_text("身份证110105 19491231 002X") == "身份证110****1002X");
    CHECK(mask_text("110105-19491231-0021") == "110****0021");
    for (const std::string kept :
         {"1998-03-02 110kV", "1998-03-02 11:00", "138 1234 567", "138 1234 56789", "138  -  1234 5678", "010-88886666",
          "0.4kV 138 号台区 1234 户", "2026-03-02 08:00", "138-", "138 1234 ", "-", "86", "13"}) {
        INFO(kept);
        CHECK(mask_text(kept) == kept);
    }
}

TEST_CASE("the fields of a ticket are masked by their kind, and codes and times stay as they are") {
    Workflow workflow;
    const auto add = [&workflow](const std::string& name, FieldType type, Personal personal) {
        Field field;
        field.name = name;
        field.type = type;
        field.personal = personal;
        workflow.fields.push_back(field);
    };
    add("name", FieldType::text, Personal::name);
    add("age", FieldType::integer, Personal::other);
    add("note", FieldType::text, Personal::none);
    add("site", FieldType::enumeration, Personal::none);
    const json::object data{
        {"name", "张三"}, {"age", 41}, {"note", "电话 13800000000"}, {"site", "urban"}, {"gone", "李四"}};
    CHECK(mask_data(workflow, data) ==
          json::object{
              {"name", "张**"}, {"age", nullptr}, {"note", "电话 138****0000"}, {"site", "urban"}, {"gone", "李四"}});
}
