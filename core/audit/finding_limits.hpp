#pragma once
/// The thresholds of the rules: config/findings.yaml, and what counts without that file.

#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/ticket/decide.hpp"

namespace gongdan {

/// `count` of `of` consecutive ones are too many.
struct ShareLimit {
    int count = 0;
    int of = 0;
};

/// Words in the subtype of a complaint that name one of the ten prohibitions (DOMAIN.md §3).
struct ConductWords {
    int prohibition = 0;  ///< its number, 1 to 10
    std::vector<std::string> words;
};

struct FindingLimits {
    Millis late_arrival = std::chrono::minutes(30);      ///< at least kLateEntryTolerance: below it nothing is told
    Millis pause_before_due = std::chrono::minutes(10);  ///< a pause with no more than this left
    int bounces = 3;
    int customer_again = 2;
    int repeats = 3;
    Millis repeats_within = kDay * 60;
    ShareLimit round_times{8, 20};
    ShareLimit same_times{8, 20};
    int unmasked_least = 20;  ///< looks of one person in a month …
    int unmasked_times = 5;   ///< … and so many times the median of the others who looked
    Millis cut_off_notice = kDay * 7;
    Millis reconnect = kDay;
    std::vector<ConductWords> conduct = {
        {2, {"乱收费", "业务收费"}}, {3, {"三指定"}},           {6, {"泄露"}},
        {7, {"饮酒", "酒后"}},       {8, {"脱岗", "无人值守"}}, {9, {"吃请", "收礼", "吃拿卡要", "以权谋私"}},
    };
};

}  // namespace gongdan
