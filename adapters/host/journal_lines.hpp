#pragma once
/// The journal outside of the database: one CloudEvent (1.0, JSON) a line, events by seq and each seal behind the last
/// event it covers. The data of an event is what its hash covers, personal values as their commitments; so the lines
/// verify on another machine with no database, and tell nobody's name.

#include <string>
#include <string_view>
#include <variant>

#include "core/audit/chain.hpp"
#include "core/audit/seal.hpp"

namespace gongdan::host {

struct LineOptions {
    bool personal = false;  ///< with the values and salts that lie beside the event, as the extension `personal`
    bool excerpt = false;   ///< others are left out: the extension `excerpt` says so
};

/// A line without its end. Errc::internal when the row is damaged.
[[nodiscard]] Result<std::string> journal_line(const StoredEvent& event, LineOptions options);
[[nodiscard]] std::string journal_line(const Seal& seal);

using JournalEntry = std::variant<StoredEvent, Seal>;

/// Reads one line back. Errc::invalid_input when it is none of the two, or of an excerpt, which proves nothing.
[[nodiscard]] Result<JournalEntry> read_journal_line(std::string_view line);

}  // namespace gongdan::host
