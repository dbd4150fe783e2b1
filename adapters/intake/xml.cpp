#include "adapters/intake/xml.hpp"

#include <array>

#include <expat.h>

namespace gongdan::intake {
namespace {

std::string_view local(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::string_view Attributes::get(std::string_view name) const {
    for (const char** at = list_; *at != nullptr; at += 2) {
        if (local(at[0]) == name) return at[1];
    }
    return {};
}

struct XmlStream::Parser {
    XML_Parser expat;
    XmlHandlers handlers;
    bool ended = false;

    explicit Parser(XmlHandlers given) : expat(XML_ParserCreate(nullptr)), handlers(std::move(given)) {
        XML_SetUserData(expat, this);
        XML_SetElementHandler(expat, on_start, on_end);
        XML_SetCharacterDataHandler(expat, on_text);
        XML_SetStartDoctypeDeclHandler(expat, on_doctype);
    }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;
    ~Parser() { XML_ParserFree(expat); }

    static Parser& of(void* self) { return *static_cast<Parser*>(self); }
    static void on_start(void* self, const char* name, const char** attributes) {
        of(self).handlers.start(local(name), Attributes(attributes));
    }
    static void on_end(void* self, const char* name) { of(self).handlers.end(local(name)); }
    static void on_text(void* self, const char* text, int length) {
        of(self).handlers.text({text, static_cast<std::size_t>(length)});
    }
    static void on_doctype(void* self, const char*, const char*, const char*, int) {
        XML_StopParser(of(self).expat, XML_FALSE);
    }
};

XmlStream::XmlStream(Archive::Entry entry, std::string part, XmlHandlers handlers)
    : entry_(std::move(entry)), part_(std::move(part)), parser_(std::make_unique<Parser>(std::move(handlers))) {}
XmlStream::~XmlStream() = default;

Result<bool> XmlStream::feed() {
    if (parser_->ended) return false;
    std::array<char, 32 * 1024> piece;
    const auto got = entry_.read(piece);
    if (!got) return got.error();
    parser_->ended = *got == 0;
    if (XML_Parse(parser_->expat, piece.data(), static_cast<int>(*got), parser_->ended ? 1 : 0) != XML_STATUS_OK) {
        const auto line = XML_GetCurrentLineNumber(parser_->expat);
        parser_->ended = true;
        return fail(Errc::invalid_input, "intake.xlsx-damaged", part_, line,
                    XML_ErrorString(XML_GetErrorCode(parser_->expat)));
    }
    return true;
}

Result<void> XmlStream::run() {
    while (true) {
        const auto more = feed();
        if (!more) return more.error();
        if (!*more) return {};
    }
}

}  // namespace gongdan::intake
