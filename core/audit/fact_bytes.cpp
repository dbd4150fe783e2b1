#include "core/audit/fact_bytes.hpp"

#include <algorithm>

namespace gongdan {
namespace {

constexpr unsigned kMore = 0x80;  // set in every byte of a number but the last
constexpr int kBits = 7;

class Writer {
 public:
    void put(std::int64_t value) {
        auto left = (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
        for (; left >= kMore; left >>= unsigned(kBits)) bytes_ += char(left | kMore);
        bytes_ += char(left);
    }
    void put(const std::string& text) {
        put(std::int64_t(text.size()));
        bytes_ += text;
    }
    void put(bool flag) { bytes_ += char(flag ? 1 : 0); }
    void put(Instant at) { put(to_unix_ms(at)); }
    void put(Millis span) { put(std::int64_t(span.count())); }
    void put(const HopTimes& hops) {
        for (const Millis hop : hops) put(hop);
    }
    template <class Value>
    void put(const std::optional<Value>& value) {
        put(value.has_value());
        if (value) put(*value);
    }
    [[nodiscard]] std::string take() && { return std::move(bytes_); }

 private:
    std::string bytes_;
};

/// Reads zeros once the bytes have run out, and remembers that.
class Reader {
 public:
    explicit Reader(std::string_view bytes) : left_(bytes) {}

    void get(std::int64_t& value) {
        std::uint64_t sum = 0;
        for (int shift = 0; shift < 64; shift += kBits) {
            const unsigned byte = next();
            sum |= std::uint64_t(byte & ~kMore) << unsigned(shift);
            if ((byte & kMore) == 0) break;
        }
        value = static_cast<std::int64_t>(sum >> 1U) ^ -static_cast<std::int64_t>(sum & 1U);
    }
    void get(int& value) { value = int(number()); }
    void get(std::string& text) {
        const std::int64_t size = number();
        if (size < 0 || std::uint64_t(size) > left_.size()) return fail();
        text.assign(left_.substr(0, std::size_t(size)));
        left_.remove_prefix(std::size_t(size));
    }
    void get(bool& flag) { flag = next() == 1; }
    void get(Instant& at) { at = from_unix_ms(number()); }
    void get(Millis& span) { span = Millis(number()); }
    void get(HopTimes& hops) {
        for (Millis& hop : hops) get(hop);
    }
    template <class Value>
    void get(std::optional<Value>& value) {
        bool there = false;
        get(there);
        value.reset();
        if (there) get(value.emplace());
    }
    template <class Enum>
    [[nodiscard]] Enum one_of(std::size_t count) {
        const std::int64_t value = number();
        if (value < 0 || std::uint64_t(value) >= count) fail();
        return failed_ ? Enum{} : static_cast<Enum>(value);
    }
    [[nodiscard]] std::int64_t number() {
        std::int64_t value = 0;
        get(value);
        return value;
    }
    [[nodiscard]] bool done_well() const { return !failed_ && left_.empty(); }
    [[nodiscard]] bool failed() const { return failed_; }

 private:
    unsigned next() {
        if (left_.empty()) {
            fail();
            return 0;
        }
        const auto byte = static_cast<unsigned char>(left_.front());
        left_.remove_prefix(1);
        return byte;
    }
    void fail() {
        failed_ = true;
        left_ = {};
    }

    std::string_view left_;
    bool failed_ = false;
};

constexpr std::size_t kUnits = std::size_t(Unit::office_hours) + 1;
constexpr std::int64_t kClocksMax = 100'000;  // far beyond any case: bytes that say more are none of ours

void put(Writer& out, const ClockFact& clock) {
    out.put(clock.clock);
    out.put(std::int64_t(clock.cycle));
    out.put(clock.promise);
    out.put(clock.limit.amount);
    out.put(std::int64_t(clock.limit.unit));
    out.put(clock.started_at);
    out.put(clock.due_at);
    out.put(clock.ended_at);
    out.put(std::int64_t(clock.outcome));
    out.put(clock.corrected);
    out.put(clock.provisional);
    out.put(clock.exempt);
    out.put(clock.why);
    out.put(clock.elapsed);
    out.put(clock.overdue);
    out.put(clock.hops);
}

void get(Reader& in, ClockFact& clock) {
    in.get(clock.clock);
    in.get(clock.cycle);
    in.get(clock.promise);
    in.get(clock.limit.amount);
    clock.limit.unit = in.one_of<Unit>(kUnits);
    in.get(clock.started_at);
    in.get(clock.due_at);
    in.get(clock.ended_at);
    clock.outcome = in.one_of<Outcome>(kOutcomes);
    in.get(clock.corrected);
    in.get(clock.provisional);
    in.get(clock.exempt);
    in.get(clock.why);
    in.get(clock.elapsed);
    in.get(clock.overdue);
    in.get(clock.hops);
}

void put(Writer& out, const OutageFact& outage) {
    out.put(outage.from);
    out.put(outage.until);
    out.put(outage.customers);
}

}  // namespace

std::string bytes_of(const CaseFact& fact) {
    Writer out;
    for (const std::string* text :
         {&fact.number, &fact.workflow, &fact.site_class, &fact.area, &fact.line, &fact.team, &fact.person})
        out.put(*text);
    out.put(fact.opened_at);
    out.put(fact.merged);
    out.put(fact.supervised);
    out.put(std::int64_t(fact.chases));
    out.put(std::int64_t(fact.bounces));
    out.put(fact.hops);
    out.put(fact.outage.has_value());
    if (fact.outage) put(out, *fact.outage);
    out.put(std::int64_t(fact.clocks.size()));
    for (const ClockFact& clock : fact.clocks) put(out, clock);
    return std::move(out).take();
}

Result<CaseFact> fact_from(std::string_view bytes) {
    CaseFact fact;
    if (auto read = read_fact(bytes, fact); !read) return read.error();
    return fact;
}

Result<void> read_fact(std::string_view bytes, CaseFact& fact) {
    Reader in(bytes);
    for (std::string* text :
         {&fact.number, &fact.workflow, &fact.site_class, &fact.area, &fact.line, &fact.team, &fact.person})
        in.get(*text);
    in.get(fact.opened_at);
    in.get(fact.merged);
    in.get(fact.supervised);
    in.get(fact.chases);
    in.get(fact.bounces);
    in.get(fact.hops);
    bool has_outage = false;
    in.get(has_outage);
    fact.outage.reset();
    if (has_outage) {
        OutageFact& outage = fact.outage.emplace();
        in.get(outage.from);
        in.get(outage.until);
        in.get(outage.customers);
    }
    const std::int64_t clocks = in.number();
    if (clocks < 0 || clocks > kClocksMax) return fail(Errc::internal, "audit.kept-unreadable");
    // No more than the bytes could hold: each clock takes some.
    fact.clocks.resize(std::min(std::size_t(clocks), bytes.size()));
    for (ClockFact& clock : fact.clocks) {
        if (!in.failed()) get(in, clock);
    }
    if (!in.done_well()) return fail(Errc::internal, "audit.kept-unreadable");
    return {};
}

}  // namespace gongdan
