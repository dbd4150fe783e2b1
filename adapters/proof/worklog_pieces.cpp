#include "adapters/proof/exports.hpp"
#include "adapters/report/worklog.hpp"
#include "adapters/sqlite/scan.hpp"
#include "core/base/json.hpp"

namespace gongdan::proof {
namespace {

constexpr int kLookedAtMax = 10'000;  ///< events that one piece looks at

class WorklogPieces final : public host::Pieces {
 public:
    struct Parts {
        std::filesystem::path file;
        ReadModel& reads;
        std::shared_ptr<const Organisation> organisation;  // shared with the service, which may replace its own
        host::WorklogWish wish;
        std::int64_t through = 0;  ///< seq of the last event
    };
    explicit WorklogPieces(Parts parts) : parts_(std::move(parts)) {}

    Result<std::optional<std::string>> next() override {
        if (ended_) return std::optional<std::string>();
        auto scan = sqlite::Scan::open(parts_.file);
        if (!scan) return scan.error();
        std::vector<report::WorkEntry> entries;
        int looked_at = 0;
        auto read = scan->events_between(after_, parts_.through,
                                         [this, &entries, &looked_at](const StoredEvent& event) -> Result<bool> {
                                             after_ = event.seq;
                                             if (auto taken = take(event, entries); !taken) return taken.error();
                                             return ++looked_at < kLookedAtMax;
                                         });
        if (!read) return read.error();
        ended_ = looked_at < kLookedAtMax;
        std::string lines = begun_ ? "" : report::worklog_csv_head();
        begun_ = true;
        for (const report::WorkEntry& entry : entries) lines += report::worklog_csv_line(entry);
        return std::optional(std::move(lines));
    }

 private:
    Result<void> take(const StoredEvent& stored, std::vector<report::WorkEntry>& entries) {
        const Interval& happened = parts_.wish.happened;
        if (to_int(stored.case_id) == 0 || stored.occurred_at < happened.from || stored.occurred_at >= happened.to)
            return {};
        const auto event = restore_event(stored);
        if (!event) return event.error();
        if (!parts_.wish.actors.contains(string_or_empty(event->body, "actor"))) return {};
        const auto record = parts_.reads.find_case(event->case_id);
        if (!record) return record.error();
        const CaseSnapshot& snapshot = (*record)->snapshot;
        if (!parts_.wish.reach.covers(snapshot.data)) return {};
        auto entry = report::work_entry(*event, snapshot, *parts_.organisation);
        if (entry) entries.push_back(std::move(*entry));
        return {};
    }

    Parts parts_;
    std::int64_t after_ = 0;
    bool begun_ = false;
    bool ended_ = false;
};

}  // namespace

Result<std::unique_ptr<host::Pieces>> worklog_pieces(const std::filesystem::path& file, ReadModel& reads,
                                                     std::shared_ptr<const Organisation> organisation,
                                                     host::WorklogWish wish) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    const auto through = scan->last_seq();
    if (!through) return through.error();
    return std::unique_ptr<host::Pieces>(std::make_unique<WorklogPieces>(
        WorklogPieces::Parts{file, reads, std::move(organisation), std::move(wish), *through}));
}

}  // namespace gongdan::proof
