#include <iostream>

#include "adapters/cli/books.hpp"
#include "adapters/crypto/crypto.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/intake/intake.hpp"
#include "adapters/yaml/mapping_loader.hpp"
#include "core/engine/memory_store.hpp"

namespace gongdan::cli {
namespace {

constexpr std::size_t kRowsPerBatch = 256;  ///< one flush of the disk for so many cases

class Import {
 public:
    Import(Engine& engine, intake::Importer importer) : engine_(engine), importer_(std::move(importer)) {}

    /// An Error means that the store failed; a damaged file only ends the reading, and the report says so.
    Result<intake::ImportReport> run() && {
        while (true) {
            auto row = importer_.next();
            if (row && *row) {
                waiting_.push_back(std::move(**row));
                if (waiting_.size() < kRowsPerBatch) continue;
            }
            if (auto done = take_waiting(); !done) return done.error();
            if (!row) {
                report_.finish(importer_.file_report(), row.error().detail);
                return std::move(report_);
            }
            if (!*row) {
                report_.finish(importer_.file_report());
                return std::move(report_);
            }
            show_progress();
        }
    }

 private:
    Result<void> take_waiting() {
        std::vector<Request> requests;
        for (const auto& row : waiting_) {
            if (row.command) requests.push_back({ImportRequest{*row.command}, std::nullopt, {}});
        }
        auto result = requests.empty() ? BatchResult{} : engine_.run(requests, host::wall_now());
        std::size_t next = 0;
        for (auto& row : waiting_) {
            if (row.command) {
                const auto& reply = result.replies[next++];
                if (!reply && reply.error().code == Errc::read_only) return reply.error();
                if (!reply) {
                    intake::settle_refused(row.report, reply.error());
                } else if (!reply->created) {
                    intake::settle_present(row.report);
                }
            }
            report_.add(std::move(row.report));
        }
        waiting_.clear();
        return {};
    }

    void show_progress() const {
        if (on_terminal()) std::cerr << "\r" << report_.rows_read() << std::flush;
    }

    Engine& engine_;
    intake::Importer importer_;
    std::vector<intake::BuiltRow> waiting_;
    intake::ImportReport report_;
};

int finish(const Common& common, const Result<intake::ImportReport>& report) {
    if (!report) return give_up(report.error());
    if (on_terminal()) std::cerr << "\r";
    if (common.json) {
        std::cout << json::serialize(intake::report_json(*report)) << "\n";
    } else {
        std::cout << intake::report_text(*report, Language::zh) << "\n" << intake::report_text(*report, Language::en);
    }
    const bool clean = report->count(intake::Outcome::failed) == 0 && report->stopped_by().zh.empty();
    return clean ? kOk : kFault;
}

}  // namespace

int run_import(const Common& common, const ImportOptions& options) {
    Result<Books> books = fail(Errc::internal, "cli.no-root");
    host::Installation installation;
    if (options.dry_run) {
        auto loaded = installed(common);
        if (!loaded) return give_up(loaded.error());
        installation = std::move(*loaded);
    } else {
        books = open_books(common, common.data);
        if (!books) return give_up(books.error());
        installation = books->installation;
    }
    auto mapping = load_mapping_file(mapping_file(options.mapping, installation.config_folder()));
    if (!mapping) return give_up(mapping.error());
    const Configuration configuration = options.dry_run ? installation.configuration() : books->configuration;
    auto importer = intake::Importer::open({options.file,
                                            std::move(*mapping),
                                            installation.config_folder().string(),
                                            configuration.rules->workflows,
                                            {"import", {"admin"}},
                                            host::wall_now()});
    if (!importer) return give_up(importer.error());
    MemoryStore memory;
    Store& store = options.dry_run ? static_cast<Store&>(memory) : *books->store;
    Engine engine(store, configuration, crypto::sha256, crypto::salt);
    if (!options.dry_run) {
        if (auto done = put_rules_in_force(*books, engine, host::wall_now()); !done) return give_up(done.error());
    }
    return finish(common, Import(engine, std::move(*importer)).run());
}

}  // namespace gongdan::cli
