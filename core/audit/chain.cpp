#include "core/audit/chain.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/canonical_json.hpp"
#include "core/ticket/mask.hpp"

namespace gongdan {
namespace {

constexpr std::string_view kCommitmentPrefix = "sha256:";

bool is_commitment(const json::value& value) {
    const json::string* text = value.if_string();
    return text != nullptr && std::string_view(*text).starts_with(kCommitmentPrefix);
}

/// The members of a body in which people write what they like.
bool is_free_text(std::string_view key) { return key == "text" || key == "reason"; }

/// Under which its value lies beside the event: apart from a field of body.data of the same name.
std::string name_beside(std::string_view free_text) { return "/" + std::string(free_text); }

std::string commitment_to(std::string_view salt, std::string_view canonical_value, Sha256 sha256) {
    std::string salted;
    salted.reserve(salt.size() + canonical_value.size());
    salted.append(salt).append(canonical_value);
    return std::string(kCommitmentPrefix) + to_hex(sha256(salted));
}

void append_integer(std::int64_t number, std::string& out) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_canonical_bytes(const StoredEvent& stored, std::string& out) {
    // The keys stand in their canonical order already, and the body is canonical: no value needs to be built.
    out.append(R"({"body":)").append(stored.body).append(R"(,"case":)");
    append_integer(to_int(stored.case_id), out);
    out += R"(,"case_seq":)";
    append_integer(stored.case_seq, out);
    out.append(R"(,"occurred_at":")").append(format_time(stored.occurred_at));
    out.append(R"(","recorded_at":")").append(format_time(stored.recorded_at));
    out += R"(","seq":)";
    append_integer(stored.seq, out);
    out.append(R"(,"type":")").append(name_of(stored.type)).append(R"("})");
}

/// Splits the body of an event: what is chained, and what lies beside it.
class BodyWriter {
 public:
    BodyWriter(const std::vector<std::string>& personal, Sha256 sha256, const SaltSource& salt, StoredEvent& stored)
        : personal_(personal), sha256_(sha256), salt_(salt), stored_(stored) {}

    void write(const json::object& body) {
        append_canonical_object(
            body, stored_.body, [this](std::string_view key, const json::value& value, std::string& out) {
                if (is_free_text(key)) return withhold(key, name_beside(key), value, out);
                if (key != "data" || !value.is_object()) return false;
                append_canonical_object(value.get_object(), out,
                                        [this](std::string_view field, const json::value& held, std::string& target) {
                                            return withhold(field, field, held, target);
                                        });
                return true;
            });
        if (!stored_.personal.empty()) stored_.personal += '}';
    }

 private:
    /// A text that looks like a commitment is withheld too: so whatever looks like one, is one.
    bool withhold(std::string_view field, std::string_view name, const json::value& value, std::string& out) {
        const bool marked = std::find(personal_.begin(), personal_.end(), field) != personal_.end();
        const bool names_somebody = value.is_string() && holds_private_number(value.get_string());
        if (!marked && !names_somebody && !is_commitment(value)) return false;
        const std::string salt = salt_();
        const std::string held = canonical_json(value);
        out.append(1, '"').append(commitment_to(salt, held, sha256_)).append(1, '"');
        std::string& beside = stored_.personal;
        beside += beside.empty() ? '{' : ',';
        append_canonical_string(name, beside);
        beside.append(R"(:{"salt":")").append(to_hex(salt)).append(R"(","value":)").append(held).append(1, '}');
        return true;
    }

