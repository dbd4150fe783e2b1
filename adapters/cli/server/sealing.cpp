#include "adapters/cli/server/sealing.hpp"

#include <fstream>

#include "adapters/crypto/crypto.hpp"
#include "adapters/host/secret_key.hpp"
#include "adapters/host/wall_clock.hpp"
#include "core/engine/transaction.hpp"

namespace gongdan::cli {
namespace {

constexpr std::string_view kKeyKind = "seal-key";  ///< of the definition that remembers which key signed last

/// For those who verify; the journal and the seals name the key too, so a missing file harms nobody.
Result<void> write_public_key(const std::filesystem::path& folder, const PublicKey& key) {
    const auto file = folder / kSealKeyText;
    std::ofstream stream(file);
    stream << key_text(key) << "\n";
    stream.flush();
    return stream ? Result<void>() : fail(Errc::read_only, "cli.not-written", file.string());
}

Result<void> tell_key(const Books& books, Engine& engine, const PublicKey& key, Instant now) {
    const auto before = books.store->definitions(kKeyKind);
    if (!before) return before.error();
    if (!before->empty() && before->back().version == key_text(key)) return {};
    const auto noted = engine.note_configuration(
        {json::object{{"what", "seal-key"}, {"key", key_text(key)}}}, now, [&books, &before, &key, now] {
            const auto place = std::to_string(before->size());
            return books.store->keep_in_batch({std::string(kKeyKind), place, key_text(key), ""}, now);
        });
    return noted ? Result<void>() : noted.error();
}

/// What a third party keeps: the statement, its signature, and the digest that `gongdan verify --seals` asks for.
std::string seal_message(const Seal& seal) {
    return json::serialize(json::object{{"id", "seal." + std::to_string(seal.number)},
                                        {"kind", "seal"},
                                        {"seal", seal_view(seal)},
                                        {"digest", to_hex(seal_digest(seal, crypto::sha256))}});
}

}  // namespace

Result<std::unique_ptr<Sealing>> Sealing::open(const Books& books, Engine& engine, Instant now) {
    const auto seed = host::secret_key(books.folder / host::kSealKeyFile);
    if (!seed) return seed.error();
    std::unique_ptr<Sealing> sealing(new Sealing(books, *seed));
    if (auto written = write_public_key(books.folder, sealing->key()); !written) return written.error();
    if (auto told = tell_key(books, engine, sealing->key(), now); !told) return told.error();
    return sealing;
}

Sealing::Sealing(const Books& books, const std::string& seed)
    : books_(books), key_(seed), reader_(sqlite::database_file(books.folder)) {
    for (const std::string& channel : books.installation.settings.publish_seals) carriers_.push_back({channel});
    sealer_ = std::make_unique<host::Sealer>(parts(), [this](const Seal& seal) { return ways_.keep(seal); });
}

host::SealerParts Sealing::parts() {
    host::SealerParts parts;
    parts.sha256 = crypto::sha256;
    parts.key = key_.public_key();
    parts.sign = [this](std::string_view message) { return key_.sign(message); };
    parts.now = host::wall_now;
    parts.last = [this] { return reader_.last(); };
    parts.hashes = [this](std::int64_t after, std::int64_t limit, const host::SealerParts::Take& take) {
        return reader_.hashes(after, limit, take);
    };
    parts.complain = [this](const Error& error) { ways_.log(with_cause(text("seal.failed"), error.detail)); };
    parts.publish = [this](const Seal& seal) { publish(seal); };
    return parts;
}

void Sealing::start(Ways ways) {
    ways_ = std::move(ways);
    sealer_->start();
}

void Sealing::stop() { sealer_->stop(); }

Result<void> Sealing::keep_alone(const Seal& seal) const {
    Transaction transaction(*books_.store);
    if (auto begun = transaction.begin(); !begun) return begun;
    if (auto kept = books_.store->keep_seal_in_batch(seal); !kept) return kept;
    return transaction.commit();
}

Result<void> Sealing::seal_alone() {
    const auto sealed = sealer_->seal([this](const Seal& seal) { return keep_alone(seal); });
    return sealed ? Result<void>() : sealed.error();
}

/// Whoever holds the last seal holds all before it, for each is chained to the one before: so one that did not arrive
/// is made good by the next.
void Sealing::publish(const Seal& seal) {
    for (std::size_t i = 0; i < books_.installation.settings.publish_seals.size(); ++i) {
        host::SealCarrier carrier = carriers()[i];
        const auto carried = ways_.carry(carrier.channel, seal_message(seal));
        carrier.refused.reset();
        if (carried) {
            carrier.carried = seal.number;
            carrier.carried_at = host::wall_now();
        } else {
            carrier.refused = carried.error().detail;
            ways_.log(with_cause(text("seal.unpublished", seal.number, carrier.channel), carried.error().detail));
        }
        const std::lock_guard lock(carriers_mutex_);
        carriers_[i] = std::move(carrier);
    }
}

std::vector<host::SealCarrier> Sealing::carriers() const {
    const std::lock_guard lock(carriers_mutex_);
    return carriers_;
}

}  // namespace gongdan::cli
