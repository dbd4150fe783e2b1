#include "core/audit/seal.hpp"

#include <algorithm>

#include "core/base/canonical_json.hpp"

namespace gongdan {
namespace {

json::object statement_view(const Seal& seal) {
    return {{"first_seq", seal.first_seq},
            {"key", key_text(seal.key)},
            {"last_seq", seal.last_seq},
            {"number", seal.number},
            {"previous", to_hex(seal.previous)},
            {"root", to_hex(seal.root)},
            {"sealed_at", format_time(seal.sealed_at)}};
}

template <class Bytes>
std::optional<Bytes> bytes_in(std::string_view hex) {
    const std::string bytes = from_hex(hex);
    Bytes found{};
    if (bytes.size() != found.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), found.begin());
    return found;
}

}  // namespace

std::string seal_statement(const Seal& seal) { return canonical_json(statement_view(seal)); }

Digest seal_digest(const Seal& seal, Sha256 sha256) { return sha256(seal_statement(seal)); }

json::object seal_view(const Seal& seal) {
    json::object view = statement_view(seal);
    const auto* signature = reinterpret_cast<const char*>(seal.signature.data());
    view["signature"] = to_hex(std::string_view(signature, seal.signature.size()));
    return view;
}

Result<Seal> seal_from(const json::object& view) {
    const auto number = get_int(view, "number");
    const auto first = get_int(view, "first_seq");
    const auto last = get_int(view, "last_seq");
    const auto root = bytes_in<Digest>(string_or_empty(view, "root"));
    const auto previous = bytes_in<Digest>(string_or_empty(view, "previous"));
    const auto at = parse_time(string_or_empty(view, "sealed_at"));
    const auto key = parse_key(string_or_empty(view, "key"));
    const auto signature = bytes_in<Signature>(string_or_empty(view, "signature"));
    if (!number || !first || !last || !root || !previous || !at || !key || !signature)
        return fail(Errc::invalid_input, "seal.malformed", number.value_or(0));
    return Seal{*number, *first, *last, *root, *previous, *at, *key, *signature};
}

std::string key_text(const PublicKey& key) {
    return to_hex(std::string_view(reinterpret_cast<const char*>(key.data()), key.size()));
}

std::optional<PublicKey> parse_key(std::string_view text) { return bytes_in<PublicKey>(text); }

}  // namespace gongdan
