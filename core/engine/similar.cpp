#include "core/engine/similar.hpp"

#include <algorithm>
#include <map>

#include "core/base/check.hpp"
#include "core/escalation/special_customers.hpp"
#include "core/ticket/address.hpp"

namespace gongdan {
namespace {

/// Candidates asked for by one sign. Most have it; those that do not are left out when they are compared.
constexpr int kCandidates = 40;
constexpr std::size_t kPhoneDigitsMin = 7;  ///< fewer are an extension that many share
/// The index finds numbers by their last digits, in whatever groups they are written: the last group has four.
constexpr std::size_t kPhoneTail = 4;

int weight_of(Likeness sign) {
    switch (sign) {
        case Likeness::customer_no: return 16;
        case Likeness::phone: return 16;
        case Likeness::address: return 8;
        case Likeness::line: return 2;
        case Likeness::area: return 1;
    }
    GONGDAN_UNREACHABLE("a Likeness outside its enum");
}

int weight_of(const SimilarCase& found) {
    int weight = 0;
    for (const Likeness sign : found.signs) weight += weight_of(sign);
    return weight;
}

/// Whether some field of `kind` that the viewer may see satisfies `fits`.
template <class Fits>
bool some_field(const CaseSnapshot& snapshot, Personal kind, bool personal, Fits fits) {
    if (!personal) return false;
    return std::any_of(snapshot.workflow->fields.begin(), snapshot.workflow->fields.end(),
                       [&snapshot, &fits, kind](const Field& field) {
                           const auto given = get_string(snapshot.data, field.name);
                           return field.personal == kind && given && fits(*given);
                       });
}

bool has_same(const CaseSnapshot& snapshot, std::string_view name, const std::string& wanted, bool personal) {
    const Field* field = snapshot.workflow->find_field(name);
    if (wanted.empty() || field == nullptr || (field->is_personal() && !personal)) return false;
    return string_or_empty(snapshot.data, name) == wanted;
}

/// Collects candidates, each once.
class Candidates {
 public:
    Candidates(const Reading& reading, Instant now) : reading_(reading), now_(now) {}

    [[nodiscard]] Result<void> add_text(const std::string& words) {
        if (words.empty()) return {};
        CaseFilter filter;
        filter.text = words;
        return add(std::move(filter));
    }

    [[nodiscard]] Result<void> add_area(const std::string& area) {
        if (area.empty()) return {};
        CaseFilter filter;
        filter.area = area;
        return add(std::move(filter));
    }

    [[nodiscard]] const std::map<CaseId, CaseRecordPtr>& found() const { return found_; }

 private:
    Result<void> add(CaseFilter filter) {
        filter.limit = kCandidates;
        auto page = reading_.list(std::move(filter), now_);
        if (!page) return page.error();
        for (CaseRecordPtr& record : page->cases) found_.try_emplace(record->snapshot.id, std::move(record));
        return {};
    }

    const Reading& reading_;
    Instant now_;
    std::map<CaseId, CaseRecordPtr> found_;
};

Result<void> gather(Candidates& candidates, const NewMatter& matter, bool personal) {
    if (auto done = candidates.add_text(matter.customer_no); !done) return done;
    if (auto done = candidates.add_text(matter.line); !done) return done;
    if (auto done = candidates.add_area(matter.area); !done) return done;
    if (!personal) return {};
    const std::string phone = plain_phone(matter.phone);
    if (phone.size() >= kPhoneDigitsMin) {
        if (auto done = candidates.add_text(phone.substr(phone.size() - kPhoneTail)); !done) return done;
    }
    const AddressWords words = words_of_address(plain_address(matter.address));
    if (words.street.empty()) return candidates.add_text(words.number);
    // With the number first: in a storm a street has more tickets than are looked at.
    if (!words.number.empty()) {
        if (auto done = candidates.add_text(words.street + " " + words.number); !done) return done;
    }
    return candidates.add_text(words.street);
}

bool is_surer(const SimilarCase& one, const SimilarCase& other) {
    if (one.kinship != other.kinship) return one.kinship < other.kinship;
    const int mine = weight_of(one);
    const int others = weight_of(other);
    if (mine != others) return mine > others;
    const CaseSnapshot& first = one.record->snapshot;
    const CaseSnapshot& second = other.record->snapshot;
    return first.opened_at != second.opened_at ? first.opened_at > second.opened_at
                                               : to_int(first.id) > to_int(second.id);
}

bool names_caller(Likeness sign) {
    return sign == Likeness::customer_no || sign == Likeness::phone || sign == Likeness::address;
}

}  // namespace

bool is_mended(const CaseSnapshot& snapshot) {
    const auto& outage = snapshot.workflow->outage;
    if (!outage) return false;
    const State* at = snapshot.workflow->find_state(snapshot.state);
    return snapshot.state == outage->until || (at != nullptr && at->hop == Hop::review);
}

Kinship kinship_of(const std::vector<Likeness>& signs, bool same_trouble) {
    const bool same_caller = std::any_of(signs.begin(), signs.end(), names_caller);
    if (same_caller) return same_trouble ? Kinship::same_matter : Kinship::same_caller;
    return same_trouble ? Kinship::same_place : Kinship::remote;
}

std::string_view name_of(Likeness sign) {
    switch (sign) {
        case Likeness::customer_no: return "customer_no";
        case Likeness::phone: return "phone";
        case Likeness::address: return "address";
        case Likeness::line: return "line";
        case Likeness::area: return "area";
    }
    GONGDAN_UNREACHABLE("a Likeness outside its enum");
}

std::vector<Likeness> shared_signs(const CaseSnapshot& snapshot, const NewMatter& matter, bool personal) {
    std::vector<Likeness> signs;
    if (has_same(snapshot, "customer_no", matter.customer_no, personal)) signs.push_back(Likeness::customer_no);
    const std::string phone = plain_phone(matter.phone);
    const auto same_phone = [&phone](std::string_view given) { return plain_phone(given) == phone; };
    if (phone.size() >= kPhoneDigitsMin && some_field(snapshot, Personal::phone, personal, same_phone))
        signs.push_back(Likeness::phone);
    const std::string address = plain_address(matter.address);
    const auto same_place = [&address](std::string_view given) { return is_same_place(plain_address(given), address); };
    if (!address.empty() && some_field(snapshot, Personal::address, personal, same_place))
        signs.push_back(Likeness::address);
    if (has_same(snapshot, "line", matter.line, personal)) signs.push_back(Likeness::line);
    if (has_same(snapshot, "area", matter.area, personal)) signs.push_back(Likeness::area);
    return signs;
}

Result<std::vector<SimilarCase>> similar_cases(const Reading& reading, const NewMatter& matter, Instant now) {
    const bool personal = reading.viewer().personal;
    Candidates candidates(reading, now);
    if (auto done = gather(candidates, matter, personal); !done) return done.error();
    std::vector<SimilarCase> similar;
    for (const auto& [id, record] : candidates.found()) {
        if (record->snapshot.workflow->announces) continue;
        const CaseSnapshot& snapshot = record->snapshot;
        auto signs = shared_signs(snapshot, matter, personal);
        if (signs.empty()) continue;
        const bool mended = is_mended(snapshot);
        const Kinship kinship = kinship_of(signs, snapshot.workflow->name == matter.workflow && !mended);
        similar.push_back({record, std::move(signs), kinship, mended});
    }
    std::sort(similar.begin(), similar.end(), is_surer);
    if (similar.size() > kSimilarMax) similar.resize(kSimilarMax);
    return similar;
}

}  // namespace gongdan
