#include "core/ticket/address.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/utf8.hpp"

namespace gongdan {
namespace {

/// The street's last characters find what is written with and without what stands before it.
constexpr std::size_t kStreetCharacters = 4;
/// 省 and the like stand within so many characters of the last one: a longer run is a name.
constexpr std::size_t kDistrictCharacters = 8;

using Characters = std::vector<std::string_view>;

bool is_digit(std::string_view character) {
    return character.size() == 1 && character[0] >= '0' && character[0] <= '9';
}

/// Views into `text`; a damaged byte is left out.
Characters characters_of(std::string_view text) {
    Characters all;
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        if (size > 0) all.push_back(text.substr(0, size));
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return all;
}

/// U+FF01 to U+FF5E are the letters, digits and signs of ASCII in the width of a Chinese character.
std::string half_width(std::string_view character) {
    const auto byte = [character](std::size_t at) { return static_cast<unsigned char>(character[at]); };
    if (character.size() == 3 && byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD)) {
        const unsigned point = 0xF000U | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
        if (point >= 0xFF01 && point <= 0xFF5E) return std::string(1, char(point - 0xFEE0));
    }
    return std::string(character);
}

bool opens_remark(std::string_view character) {
    return character == "(" || character == "[" || character == "【" || character == "〔";
}

bool closes_remark(std::string_view character) {
    return character == ")" || character == "]" || character == "】" || character == "〕";
}

/// Letters, digits, characters of any other script, and the hyphen of "3-1-102".
bool is_kept(std::string_view character) {
    if (character.size() > 1) {
        constexpr std::array<std::string_view, 8> kSigns = {"　", "，", "。", "、", "；", "：", "·", "—"};
        return std::find(kSigns.begin(), kSigns.end(), character) == kSigns.end();
    }
    const char sign = character[0];
    return (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') || sign == '-';
}

/// An estate is no district, and a market street no city: 小区, 社区, 园区; 市场, 市政, 市民, 县道, 镇政府.
bool ends_district(const Characters& all, std::size_t at) {
    const std::string_view here = all[at];
    const std::string_view before = at > 0 ? all[at - 1] : std::string_view();
    const std::string_view after = at + 1 < all.size() ? all[at + 1] : std::string_view();
    const auto one_of = [](std::string_view wanted, std::initializer_list<std::string_view> list) {
        return std::find(list.begin(), list.end(), wanted) != list.end();
    };
    if (at == 0) return false;
    if (here == "省" || here == "盟" || here == "旗") return true;
    if (here == "区") return !one_of(before, {"小", "社", "园", "校", "库", "厂", "山", "景", "片", "街", "库", "宿"});
    if (here == "市") return !one_of(after, {"场", "政", "民", "北", "南", "东", "西", "心", "集"}) && before != "超";
    if (here == "县") return after != "道" && after != "前";
    if (here == "镇" || here == "乡") return after != "政";
    return here == "道" && before == "街";
}

/// Behind the last district of the beginning; nothing is left out when nothing would be left.
std::size_t begin_of_street(const Characters& all) {
    std::size_t begin = 0;
    for (std::size_t at = 0; at < all.size() && at < begin + kDistrictCharacters; ++at) {
        if (is_digit(all[at])) break;
        if (at > begin && ends_district(all, at) && at + 2 < all.size()) begin = at + 1;
    }
    return begin;
}

bool names_number(std::string_view plain) {
    return std::any_of(plain.begin(), plain.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
}

bool is_digit_at(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

/// `part` stands in `whole`, and cuts no number in two.
bool holds_whole(std::string_view whole, std::string_view part) {
    for (auto at = whole.find(part); at != std::string_view::npos; at = whole.find(part, at + 1)) {
        const std::size_t end = at + part.size();
        const bool cut_before = at > 0 && is_digit_at(whole, at - 1) && is_digit_at(part, 0);
        const bool cut_after = is_digit_at(whole, end) && is_digit_at(part, part.size() - 1);
        if (!cut_before && !cut_after) return true;
    }
    return false;
}

}  // namespace

std::string plain_letters(std::string_view address) {
    std::string plain;
    int remark = 0;
    for (const std::string_view written : characters_of(address)) {
        std::string character = half_width(written);
        if (opens_remark(character)) ++remark;
        if (closes_remark(character) && remark > 0) {
            --remark;
            continue;
        }
        if (remark > 0) continue;
        if (character == "#") character = "号";
        if (character.size() == 1 && character[0] >= 'A' && character[0] <= 'Z') character[0] += 'a' - 'A';
        if (is_kept(character)) plain += character;
    }
    return plain;
}

std::string plain_address(std::string_view address) {
    const std::string plain = plain_letters(address);
    const Characters all = characters_of(plain);
    std::string street;
    for (std::size_t at = begin_of_street(all); at < all.size(); ++at) street += all[at];
    return street;
}

bool is_same_place(std::string_view plain, std::string_view other) {
    if (plain.empty() || other.empty()) return false;
    if (plain == other) return true;
    const bool longer = plain.size() >= other.size();
    const std::string_view part = longer ? other : plain;
    return names_number(part) && holds_whole(longer ? plain : other, part);
}

AddressWords words_of_address(std::string_view plain) {
    const Characters all = characters_of(plain);
    const auto number = std::find_if(all.begin(), all.end(), is_digit);
    const auto end = std::find_if_not(number, all.end(), is_digit);
    const auto length = std::min<std::ptrdiff_t>(number - all.begin(), std::ptrdiff_t(kStreetCharacters));
    AddressWords words;
    for (auto at = number - length; at != number; ++at) words.street += *at;
    for (auto at = number; at != end; ++at) words.number += *at;
    return words;
}

}  // namespace gongdan
