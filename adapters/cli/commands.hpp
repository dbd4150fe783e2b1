#pragma once
/// What the subcommands do, behind the command line's options. Each returns the exit code (terminal.hpp).

#include <cstdint>
#include <string>
#include <vector>

namespace gongdan::cli {

struct Common {
    std::string config;  ///< --config; empty = the installed one
    std::string data;    ///< --data; empty = GONGDAN_DATA, or what the configuration says
    bool json = false;   ///< --json, where a table for people is the default
};

struct ServeOptions {
    std::string listen;        ///< host:port; empty = GONGDAN_LISTEN, or what the configuration says
    std::string log = "info";  ///< debug, info, warning, error
    bool demo = false;
    bool no_limits = false;  ///< for load tests: nobody asks too often
};
[[nodiscard]] int run_serve(const Common& common, const ServeOptions& options);

/// `file` "-" = standard input.
[[nodiscard]] int run_simulate(const Common& common, const std::string& file);

/// Checks installations (folders that hold workflows/ and config/) or the one in force. Gaps of the roster in the month
/// from the day `from` (empty = today) are warnings: they do not change the exit code.
[[nodiscard]] int run_check(const Common& common, const std::vector<std::string>& folders, const std::string& from);

struct ImportOptions {
    std::string file;
    std::string mapping;  ///< a file, or the name of one in config/mappings; empty = 95598
    bool dry_run = false;
};
[[nodiscard]] int run_import(const Common& common, const ImportOptions& options);

struct AuditOptions {
    std::string import_file;  ///< the export of another system; empty = the data directory
    std::string mapping;      ///< as of ImportOptions
    std::string from;         ///< days of acceptance, "2026-03-01", both included; empty = open on that side
    std::string to;
    std::string by;                ///< dimensions, such as "team" or "site_class,month"
    std::string format = "table";  ///< table, csv, json, xlsx, html
    std::string out;               ///< file to write; empty = standard output
    std::string tickets;           ///< a key: list what is behind that figure, instead of the report
    bool recompute = false;        ///< replay the journal instead of using what is kept of it
};
/// The compliance report, beside a running server too, or straight from an export: then nothing is stored, and kFault
/// means that the file's own flag contradicts its times somewhere.
[[nodiscard]] int run_audit(const Common& common, const AuditOptions& options);

struct ExplainOptions {
    std::string ticket;
    std::string clock;  ///< may be empty with `plan`: every open one
    int cycle = 0;      ///< which of a clock that ran anew; 0 = the present one
    bool plan = false;  ///< who is told next, instead of how the deadline came about
};
[[nodiscard]] int run_explain(const Common& common, const ExplainOptions& options);

struct PreviewOptions {
    std::string channel;
    std::string ticket;
    bool digest = false;
};
/// What a channel would send for a ticket; sends nothing.
[[nodiscard]] int run_channel_preview(const Common& common, const PreviewOptions& options);

struct PluginTestOptions {
    std::string path;     ///< a shared object (.so) or a program
    std::string options;  ///< JSON: the channel's `options` (.so) or further `settings` (program); empty = none
    std::int64_t deadline_ms = 5000;
};
/// Runs the conformance checks of docs/plugins.md against a plugin.
[[nodiscard]] int run_plugin_test(const Common& common, const PluginTestOptions& options);

struct DeliveriesOptions {
    std::string ticket;  ///< number or id; empty = any, here and below
    std::string person;
    std::string channel;
    int limit = 100;       ///< lines
    bool requeue = false;  ///< put the dead letters of `channel` back into the queue instead of looking
    std::string since;     ///< with requeue: a day or a time, only those given up from then on; empty = all
};
/// The ledger of deliveries, newest first, or dead letters back into the queue; beside a running server too.
[[nodiscard]] int run_deliveries(const Common& common, const DeliveriesOptions& options);

struct FindingsOptions {
    std::string from;  ///< day or time, empty = since ever; here and below by when the finding was completed
    std::string to;    ///< before then; empty = until now
    std::string rule;  ///< id; empty = any
    std::string severity = "warning";  ///< and graver ones: of notes there are many
    std::string format = "table";      ///< table, csv or json
    bool open = false;                 ///< only those that nobody has decided about
};
/// What the rules of docs/findings.md find in the journal; beside a running server too. kFault when one of those shown
/// is serious and nobody has decided about it.
[[nodiscard]] int run_findings(const Common& common, const FindingsOptions& options);

struct ChannelTestOptions {
    std::string channel;
    std::string address;  ///< may be empty where the channel needs none
    std::string remark;   ///< behind the words that say it is a test
};
/// Sends a test message, beside a running server too; it stands in the account log. kFault when it is not taken.
[[nodiscard]] int run_channel_test(const Common& common, const ChannelTestOptions& options);

/// `format`: xstate, scxml, mermaid or dot.
[[nodiscard]] int run_export_workflow(const Common& common, const std::string& name, const std::string& format);
struct JournalOptions {
    bool personal = false;
    std::string from;  ///< days of entry, both included; empty = open end
    std::string to;
    std::string ticket;  ///< number or id; empty = all
};
/// The journal as CloudEvents, one a line; beside a running server too. With a filter an excerpt, without seals.
[[nodiscard]] int run_export_journal(const Common& common, const JournalOptions& options);

struct XesOptions {
    std::string from;  ///< days of opening, both included; empty = open end
    std::string to;
    std::string workflow;  ///< empty = all
};
/// The event log for process mining (IEEE 1849-2016), without personal data; beside a running server too.
[[nodiscard]] int run_export_xes(const Common& common, const XesOptions& options);

struct WorklogOptions {
    std::string person;  ///< id in the organisation, or the name of an account
    std::string date;
    std::string format = "html";  ///< also csv, table, json, xlsx
    std::string out;              ///< file; empty = standard output
};
/// What a person did on a day, customers' data masked; beside a running server too.
[[nodiscard]] int run_export_worklog(const Common& common, const WorklogOptions& options);

[[nodiscard]] int run_backup(const Common& common, const std::string& file);
[[nodiscard]] int run_restore(const Common& common, const std::string& file);
/// Looks whether the data directory is sound: database, hash chains, rows against the journal. `rebuild` makes the rows
/// anew from the journal first.
[[nodiscard]] int run_doctor(const Common& common, bool rebuild);

/// What an account or a token is limited to; all empty = no options were given.
struct ScopeOptions {
    std::string person;
    std::vector<std::string> stations;
    std::vector<std::string> areas;
    std::vector<std::string> teams;
};

struct VerifyWishes {
    std::string journal;            ///< an exported journal instead of a database; "-" = standard input
    std::string proof;              ///< what run_prove() printed, instead of either
    std::string seals;              ///< what a third party kept of the seals, one a line
    std::vector<std::string> keys;  ///< that may have signed: hexadecimal, or files that hold it
};
/// Exit code 1 names the first event at fault.
[[nodiscard]] int run_verify(const Common& common, const VerifyWishes& wishes);
/// Prints the proof of a case as JSON.
[[nodiscard]] int run_prove(const Common& common, const std::string& ticket);

struct WhatIfOptions {
    std::string promises;  ///< files; at least one of the three
    std::string calendar;
    std::string workflow;
    std::string from;  ///< days of opening, both included; empty = open end
    std::string to;
    std::string format = "table";  ///< table, csv, json
    bool all = false;              ///< also due times that merely moved
};
/// Recorded tickets under other rules, as a difference; beside a running server too.
[[nodiscard]] int run_whatif(const Common& common, const WhatIfOptions& options);

struct TokenOptions {
    std::string name;
    std::vector<std::string> roles;
    ScopeOptions scope;
    std::string expires;  ///< "90d" or "2027-01-31"; empty = never
};
/// Prints the token alone on standard output.
[[nodiscard]] int run_token_create(const Common& common, const TokenOptions& options);
/// Of `scope.person` alone, without roles. Prints the address of the feed: whole, when the configuration has a
/// public_url.
[[nodiscard]] int run_token_feed(const Common& common, const TokenOptions& options);
[[nodiscard]] int run_token_list(const Common& common);
[[nodiscard]] int run_token_revoke(const Common& common, const std::string& name);

struct UserOptions {
    std::string name;
    std::vector<std::string> roles;
    ScopeOptions scope;
    bool password_from_input = false;  ///< the first line of standard input; else one is made and printed
};
[[nodiscard]] int run_user_create(const Common& common, const UserOptions& options);
[[nodiscard]] int run_user_list(const Common& common);
[[nodiscard]] int run_user_show(const Common& common, const std::string& name);
[[nodiscard]] int run_user_reset_password(const Common& common, const std::string& name, bool password_from_input);
[[nodiscard]] int run_user_unlock(const Common& common, const std::string& name);
[[nodiscard]] int run_user_enable(const Common& common, const std::string& name, bool enabled);
/// Without scope options the scope stays.
[[nodiscard]] int run_user_set_roles(const Common& common, const UserOptions& options);
[[nodiscard]] int run_user_totp_off(const Common& common, const std::string& name);
/// The newest entries, newest first.
[[nodiscard]] int run_user_log(const Common& common, int limit);

}  // namespace gongdan::cli
