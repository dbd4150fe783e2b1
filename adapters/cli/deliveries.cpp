#include <algorithm>
#include <iostream>

#include "adapters/cli/books.hpp"
#include "adapters/cli/people.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/requeue.hpp"
#include "core/engine/delivery_view.hpp"

namespace gongdan::cli {
namespace {

void print(const DeliveryRow& row, bool as_json) {
    if (as_json) {
        std::cout << json::serialize(delivery_view(row)) << "\n";
        return;
    }
    const std::string about = row.list ? "[" + std::to_string(row.tickets) + "]" : row.number;
    std::cout << format_time(row.at) << "\t" << name_of(row.outcome) << "\t" << row.channel << "\t" << row.person
              << "\t" << about << "\t" << row.took.count() << " ms\t" << (row.by.empty() ? row.answer : row.by) << "\n";
}

/// A day, from its beginning, or a time.
Result<Instant> instant_of(const std::string& written) {
    if (written.empty()) return Instant{};
    if (const auto day = parse_date(written)) return start_of(*day);
    return parse_time(written);
}

/// A channel that was taken out of channels.yaml still stands in the ledger; a name that stands nowhere is a slip of
/// the pen.
Result<void> check_channel(const Books& books, const std::string& channel) {
    std::string all;
    for (const notify::ChannelConfig& known : books.installation.channels) {
        if (known.name == channel) return {};
        all += (all.empty() ? "" : ", ") + known.name;
    }
    sqlite::SqliteReaders readers(sqlite::database_file(books.folder), books.find_workflow());
    DeliveryFilter filter;
    filter.channel = channel;
    filter.limit = 1;
    const auto page = readers.deliveries(filter);
    if (!page) return page.error();
    return page->rows.empty() ? Result<void>(fail(Errc::invalid_input, "cli.no-channel", channel, all))
                              : Result<void>();
}

Result<std::int64_t> requeue_some(sqlite::Database& database, const DeadLetterWish& wish) {
    sqlite::Transaction transaction(database);
    if (auto begun = transaction.begin(); !begun) return begun.error();
    auto count = sqlite::requeue_dead_letters(database, wish, at_the_machine().name, host::wall_now());
    if (!count) return count;
    if (auto done = transaction.commit(); !done) return done.error();
    return count;
}

/// In transactions that let a running server write in between; its channels look at the queue again within a second.
int requeue(const Common& common, const DeliveriesOptions& options, const Books& books) {
    if (options.channel.empty() || !options.person.empty() || !options.ticket.empty())
        return give_up(fail(Errc::invalid_input, "cli.requeue-channel"));
    const auto since = instant_of(options.since);
    if (!since) return give_up(since.error());
    auto database = sqlite::Database::open(sqlite::database_file(books.folder), {sqlite::OpenMode::existing, ""});
    if (!database) return give_up(database.error());
    // What a receiver refuses again meanwhile is not put back again: that would have no end.
    const auto dead = database->number("SELECT count(*) FROM outbox WHERE state = 2");
    if (!dead) return give_up(dead.error());
    std::int64_t total = 0;
    for (std::int64_t last = kRequeueMax; last == kRequeueMax && total < *dead;) {
        const auto count = requeue_some(*database, {options.channel, *since});
        if (!count) return give_up(count.error());
        last = *count;
        total += last;
    }
    if (common.json) {
        std::cout << json::serialize(json::object{{"channel", options.channel}, {"requeued", total}}) << "\n";
    } else {
        std::cout << text_line(text("cli.requeued", options.channel, total));
    }
    return kOk;
}

}  // namespace

int run_deliveries(const Common& common, const DeliveriesOptions& options) {
    const auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    if (!options.channel.empty()) {
        if (auto known = check_channel(*books, options.channel); !known) return give_up(known.error());
    }
    if (options.requeue) return requeue(common, options, *books);
    sqlite::SqliteReaders readers(sqlite::database_file(books->folder), books->find_workflow());
    DeliveryFilter filter;
    filter.person = options.person;
    filter.channel = options.channel;
    if (!options.ticket.empty()) {
        const auto found = readers.find(options.ticket);
        if (!found) return give_up(found.error());
        filter.case_id = (*found)->snapshot.id;
    }
    int left = options.limit;
    bool any = false;
    do {
        filter.limit = std::min(left, kPageMax);
        const auto page = readers.deliveries(filter);
        if (!page) return give_up(page.error());
        for (const DeliveryRow& row : page->rows) print(row, common.json);
        any = any || !page->rows.empty();
        left -= int(page->rows.size());
        filter.cursor = page->next_cursor;
    } while (left > 0 && !filter.cursor.empty());
    // Somebody who has left still stands in the ledger; a name that stands nowhere is a slip of the pen.
    const bool unknown =
        !options.person.empty() && books->configuration.organisation->find_person(options.person) == nullptr;
    return unknown && !any ? give_up(fail(Errc::invalid_input, "cli.no-person", options.person)) : kOk;
}

}  // namespace gongdan::cli
