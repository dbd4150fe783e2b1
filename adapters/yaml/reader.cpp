#include "adapters/yaml/reader.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include <yaml-cpp/eventhandler.h>

#include "core/base/canonical_json.hpp"

namespace gongdan::yaml {
namespace {

/// Where a document's root stands.
class FirstMark : public YAML::EventHandler {
 public:
    YAML::Mark mark = YAML::Mark::null_mark();

    void OnDocumentStart(const YAML::Mark& at) override { mark = at; }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& at, YAML::anchor_t) override { take(at); }
    void OnAlias(const YAML::Mark& at, YAML::anchor_t) override { take(at); }
    void OnScalar(const YAML::Mark& at, const std::string&, YAML::anchor_t, const std::string&) override { take(at); }
    void OnSequenceStart(const YAML::Mark& at, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
        take(at);
    }
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark& at, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
        take(at);
    }
    void OnMapEnd() override {}

 private:
    void take(const YAML::Mark& at) {
        if (!found_) mark = at;
        found_ = true;
    }
    bool found_ = false;
};

}  // namespace

SourceMark Reader::mark(const YAML::Node& node) const {
    return node.IsDefined() ? in_letters(node.Mark()) : SourceMark{};
}

/// yaml-cpp counts bytes; a Chinese letter has three.
SourceMark Reader::in_letters(const YAML::Mark& mark) const {
    const SourceMark in_bytes{mark.line + 1, mark.column + 1};
    const bool known = mark.column >= 0 && mark.pos >= mark.column && std::size_t(mark.pos) <= source_.size();
    if (!known) return in_bytes;
    const auto before = source_.substr(std::size_t(mark.pos - mark.column), std::size_t(mark.column));
    if (before.find('\n') != std::string_view::npos) return in_bytes;
    const auto letters = std::count_if(before.begin(), before.end(), [](char byte) { return (byte & 0xC0) != 0x80; });
    return {mark.line + 1, int(letters) + 1};
}

void Reader::note_syntax(const YAML::Exception& error) const {
    note_at(in_letters(error.mark), gongdan::text("yaml.syntax", error.msg));
}

YAML::Node Reader::document() const {
    const std::string source(source_);
    const YAML::Node root = YAML::Load(source);
    if (root.IsNull()) {
        note_at({1, 1}, gongdan::text("yaml.empty"));
        throw Mistake{};
    }
    // Not YAML::LoadAll: the one of 0.7 takes a stray bracket for one empty document after another, without end.
    std::istringstream stream(source);
    YAML::Parser parser(stream);
    FirstMark first;
    FirstMark second;
    parser.HandleNextDocument(first);
    if (parser.HandleNextDocument(second)) note_at(in_letters(second.mark), gongdan::text("yaml.one-document"));
    return root;
}

void Reader::note(const YAML::Node& node, const LocalText& detail) const { note_at(mark(node), detail); }

void Reader::note_at(SourceMark at, const LocalText& detail) const {
    mistakes_.push_back(text("yaml.at", file_, at.line, at.column, detail.zh, detail.en));
}

void Reader::wrong(const YAML::Node& node, const LocalText& detail) const {
    note(node, detail);
    throw Mistake{};
}

void Reader::keep(const Mistake& mistake) const {
    if (!mistake.detail.en.empty()) mistakes_.push_back(mistake.detail);
}

void Reader::check_twice(const YAML::Node& node) const {
    std::map<std::string, int> seen;
    for (const auto& entry : node) {
        const auto key = entry.first.as<std::string>("");
        if (seen[key]++ == 1) note(entry.first, text("yaml.key-twice", key));
    }
}

void Reader::expect_map(const YAML::Node& node, std::initializer_list<std::string_view> known) const {
    if (!node.IsMap()) wrong(node, text("yaml.not-a-map"));
    check_twice(node);
    for (const auto& entry : node) {
        const auto key = entry.first.as<std::string>("");
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        std::string all;
        for (const std::string_view name : known) all += (all.empty() ? "" : ", ") + std::string(name);
        note(entry.first, text("yaml.unknown-key", key, all));
    }
}

