// Who should have been told what, and what the journal should say.

#include <sstream>

#include <catch2/catch.hpp>

#include "tests/crash/delivery.hpp"
#include "tests/support/journal.hpp"

namespace gongdan::test {
namespace {

/// The copies of one message: a mail is known by its id, a robot's message by whom it tells of which tickets.
std::string identity_of(const Told& told) {
    std::string identity = told.channel + " " + told.to + " " + told.id;
    if (!told.id.empty()) return identity;
    for (const auto& [level, number] : told.entries) identity += std::to_string(level) + number + ",";
    return identity;
}

std::string recipient_of(int level) { return level == kForeman ? "sun-qi" : "wu-jiu"; }

std::string key_of(const std::string& channel, int level, const std::string& number) {
    return channel + " " + recipient_of(level) + ": level " + std::to_string(level) + " of " + number;
}

/// A digest says how late its tickets are when it is sent; a single notice says the same every time.
bool same(const Told& one, const Told& other) {
    return one.entries == other.entries && (one.entries.size() > 1 || one.text == other.text);
}

class Bookkeeper {
 public:
    void read(const Told& told) {
        Books::Row& row = books_.rows[told.channel + " " + told.to];
        ++row.messages;
        if (told.entries.empty()) mistake("names no ticket: " + told.text);
        auto& copies = copies_[identity_of(told)];
        copies.push_back(&told);
        if (copies.size() > 1) {
            ++row.repeats;
            if (copies.size() > 2) mistake("sent more than twice: " + told.text);
            if (!same(*copies.front(), told)) mistake("not the same when repeated: " + told.text);
            return;
        }
        for (const auto& [level, number] : told.entries) {
            ++row.entries;
            if (told.to != recipient_of(level)) mistake("told to " + told.to + ": " + told.text);
            if (!seen_.insert(key_of(told.channel, level, number)).second)
                mistake("two messages for " + key_of(told.channel, level, number));
        }
    }

    Books close(const std::vector<Fault>& faults) {
        for (const Fault& fault : faults) {
            for (const auto& [level, due] : fault.due) {
                for (const std::string& channel : kChannels) {
                    const std::string key = key_of(channel, level, fault.number);
                    if (seen_.erase(key) == 0) mistake("missing: " + key);
                }
            }
        }
        for (const std::string& key : seen_) mistake("nobody asked for: " + key);
        return std::move(books_);
    }

 private:
    void mistake(std::string what) { books_.mistakes.push_back(std::move(what)); }

    Books books_;
    std::map<std::string, std::vector<const Told*>> copies_;
    std::set<std::string> seen_;
};

}  // namespace

Books::Row Books::total() const {
    Row total;
    for (const auto& [name, row] : rows) {
        total.messages += row.messages;
        total.entries += row.entries;
        total.repeats += row.repeats;
    }
    return total;
}

Books books_of(const std::vector<Told>& told, const std::vector<Fault>& faults) {
    Bookkeeper keeper;
    for (const Told& one : told) keeper.read(one);
    return keeper.close(faults);
}

std::vector<std::string> journal_mistakes(const std::string& data, const std::vector<Fault>& faults) {
    const auto exported = run_to_end({GONGDAN_BINARY, "export", "journal", "--data", data});
    REQUIRE(exported.code == 0);
    std::vector<std::string> mistakes;
    std::map<std::string, std::vector<std::string>> found;  // "case what" → the instants it is journalled at
    std::istringstream lines(exported.output);
    for (std::string line; std::getline(lines, line);) {
        const auto event = journalled_event(line);
        if (!event) continue;
        const json::object& body = *event;
        if (string_or_empty(body, "clock") != "arrival") continue;
        const std::string type = string_or_empty(body, "type");
        const std::string at = string_or_empty(body, "at");
        const std::string subject = string_or_empty(body, "case");
        if (type == "clock.breached") found[subject + " breach"].push_back(at);
        if (type == "clock.breached" && string_or_empty(body, "due_at") != at) mistakes.push_back("not due: " + line);
        if (type != "escalation.raised") continue;
        const auto level = get_int(body, "level").value_or(0);
        found[subject + " rung " + std::to_string(level)].push_back(at);
    }
    const auto expect = [&found, &mistakes](const std::string& what, Instant due) {
        const auto& at = found[what];
        if (at.size() != 1 || at.front() != format_time(due))
            mistakes.push_back(what + ": " + std::to_string(at.size()) + " times, due at " + format_time(due));
    };
    for (const Fault& fault : faults) {
        for (const auto& [level, due] : fault.due) expect(fault.id + " rung " + std::to_string(level), due);
        if (const auto breach = fault.due.find(kDistrict); breach != fault.due.end())
            expect(fault.id + " breach", breach->second);
    }
    return mistakes;
}

}  // namespace gongdan::test
