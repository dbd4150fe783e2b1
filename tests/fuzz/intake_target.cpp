#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

#include <zip.h>

#include "adapters/intake/intake.hpp"
#include "adapters/yaml/config_loader.hpp"
#include "adapters/yaml/mapping_loader.hpp"
#include "core/base/utf8.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gongdan::fuzz {
namespace {

const std::string kRoot = GONGDAN_SOURCE_DIR;
constexpr std::size_t kTableMost = 256 * 1024;  ///< more would only make the fuzzer slow

const std::vector<std::shared_ptr<const Workflow>>& shipped_workflows() {
    static const auto workflows = [] {
        std::vector<std::shared_ptr<const Workflow>> loaded;
        for (const char* name : {"fault-repair", "complaint"}) {
            const std::string path = kRoot + "/workflows/" + name + ".yaml";
            const auto content = read_file(path);
            const auto workflow = content ? load_workflow(*content, path) : content.error();
            if (!workflow) throw std::runtime_error(workflow.error().detail.en);
            loaded.push_back(*workflow);
        }
        return loaded;
    }();
    return workflows;
}

intake::ImportOptions options_for(const std::string& file) {
    static const auto mapping = load_mapping_file(kRoot + "/config/mappings/95598.yaml");
    if (!mapping) throw std::runtime_error(mapping.error().detail.en);
    return {file, *mapping, kRoot + "/config", shipped_workflows(), {"importer", {"admin"}}};
}

/// Whether the table has what a header of ours has; the rest would be refused, after reading a long catalogue.
bool read_rows(const std::string& file) {
    bool header = false;
    auto rows = intake::open_rows(file, "");
    while (rows) {
        const auto row = (*rows)->next();
        if (!row || !*row) break;
        for (const intake::Cell& cell : (*row)->cells) {
            promise(is_utf8(cell.text), "a cell is not UTF-8");
            header = header || cell.text.find("编号") != std::string::npos;
        }
    }
    return header;
}

/// The table alone, then as an import.
void take(const std::string& file) {
    if (!read_rows(file)) return;
    auto importer = intake::Importer::open(options_for(file));
    if (!importer) return;
    intake::ImportReport report;
    while (true) {
        auto row = importer->next();
        if (!row) report.finish(importer->file_report(), row.error().detail);
        if (row && !*row) report.finish(importer->file_report());
        if (!row || !*row) break;
        report.add((*row)->report);
    }
}

const std::string& scratch() {
    static const test::TemporaryFolder folder;
    static const std::string path = folder / "table";
    return path;
}

void write(std::string_view bytes) { std::ofstream(scratch(), std::ios::binary | std::ios::trunc) << bytes; }

std::string_view next_part(std::string_view& bytes) {
    constexpr std::string_view kMark = "\n====\n";
    const auto end = bytes.find(kMark);
    const auto part = bytes.substr(0, end);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + kMark.size());
    return part;
}

void pack(const std::map<std::string, std::string>& parts) {
    int problem = 0;
    zip_t* const zip = zip_open(scratch().c_str(), ZIP_CREATE | ZIP_TRUNCATE, &problem);
    if (zip == nullptr) throw std::runtime_error("cannot write a workbook");
    for (const auto& [name, content] : parts) {
        zip_source_t* const source = zip_source_buffer(zip, content.data(), content.size(), 0);
        const auto index = zip_file_add(zip, name.c_str(), source, ZIP_FL_OVERWRITE);
        zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
    }
    if (zip_close(zip) != 0) throw std::runtime_error("cannot finish a workbook");
}

}  // namespace

void run_csv(std::string_view bytes) {
    if (bytes.size() > kTableMost || bytes.starts_with("PK")) return;
    write(bytes);
    take(scratch());
}

void run_xlsx(std::string_view bytes) {
    if (bytes.size() > kTableMost || !bytes.starts_with("PK")) return;
    write(bytes);
    take(scratch());
}

void run_workbook(std::string_view bytes) {
    if (bytes.size() > kTableMost) return;
    std::map<std::string, std::string> parts;
    parts["xl/_rels/workbook.xml.rels"] =
        R"(<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>)";
    parts["xl/worksheets/sheet1.xml"] = next_part(bytes);
    if (!bytes.empty()) parts["xl/sharedStrings.xml"] = next_part(bytes);
    if (!bytes.empty()) parts["xl/styles.xml"] = next_part(bytes);
    parts["xl/workbook.xml"] = bytes.empty() ? R"(<workbook><sheets><sheet name="S" id="r1"/></sheets></workbook>)"
                                             : std::string(next_part(bytes));
    pack(parts);
    take(scratch());
}

}  // namespace gongdan::fuzz
