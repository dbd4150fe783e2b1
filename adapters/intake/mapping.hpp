#pragma once
/// How the rows of a foreign table become cases: plain data, written in config/mappings/*.yaml and read by
/// adapters/yaml. Columns are named by their canonical name (95598) or by their header (any other file).

#include <string>
#include <utility>
#include <vector>

#include "adapters/intake/datetime.hpp"
#include "core/base/texts.hpp"

namespace gongdan::intake {

using Translation = std::vector<std::pair<std::string, std::string>>;  ///< from → to, in file order

/// Where a value comes from. Columns that are empty are left out; several are joined.
struct ValueRule {
    std::vector<std::string> columns;
    std::string join = " ";
    std::string constant;   ///< instead of columns
    Translation values;     ///< whole words
    Translation contains;   ///< parts of the text, the first that occurs counts; tried after `values`
    std::string otherwise;  ///< when nothing came out
};

/// Where a time comes from: one column, or one for the day and one for the time of day.
struct TimeSource {
    std::string column;
    std::string day_column;
    std::string clock_column;
};
using TimeSources = std::vector<TimeSource>;  ///< the first one that holds a time counts

struct FieldRule {
    std::string field;
    ValueRule value;
};

struct StepRule {
    std::string event;
    TimeSources at;
    std::string when;           ///< column that must hold something other than "no"; empty = always
    bool alone = false;         ///< the case has this step and no other (merged children)
    std::string free_order_if;  ///< boolean column: when yes, the step may precede those before it
    std::vector<FieldRule> data;
};

/// A duration the other system computed: the times say whether it is right.
struct DurationRule {
    std::string column;
    TimeSources from;
    TimeSources to;
    double unit_s = 60;       ///< length of one unit of the column, seconds
    double tolerance_s = 60;  ///< other systems round and cut to minutes
};

/// A date by which something was to be done, with the finding when it was not.
struct DeadlineRule {
    TimeSources due;
    TimeSources done;
    std::string finding;
};

/// What the other system itself says about a deadline, for comparison.
struct VerdictRule {
    std::string column;  ///< boolean: yes = late
    std::string clock;   ///< of the workflow
};

struct WorkflowRule {
    std::string workflow;
    TimeSources opened_at;
    std::vector<FieldRule> fields;
    std::vector<StepRule> steps;
    std::vector<DurationRule> durations;
    std::vector<DeadlineRule> deadlines;
    std::vector<VerdictRule> verdicts;
};

struct Mapping {
    std::string name;
    LocalText title;
    std::string file;                   ///< the mapping's own file, for messages
    std::string catalogue;              ///< e.g. "fields-95598.csv" below config/intake; empty = headers as they are
    std::string sheet;                  ///< of XLSX; empty = first visible
    std::vector<std::string> required;  ///< columns without which no row can be taken
    std::string number_column;
    std::string number_prefix;  ///< put before the other system's number
    std::string kind_column;    ///< empty = every row is of `kind`
    std::string kind;
    Translation kinds;        ///< word in kind_column → workflow
    std::string zone;         ///< offset or IANA name
    std::string zone_column;  ///< chooses from `zones`; `zone` otherwise
    Translation zones;
    DateOrder date_order = DateOrder::year_first;
    std::vector<std::string> missing;  ///< words that mean "no value"
    std::vector<std::string> footers;  ///< how rows begin that are no data: 合计, 制表人, …
    bool fill_same_name = false;       ///< columns named like a field of the workflow fill it
    std::vector<WorkflowRule> workflows;
};

}  // namespace gongdan::intake
