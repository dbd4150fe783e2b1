#include "tests/unit/notify/support.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <tuple>

#include <catch2/catch.hpp>

namespace gongdan::notify::test {

namespace fs = std::filesystem;

void Folder::write(const std::string& name, const std::string& content) const {
    std::ofstream(file(name)) << content;
    fs::permissions(file(name), fs::perms::owner_all);
}

std::string Folder::read(const std::string& name) const {
    std::ostringstream content;
    content << std::ifstream(file(name)).rdbuf();
    return content.str();
}

std::string message_json(const std::string& id, const std::string& said) {
    return json::serialize(
        json::object{{"id", id},
                     {"number", "GZ202603020001"},
                     {"level", 3},
                     {"recipient", {{"id", "p1"}, {"name", "演示-张三"}, {"address", "13800001111"}}},
                     {"text", {{"zh", said}, {"en", "the arrival is overdue"}}}});
}

Message message(const std::string& id, const std::string& said) {
    auto read = read_message(message_json(id, said));
    return read ? *read : Message{};  // no REQUIRE: Catch is not for several threads
}

Notice notice(const std::string& id, const std::string& channel, const std::string& said) {
    Notice made;
    made.id = id;
    made.channel = channel;
    made.message = message_json(id, said);
    made.raised_at = kNoon;
    return made;
}

ChannelConfig channel(PluginKind kind, json::object settings, const std::string& name) {
    ChannelConfig config;
    config.name = name;
    config.plugin = kind;
    config.settings = std::move(settings);
    return config;
}

Call call(Millis limit, const Interrupt* interrupt) { return {limit, kNoon, interrupt}; }

void MemoryOutbox::put(Notice notice, Instant due) {
    const std::lock_guard lock(mutex_);
    rows_.push_back({{std::move(notice), 0}, due, true, {}, {}, {}});
}

void MemoryOutbox::fail_next(int count) {
    const std::lock_guard lock(mutex_);
    failures_ = count;
}

MemoryOutbox::Row MemoryOutbox::row(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    for (const Row& row : rows_) {
        if (row.delivery.notice.id == id) return row;
    }
    FAIL("no notice " + id);
    return {};
}

int MemoryOutbox::settled() const {
    const std::lock_guard lock(mutex_);
    return settled_;
}

bool MemoryOutbox::wait_settled(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [this, count] { return settled_ >= count; });
}

bool MemoryOutbox::fails() {
    if (failures_ == 0) return false;
    --failures_;
    return true;
}

Result<std::vector<Delivery>> MemoryOutbox::due(const std::string& channel, Instant now, int limit) {
    const std::lock_guard lock(mutex_);
    if (fails()) return fail(Errc::read_only, "notify.outbox");
    std::vector<Delivery> due;
    for (const Row& row : rows_) {
        if (is_due(row, channel, now)) due.push_back(row.delivery);
    }
    std::stable_sort(due.begin(), due.end(),
                     [](const Delivery& one, const Delivery& other) { return one.notice.level > other.notice.level; });
    due.resize(std::min(due.size(), std::size_t(limit)));
    return due;
}

Result<std::optional<Instant>> MemoryOutbox::next_due(const std::string& channel, Instant now) {
    const std::lock_guard lock(mutex_);
    std::optional<Instant> next;
    for (const Row& row : rows_) {
        if (!row.open || row.delivery.notice.channel != channel || row.next_at <= now) continue;
        next = next ? std::min(*next, row.next_at) : row.next_at;
    }
    return next;
}

bool MemoryOutbox::is_due(const Row& row, const std::string& channel, Instant now) {
    return row.open && row.list.empty() && row.delivery.notice.channel == channel && row.next_at <= now;
}

Result<std::vector<Mailbox>> MemoryOutbox::mailboxes(const std::string& channel, Instant now) {
    const std::lock_guard lock(mutex_);
    if (fails()) return fail(Errc::read_only, "notify.outbox");
    std::map<Recipient, Mailbox> found;
    for (const Row& row : rows_) {
        if (!is_due(row, channel, now)) continue;
        const Notice& notice = row.delivery.notice;
        const Recipient recipient{notice.person, notice.address};
        Mailbox& mailbox =
            found.try_emplace(recipient, Mailbox{recipient, 0, 0, row.next_at, false, 0, false}).first->second;
        const bool list = !row.entries.empty();
        mailbox.waiting += list ? 0 : 1;
        mailbox.top += !list && notice.top ? 1 : 0;
        mailbox.list_ready = mailbox.list_ready || list;
        mailbox.top_list = mailbox.top_list || (list && notice.top);
        mailbox.level = std::max(mailbox.level, notice.level);
        mailbox.since = std::min(mailbox.since, row.next_at);
    }
    std::vector<Mailbox> all;
    for (const auto& [recipient, mailbox] : found) all.push_back(mailbox);
    return all;
}

