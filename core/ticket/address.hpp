#pragma once
/// Addresses as people write them, made comparable: the same door is written in many ways, and no two callers agree.

#include <string>
#include <string_view>

namespace gongdan {

/// The address without what does not tell doors apart: half-width letters and digits, small letters, no blanks, no
/// punctuation but hyphens, no remark in brackets, `#` as 号, and none of the province, city, county, town and street
/// office (省市区县镇乡街道) before the street. "浙江省演示市城北区幸福路 １２ 号（东门）" → "幸福路12号". UTF-8 in,
/// UTF-8 out.
[[nodiscard]] std::string plain_address(std::string_view address);

/// The same with province, city and the like left where they are: to look for the name of a place in it.
[[nodiscard]] std::string plain_letters(std::string_view address);

/// Whether two plain addresses are of one place: equal, or one holds the other, which names a house number. "幸福路1号"
/// is in "幸福路1号3单元", and not in "幸福路11号".
[[nodiscard]] bool is_same_place(std::string_view plain, std::string_view other);

/// What to look for in an index of texts to find addresses of the same place: the last characters before the first
/// number, the number, or as much of it as there is.
struct AddressWords {
    std::string street;  ///< "幸福路"; empty when the address begins with a number
    std::string number;  ///< digits; empty when there is none
};
[[nodiscard]] AddressWords words_of_address(std::string_view plain);

}  // namespace gongdan
