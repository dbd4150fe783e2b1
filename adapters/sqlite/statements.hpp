#pragma once
/// The store's statements beside those of its parts. Internal to adapters/sqlite.

#include "adapters/sqlite/store.hpp"

namespace gongdan::sqlite {

struct SqliteStore::Statements {
    explicit Statements(const Database& database);

    Statement begin;
    Statement commit;
    Statement append;
    Statement event;
    Statement raised;
    Statement due;
    Statement next_due;
    Statement with_clocks;
    Statement at_rest;
    Statement serial;
    Statement put_serial;
    Statement get_meta;
    Statement put_meta;
    Statement erase_personal;
    Statement erase_answers;
    Statement answer;
    Statement put_answer;
    Statement purge_answers;
    Statement oldest_answer;
    Statement raise;
    Statement acknowledge;
    Statement put_notice;
    Statement notice;
    Statement settle;
    Statement put_attempt;
    Statement settle_listed;
    Statement last_list;
    Statement put_list;
    Statement gather;
    Statement requeue;
    Statement put_definition;
    Statement definitions;
    Statement put_seal;
};

}  // namespace gongdan::sqlite