Result<std::optional<Delivery>> MemoryOutbox::most_urgent(const std::string& channel, const Recipient& recipient,
                                                          Instant now) {
    const std::lock_guard lock(mutex_);
    const Row* best = nullptr;
    const auto rank = [](const Row& row) {
        return std::tuple(!row.delivery.notice.top, row.entries.empty(), -row.delivery.notice.level, row.next_at);
    };
    for (const Row& row : rows_) {
        const Notice& notice = row.delivery.notice;
        const bool his = notice.person == recipient.first && notice.address == recipient.second;
        if (his && is_due(row, channel, now) && (best == nullptr || rank(row) < rank(*best))) best = &row;
    }
    if (best == nullptr) return std::optional<Delivery>();
    Delivery delivery = best->delivery;
    if (!best->entries.empty()) delivery.notice.message = digest_message(delivery.notice.id, best->entries, now);
    return std::optional(std::move(delivery));
}

Result<void> MemoryOutbox::gather(const std::string& channel, const Recipient& recipient, Instant now) {
    const std::lock_guard lock(mutex_);
    if (fails()) return fail(Errc::read_only, "notify.outbox");
    Row list;
    Notice& made = list.delivery.notice;
    made.escalation = "digest." + std::to_string(++lists_);
    made.id = made.escalation + "/" + recipient.first + "/" + channel;
    made.channel = channel;
    std::tie(made.person, made.address) = recipient;
    list.next_at = now;
    for (Row& row : rows_) {
        const Notice& notice = row.delivery.notice;
        const bool his = notice.person == recipient.first && notice.address == recipient.second;
        if (!his || !row.entries.empty() || !is_due(row, channel, now)) continue;
        row.list = made.id;
        made.level = std::max(made.level, notice.level);
        made.top = made.top || notice.top;
        list.entries.push_back(notice.message);
    }
    rows_.push_back(std::move(list));
    return {};
}

Result<std::vector<Sent>> MemoryOutbox::sent_since(const std::string&, Instant since) {
    const std::lock_guard lock(mutex_);
    std::vector<Sent> sent;
    std::copy_if(sent_.begin(), sent_.end(), std::back_inserter(sent),
                 [since](const Sent& one) { return one.at >= since; });
    return sent;
}

void MemoryOutbox::rest(Instant until) {
    const std::lock_guard lock(mutex_);
    rests_until_ = until;
}

Result<std::optional<Instant>> MemoryOutbox::rests_until(const std::string&, Instant) {
    const std::lock_guard lock(mutex_);
    return rests_until_;
}

Result<void> MemoryOutbox::settle(const std::string& notice_id, const Outcome& outcome, Instant now) {
    const std::lock_guard lock(mutex_);
    if (fails()) return fail(Errc::read_only, "notify.outbox");
    for (Row& row : rows_) {
        if (row.delivery.notice.id != notice_id) continue;
        sent_.push_back({{row.delivery.notice.person, row.delivery.notice.address},
                         now,
                         row.delivery.notice.top ? Urgency::top : Urgency::ordinary});
        ++row.delivery.attempts;
        row.outcomes.push_back(outcome);
        row.open = outcome.kind == Outcome::Kind::retry;
        row.next_at = outcome.next_at;
    }
    ++settled_;
    changed_.notify_all();
    return {};
}

Logger RecordedLog::logger() {
    return [this](LogLevel, const LocalText& message, const json::object& fields) {
        const std::lock_guard lock(mutex_);
        lines_ += message.en + " " + json::serialize(fields) + "\n";
    };
}

std::string RecordedLog::all() const {
    const std::lock_guard lock(mutex_);
    return lines_;
}

Fifo::Fifo(const std::string& path) {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    read_ = Descriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    REQUIRE(read_.valid());
}

bool Fifo::next_byte() const {
    pollfd wanted{read_.get(), POLLIN, 0};
    REQUIRE(::poll(&wanted, 1, int(kPatience.count())) == 1);
    char byte = 0;
    return ::read(read_.get(), &byte, 1) == 1;
}

}  // namespace gongdan::notify::test
