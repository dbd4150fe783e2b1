#include "adapters/notify/privacy.hpp"

#include <algorithm>
#include <cctype>

#include "adapters/notify/utf8.hpp"

namespace gongdan::notify {
namespace {

constexpr std::string_view kMask = "***";
constexpr std::size_t kDigitsMax = 6;   // times and codes have fewer, telephone numbers have more
constexpr std::size_t kReadMax = 4096;  // of a flood nobody reads more

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

bool in_word(char c) { return c != ' ' && c != ',' && c != ';' && c != '<' && c != '>' && c != '"'; }

void mask_all(std::string& text, std::string_view part) {
    if (part.empty()) return;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + kMask.size())) {
        text.replace(at, part.size(), kMask);
    }
}

void mask_digits(std::string& text) {
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end])) ++end;
        const bool number = end - at > kDigitsMax;
        if (number) text.replace(at, end - at, kMask);
        at = number ? at + kMask.size() : std::max(end, at + 1);
    }
}

void mask_mail(std::string& text) {
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
        std::size_t begin = at;
        std::size_t end = at + 1;
        while (begin > 0 && in_word(text[begin - 1])) --begin;
        while (end < text.size() && in_word(text[end])) ++end;
        if (begin == at || end == at + 1) continue;
        text.replace(begin, end - begin, kMask);
        at = begin + kMask.size() - 1;
    }
}

}  // namespace

std::string scrub(std::string_view said, const Message& message) {
    std::string text = valid_utf8(said.substr(0, kReadMax));
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    }
    mask_all(text, message.link);
    mask_all(text, message.link.substr(message.link.rfind('/') + 1));  // its token alone
    mask_all(text, message.address);
    mask_all(text, message.person);
    mask_mail(text);
    mask_digits(text);
    const auto last = text.find_last_not_of(' ');
    text.resize(last == std::string::npos ? 0 : last + 1);
    const auto first = text.find_first_not_of(' ');
    return cut_utf8(first == std::string::npos ? "" : text.substr(first), kSaidMax);
}

std::string in_both(const LocalText& reason) {
    const std::string said = reason.zh == reason.en ? reason.en : reason.zh + " | " + reason.en;
    return cut_utf8(said, kSaidMax);
}

}  // namespace gongdan::notify
