// The compliance report on the command line: from the journal, or straight from the export of another system.

#include <iostream>

#include "adapters/cli/books.hpp"
#include "adapters/cli/written.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/report/asked.hpp"
#include "adapters/report/import_audit.hpp"
#include "adapters/report/places.hpp"
#include "adapters/sqlite/kept_facts.hpp"
#include "adapters/yaml/mapping_loader.hpp"

namespace gongdan::cli {
namespace {

constexpr std::int64_t kProgressEvery = 10'000;
constexpr std::size_t kListedMax = 100'000;  ///< tickets behind a figure: some 200 MiB in memory

int audit_journal(const Common& common, const AuditOptions& options, report::Asked asked, Instant now) {
    const auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    asked.wish.places = report::places_of(*books->configuration.organisation);
    sqlite::KeptFacts facts(sqlite::database_file(books->folder), books->find_pinned(),
                            [](std::int64_t cases) { show_progress(cases, kProgressEvery); });
    report::ComplianceSource source{books->folder.string(), now, books->configuration.rules->workflows};
    source.teams = books->configuration.organisation->teams;
    report::Making making(asked, source, kListedMax);
    const FactsWish wish{[&making](Instant opened_at) { return making.wants(opened_at); }, now, asked.wish.places,
                         options.recompute};
    const auto told = facts.tell(wish, [&making](const CaseFact& fact, const CaseSnapshot*) { making.take(fact); });
    if (!told) return give_up(told.error());
    source.basis = report::basis_of(*told, options.recompute);
    const auto written = write_out(std::move(making).document(), asked.format, options.out);
    return written ? kOk : give_up(written.error());
}

int audit_import(const Common& common, const AuditOptions& options, report::Asked asked, Instant now) {
    const auto installation = installed(common);
    if (!installation) return give_up(installation.error());
    auto mapping = load_mapping_file(mapping_file(options.mapping, installation->config_folder()));
    if (!mapping) return give_up(mapping.error());
    const Configuration configuration = installation->configuration();
    auto importer = intake::Importer::open({options.import_file,
                                            std::move(*mapping),
                                            installation->config_folder().string(),
                                            configuration.rules->workflows,
                                            {"audit", {"admin"}},
                                            now});
    if (!importer) return give_up(importer.error());
    asked.wish.places = report::places_of(*configuration.organisation);
    const report::ComplianceSource source{options.import_file, now, configuration.rules->workflows, {}, true};
    report::Making making(asked, source, kListedMax);
    report::ImportAudit audit({*configuration.rules, asked.wish.places, asked.wish.period, now});
    while (true) {
        const auto row = importer->next();
        if (!row) return give_up(row.error());
        if (!*row) break;
        if (const auto fact = audit.take(**row)) making.take(*fact);
        show_progress(audit.rows(), kProgressEvery);
    }
    report::Document document = std::move(making).document();
    const bool at_odds = audit.contradictions() + audit.doubts() > 0;
    if (!asked.selector) std::move(audit).append_to(document);
    const auto written = write_out(document, asked.format, options.out);
    if (!written) return give_up(written.error());
    return at_odds ? kFault : kOk;
}

}  // namespace

int run_audit(const Common& common, const AuditOptions& options) {
    const Instant now = host::wall_now();
    auto asked = report::understand(
        {options.from, options.to, options.by, common.json ? "json" : options.format, options.tickets},
        report::Format::table, date_of(now));
    if (!asked) return give_up(asked.error());
    if (asked->format == report::Format::xlsx && options.out.empty())
        return give_up(fail(Errc::invalid_input, "audit.workbook-to-file"));
    if (options.import_file.empty()) return audit_journal(common, options, std::move(*asked), now);
    if (!common.data.empty()) return give_up(fail(Errc::invalid_input, "audit.two-sources"));
    return audit_import(common, options, std::move(*asked), now);
}

}  // namespace gongdan::cli
