#include "adapters/sqlite/search.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/ticket/mask.hpp"

namespace gongdan::sqlite {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// U+E000 before the digits of a number written backwards: private to programs, a letter to SQLite's tokenizer.
constexpr std::string_view kBackwards = "\xEE\x80\x80";

/// The code point at the front of `text`, and its length in bytes. Damaged UTF-8 yields kReplacement, one byte at a
/// time.
std::pair<char32_t, std::size_t> code_point(std::string_view text) {
    const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
    if (length == 0 || length > text.size()) return {kReplacement, 1};
    char32_t point = lead & (0xFFU >> (length + 1));
    for (std::size_t at = 1; at < length; ++at) {
        if ((byte(at) & 0xC0U) != 0x80) return {kReplacement, 1};
        point = (point << 6U) | (byte(at) & 0x3FU);
    }
    return {point, length};
}

/// Scripts whose words are not divided by spaces: Chinese and Japanese characters, kana, their compatibility forms.
bool stands_alone(char32_t point) {
    constexpr std::array<std::pair<char32_t, char32_t>, 5> kRanges = {
        {{0x3040, 0x30FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}}};
    return std::any_of(kRanges.begin(), kRanges.end(),
                       [point](const auto& range) { return point >= range.first && point <= range.second; });
}

/// Punctuation that divides words and means nothing to a search.
bool divides(char32_t point) {
    if (point < 0x80) {
        const bool letter =
            (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9');
        return !letter;
    }
    return point == kReplacement || (point >= 0x2000 && point <= 0x206F) || (point >= 0x3000 && point <= 0x303F) ||
           (point >= 0xFF00 && point <= 0xFF0F) || (point >= 0xFF1A && point <= 0xFF20);
}

bool is_space(char32_t point) { return point == ' ' || (point >= '\t' && point <= '\r') || point == 0x3000; }

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

std::string backwards(std::string_view digits) {
    return std::string(kBackwards).append(digits.rbegin(), digits.rend());
}

/// A quoted phrase holds no operators.
std::string in_quotes(std::string_view words) { return '"' + std::string(words) + '"'; }

/// Begins with the word; a number begins or ends with it, and a short one is it.
std::string expression_of(const std::string& word) {
    const bool number = std::all_of(word.begin(), word.end(), is_digit);
    if (number && word.size() < kNumberMin) return in_quotes(word);
    // The star lets the last letters be missing.
    const std::string begins = in_quotes(spaced(word)) + '*';
    return number ? "(" + begins + " OR " + in_quotes(backwards(word)) + "*)" : begins;
}

/// What a user typed, without what divides words; at most kSearchWordsMax.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&words, &word] {
        if (!word.empty() && words.size() < kSearchWordsMax) words.push_back(word);
        word.clear();
    };
    while (!text.empty()) {
        const auto [point, length] = code_point(text);
        if (is_space(point)) {
            finish();
        } else if (!divides(point)) {
            word += text.substr(0, length);
        } else if (!word.empty() && word.back() != ' ') {
            word += ' ';  // "GZ-12" is the phrase "GZ 12"
        }
        text.remove_prefix(length);
    }
    finish();
    return words;
}

void take_text(const json::value& value, std::string& words) {
    if (const json::string* text = value.if_string()) {
        words += '\n';
        words += std::string_view(*text);
    } else if (const json::array* list = value.if_array()) {
        for (const json::value& entry : *list) take_text(entry, words);
    }
}

bool is_searched(const CaseSnapshot& snapshot, std::string_view field) {
    if (field == "team") return false;
    const Field* known = snapshot.workflow->find_field(field);
    return known == nullptr || known->type == FieldType::text;
}

}  // namespace

SearchWords search_words(const CaseSnapshot& snapshot) {
    // In the order of their names: a case replayed from the journal may hold its fields in another order.
    std::vector<const json::object::value_type*> fields;
    for (const auto& member : snapshot.data.object()) {
        if (is_searched(snapshot, member.key())) fields.push_back(&member);
    }
    std::sort(fields.begin(), fields.end(),
              [](const auto* one, const auto* other) { return one->key() < other->key(); });
    std::string open = snapshot.number;
    std::string personal;
    for (const auto* member : fields) {
        const Field* field = snapshot.workflow->find_field(member->key());
        std::string words;
        take_text(member->value(), words);
        std::string shown = field == nullptr || field->is_personal() ? std::string() : mask_text(words);
        // A telephone number that somebody wrote into a description is found by those who may read it.
        if (shown != words) personal += words;
        open += shown;
    }
    return {spaced(open) + number_tails(open), spaced(personal) + number_tails(personal)};
}

std::string number_tails(std::string_view text) {
    std::string tails;
    while (!text.empty()) {
        const auto first = std::find_if(text.begin(), text.end(), is_digit);
        const auto last = std::find_if_not(first, text.end(), is_digit);
        const std::string_view digits(first, last);
        if (digits.size() >= kTailMin) tails += ' ' + backwards(digits);
        text = std::string_view(last, text.end());
    }
    return tails;
}

std::string spaced(std::string_view text) {
    std::string apart;
    apart.reserve(text.size() * 2);
    while (!text.empty()) {
        const auto [point, length] = code_point(text);
        const bool alone = stands_alone(point);
        if (alone) apart += ' ';
        apart += text.substr(0, length);
        if (alone) apart += ' ';
        text.remove_prefix(length);
    }
    return apart;
}

std::string search_expression(std::string_view words) {
    std::string expression;
    for (const std::string& word : words_of(words))
        expression += (expression.empty() ? "" : " AND ") + expression_of(word);
    return expression;
}

std::string phrase_expression(std::string_view words) {
    const auto apart = words_of(words);
    if (apart.size() < 2) return {};
    std::string whole;
    for (const std::string& word : apart) whole += (whole.empty() ? "" : " ") + word;
    return in_quotes(spaced(whole)) + '*';
}

std::string outside_personal_data(const std::string& expression) { return "{words} : (" + expression + ")"; }

SearchIndex::SearchIndex(const Database& database)
    : add_(database, "INSERT INTO search(rowid, words, personal) VALUES(?, ?, ?)"),
      remove_(database, "INSERT INTO search(search, rowid, words, personal) VALUES('delete', ?, ?, ?)") {}

Result<void> SearchIndex::add(CaseId id, const CaseSnapshot& snapshot) {
    const SearchWords words = search_words(snapshot);
    return add_.bind(id, words.open, words.personal).run();
}

Result<void> SearchIndex::change(CaseId id, const CaseSnapshot& before, const CaseSnapshot& after) {
    const SearchWords old_words = search_words(before);
    const SearchWords new_words = search_words(after);
    if (old_words == new_words) return {};
    if (auto done = remove_.bind(id, old_words.open, old_words.personal).run(); !done) return done;
    return add_.bind(id, new_words.open, new_words.personal).run();
}

}  // namespace gongdan::sqlite
