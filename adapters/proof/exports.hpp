#pragma once
/// The journal on its way out, piece by piece: as lines that verify anywhere, as an event log, as somebody's work log.
/// Each piece is read by itself, so that a slow reader holds up no checkpoint of the database; events never change.

#include <filesystem>
#include <memory>

#include "adapters/host/proof_book.hpp"
#include "adapters/sqlite/case_table.hpp"
#include "core/engine/read_model.hpp"
#include "core/escalation/organisation.hpp"

namespace gongdan::proof {

/// Lines that are in the journal now: the whole with its seals, or a part that says so.
[[nodiscard]] Result<std::unique_ptr<host::Pieces>> journal_pieces(const std::filesystem::path& file,
                                                                   const host::JournalWish& wish);

/// Without a personal value or a text that somebody typed.
[[nodiscard]] std::unique_ptr<host::Pieces> xes_pieces(const std::filesystem::path& file, sqlite::FindWorkflow find,
                                                       host::XesWish wish);

/// `reads` outlives it.
[[nodiscard]] Result<std::unique_ptr<host::Pieces>> worklog_pieces(const std::filesystem::path& file, ReadModel& reads,
                                                                   std::shared_ptr<const Organisation> organisation,
                                                                   host::WorklogWish wish);

}  // namespace gongdan::proof
