#pragma once
/// One transaction of the engine: decides requests against the store and writes what they change. Internal to
/// core/engine.

#include <string>
#include <string_view>
#include <vector>

#include "core/engine/engine.hpp"

namespace gongdan {

class Batch {
 public:
    Batch(Store& store, const Configuration& configuration, Sha256 sha256, const SaltSource& salt, Instant now)
        : store_(store), configuration_(configuration), sha256_(sha256), salt_(salt), now_(now) {}

    /// A change of calendar is open: whatever case is met moves its clocks first.
    void rebase_what_is_met() { rebases_ = true; }

    /// A refusal (broken() stays false) has written nothing. When the store failed, broken() is true and the whole
    /// batch must be rolled back.
    [[nodiscard]] Result<Reply> take(const Request& request);

    /// Fires the alarms of one case that are due; the case's next alarm afterwards, as far as `due.reached`.
    [[nodiscard]] Result<std::optional<Instant>> fire_alarms(CaseId id, DueAlarms due, SweepResult& sweep);

    /// Rebases the case's running clocks under the configuration's calendar.
    [[nodiscard]] Result<void> rebase(CaseId id);

    /// Marks the clocks of a case whose clocks have all ended, as far as a filing covers them; writes nothing else.
    [[nodiscard]] Result<void> mark_covered(CaseId id);

    [[nodiscard]] Result<void> note_configuration(json::object body);

    [[nodiscard]] bool broken() const { return broken_; }
    [[nodiscard]] const Committed& committed() const { return committed_; }
    [[nodiscard]] Committed take_committed() && { return std::move(committed_); }

 private:
    [[nodiscard]] Result<Reply> run(const OpenRequest& request);
    [[nodiscard]] Result<Reply> run(const FireRequest& request);
    [[nodiscard]] Result<Reply> run(const AcknowledgeRequest& request);
    [[nodiscard]] Result<Reply> run(const CommentRequest& request);
    [[nodiscard]] Result<Reply> run(const AttachRequest& request);
    [[nodiscard]] Result<Reply> run(const UnmaskRequest& request);
    [[nodiscard]] Result<Reply> run(const EraseRequest& request);
    [[nodiscard]] Result<Reply> run(const ImportRequest& request);
    [[nodiscard]] Result<Reply> again(StoredAnswer kept, const Request& request);
    [[nodiscard]] bool may_act(const Request& request) const;
    [[nodiscard]] bool sees(const CaseSnapshot& snapshot) const;
    [[nodiscard]] bool draws_in(const CaseSnapshot& before, const CaseSnapshot& after,
                                const FireCommand& command) const;
    [[nodiscard]] bool keeps_seeing(const CaseSnapshot& after) const;
    [[nodiscard]] Result<void> check_unmasked(const CaseSnapshot& snapshot, const json::object& given) const;
    [[nodiscard]] Result<void> keep(const Request& request, Result<Reply>& reply);

    [[nodiscard]] const Rules& rules() const { return *configuration_.rules; }
    [[nodiscard]] Result<CaseRecordPtr> find(std::string_view ticket);
    [[nodiscard]] Result<CaseRecordPtr> load(CaseId id);
    [[nodiscard]] Result<CaseRecordPtr> rebased(CaseRecordPtr record);
    [[nodiscard]] Result<CaseRecordPtr> write(Decision decision, const ChainTail& tail);
    [[nodiscard]] bool is_top(const Event& event, const CaseSnapshot& snapshot) const;
    [[nodiscard]] std::vector<Notice> address(Event& event, const CaseSnapshot& snapshot);
    [[nodiscard]] std::optional<json::object> nobody_to_tell(const Event& event, const CaseSnapshot& snapshot) const;
    [[nodiscard]] Result<void> tell_parent(const CaseSnapshot& child, std::string_view effect);
    [[nodiscard]] Result<CaseRecordPtr> join_master(CaseRecordPtr child, const ImportCommand& command);
    [[nodiscard]] Result<void> gather(const CaseSnapshot& child, CaseId master);
    [[nodiscard]] Result<void> note(CaseId id, json::object body);
    [[nodiscard]] Result<std::string> next_number(const Workflow& workflow);

    /// Passes a store's answer on and remembers its failure.
    template <class T>
    [[nodiscard]] Result<T> watch(Result<T> answer) {
        if (!answer) broken_ = true;
        return answer;
    }

    Store& store_;
    const Configuration& configuration_;
    Sha256 sha256_;
    const SaltSource& salt_;
    Instant now_;
    Committed committed_;
    const Viewer* viewer_ = nullptr;  ///< of the request being taken; null = the system itself
    bool broken_ = false;
    bool rebases_ = false;
};

}  // namespace gongdan
