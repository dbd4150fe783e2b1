#include <deque>

#include "adapters/host/journal_lines.hpp"
#include "adapters/proof/exports.hpp"
#include "adapters/sqlite/scan.hpp"

namespace gongdan::proof {
namespace {

/// Events that one piece looks at: a part of the journal may be far behind those that it leaves out.
constexpr int kLookedAtMax = 10'000;
constexpr int kSealsAtOnce = 1000;

class JournalPieces final : public host::Pieces {
 public:
    JournalPieces(std::filesystem::path file, const host::JournalWish& wish, std::int64_t through)
        : file_(std::move(file)), wish_(wish), through_(through), whole_(!wish.entered && wish.only == CaseId{}) {}

    Result<std::optional<std::string>> next() override {
        if (after_ == through_) return std::optional<std::string>();
        auto scan = sqlite::Scan::open(file_);
        if (!scan) return scan.error();
        std::string lines;
        int looked_at = 0;
        bool more = false;
        auto read = scan->events_between(
            after_, through_, [this, &scan, &lines, &looked_at, &more](const StoredEvent& event) -> Result<bool> {
                if (auto taken = take(*scan, event, lines); !taken) return taken.error();
                ++looked_at;
                more = lines.size() < host::kPieceBytes && looked_at < kLookedAtMax;
                return more;
            });
        if (!read) return read.error();
        if (more || looked_at == 0) after_ = through_;  // it ran to the end
        return std::optional(std::move(lines));
    }

 private:
    Result<void> take(sqlite::Scan& scan, const StoredEvent& event, std::string& lines) {
        after_ = event.seq;
        if (!wanted(event)) return {};
        const auto line = host::journal_line(event, {.personal = wish_.personal, .excerpt = !whole_});
        if (!line) return line.error();
        lines += *line + "\n";
        return whole_ ? add_seals(scan, event.seq, lines) : Result<void>();
    }

    [[nodiscard]] bool wanted(const StoredEvent& event) const {
        const auto& entered = wish_.entered;
        const bool in_period = !entered || (entered->from <= event.recorded_at && event.recorded_at < entered->to);
        return in_period && (wish_.only == CaseId{} || event.case_id == wish_.only);
    }

    /// Each stands right behind the last event it covers.
    Result<void> add_seals(sqlite::Scan& scan, std::int64_t seq, std::string& lines) {
        if (seals_.empty() && !no_more_seals_) {
            const auto more = scan.seals_after(last_seal_, kSealsAtOnce);
            if (!more) return more.error();
            seals_.assign(more->begin(), more->end());
            no_more_seals_ = seals_.empty();  // but for those made from now on
        }
        while (!seals_.empty() && seals_.front().last_seq <= seq) {
            lines += host::journal_line(seals_.front()) + "\n";
            last_seal_ = seals_.front().number;
            seals_.pop_front();
        }
        return {};
    }

    std::filesystem::path file_;
    host::JournalWish wish_;
    std::int64_t through_;  ///< seq of the last event
    bool whole_;
    std::int64_t after_ = 0;
    std::deque<Seal> seals_;  ///< read, and not reached yet
    std::int64_t last_seal_ = 0;
    bool no_more_seals_ = false;
};

}  // namespace

Result<std::unique_ptr<host::Pieces>> journal_pieces(const std::filesystem::path& file, const host::JournalWish& wish) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    const auto through = scan->last_seq();
    if (!through) return through.error();
    return std::unique_ptr<host::Pieces>(std::make_unique<JournalPieces>(file, wish, *through));
}

}  // namespace gongdan::proof
