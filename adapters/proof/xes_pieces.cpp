#include "adapters/proof/exports.hpp"
#include "adapters/report/xes.hpp"
#include "adapters/sqlite/scan.hpp"
#include "core/base/json.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan::proof {
namespace {

constexpr int kCasesAtOnce = 100;  ///< that one piece looks at

/// The events without what lies beside them: a log for analysts needs nobody's name.
Result<std::vector<Event>> impersonal(const std::vector<StoredEvent>& stored) {
    std::vector<Event> history;
    for (StoredEvent each : stored) {
        each.personal.clear();
        auto event = restore_event(each);
        if (!event) return event.error();
        history.push_back(std::move(*event));
    }
    return history;
}

class XesPieces final : public host::Pieces {
 public:
    XesPieces(std::filesystem::path file, sqlite::FindWorkflow find, host::XesWish wish)
        : file_(std::move(file)), find_(std::move(find)), wish_(std::move(wish)) {}

    Result<std::optional<std::string>> next() override {
        if (ended_) return std::optional<std::string>();
        auto scan = sqlite::Scan::open(file_);
        if (!scan) return scan.error();
        const auto tails = scan->tails_opened(wish_.opened, after_, kCasesAtOnce);
        if (!tails) return tails.error();
        std::string log = after_ == CaseId{} ? report::xes_head() : "";
        for (const auto& tail : *tails) {
            const auto stored = scan->history(tail.seq);
            if (!stored) return stored.error();
            if (auto added = add_trace(*stored, log); !added) return added.error();
            after_ = tail.id;
            if (log.size() >= host::kPieceBytes) return std::optional(std::move(log));
        }
        ended_ = tails->size() < std::size_t(kCasesAtOnce);
        if (ended_) log += report::xes_end();
        return std::optional(std::move(log));
    }

 private:
    Result<void> add_trace(const std::vector<StoredEvent>& stored, std::string& log) {
        const auto history = impersonal(stored);
        if (!history) return history.error();
        const json::object& opening = history->front().body;
        const std::string name = string_or_empty(opening, "workflow");
        if (!wish_.workflow.empty() && wish_.workflow != name) return {};
        const auto workflow = find_(name, string_or_empty(opening, "version"));
        if (!workflow) return fail(Errc::internal, "examine.no-workflow", history->front().seq);
        if (!wish_.reach.all && !within_reach(*history, workflow)) return {};
        log += report::xes_trace(*history, *workflow);
        return {};
    }

    [[nodiscard]] bool within_reach(const std::vector<Event>& history,
                                    const std::shared_ptr<const Workflow>& workflow) const {
        CaseSnapshot snapshot;
        for (const Event& event : history) apply(snapshot, event, workflow);
        return wish_.reach.covers(snapshot.data);
    }

    std::filesystem::path file_;
    sqlite::FindWorkflow find_;
    host::XesWish wish_;
    CaseId after_{};
    bool ended_ = false;
};

}  // namespace

std::unique_ptr<host::Pieces> xes_pieces(const std::filesystem::path& file, sqlite::FindWorkflow find,
                                         host::XesWish wish) {
    return std::make_unique<XesPieces>(file, std::move(find), std::move(wish));
}

}  // namespace gongdan::proof
