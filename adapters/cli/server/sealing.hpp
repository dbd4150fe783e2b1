#pragma once
/// The seals of a running server: the key, the thread that seals, and the ways out of the house.

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/cli/books.hpp"
#include "adapters/crypto/signing.hpp"
#include "adapters/host/proof_book.hpp"
#include "adapters/host/sealer.hpp"
#include "adapters/sqlite/seals.hpp"

namespace gongdan::cli {

inline constexpr const char* kSealKeyText = "seal.pub";  ///< the public key in hexadecimal, in the data directory

class Sealing {
 public:
    struct Ways {
        host::Sealer::Keep keep;  ///< while others write
        std::function<Result<void>(const std::string& channel, std::string message)> carry;
        std::function<void(const LocalText& what)> log;
    };

    /// Makes the key at the first start, and has the journal say which one signs from now on when it is another than
    /// before. `books` outlives this.
    [[nodiscard]] static Result<std::unique_ptr<Sealing>> open(const Books& books, Engine& engine, Instant now);

    void start(Ways ways);
    /// No seal is made any more but by seal_alone().
    void stop();
    /// Seals what is not sealed yet, while nobody else writes: before start() what a crash left, after stop() the rest.
    [[nodiscard]] Result<void> seal_alone();

    [[nodiscard]] const PublicKey& key() const { return key_.public_key(); }
    /// The channels that carry seals, as configured, and what they did since the start. Thread-safe.
    [[nodiscard]] std::vector<host::SealCarrier> carriers() const;

 private:
    Sealing(const Books& books, const std::string& seed);

    [[nodiscard]] host::SealerParts parts();
    void publish(const Seal& seal);
    [[nodiscard]] Result<void> keep_alone(const Seal& seal) const;

    const Books& books_;
    crypto::SigningKey key_;
    sqlite::SealReader reader_;
    Ways ways_;
    mutable std::mutex carriers_mutex_;  // guards the next
    std::vector<host::SealCarrier> carriers_;
    std::unique_ptr<host::Sealer> sealer_;
};

}  // namespace gongdan::cli
