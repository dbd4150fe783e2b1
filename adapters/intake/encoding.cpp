#include "adapters/intake/encoding.hpp"

#include <array>
#include <cerrno>

#include <iconv.h>

namespace gongdan::intake {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool continues(unsigned char byte) { return (byte & 0xC0) == 0x80; }

/// Length that the first byte of a sequence promises; 0 when it can begin none.
int promised_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

/// Overlong forms, surrogates and code points past U+10FFFF are told by the second byte.
bool second_byte_fits(unsigned char lead, unsigned char second) {
    if (!continues(second)) return false;
    if (lead == 0xE0) return second >= 0xA0;
    if (lead == 0xED) return second <= 0x9F;
    if (lead == 0xF0) return second >= 0x90;
    if (lead == 0xF4) return second <= 0x8F;
    return true;
}

/// Goes over `text`, keeping what may continue in the next piece; returns how much was looked at.
std::size_t gather(std::string_view text, Utf8Evidence& evidence) {
    std::size_t at = 0;
    while (at < text.size()) {
        const int length = utf8_sequence(text.substr(at));
        if (length < 0) break;
        if (length > 1) ++evidence.good;
        if (length == 0) ++evidence.bad;
        at += length == 0 ? 1 : static_cast<std::size_t>(length);
    }
    return at;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
    switch (encoding) {
        case Encoding::utf8: return "UTF-8";
        case Encoding::gb18030: return "GB18030";
        case Encoding::utf16_little: return "UTF-16LE";
        case Encoding::utf16_big: return "UTF-16BE";
    }
    return "";
}

int utf8_sequence(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const int length = promised_length(lead);
    if (length <= 1) return length;
    for (int i = 1; i < length; ++i) {
        if (static_cast<std::size_t>(i) >= text.size()) return -1;
        const auto byte = static_cast<unsigned char>(text[static_cast<std::size_t>(i)]);
        if (i == 1 ? !second_byte_fits(lead, byte) : !continues(byte)) return 0;
    }
    return length;
}

/// One iconv descriptor. Conversion is stateless for the encodings used here.
class TextFile::Converter {
 public:
    explicit Converter(std::string_view from) : handle_(iconv_open("UTF-8", std::string(from).c_str())) {}
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    ~Converter() {
        if (usable()) iconv_close(handle_);
    }
    [[nodiscard]] bool usable() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

    /// Decodes `pending` into `out`; what is an unfinished character stays in `pending` unless `at_end`.
    /// Returns the number of damaged characters.
    std::int64_t convert(std::string& pending, std::string& out, bool at_end) {
        std::int64_t damaged = 0;
        char* from = pending.data();
        std::size_t left = pending.size();
        while (left > 0) {
            std::array<char, kPiece> room;
            char* to = room.data();
            std::size_t free = room.size();
            const std::size_t done = iconv(handle_, &from, &left, &to, &free);
            const int problem = errno;
            out.append(room.data(), room.size() - free);
            if (done != static_cast<std::size_t>(-1) || problem == E2BIG) continue;
            if (problem == EINVAL && !at_end) break;
            out += kReplacement;
            ++damaged;
            ++from;
            --left;
        }
        pending.erase(0, pending.size() - left);
        return damaged;
    }

 private:
    iconv_t handle_;
};

TextFile::TextFile(File file) : file_(std::move(file)) {}
TextFile::TextFile(TextFile&&) noexcept = default;
TextFile& TextFile::operator=(TextFile&&) noexcept = default;
TextFile::~TextFile() = default;

Result<TextFile> TextFile::open(const std::string& path) {
    File file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (!file) return fail(Errc::not_found, "intake.no-file", path);
    TextFile opened(std::move(file));
    if (auto detected = opened.detect(); !detected) return fail(Errc::not_found, "intake.no-file", path);
    if (opened.encoding_ != Encoding::utf8) {
        opened.converter_ = std::make_unique<Converter>(name_of(opened.encoding_));
        if (!opened.converter_->usable())
            return fail(Errc::unavailable, "intake.no-converter", name_of(opened.encoding_));
    }
    return opened;
}

Result<void> TextFile::detect() {
    std::array<char, kPiece> piece;
    Utf8Evidence evidence;
    std::string carried;
    long start = 0;
    bool first = true;
    while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), file_.get())) {
        carried.append(piece.data(), got);
        if (first && carried.starts_with("\xEF\xBB\xBF")) start = 3;
        if (first && carried.starts_with("\xFF\xFE")) encoding_ = Encoding::utf16_little;
        if (first && carried.starts_with("\xFE\xFF")) encoding_ = Encoding::utf16_big;
        if (encoding_ != Encoding::utf8) start = 2;
        first = false;
        if (start == 2) break;
        carried.erase(0, gather(carried, evidence));
    }
    if (std::ferror(file_.get()) != 0) return fail(Errc::not_found, "intake.no-file", "");
    const bool marked = start > 0;
    if (!marked && !evidence.is_utf8()) encoding_ = Encoding::gb18030;
    std::clearerr(file_.get());
    if (std::fseek(file_.get(), start, SEEK_SET) != 0) return fail(Errc::not_found, "intake.no-file", "");
    return {};
}

Result<bool> TextFile::read(std::string& out) {
    if (ended_) return false;
    std::array<char, kPiece> piece;
    const std::size_t got = std::fread(piece.data(), 1, piece.size(), file_.get());
    if (got == 0 && std::ferror(file_.get()) != 0) return fail(Errc::unavailable, "intake.read-failed");
    ended_ = got == 0;
    pending_.append(piece.data(), got);
    if (converter_) {
        damaged_ += converter_->convert(pending_, out, ended_);
    } else {
        take_utf8(out, ended_);
    }
    return true;
}

void TextFile::take_utf8(std::string& out, bool at_end) {
    std::size_t at = 0;
    std::size_t sound = 0;  // [sound, at) is checked and not yet copied
    const std::string_view all = pending_;
    while (at < all.size()) {
        const int length = utf8_sequence(all.substr(at));
        if (length > 0) {
            at += static_cast<std::size_t>(length);
            continue;
        }
        out.append(all.substr(sound, at - sound));
        sound = at;
        if (length < 0 && !at_end) break;
        out += kReplacement;
        ++damaged_;
        sound = ++at;
    }
    if (at > sound) out.append(all.substr(sound, at - sound));
    pending_.erase(0, at);
}

}  // namespace gongdan::intake
