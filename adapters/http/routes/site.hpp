#pragma once
/// What the routes work with, and the three ways in which they answer.

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "adapters/attachments/vault.hpp"
#include "adapters/host/current_duty.hpp"
#include "adapters/host/finding_book.hpp"
#include "adapters/host/links.hpp"
#include "adapters/host/proof_book.hpp"
#include "adapters/host/service.hpp"
#include "adapters/host/verification.hpp"
#include "adapters/host/workshop.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/routes/request_metrics.hpp"
#include "adapters/http/routes/route.hpp"
#include "adapters/http/routes/stream_hub.hpp"
#include "core/audit/fact_source.hpp"

namespace gongdan::http {

/// Where the files of attachments are.
struct Attachments {
    attachments::Vault* vault = nullptr;  ///< null = this server keeps none
    /// Does an attachment of some case, not erased, have these bytes? Blocks on the disk.
    attachments::Vault::InUse in_use{};
};

/// Holds the one place that there is for long work on the reader pool: readers of tickets must not wait for many of it.
class Turn {
 public:
    explicit Turn(std::atomic<bool>& taken) : taken_(taken), mine_(!taken.exchange(true)) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
        if (mine_) taken_ = false;
    }
    [[nodiscard]] bool mine() const { return mine_; }

 private:
    std::atomic<bool>& taken_;
    bool mine_;
};

/// What proves the journal; both null = this server shows nothing of it.
struct Proof {
    host::ProofBook* book = nullptr;
    host::Verifications* verifications = nullptr;

    explicit operator bool() const { return book != nullptr && verifications != nullptr; }
};

/// Exports and proofs that may be under way at once: each reads much, and readers of tickets must not wait.
inline constexpr int kLeavingMax = 4;
inline constexpr int kLeavingEach = 2;  ///< of one account: a slow reader keeps nobody waiting but himself

/// One of kLeavingMax places, until it dies.
class Place {
 public:
    struct Takers {
        std::mutex mutex;
        std::map<std::string, int> by;  ///< account; under mutex
        int all = 0;
    };
    using Taken = std::shared_ptr<Takers>;  ///< shared: what is under way may outlast the Api
    Place(Taken taken, std::string name) : taken_(std::move(taken)), name_(std::move(name)) {
        const std::lock_guard lock(taken_->mutex);
        const auto known = taken_->by.find(name_);
        mine_ = taken_->all < kLeavingMax && (known == taken_->by.end() || known->second < kLeavingEach);
        if (!mine_) return;
        ++taken_->all;
        ++taken_->by[name_];
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
        if (!mine_) return;
        const std::lock_guard lock(taken_->mutex);
        --taken_->all;
        if (--taken_->by[name_] == 0) taken_->by.erase(name_);
    }
    [[nodiscard]] bool mine() const { return mine_; }

 private:
    Taken taken_;
    std::string name_;
    bool mine_ = false;
};

/// References outlive the calls.
struct Site {
    host::Service& service;
    std::shared_ptr<StreamHub> streams;  ///< shared with the work it has on the reader pool
    RequestMetrics& metrics;
    Attachments attachments{};
    const host::Links* links = nullptr;                        ///< null = messages have none
    std::string openapi{};                                     ///< the document, made once
    std::atomic<bool> reporting = false;                       ///< somebody's report is being made: one at a time
    std::atomic<bool> rehearsing = false;                      ///< a preview of a calendar, or scenarios: one at a time
    Place::Taken leaving = std::make_shared<Place::Takers>();  ///< by exports and proofs
    Proof proof{};
    host::CurrentDuty duty{};
    std::mutex more_mutex{};
    std::vector<std::function<std::string()>> more_metrics{};  ///< of the server, …; under more_mutex
    FactSource* facts = nullptr;                               ///< null = this server makes no reports
    const host::Workshop* workshop = nullptr;                  ///< null = nothing can be tried out
    host::FindingBook* findings = nullptr;                     ///< of the Api, which makes it; never null in a call
};

/// A route that reads: `read` runs on the reader pool.
template <Response (*read)(Site& site, const Call& call)>
void on_reader(Site& site, const CallPtr& call, Respond respond) {
    site.service.offload([&site, call, respond = std::move(respond)] { respond(read(site, *call)); });
}

/// A route whose answer is at hand.
template <Response (*answer)(Site& site, const Call& call)>
void at_once(Site& site, const CallPtr& call, Respond respond) {
    respond(answer(site, *call));
}

/// The refusal for this call.
[[nodiscard]] inline Response refuse(const Error& error, const Call& call) { return problem(error, call.request.path); }

[[nodiscard]] inline Response json_answer(const json::value& body, int status = 200) {
    return json_response(status, json::serialize(body));
}

}  // namespace gongdan::http
