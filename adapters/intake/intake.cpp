#include "adapters/intake/intake.hpp"

#include <algorithm>
#include <set>

#include "adapters/intake/values.hpp"

namespace gongdan::intake {
namespace {

bool is_blank(const Row& row) {
    return std::all_of(row.cells.begin(), row.cells.end(), [](const Cell& cell) { return clean(cell.text).empty(); });
}

void add_sources(std::set<std::string>& names, const TimeSources& sources) {
    for (const TimeSource& source : sources) names.insert({source.column, source.day_column, source.clock_column});
}

void add_fields(std::set<std::string>& names, const std::vector<FieldRule>& rules) {
    for (const FieldRule& rule : rules) names.insert(rule.value.columns.begin(), rule.value.columns.end());
}

/// Every column a mapping speaks of.
std::set<std::string> columns_of(const Mapping& mapping) {
    std::set<std::string> names(mapping.required.begin(), mapping.required.end());
    names.insert({mapping.number_column, mapping.kind_column, mapping.zone_column});
    for (const WorkflowRule& rule : mapping.workflows) {
        add_sources(names, rule.opened_at);
        add_fields(names, rule.fields);
        for (const StepRule& step : rule.steps) {
            add_sources(names, step.at);
            add_fields(names, step.data);
            names.insert({step.when, step.free_order_if});
        }
        for (const DurationRule& duration : rule.durations) {
            names.insert(duration.column);
            add_sources(names, duration.from);
            add_sources(names, duration.to);
        }
        for (const DeadlineRule& deadline : rule.deadlines) {
            add_sources(names, deadline.due);
            add_sources(names, deadline.done);
        }
        for (const VerdictRule& verdict : rule.verdicts) names.insert(verdict.column);
    }
    names.erase("");
    return names;
}

/// The catalogue of a mapping: its own file, or the headers it names. Columns of the mapping must be in the catalogue.
Result<Catalogue> catalogue_of(const ImportOptions& options) {
    const Mapping& mapping = options.mapping;
    Catalogue catalogue;
    if (!mapping.catalogue.empty()) {
        auto loaded = load_catalogue(options.config_folder + "/intake/" + mapping.catalogue);
        if (!loaded) return loaded.error();
        catalogue = std::move(*loaded);
    }
    for (const std::string& name : columns_of(mapping)) {
        if (!mapping.catalogue.empty()) {
            if (catalogue.by_id(name) == nullptr)
                return fail(Errc::invalid_input, "intake.mapping-column", mapping.file, name, mapping.catalogue);
        } else if (auto added = catalogue.add({name, name, {}, false}); !added) {
            return added.error();
        }
    }
    return catalogue;
}

std::string described(const Column& column) {
    std::string names = column.header;
    for (const std::string& alias : column.aliases) names += " | " + alias;
    return names;
}

}  // namespace

Result<Importer> Importer::open(ImportOptions options) {
    Importer importer;
    if (auto begun = importer.begin(options); !begun) return begun.error();
    return importer;
}

Result<void> Importer::begin(const ImportOptions& options) {
    file_ = options.file;
    now_ = options.now;
    auto in_use = MappingInUse::make(options.mapping);
    if (!in_use) return in_use.error();
    in_use_ = std::make_shared<const MappingInUse>(std::move(*in_use));
    const auto catalogue = catalogue_of(options);
    if (!catalogue) return catalogue.error();
    auto source = open_rows(options.file, options.mapping.sheet);
    if (!source) return source.error();
    source_ = std::move(*source);
    std::vector<Row> head;
    while (head.size() < kHeaderSearchRows) {
        auto row = source_->next();
        // A file damaged right behind its header still has rows to give: the damage is told after them.
        if (!row && head.empty()) return row.error();
        if (!row) held_error_ = row.error();
        if (!row || !*row) break;
        head.push_back(std::move(**row));
    }
    header_ = find_header(head, *catalogue);
    if (auto sound = check_header(*catalogue); !sound) return sound.error();
    for (Row& row : head) {
        if (row.row > header_.row) {
            held_.push_back(std::move(row));
        } else {
            ++(is_blank(row) ? other_.blank : other_.header);
        }
    }
    builder_ = std::make_unique<CaseBuilder>(in_use_, options.workflows, options.actor);
    return {};
}

Result<void> Importer::check_header(const Catalogue& catalogue) {
    std::string lacking;
    const Mapping& mapping = in_use_->mapping;
    std::set<std::string> required(mapping.required.begin(), mapping.required.end());
    required.insert({mapping.number_column, mapping.kind_column});
    required.erase("");
    for (const std::string& id : required) {
        if (header_.has(id)) continue;
        const Column* column = catalogue.by_id(id);
        lacking += (lacking.empty() ? "" : "; ") + (column == nullptr ? id : described(*column));
    }
    for (const Column& column : catalogue.columns()) {
        if (column.expected && !header_.has(column.id)) missing_columns_.push_back(column.header);
    }
    if (lacking.empty() && !header_.cells.empty()) return {};
    if (header_.cells.empty()) return fail(Errc::invalid_input, "intake.no-header", kHeaderSearchRows, lacking);
    std::string unknown;
    for (const std::string& name : header_.unknown) unknown += (unknown.empty() ? "" : ", ") + name;
    return fail(Errc::invalid_input, "intake.columns-missing", header_.row, lacking, unknown.empty() ? "-" : unknown);
}

Result<std::optional<Row>> Importer::next_row() {
    if (held_.empty() && held_error_) return *held_error_;
    if (held_.empty()) return source_->next();
    Row row = std::move(held_.front());
    held_.pop_front();
    return std::optional<Row>(std::move(row));
}

Result<std::optional<BuiltRow>> Importer::next() {
    while (true) {
        auto row = next_row();
        if (!row) return row.error();
        if (!*row) return std::optional<BuiltRow>();
        if (passed_over(**row)) continue;
        BuiltRow built = builder_->build(**row, header_, {source_->facts().dates_from_1904, now_});
        note_duplicate(built);
        return std::optional<BuiltRow>(std::move(built));
    }
}

/// Counts rows that are no cases. A footer is told by how it begins, and by having no kind or opening time: a ticket
/// whose number looks odd must not vanish.
bool Importer::passed_over(const Row& row) {
    if (is_blank(row)) {
        ++other_.blank;
        return true;
    }
    const Cell* number = header_.cell(row, in_use_->mapping.number_column);
    const auto number_at = header_.cells.at(in_use_->mapping.number_column);
    if (number != nullptr && fold(number->text) == fold(header_.names[number_at])) {
        ++other_.header;
        return true;
    }
    const auto first =
        std::find_if(row.cells.begin(), row.cells.end(), [](const Cell& cell) { return !clean(cell.text).empty(); });
    const std::string begins = fold(first->text);
    const auto& words = in_use_->footers;
    const bool looks_so = std::any_of(words.begin(), words.end(),
                                      [&begins](const std::string& word) { return begins.starts_with(word); });
    if (!looks_so) return false;
    const RowView view(row, header_, *in_use_, {false, now_});
    const auto& rules = in_use_->mapping.workflows;
    const bool opened = std::any_of(rules.begin(), rules.end(), [&view](const WorkflowRule& rule) {
        return std::any_of(rule.opened_at.begin(), rule.opened_at.end(), [&view](const TimeSource& source) {
            return !view.value(source.column.empty() ? source.day_column : source.column).empty();
        });
    });
    if (opened) return false;
    ++other_.footer;
    return true;
}

void Importer::note_duplicate(BuiltRow& built) {
    if (!built.command) return;  // a row that failed does not stand in the way of a good one with its number
    const auto [first, added] = seen_.try_emplace(built.report.number, built.report.row);
    if (added) return;
    built.report.outcome = Outcome::duplicate;
    built.report.reasons = {text("intake.duplicate", first->second)};
    built.command.reset();
}

FileReport Importer::file_report() const {
    FileReport report;
    report.file = file_;
    report.source = source_->facts();
    report.mapping = in_use_->mapping.name;
    report.unknown_columns = header_.unknown;
    report.repeated_columns = header_.repeated;
    report.missing_columns = missing_columns_;
    report.unused_fields = builder_->unused_fields();
    report.other = other_;
    return report;
}

void settle_present(RowReport& report) {
    report.outcome = Outcome::duplicate;
    report.reasons = {text("intake.present")};
}

void settle_refused(RowReport& report, const Error& error) {
    report.outcome = Outcome::failed;
    report.reasons = {error.detail};
    for (const FieldProblem& problem : error.fields) report.reasons.push_back(problem.detail);
}

}  // namespace gongdan::intake