    const std::vector<std::string>& personal_;
    Sha256 sha256_;
    const SaltSource& salt_;
    StoredEvent& stored_;
};

Error damaged(const StoredEvent& stored) { return fail(Errc::internal, "journal.damaged", stored.seq); }

/// The values that lie beside `stored`; an empty object when there are none.
Result<json::object> read_personal(const StoredEvent& stored) {
    if (stored.personal.empty()) return json::object();
    auto parsed = parse_json(stored.personal);
    if (!parsed || !parsed->is_object()) return damaged(stored);
    return std::move(parsed->get_object());
}

Result<json::object> read_body(const StoredEvent& stored) {
    auto parsed = parse_json(stored.body);
    if (!parsed || !parsed->is_object()) return damaged(stored);
    return std::move(parsed->get_object());
}

/// Puts the value that lies beside the event in place of its commitment; null when it was erased. False when the entry
/// is damaged.
bool put_back(json::object& beside, std::string_view name, json::value& value) {
    if (!is_commitment(value)) return true;
    json::value* entry = beside.if_contains(name);
    if (entry == nullptr) {
        value = nullptr;
        return true;
    }
    json::value* held = entry->is_object() ? entry->get_object().if_contains("value") : nullptr;
    if (held == nullptr) return false;
    value = std::move(*held);
    return true;
}

json::object* data_of(json::object& body) {
    json::value* data = body.if_contains("data");
    return data == nullptr ? nullptr : data->if_object();
}

}  // namespace

StoredEvent store_event(const Event& event, const std::vector<std::string>& personal, ChainTail& tail, Sha256 sha256,
                        const SaltSource& salt) {
    StoredEvent stored;
    stored.seq = event.seq;
    stored.case_id = event.case_id;
    stored.case_seq = event.case_seq;
    stored.prev_seq = tail.seq;
    stored.type = event.type;
    stored.occurred_at = event.occurred_at;
    stored.recorded_at = event.recorded_at;
    BodyWriter(personal, sha256, salt, stored).write(event.body);
    std::string linked;
    linked.reserve(tail.hash.size() + stored.body.size() + 224);  // 224: the longest frame around a body
    linked.append(bytes_of(tail.hash));
    append_canonical_bytes(stored, linked);
    stored.hash = sha256(linked);
    tail = {stored.seq, stored.hash};
    return stored;
}

Result<Event> restore_event(const StoredEvent& stored) {
    auto body = read_body(stored);
    if (!body) return body.error();
    Event event{stored.seq,         stored.case_id,     stored.case_seq, stored.type,
                stored.occurred_at, stored.recorded_at, std::move(*body)};
    if (stored.body.find(kCommitmentPrefix) == std::string::npos) return event;
    auto beside = read_personal(stored);
    if (!beside) return beside.error();
    for (auto& member : event.body) {
        if (is_free_text(member.key()) && !put_back(*beside, name_beside(member.key()), member.value()))
            return damaged(stored);
    }
    json::object* data = data_of(event.body);
    if (data == nullptr) return event;
    for (auto& member : *data) {
        if (!put_back(*beside, member.key(), member.value())) return damaged(stored);
    }
    return event;
}

bool personal_values_match(const StoredEvent& stored, Sha256 sha256) {
    auto beside = read_personal(stored);
    auto body = read_body(stored);
    if (!beside || !body) return false;
    json::object* data = data_of(*body);
    return std::all_of(beside->begin(), beside->end(), [&body, data, sha256](const auto& member) {
        const json::object* entry = member.value().if_object();
        const auto salt = entry == nullptr ? std::nullopt : get_string(*entry, "salt");
        const json::value* held = entry == nullptr ? nullptr : entry->if_contains("value");
        const std::string_view name = member.key();
        const json::object* holder = name.starts_with('/') ? &*body : data;
        const auto kept = holder == nullptr ? std::nullopt : get_string(*holder, name.substr(name.starts_with('/')));
        if (!salt || held == nullptr || !kept || !is_canonical(*held)) return false;
        return *kept == commitment_to(from_hex(*salt), canonical_json(*held), sha256);
    });
}

std::string canonical_bytes(const StoredEvent& stored) {
    std::string bytes;
    append_canonical_bytes(stored, bytes);
    return bytes;
}

Digest chain_hash(const Digest& previous, std::string_view canonical, Sha256 sha256) {
    std::string linked;
    linked.reserve(previous.size() + canonical.size());
    linked.append(bytes_of(previous)).append(canonical);
    return sha256(linked);
}

}  // namespace gongdan
