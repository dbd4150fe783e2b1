#include "adapters/intake/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "adapters/intake/encoding.hpp"

namespace gongdan::intake {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The code point of the valid sequence `text`.
char32_t code_point(std::string_view text) {
    const auto byte = [text](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
    switch (text.size()) {
        case 1: return byte(0);
        case 2: return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
        case 3: return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
        default: return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    }
}

/// White space and marks nobody sees: they come with copied headers and web exports.
bool is_invisible(char32_t c) {
    return c <= 0x20 || c == 0x7F || c == 0xA0 || (c >= 0x2000 && c <= 0x200F) || c == 0x202F || c == 0x2060 ||
           c == 0x3000 || c == 0xFEFF;
}

/// The character `text` begins with: its length and code point (damaged bytes stand for themselves).
std::pair<std::size_t, char32_t> first_character(std::string_view text) {
    const int length = utf8_sequence(text);
    if (length <= 0) return {1, 0xFFFD};
    return {static_cast<std::size_t>(length), code_point(text.substr(0, static_cast<std::size_t>(length)))};
}

std::string_view trim_front(std::string_view text) {
    while (!text.empty()) {
        const auto [length, c] = first_character(text);
        if (!is_invisible(c)) break;
        text.remove_prefix(length);
    }
    return text;
}

std::string_view trim(std::string_view text) {
    text = trim_front(text);
    std::size_t keep = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [length, c] = first_character(text.substr(at));
        at += length;
        if (!is_invisible(c)) keep = at;
    }
    return text.substr(0, keep);
}

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string clean(std::string_view text) {
    text = trim(text);
    if (text.size() >= 3 && text.starts_with("=\"") && text.back() == '"') text = trim(text.substr(2, text.size() - 3));
    if (text.size() > 1 && text.front() == '\'' && is_digit(text[1])) text.remove_prefix(1);
    return std::string(text);
}

std::string fold(std::string_view text) {
    std::string folded = fold_words(text);
    std::erase(folded, ' ');
    return folded;
}

std::string fold_words(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    bool gap = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto [length, c] = first_character(text.substr(at));
        const std::string_view character = text.substr(at, length);
        at += length;
        if (is_invisible(c)) {
            gap = !folded.empty();
            continue;
        }
        if (gap) folded += ' ';
        gap = false;
        const char32_t narrow = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
        if (narrow >= 0x80) {
            folded.append(character);
        } else {
            folded += static_cast<char>(narrow >= 'A' && narrow <= 'Z' ? narrow + 32 : narrow);
        }
    }
    return folded;
}

std::optional<bool> parse_bool(std::string_view text) {
    constexpr std::array<std::string_view, 10> kYes = {"是", "有", "1", "01", "y", "yes", "t", "true", "√", "已"};
    constexpr std::array<std::string_view, 11> kNo = {"否", "无", "0", "00", "n", "no", "f", "false", "×", "未", "不"};
    const std::string word = fold(text);
    if (among(kYes, word)) return true;
    if (among(kNo, word)) return false;
    return std::nullopt;
}

std::optional<std::string> parse_decimal(std::string_view text) {
    const std::string folded = fold(text);
    std::string digits;
    bool point = false;
    std::size_t since_comma = 0;
    bool commas = false;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const char c = folded[i];
        if ((c == '-' || c == '+') && i == 0) {
            if (c == '-') digits += c;
        } else if (is_digit(c)) {
            digits += c;
            ++since_comma;
        } else if (c == '.' && !point && !(commas && since_comma != 3)) {
            digits += c;
            point = true;
        } else if (c == ',' && !point && since_comma >= 1 && since_comma <= 3 && !(commas && since_comma != 3)) {
            commas = true;
            since_comma = 0;
        } else {
            return std::nullopt;
        }
    }
    if (commas && !point && since_comma != 3) return std::nullopt;
    if (std::none_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    return digits;
}

std::optional<double> parse_number(std::string_view text) {
    const std::string folded = fold(text);
    const auto plain = parse_decimal(folded);
    const std::string& digits = plain ? *plain : folded;  // "4.1666E-2" too: spreadsheets write it
    double value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (problem != std::errc() || end != digits.data() + digits.size() || !(value > -1e15 && value < 1e15))
        return std::nullopt;
    return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    auto digits = parse_decimal(text);
    if (!digits) return std::nullopt;
    if (const auto point = digits->find('.'); point != std::string::npos) {
        if (digits->find_first_not_of('0', point + 1) != std::string::npos) return std::nullopt;
        digits->erase(point);
    }
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(digits->data(), digits->data() + digits->size(), value);
    if (problem != std::errc() || end != digits->data() + digits->size()) return std::nullopt;
    return value;
}

bool is_scientific(std::string_view text) {
    const std::string folded = fold(text);
    const auto e = folded.find('e');
    if (e == std::string::npos || e == 0 || e + 2 >= folded.size() || folded[e + 1] != '+') return false;
    const auto mantissa = std::string_view(folded).substr(0, e);
    return mantissa.find_first_not_of("0123456789.") == std::string_view::npos &&
           std::all_of(folded.begin() + static_cast<std::ptrdiff_t>(e) + 2, folded.end(), is_digit);
}

}  // namespace gongdan::intake
