#pragma once
/// What all figures share: the options, the lines of the result, and how they are printed.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gongdan::bench {

enum class Size {
    smoke,  ///< seconds: only shows that everything still runs
    usual,  ///< minutes
    full,   ///< the sizes of the goals
};

struct Options {
    Size size = Size::usual;
    int repeat = 5;                ///< each figure is the median of so many runs
    std::filesystem::path folder;  ///< scratch space on a real disk; emptied at the end
};

/// What a figure should reach.
struct Goal {
    enum class Kind { value_at_most, value_at_least, ratio_at_least };
    Kind kind = Kind::value_at_most;
    double bound = 0;
};

/// One line of the result: a measured value beside its baseline of the same run.
struct Figure {
    std::string name;
    std::string unit;
    double value = 0;
    std::string baseline_name;
    double baseline = 0;  ///< in the same unit
    double ratio = 0;     ///< of value to baseline: the median of the ratios of run by run
    std::optional<Goal> goal;
};

/// Collects figures, and says each aloud as soon as it is known.
class Report {
 public:
    void heading(const std::string& text);
    void note(const std::string& text);
    void add(Figure figure);

    /// Writes everything as JSON. False when the file cannot be written.
    [[nodiscard]] bool write_json(const std::filesystem::path& file, const Options& options) const;

 private:
    std::vector<Figure> figures_;
    std::vector<std::string> notes_;
};

/// The figures, one a file. They throw std::runtime_error when the program under test does not do what it should.
void audit_figures(const Options& options, Report& report);
void calendar_figures(const Options& options, Report& report);
void decide_figures(const Options& options, Report& report);
void durable_figures(const Options& options, Report& report);
void http_figures(const Options& options, Report& report);
void rung_figures(const Options& options, Report& report);
void clock_figures(const Options& options, Report& report);

}  // namespace gongdan::bench
