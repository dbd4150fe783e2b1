#include "adapters/host/sealer.hpp"

namespace gongdan::host {
namespace {

/// Hashes are read every second, so that a busy minute does not end in a long read.
constexpr auto kFollowEvery = std::chrono::seconds(1);
constexpr std::int64_t kPage = 10'000;

}  // namespace

Sealer::Sealer(SealerParts parts, Keep keep) : parts_(std::move(parts)), keep_(std::move(keep)), tree_(parts_.sha256) {}

Sealer::~Sealer() { stop(); }

void Sealer::start(std::chrono::milliseconds every) {
    thread_ = std::thread([this, every] { loop(every); });
}

void Sealer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

/// False when it is time to stop.
bool Sealer::wait_until(std::chrono::steady_clock::time_point at) {
    std::unique_lock lock(mutex_);
    return !wake_.wait_until(lock, at, [this] { return stopping_; });
}

/// The one made at the last stop could not leave any more, and the one made at this start not yet.
void Sealer::publish_last() {
    const auto last = parts_.last();
    if (last && *last && parts_.publish) parts_.publish(**last);
}

void Sealer::loop(std::chrono::milliseconds every) {
    publish_last();
    auto next = std::chrono::steady_clock::now() + every;
    while (wait_until(std::min(next, std::chrono::steady_clock::now() + kFollowEvery))) {
        const bool time = std::chrono::steady_clock::now() >= next;
        Result<void> done;
        if (time) {
            next += every;
            const auto sealed = seal(keep_);
            if (!sealed) done = sealed.error();
            if (sealed && *sealed && parts_.publish) parts_.publish(**sealed);
        } else {
            done = resume();
            if (done) done = follow();
        }
        if (!done) parts_.complain(done.error());
    }
}

/// Begins behind the last seal on disk.
Result<void> Sealer::resume() {
    if (resumed_) return {};
    const auto last = parts_.last();
    if (!last) return last.error();
    last_ = last->value_or(Seal{});
    last_digest_ = *last ? seal_digest(last_, parts_.sha256) : Digest{};
    tree_ = MerkleTree(parts_.sha256);
    followed_ = last_.last_seq;
    resumed_ = true;
    return {};
}

Result<void> Sealer::follow() {
    while (true) {
        std::int64_t count = 0;
        auto read = parts_.hashes(followed_, kPage, [this, &count](std::int64_t seq, const Digest& hash) {
            tree_.add(hash);
            followed_ = seq;
            ++count;
        });
        if (!read || count < kPage) return read;
    }
}

Result<std::optional<Seal>> Sealer::seal(const Keep& keep) {
    if (auto resumed = resume(); !resumed) return resumed.error();
    if (auto followed = follow(); !followed) return followed.error();
    if (tree_.size() == 0) return std::optional<Seal>();
    Seal seal;
    seal.number = last_.number + 1;
    seal.first_seq = last_.last_seq + 1;
    seal.last_seq = followed_;
    seal.root = tree_.root();
    seal.previous = last_digest_;
    seal.sealed_at = parts_.now();
    seal.key = parts_.key;
    seal.signature = parts_.sign(seal_statement(seal));
    // When it is not known whether it is on disk, the store is asked again.
    resumed_ = false;
    if (auto kept = keep(seal); !kept) return kept.error();
    last_ = seal;
    last_digest_ = seal_digest(seal, parts_.sha256);
    tree_ = MerkleTree(parts_.sha256);
    resumed_ = true;
    return std::optional(seal);
}

}  // namespace gongdan::host
