#include "core/ticket/mask.hpp"

#include <algorithm>
#include <optional>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

constexpr std::string_view kStars = "****";
constexpr std::size_t kShortestNumber = 7;  ///< below it, head and tail would show too much
constexpr std::size_t kHead = 3;            ///< digits kept in front: the network, or the region of an identity card
constexpr std::size_t kTail = 4;            ///< digits kept at the end: what people say to be recognised
constexpr std::size_t kMobile = 11;         ///< digits of a Chinese mobile number
constexpr std::size_t kIdentity = 18;       ///< characters of an identity card number (GB 11643-1999)
constexpr std::size_t kShortestGroup = 3;   ///< of the digits of a number that is written in groups
constexpr std::size_t kGapMax = 3;          ///< characters between two groups
constexpr std::size_t kDistrictLength = 3;  ///< "城北区": where, without which door

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The first `count` characters of UTF-8 `text`.
std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (std::size_t seen = 0; at < text.size(); ++at) {
        const bool starts = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (starts && ++seen > count) break;
    }
    return text.substr(0, at);
}

std::string mask_number(std::string_view value) {
    if (value.size() < kShortestNumber + 1) return std::string(kStars);
    // A landline without its area: the head would be half of it.
    if (value.size() < kMobile) return std::string(kStars).append(value.substr(value.size() - kTail));
    return std::string(value.substr(0, kHead)).append(kStars).append(value.substr(value.size() - kTail));
}

bool is_number(std::string_view value) {
    return !value.empty() && std::all_of(value.begin(), value.end(),
                                         [](char c) { return is_digit(c) || c == '-' || c == '+' || c == ' '; });
}

bool is_private_number(std::string_view digits, char after) {
    for (const std::string_view country : {"0086", "86"}) {
        if (digits.size() == country.size() + kMobile && digits.starts_with(country))
            digits.remove_prefix(country.size());
    }
    if (digits.size() == kMobile) return digits[0] == '1' && digits[1] >= '3';
    const bool check_letter = digits.size() == kIdentity - 1 && (after == 'X' || after == 'x');
    return digits.size() == kIdentity || check_letter;
}

std::size_t end_of_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

/// Blanks and hyphens between two groups of one number: "138-1234-5678", "138 - 1234 - 5678".
std::size_t end_of_gap(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && end - at < kGapMax && (text[end] == ' ' || text[end] == '-')) ++end;
    return end;
}

struct FoundNumber {
    std::string digits;  ///< without what stood between them
    std::size_t end = 0;
};

/// A number of a person that begins at `at`, where a group of digits begins: in one piece, or in groups as people write
/// them, the shortest run of groups first. Short groups belong to dates and times ("1998-03-02 110kV"), not to numbers
/// of people; only the country's own may be short.
std::optional<FoundNumber> private_number_at(std::string_view text, std::size_t at) {
    FoundNumber found{"", at};
    while (found.digits.size() < kIdentity) {
        const std::size_t end = end_of_digits(text, found.end);
        const auto group = text.substr(found.end, end - found.end);
        const bool country = found.digits.empty() && group == "86";
        if (group.size() < kShortestGroup && !country) return std::nullopt;
        found.digits += group;
        found.end = end;
        if (is_private_number(found.digits, end < text.size() ? text[end] : ' ')) return found;
        found.end = end_of_gap(text, end);
        if (found.end == end) return std::nullopt;
    }
    return std::nullopt;
}

json::value mask_value(const Field* field, const json::value& value) {
    const bool personal = field == nullptr || field->is_personal();
    if (!value.is_string()) return personal ? json::value(nullptr) : value;
    const std::string_view given(value.get_string());
    if (field != nullptr && field->is_personal()) return json::value(mask(field->personal, given));
    const bool free_text = field == nullptr || field->type == FieldType::text;
    return free_text ? json::value(mask_text(given)) : value;
}

}  // namespace

std::string mask(Personal kind, std::string_view value) {
    if (value.empty()) return {};
    switch (kind) {
        case Personal::none: return std::string(value);
        case Personal::phone:
            if (is_number(value)) return mask_number(value);
            return std::string(first_characters(value, 1)).append("**");
        case Personal::address: return std::string(first_characters(value, kDistrictLength)).append(kStars);
        case Personal::other:
            if (is_number(value)) return mask_number(value);
            [[fallthrough]];
        case Personal::name: return std::string(first_characters(value, 1)).append("**");
    }
    GONGDAN_UNREACHABLE("a Personal outside its enum");
}

std::string mask_text(std::string_view text) {
    std::string masked;
    masked.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = end_of_digits(text, at);
        if (end == at) {
            masked += text[at++];
            continue;
        }
        if (const auto number = private_number_at(text, at)) {
            masked += mask_number(number->digits);
            at = number->end;
        } else {
            masked += text.substr(at, end - at);
            at = end;
        }
    }
    return masked;
}

bool holds_private_number(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = end_of_digits(text, at);
        if (end > at && private_number_at(text, at)) return true;
        at = std::max(end, at + 1);
    }
    return false;
}

json::object mask_data(const Workflow& workflow, const json::object& data) {
    json::object masked;
    masked.reserve(data.size());
    for (const auto& [key, value] : data) masked[key] = mask_value(workflow.find_field(key), value);
    return masked;
}

}  // namespace gongdan
