#include "adapters/yaml/guard_loader.hpp"

namespace gongdan::yaml {
namespace {

constexpr std::array<std::pair<std::string_view, Guard::Op>, 10> kOps = {
    {{"all", Guard::Op::all},
     {"any", Guard::Op::any},
     {"not", Guard::Op::negation},
     {"equals", Guard::Op::equals},
     {"in", Guard::Op::one_of},
     {"present", Guard::Op::present},
     {"older_than", Guard::Op::older_than},
     {"at_least", Guard::Op::at_least},
     {"ahead", Guard::Op::ahead},
     {"children_closed", Guard::Op::children_closed}}};

/// {field: value} or {field: [value, …]}.
void read_comparison(const Reader& reader, const std::string& name, const YAML::Node& body, Guard& guard) {
    const bool one_field = body.IsMap() && body.size() == 1 && body.begin()->first.IsScalar();
    if (!one_field) reader.wrong(body, text("yaml.one-field", name));
    guard.field = reader.string(body.begin()->first);
    const YAML::Node values = body.begin()->second;
    if (guard.op == Guard::Op::one_of) {
        for (const YAML::Node& value : reader.items(values)) guard.values.push_back(read_scalar(reader, value));
    } else {
        guard.values.push_back(read_scalar(reader, values));
    }
}

Limit elapsed_limit(const Reader& reader, const YAML::Node& node) {
    const Limit limit = reader.limit(node);
    if (!is_elapsed(limit)) reader.wrong(node, text("yaml.elapsed-only"));
    return limit;
}

/// {field: duration}.
void read_lead(const Reader& reader, const YAML::Node& body, Guard& guard) {
    const bool one_field = body.IsMap() && body.size() == 1 && body.begin()->first.IsScalar();
    if (!one_field) reader.wrong(body, text("yaml.one-field", "ahead"));
    guard.field = reader.string(body.begin()->first);
    guard.age = elapsed_limit(reader, body.begin()->second);
}

void read_body(const Reader& reader, const std::string& name, const YAML::Node& body, Guard& guard) {
    switch (guard.op) {
        case Guard::Op::always: return;
        case Guard::Op::all:
        case Guard::Op::any:
            for (const YAML::Node& child : reader.items(body)) guard.children.push_back(read_guard(reader, child));
            return;
        case Guard::Op::negation: guard.children.push_back(read_guard(reader, body)); return;
        case Guard::Op::present: guard.field = reader.string(body); return;
        case Guard::Op::older_than: guard.age = elapsed_limit(reader, body); return;
        case Guard::Op::ahead: return read_lead(reader, body, guard);
        case Guard::Op::children_closed:
            if (!reader.boolean(body)) reader.wrong(body, text("yaml.children-closed"));
            return;
        case Guard::Op::equals:
        case Guard::Op::one_of:
        case Guard::Op::at_least: return read_comparison(reader, name, body, guard);
    }
}

}  // namespace

Guard read_guard(const Reader& reader, const YAML::Node& node) {
    if (!node.IsMap() || node.size() != 1 || !node.begin()->first.IsScalar())
        reader.wrong(node, text("yaml.one-condition"));
    Guard guard;
    guard.mark = reader.mark(node);
    guard.op = reader.one_of(node.begin()->first, kOps);
    read_body(reader, reader.string(node.begin()->first), node.begin()->second, guard);
    return guard;
}

json::value read_scalar(const Reader& reader, const YAML::Node& node) {
    bool flag = false;
    std::int64_t number = 0;
    const std::string plain = reader.string(node);
    if (node.Tag() == "!") return json::value(plain);
    if (YAML::convert<std::int64_t>::decode(node, number)) return number;
    if (YAML::convert<bool>::decode(node, flag)) return flag;
    return json::value(plain);
}

}  // namespace gongdan::yaml
