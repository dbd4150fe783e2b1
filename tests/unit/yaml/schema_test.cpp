// The schema for editors says the same as the loader: the shipped workflows fit it, and it knows the loader's keys.

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <yaml-cpp/yaml.h>
#include <catch2/catch.hpp>

#include "adapters/yaml/folder.hpp"

using namespace gongdan;

namespace {

std::string content_of(const std::string& path) {
    auto content = read_file(std::filesystem::path(GONGDAN_SOURCE_DIR) / path);
    if (!content) FAIL(content.error().detail.en);
    return std::move(*content);
}

const json::object& schema() {
    static const json::object loaded = json::parse(content_of("workflows/schema.json")).as_object();
    return loaded;
}

json::value to_json(const YAML::Node& node) {
    if (node.IsMap()) {
        json::object object;
        for (const auto& entry : node) object[entry.first.as<std::string>()] = to_json(entry.second);
        return object;
    }
    if (node.IsSequence()) {
        json::array array;
        for (const auto& entry : node) array.push_back(to_json(entry));
        return array;
    }
    std::int64_t number = 0;
    if (node.IsNull()) return nullptr;
    if (node.Tag() != "!" && YAML::convert<std::int64_t>::decode(node, number)) return number;
    const auto text = node.as<std::string>();
    if (node.Tag() != "!" && (text == "true" || text == "false")) return text == "true";
    return json::value(text);
}

/// The part of JSON Schema that our schema uses; a keyword it does not know fails the test.
class Validator {
 public:
    std::vector<std::string> mistakes;

    void check(const json::value& value, const json::object& rule, const std::string& at) {
        for (const auto& [keyword, argument] : rule) apply(keyword, argument, rule, value, at);
    }

 private:
    static bool is_of(const json::value& value, const std::string& type) {
        if (type == "object") return value.is_object();
        if (type == "array") return value.is_array();
        if (type == "string") return value.is_string();
        if (type == "integer") return value.is_int64();
        if (type == "boolean") return value.is_bool();
        if (type == "null") return value.is_null();
        FAIL("unknown type " << type);
        return false;
    }

    static bool fits(const json::value& value, const json::object& rule) {
        Validator inner;
        inner.check(value, rule, "");
        return inner.mistakes.empty();
    }

    void expect(bool holds, const std::string& at, const std::string& what) {
        if (!holds) mistakes.push_back(at + ": " + what);
    }

    void apply(const std::string& keyword, const json::value& argument, const json::object& rule,
               const json::value& value, const std::string& at) {
        const json::object none;
        const json::object& members = value.is_object() ? value.get_object() : none;
        if (keyword == "$ref") {
            const std::string name(argument.as_string().c_str() + std::string("#/$defs/").size());
            check(value, schema().at("$defs").at(name).as_object(), at);
        } else if (keyword == "type") {
            const json::array types = argument.is_array() ? argument.as_array() : json::array{argument};
            const bool one = std::any_of(types.begin(), types.end(), [&value](const json::value& type) {
                return is_of(value, json::value_to<std::string>(type));
            });
            expect(one, at, "is not of type " + json::serialize(argument));
        } else if (keyword == "enum") {
            const auto& allowed = argument.as_array();
            expect(std::find(allowed.begin(), allowed.end(), value) != allowed.end(), at,
                   "is none of " + json::serialize(argument));
        } else if (keyword == "required") {
            for (const json::value& key : argument.as_array())
                expect(members.contains(key.as_string()), at, "lacks " + json::serialize(key));
        } else if (keyword == "properties") {
            for (const auto& [key, property] : argument.as_object()) {
                if (const auto* member = members.if_contains(key))
                    check(*member, property.as_object(), at + "/" + std::string(key));
            }
        } else if (keyword == "additionalProperties") {
            const auto* known = rule.if_contains("properties");
            for (const auto& [key, member] : members) {
                if (known != nullptr && known->as_object().contains(key)) continue;
                const std::string inner = at + "/" + std::string(key);
                if (argument.is_object()) check(member, argument.as_object(), inner);
                expect(argument.is_object(), inner, "is not known");
            }
        } else if (keyword == "items") {
            if (value.is_array()) {
                for (const json::value& item : value.as_array()) check(item, argument.as_object(), at + "/-");
            }
        } else if (keyword == "anyOf") {
            const auto& rules = argument.as_array();
            const bool one = std::any_of(rules.begin(), rules.end(),
                                         [&value](const json::value& each) { return fits(value, each.as_object()); });
            expect(one, at, "fits none of the forms");
        } else if (keyword == "minProperties") {
            expect(members.size() >= std::size_t(argument.as_int64()), at, "has too few keys");
        } else if (keyword == "maxProperties") {
            expect(members.size() <= std::size_t(argument.as_int64()), at, "has too many keys");
        } else if (keyword == "pattern") {
            const bool matches = value.is_string() &&
                                 std::regex_search(value.as_string().c_str(), std::regex(argument.as_string().c_str()));
            expect(matches, at, "does not match " + json::serialize(argument));
        } else {
            const std::set<std::string> silent = {"$schema", "$id", "$defs", "title", "description"};
            if (!silent.contains(keyword)) FAIL("unknown keyword " << keyword);
        }
    }
};

std::vector<std::string> mistakes_in(const std::string& text) {
    Validator validator;
    validator.check(to_json(YAML::Load(text)), schema(), "");
    return validator.mistakes;
}

std::set<std::string> keys_of(const json::value& object) {
    std::set<std::string> keys;
    for (const auto& entry : object.as_object()) keys.insert(std::string(entry.key()));
    return keys;
}

std::set<std::string> values_of(const json::value& list) {
    std::set<std::string> values;
    for (const json::value& value : list.as_array()) values.insert(json::value_to<std::string>(value));
    return values;
}

/// What the loader offers in place of the "?" in a workflow whose other parts are `text`.
std::set<std::string> offered_by_loader(const std::string& text) {
    const auto loaded = load_workflow(text, "f");
    REQUIRE_FALSE(loaded);
    const std::string& said = loaded.error().detail.en;
    const auto at = said.find("'?': use one of ");
    INFO(said);
    REQUIRE(at != std::string::npos);
    std::istringstream names(said.substr(at + 16, said.find('\n', at) - at - 16));
    std::set<std::string> offered;
    for (std::string name; std::getline(names, name, ',');) offered.insert(name.substr(name.find_first_not_of(' ')));
    return offered;
}

const std::string kHead = "workflow: w\ntitle: {zh: 一, en: One}\nnumber_prefix: W\ninitial: a\n";

}  // namespace

