#pragma once
/// A part of a workbook as a stream of XML elements. Document types are refused: workbooks have none, and entities are
/// how small XML becomes endless.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/intake/archive.hpp"

namespace gongdan::intake {

/// Attributes of the element at hand, looked up by local name. Valid during the call only.
class Attributes {
 public:
    explicit Attributes(const char** list) : list_(list) {}
    /// Empty when absent.
    [[nodiscard]] std::string_view get(std::string_view name) const;

 private:
    const char** list_;
};

/// What to do with the elements; names come without namespace prefix. Must not throw.
struct XmlHandlers {
    std::function<void(std::string_view name, const Attributes& attributes)> start;
    std::function<void(std::string_view name)> end;
    std::function<void(std::string_view text)> text;
};

class XmlStream {
 public:
    XmlStream(Archive::Entry entry, std::string part, XmlHandlers handlers);
    XmlStream(const XmlStream&) = delete;
    XmlStream& operator=(const XmlStream&) = delete;
    ~XmlStream();

    /// Parses the next piece; false at the end. Errc::invalid_input names the part and the line.
    [[nodiscard]] Result<bool> feed();
    /// Parses all of it.
    [[nodiscard]] Result<void> run();

 private:
    struct Parser;
    Archive::Entry entry_;
    std::string part_;
    std::unique_ptr<Parser> parser_;
};

}  // namespace gongdan::intake
