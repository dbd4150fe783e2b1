#pragma once
/// A report as tables, before it becomes a table for the terminal, CSV, JSON, a workbook or a page: what a column holds
/// is said once, and every format writes it in its own way. Plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/texts.hpp"
#include "core/base/time.hpp"

namespace gongdan::report {

struct Column {
    enum class Kind {
        text,
        count,    ///< a whole number
        percent,  ///< in hundredths of a percent
        seconds,  ///< a length of time
        decimal,  ///< in 10^-places
        time,     ///< in milliseconds since the epoch, UTC
    };
    std::string id;  ///< stable: what programs read
    LocalText title;
    Kind kind = Kind::text;
    int places = 0;  ///< of a decimal
};

/// Nothing in `number` and `text` is an empty cell.
struct Cell {
    std::string text;                    ///< of Kind::text: the value as programs read it
    std::optional<LocalText> title;      ///< as people read it; nothing = as it is
    std::optional<std::int64_t> number;  ///< of every other kind

    static Cell of(std::int64_t number) { return {{}, {}, number}; }
    static Cell of(std::optional<std::int64_t> number) { return {{}, {}, number}; }
    static Cell of(std::string text) { return {std::move(text), {}, {}}; }
};

/// What to draw of a sheet: a bar or a point for each row.
struct Chart {
    enum class Kind { bars, line };
    Kind kind = Kind::bars;
    LocalText title;
    std::size_t value = 0;              ///< column
    std::vector<std::size_t> labels;    ///< columns, joined
    std::vector<std::size_t> series{};  ///< columns: a line for each combination of their values
};

struct Sheet {
    std::string id;
    LocalText title;
    LocalText note;  ///< how to read it; may be empty
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
    std::optional<Chart> chart{};
    std::int64_t left_out = 0;  ///< rows that were too many to keep
};

struct Document {
    LocalText title;
    std::vector<std::pair<LocalText, LocalText>> facts;  ///< period, source, …: what, and which
    std::vector<LocalText> notes;                        ///< what is missing, and what to make of it
    std::vector<Sheet> sheets;                           ///< the first is the main one
};

/// As people read it: "97.50 %", "1:05:09", "0.125", a time of China. Empty for an empty cell.
[[nodiscard]] std::string shown(const Column& column, const Cell& cell, Language language);
/// As programs read it: 97.50, seconds, RFC 3339.
[[nodiscard]] std::string plain(const Column& column, const Cell& cell);

}  // namespace gongdan::report
