// Tells what kind of file it is by its first bytes: people rename files.

#include <array>
#include <fstream>
#include <string_view>

#include "adapters/intake/csv.hpp"
#include "adapters/intake/values.hpp"
#include "adapters/intake/xlsx.hpp"

namespace gongdan::intake {

Result<std::unique_ptr<RowSource>> open_rows(const std::string& path, const std::string& sheet) {
    std::array<char, 512> bytes{};
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(Errc::not_found, "intake.no-file", path);
    file.read(bytes.data(), bytes.size());
    const std::string_view head(bytes.data(), static_cast<std::size_t>(file.gcount()));
    if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return XlsxSource::open(path, sheet);
    if (head.starts_with("\xD0\xCF\x11\xE0")) return fail(Errc::invalid_input, "intake.old-excel", path);
    const std::string text = fold(head);
    for (const std::string_view page : {"<html", "<!doctype", "<table", "<?xml", "<meta"}) {
        if (text.starts_with(page)) return fail(Errc::invalid_input, "intake.web-page", path);
    }
    return CsvSource::open(path);
}

}  // namespace gongdan::intake
