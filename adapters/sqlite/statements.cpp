#include "adapters/sqlite/statements.hpp"

#include "adapters/sqlite/event_rows.hpp"

namespace gongdan::sqlite {

SqliteStore::Statements::Statements(const Database& database)
    : begin(database, "BEGIN IMMEDIATE"),
      commit(database, "COMMIT"),
      append(
          database,
          "INSERT INTO journal(seq, case_id, case_seq, prev_seq, type, occurred_at, recorded_at, body, personal, hash)"
          " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      event(database, std::string(kSelectEvent)),
      raised(database,
             "SELECT prev_seq, type = 'escalation.raised' AND instr(body, ?2) > 0 FROM journal WHERE seq = ?1"),
      due(database, "SELECT next_alarm, id FROM cases WHERE next_alarm <= ? ORDER BY next_alarm, id LIMIT ?"),
      next_due(database, "SELECT next_alarm FROM cases WHERE next_alarm IS NOT NULL ORDER BY next_alarm LIMIT 1"),
      with_clocks(database,
                  "SELECT id FROM cases INDEXED BY cases_clocked WHERE clocked = 1 AND id > ? ORDER BY id LIMIT ?"),
      at_rest(database,
              "SELECT id FROM cases INDEXED BY cases_opened WHERE opened_at >= ? AND id > ? AND clocked = 0"
              " AND area IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?"),
      serial(database, "SELECT last FROM serials WHERE prefix = ?"),
      put_serial(database,
                 "INSERT INTO serials(prefix, last) VALUES(?, ?) ON CONFLICT DO UPDATE SET last = excluded.last"),
      get_meta(database, "SELECT value FROM meta WHERE key = ?"),
      put_meta(database, "INSERT INTO meta(key, value) VALUES(?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"),
      erase_personal(database, "UPDATE journal SET personal = NULL WHERE seq = ?"),
      erase_answers(database,
                    "UPDATE answers SET body = json_remove(body, '$.data', '$.attachments') WHERE body LIKE ?"),
      answer(database, "SELECT fingerprint, status, body, revision, at FROM answers WHERE key = ?"),
      put_answer(database,
                 "INSERT INTO answers(key, fingerprint, status, body, revision, at) VALUES(?, ?, ?, ?, ?, ?)"
                 " ON CONFLICT DO NOTHING"),
      // The inner limit comes first: nothing behind the oldest few is looked at.
      purge_answers(database,
                    "DELETE FROM answers WHERE place IN"
                    " (SELECT place FROM (SELECT place, at FROM answers ORDER BY place LIMIT ?) WHERE at <= ?)"),
      oldest_answer(database, "SELECT at FROM answers ORDER BY place LIMIT 1"),
      raise(database, "INSERT INTO escalations(seq) VALUES(?)"),
      acknowledge(database, "UPDATE escalations SET acknowledged_at = ?, acknowledged_by = ? WHERE seq = ?"),
      put_notice(
          database,
          "INSERT INTO outbox(place, id, escalation, case_id, channel, person, message, raised_at, state, attempts,"
          " next_at, answer, address, level, top) VALUES(?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, '', ?, ?, ?)"),
      notice(database, "SELECT place FROM outbox WHERE place BETWEEN ? AND ? AND id = ?"),
      settle(database, "UPDATE outbox SET state = ?, attempts = attempts + 1, next_at = ?, answer = ? WHERE place = ?"),
      put_attempt(database,
                  "INSERT INTO attempts(place, person, at, took_ms, outcome, answer, rests_until)"
                  " SELECT place, person, ?, ?, ?, ?, ? FROM outbox WHERE place = ?"),
      settle_listed(database, "UPDATE outbox SET state = ?, next_at = ? WHERE digest = ?"),
      last_list(database, "SELECT place FROM outbox WHERE place < 0 ORDER BY place LIMIT 1"),
      put_list(
          database,
          "INSERT INTO outbox(place, id, escalation, case_id, channel, person, message, raised_at, state, attempts,"
          " next_at, answer, address, level, top)"
          " SELECT ?1, ?2, ?3, 0, channel, person, '', min(raised_at), 0, 0, ?4, '', address, max(level), max(top)"
          " FROM outbox WHERE digest = ?1 GROUP BY channel, person, address"),
      gather(database,
             "UPDATE outbox SET state = ?1, digest = ?2 WHERE place IN (SELECT place FROM outbox"
             " INDEXED BY outbox_pending WHERE state = 0 AND channel = ?3 AND person = ?4 AND address = ?5"
             " AND next_at <= ?6 AND place > 0)"),
      requeue(database, "UPDATE outbox SET state = 0, attempts = 0, next_at = ? WHERE place = ? AND state = 2"),
      put_definition(database,
                     "INSERT INTO definitions(kind, name, version, content, first_seen) VALUES(?, ?, ?, ?, ?)"
                     " ON CONFLICT DO NOTHING"),
      definitions(database, std::string(kSelectDefinitions)),
      put_seal(database,
               "INSERT INTO seals(number, first_seq, last_seq, root, previous, sealed_at, key, signature)"
               " VALUES(?, ?, ?, ?, ?, ?, ?, ?)") {}

}  // namespace gongdan::sqlite
