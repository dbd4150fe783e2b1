#include "support.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <zip.h>

#include "adapters/yaml/config_loader.hpp"
#include "adapters/yaml/mapping_loader.hpp"

namespace gongdan::intake::test {
namespace {

const std::string kRoot = GONGDAN_SOURCE_DIR;

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().detail.en);
    return std::move(*result);
}

}  // namespace

std::string TemporaryFolder::write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
}

std::string data_file(const std::string& name) { return kRoot + "/tests/unit/intake/data/" + name; }

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream all;
    all << file.rdbuf();
    return all.str();
}

std::map<std::string, std::string> workbook_parts(const std::string& sheet) {
    return {{"xl/workbook.xml",
             R"(<workbook><sheets><sheet name="S" sheetId="1" r:id="r1" xmlns:r="r"/></sheets></workbook>)"},
            {"xl/_rels/workbook.xml.rels",
             R"(<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>)"},
            {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + sheet + "</sheetData></worksheet>"}};
}

void write_zip(const std::string& path, const std::map<std::string, std::string>& parts, Packing packing) {
    int problem = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &problem);
    if (zip == nullptr) throw std::runtime_error("cannot write " + path);
    for (const auto& [name, content] : parts) {
        zip_source_t* source = zip_source_buffer(zip, content.data(), content.size(), 0);
        const auto index = zip_file_add(zip, name.c_str(), source, ZIP_FL_OVERWRITE);
        if (packing == Packing::stored)
            zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
    }
    if (zip_close(zip) != 0) throw std::runtime_error("cannot finish " + path);
}

Table read_table(const std::string& path, const std::string& sheet) {
    Table table;
    auto source = open_rows(path, sheet);
    if (!source) {
        table.error = source.error();
        return table;
    }
    while (true) {
        auto row = (*source)->next();
        if (!row) table.error = row.error();
        if (!row || !*row) break;
        std::vector<std::string> cells;
        for (const Cell& cell : (*row)->cells) cells.push_back(cell.text);
        table.rows.push_back(std::move(cells));
        table.raw.push_back(std::move(**row));
    }
    table.facts = (*source)->facts();
    return table;
}

Mapping shipped_mapping(const std::string& name) {
    return must(load_mapping_file(kRoot + "/config/mappings/" + name + ".yaml"));
}

std::vector<std::shared_ptr<const Workflow>> shipped_workflows() {
    std::vector<std::shared_ptr<const Workflow>> workflows;
    for (const char* name : {"fault-repair", "complaint"}) {
        const std::string path = kRoot + "/workflows/" + name + ".yaml";
        workflows.push_back(must(load_workflow(read_file(path), path)));
    }
    return workflows;
}

ImportOptions options_for(const std::string& file, const std::string& mapping) {
    static const auto workflows = shipped_workflows();
    static std::map<std::string, Mapping> mappings;  // read once: the tests of damaged files import hundreds of times
    if (!mappings.contains(mapping)) mappings.emplace(mapping, shipped_mapping(mapping));
    return {file, mappings.at(mapping), kRoot + "/config", workflows, {"importer", {"admin"}}};
}

Taken take(const ImportOptions& options) {
    Taken taken;
    auto importer = Importer::open(options);
    if (!importer) {
        taken.refused = importer.error();
        return taken;
    }
    while (true) {
        auto row = importer->next();
        if (!row) taken.report.finish(importer->file_report(), row.error().detail);
        if (row && !*row) taken.report.finish(importer->file_report());
        if (!row || !*row) return taken;
        if ((*row)->command) taken.commands[(*row)->command->number] = *(*row)->command;
        taken.report.add((*row)->report);
    }
}

Taken take(const std::string& file, const std::string& mapping) { return take(options_for(file, mapping)); }

}  // namespace gongdan::intake::test
