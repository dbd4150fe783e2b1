#include "core/base/canonical_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

using Member = const json::key_value_pair*;

/// UTF-8 sorts like code points. UTF-16 differs in one thing: characters beyond U+FFFF (lead bytes F0–F4) come before
/// U+E000–U+FFFF (lead bytes EE and EF), because they are written with surrogates. Continuation bytes never reach EE.
unsigned utf16_rank(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value == 0xEE || value == 0xEF ? value + 0x10U : value;
}

bool before_in_utf16(std::string_view one, std::string_view other) {
    const std::size_t common = std::min(one.size(), other.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (one[i] != other[i]) return utf16_rank(one[i]) < utf16_rank(other[i]);
    }
    return one.size() < other.size();
}

bool by_key(Member one, Member other) { return before_in_utf16(one->key(), other->key()); }

template <class Integer>
void append_integer(Integer number, std::string& out) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_escaped(char character, std::string& out) {
    switch (character) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\b': out += "\\b"; return;
        case '\t': out += "\\t"; return;
        case '\n': out += "\\n"; return;
        case '\f': out += "\\f"; return;
        case '\r': out += "\\r"; return;
        default: break;
    }
    constexpr std::string_view kHex = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(character);
    out += "\\u00";
    out += kHex[value >> 4U];
    out += kHex[value & 15U];
}

void append_array(const json::array& array, std::string& out) {
    out += '[';
    bool first = true;
    for (const json::value& entry : array) {
        if (!first) out += ',';
        first = false;
        append_canonical_json(entry, out);
    }
    out += ']';
}

void append_member(const json::key_value_pair& member, std::string& out, const MemberWriter* instead) {
    append_canonical_string(member.key(), out);
    out += ':';
    if (instead != nullptr && (*instead)(member.key(), member.value(), out)) return;
    append_canonical_json(member.value(), out);
}

void append_object(const json::object& object, std::string& out, const MemberWriter* instead) {
    // Bodies of events are small: their members are sorted on the stack.
    constexpr std::size_t kSmall = 32;
    std::array<Member, kSmall> small;
    std::vector<Member> large;
    if (object.size() > kSmall) large.resize(object.size());
    Member* const begin = object.size() > kSmall ? large.data() : small.data();
    Member* end = begin;
    for (const auto& member : object) *end++ = &member;
    if (!std::is_sorted(begin, end, by_key)) std::sort(begin, end, by_key);
    out += '{';
    for (Member* at = begin; at != end; ++at) {
        if (at != begin) out += ',';
        append_member(**at, out, instead);
    }
    out += '}';
}

}  // namespace

std::string canonical_json(const json::value& value) {
    std::string out;
    append_canonical_json(value, out);
    return out;
}

void append_canonical_json(const json::value& value, std::string& out) {
    switch (value.kind()) {
        case json::kind::null: out += "null"; return;
        case json::kind::bool_: out += value.get_bool() ? "true" : "false"; return;
        case json::kind::int64: return append_integer(value.get_int64(), out);
        case json::kind::uint64: return append_integer(value.get_uint64(), out);
        case json::kind::double_: break;
        case json::kind::string: return append_canonical_string(value.get_string(), out);
        case json::kind::array: return append_array(value.get_array(), out);
        case json::kind::object: return append_object(value.get_object(), out, nullptr);
    }
    GONGDAN_UNREACHABLE("binary floating point never reaches the journal: the edge refuses it");
}

void append_canonical_object(const json::object& object, std::string& out, const MemberWriter& instead) {
    append_object(object, out, &instead);
}

void append_canonical_string(std::string_view text, std::string& out) {
    out += '"';
    std::size_t plain = 0;  // start of the stretch that needs no escape
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char character = text[i];
        if (static_cast<unsigned char>(character) >= 0x20 && character != '"' && character != '\\') continue;
        out.append(text, plain, i - plain);
        append_escaped(character, out);
        plain = i + 1;
    }
    out.append(text, plain);
    out += '"';
}

bool is_canonical(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
        case json::kind::bool_:
        case json::kind::string: return true;
        case json::kind::int64: {
            const std::int64_t number = value.get_int64();
            return number >= -kCanonicalIntMax && number <= kCanonicalIntMax;
        }
        case json::kind::uint64: return value.get_uint64() <= std::uint64_t(kCanonicalIntMax);
        case json::kind::double_: return false;
        case json::kind::array: {
            const auto& array = value.get_array();
            return std::all_of(array.begin(), array.end(), is_canonical);
        }
        case json::kind::object: {
            const auto& object = value.get_object();
            return std::all_of(object.begin(), object.end(),
                               [](const auto& member) { return is_canonical(member.value()); });
        }
    }
    return false;
}

}  // namespace gongdan
