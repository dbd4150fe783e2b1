#include "adapters/cli/written.hpp"

#include <fstream>
#include <iostream>

#include "adapters/cli/terminal.hpp"

namespace gongdan::cli {
namespace {

std::string written(const report::Document& document, report::Format format) {
    switch (format) {
        case report::Format::table:
            return report::table_text(document, Language::zh) + "\n" + report::table_text(document, Language::en);
        case report::Format::csv: return report::csv_text(document);
        case report::Format::json: return json::serialize(report::json_view(document)) + "\n";
        case report::Format::html: return report::html_text(document);
        case report::Format::xlsx: break;
    }
    return {};
}

}  // namespace

Result<void> write_out(const report::Document& document, report::Format format, const std::string& out) {
    if (on_terminal()) std::cerr << "\r";
    if (format == report::Format::xlsx) return report::write_workbook(document, out);
    const std::string text = written(document, format);
    if (out.empty()) {
        std::cout << text << std::flush;
        return {};
    }
    std::ofstream file(out, std::ios::binary);
    file << text;
    file.close();
    return file ? Result<void>() : fail(Errc::unavailable, "cli.no-file", out);
}

int print(host::Pieces& pieces) {
    while (true) {
        const auto piece = pieces.next();
        if (!piece) return give_up(piece.error());
        if (!*piece) break;
        std::cout << **piece;
    }
    std::cout.flush();
    return kOk;
}

}  // namespace gongdan::cli