TEST_CASE("the shipped workflows fit the schema") {
    const auto files = yaml::yaml_files(std::filesystem::path(GONGDAN_SOURCE_DIR) / "workflows");
    REQUIRE(files.size() >= 3);
    for (const auto& file : files) {
        INFO(file.string());
        CHECK(mistakes_in(content_of("workflows/" + file.filename().string())) == std::vector<std::string>{});
    }
}

TEST_CASE("the schema notices what the loader would refuse") {
    const std::string sound = kHead + "states: {a: {final: true, title: {zh: 一, en: One}}}\n";
    CHECK(mistakes_in(sound).empty());
    CHECK(mistakes_in(sound + "colour: red\n") == std::vector<std::string>{"/colour: is not known"});
    CHECK(mistakes_in(sound + "clocks: {c: {title: {zh: 一, en: One}, limit: soon, start: {on: open}}}\n") ==
          std::vector<std::string>{"/clocks/c/limit: fits none of the forms"});
    CHECK(mistakes_in("workflow: w\n").size() == 4);
    const std::string guarded =
        kHead + "states: {a: {title: {zh: 一, en: One}, on: {x: {guard: {equals: {f: 1}, present: f}}}}}\n";
    CHECK_FALSE(mistakes_in(guarded).empty());
}

TEST_CASE("the schema and the loader know the same keys and words") {
    const json::value& defs = schema().at("$defs");
    const auto properties = [&defs](const char* name) { return keys_of(defs.at(name).at("properties")); };
    const std::string states = "states: {a: {final: true}}\n";
    const auto in_state = [](const std::string& body) { return kHead + "states: {a: " + body + "}\n"; };
    const auto in_clock = [&states](const std::string& body) { return kHead + states + "clocks: {c: " + body + "}\n"; };
    CHECK(offered_by_loader(kHead + states + "'?': 1\n") == keys_of(schema().at("properties")));
    CHECK(offered_by_loader(kHead + states + "fields: {f: {'?': 1}}\n") == properties("field"));
    CHECK(offered_by_loader(in_state("{'?': 1}")) == properties("state"));
    CHECK(offered_by_loader(in_state("{on: {x: {'?': 1}}}")) == properties("transition"));
    CHECK(offered_by_loader(in_state("{on: {x: {guard: {'?': 1}}}}")) == properties("guard"));
    CHECK(offered_by_loader(in_state("{title: {'?': 1}}")) == properties("title"));
    CHECK(offered_by_loader(in_clock("{'?': 1}")) == properties("clock"));
    CHECK(offered_by_loader(in_clock("{start: {'?': 1}}")) == properties("start"));
    CHECK(offered_by_loader(in_clock("{stop: {'?': 1}}")) == properties("trigger"));
    CHECK(offered_by_loader(kHead + states + "fields: {f: {type: '?'}}\n") ==
          values_of(defs.at("field").at("properties").at("type").at("enum")));
    CHECK(offered_by_loader(in_state("{on: {x: {effect: '?'}}}")) ==
          values_of(defs.at("transition").at("properties").at("effect").at("enum")));
    CHECK(offered_by_loader(in_clock("{reopen: '?'}")) ==
          values_of(defs.at("clock").at("properties").at("reopen").at("enum")));
}