Reader::Entries Reader::entries(const YAML::Node& node) const {
    if (!node || node.IsNull()) return {};
    if (!node.IsMap()) wrong(node, text("yaml.not-a-map"));
    check_twice(node);
    Entries found;
    for (const auto& entry : node) {
        if (entry.first.IsScalar()) {
            found.emplace_back(entry.first, entry.second);
        } else {
            note(entry.first, text("yaml.not-text"));
        }
    }
    return found;
}

std::vector<YAML::Node> Reader::items(const YAML::Node& node) const {
    if (!node || node.IsNull()) return {};
    if (!node.IsSequence()) wrong(node, text("yaml.not-a-list"));
    return {node.begin(), node.end()};
}

YAML::Node Reader::required(const YAML::Node& node, const char* key) const {
    if (!node.IsMap()) wrong(node, text("yaml.not-a-map"));
    const YAML::Node value = node[key];
    if (!value || value.IsNull()) wrong(node, text("yaml.missing-key", key));
    return value;
}

std::string Reader::string(const YAML::Node& node) const {
    if (!node.IsScalar()) wrong(node, text("yaml.not-text"));
    return node.as<std::string>();
}

bool Reader::boolean(const YAML::Node& node) const {
    bool value = false;
    if (!node.IsScalar() || !YAML::convert<bool>::decode(node, value)) wrong(node, text("yaml.not-boolean"));
    return value;
}

int Reader::integer(const YAML::Node& node) const {
    int value = 0;
    if (!node.IsScalar() || !YAML::convert<int>::decode(node, value)) wrong(node, text("yaml.not-integer"));
    return value;
}

int Reader::integer(const YAML::Node& node, int least, int most) const {
    int value = 0;
    const bool whole = node.IsScalar() && YAML::convert<int>::decode(node, value);
    if (!whole || value < least || value > most) wrong(node, text("yaml.out-of-range", least, most));
    return value;
}

std::int64_t Reader::whole_number(const YAML::Node& node) const {
    std::int64_t value = 0;
    if (!node.IsScalar() || !YAML::convert<std::int64_t>::decode(node, value)) wrong(node, text("yaml.not-integer"));
    if (value < -kCanonicalIntMax || value > kCanonicalIntMax)
        wrong(node, text("yaml.out-of-range", -kCanonicalIntMax, kCanonicalIntMax));
    return value;
}

Limit Reader::limit(const YAML::Node& node) const {
    const auto parsed = parse_limit(string(node));
    if (!parsed) wrong(node, parsed.error().detail);
    return *parsed;
}

Date Reader::date(const YAML::Node& node) const {
    const auto parsed = parse_date(string(node));
    if (!parsed) wrong(node, parsed.error().detail);
    return *parsed;
}

std::vector<std::string> Reader::strings(const YAML::Node& node) const {
    if (!node || node.IsNull()) return {};
    if (node.IsScalar()) return {string(node)};
    std::vector<std::string> list;
    for (const auto& entry : items(node)) list.push_back(string(entry));
    return list;
}

LocalText Reader::title(const YAML::Node& node) const {
    if (!node || node.IsNull()) return {};
    expect_map(node, {"zh", "en"});
    return {node["zh"] ? string(node["zh"]) : "", node["en"] ? string(node["en"]) : ""};
}

Error to_error(const std::vector<LocalText>& mistakes) {
    LocalText all;
    for (const LocalText& mistake : mistakes) {
        all.zh += (all.zh.empty() ? "" : "\n") + mistake.zh;
        all.en += (all.en.empty() ? "" : "\n") + mistake.en;
    }
    return Error{Errc::invalid_input, std::move(all), {}, {}};
}

}  // namespace gongdan::yaml
