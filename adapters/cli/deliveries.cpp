#include <algorithm>
#include <iostream>

#include "adapters/cli/books.hpp"
#include "adapters/sqlite/readers.hpp"
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

}  // namespace

int run_deliveries(const Common& common, const DeliveriesOptions& options) {
    const auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
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
    do {
        filter.limit = std::min(left, kPageMax);
        const auto page = readers.deliveries(filter);
        if (!page) return give_up(page.error());
        for (const DeliveryRow& row : page->rows) print(row, common.json);
        left -= int(page->rows.size());
        filter.cursor = page->next_cursor;
    } while (left > 0 && !filter.cursor.empty());
    return kOk;
}

}  // namespace gongdan::cli
