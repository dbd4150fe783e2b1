#pragma once
/// Seals the journal beside the writer: follows it over a connection of its own, and once a minute, if anything
/// happened, signs the root over what came since the seal before (DESIGN: the journal and its proof).

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "core/audit/merkle.hpp"
#include "core/audit/seal.hpp"

namespace gongdan::host {

inline constexpr auto kSealEvery = std::chrono::seconds(60);

/// What the sealer uses; all outlives it. Called on its thread, and of seal() on the caller's.
struct SealerParts {
    Sha256 sha256 = nullptr;
    PublicKey key{};
    Sign sign;
    std::function<Instant()> now;                       ///< wall clock, UTC
    std::function<Result<std::optional<Seal>>()> last;  ///< in the store
    using Take = std::function<void(std::int64_t seq, const Digest& hash)>;
    /// Committed events with seq > `after`, in order, at most `limit`.
    std::function<Result<void>(std::int64_t after, std::int64_t limit, const Take& take)> hashes;
    std::function<void(const Error& error)> complain;  ///< a seal could not be made; it is tried again
    std::function<void(const Seal& seal)>
        publish;  ///< on its own thread, once it is on disk, and the last at start(); may block a while
};

class Sealer {
 public:
    using Keep = std::function<Result<void>(const Seal& seal)>;  ///< returns when it is on disk

    Sealer(SealerParts parts, Keep keep);
    ~Sealer();

    /// Begins to follow; stop() ends it without another seal.
    void start(std::chrono::milliseconds every = kSealEvery);
    void stop();

    /// Seals what is not sealed yet, now. Nothing when there is nothing. Not beside a started sealer.
    [[nodiscard]] Result<std::optional<Seal>> seal(const Keep& keep);

 private:
    void loop(std::chrono::milliseconds every);
    void publish_last();
    [[nodiscard]] bool wait_until(std::chrono::steady_clock::time_point at);
    [[nodiscard]] Result<void> resume();
    [[nodiscard]] Result<void> follow();

    SealerParts parts_;
    Keep keep_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;  // guarded by mutex_
    std::thread thread_;

    // Of the one thread that seals.
    bool resumed_ = false;
    Seal last_;
    Digest last_digest_{};
    MerkleTree tree_;
    std::int64_t followed_ = 0;  ///< seq of the last leaf
};

}  // namespace gongdan::host
