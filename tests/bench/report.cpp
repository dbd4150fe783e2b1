#include <cmath>
#include <cstdio>
#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "core/base/json.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/measure.hpp"

namespace gongdan::bench {
namespace {

/// Three digits that mean something; nobody reads more of a noisy figure.
std::string short_number(double value) {
    if (value == 0) return "0";
    const int digits = std::max(0, 2 - int(std::floor(std::log10(std::abs(value)))));
    return fmt::format("{:.{}f}", value, digits);
}

bool met(const Figure& figure) {
    switch (figure.goal->kind) {
        case Goal::Kind::value_at_most: return figure.value <= figure.goal->bound;
        case Goal::Kind::value_at_least: return figure.value >= figure.goal->bound;
        case Goal::Kind::ratio_at_least: return figure.ratio >= figure.goal->bound;
    }
    return false;
}

std::string spoken(const Goal& goal) {
    switch (goal.kind) {
        case Goal::Kind::value_at_most: return "<= " + short_number(goal.bound);
        case Goal::Kind::value_at_least: return ">= " + short_number(goal.bound);
        case Goal::Kind::ratio_at_least: return "ratio >= " + short_number(goal.bound);
    }
    return "";
}

json::object to_json(const Figure& figure) {
    json::object line{{"name", figure.name},   {"unit", figure.unit},
                      {"value", figure.value}, {"baseline_name", figure.baseline_name},
                      {"ratio", figure.ratio}, {"baseline", figure.baseline}};
    if (figure.goal) {
        line["goal"] = spoken(*figure.goal);
        line["met"] = met(figure);
    }
    return line;
}

std::string_view name_of(Size size) {
    switch (size) {
        case Size::smoke: return "smoke";
        case Size::usual: return "usual";
        case Size::full: return "full";
    }
    return "";
}

}  // namespace

void Report::heading(const std::string& text) {
    fmt::print("\n{}\n", text);
    fmt::print("  {:<34} {:>10} {:<14} {:>10} {:<30} {:>6}  {}\n", "figure", "value", "unit", "baseline", "of", "ratio",
               "goal");
    std::fflush(stdout);
}

void Report::note(const std::string& text) {
    fmt::print("  {}\n", text);
    std::fflush(stdout);
    notes_.push_back(text);
}

void Report::add(Figure figure) {
    const std::string goal = figure.goal ? spoken(*figure.goal) + (met(figure) ? "  met" : "  MISSED") : "";
    fmt::print("  {:<34} {:>10} {:<14} {:>10} {:<30} {:>6.2f}  {}\n", figure.name, short_number(figure.value),
               figure.unit, short_number(figure.baseline), figure.baseline_name, figure.ratio, goal);
    std::fflush(stdout);
    figures_.push_back(std::move(figure));
}

bool Report::write_json(const std::filesystem::path& file, const Options& options) const {
    json::array figures;
    for (const Figure& figure : figures_) figures.push_back(to_json(figure));
    json::array notes;
    for (const std::string& note : notes_) notes.push_back(json::value(note));
    const json::object all{{"size", name_of(options.size)},
                           {"repeat", options.repeat},
                           {"processors", std::thread::hardware_concurrency()},
                           {"filesystem", filesystem_of(options.folder)},
                           {"figures", std::move(figures)},
                           {"notes", std::move(notes)}};
    std::ofstream stream(file);
    stream << json::serialize(all) << "\n";
    return bool(stream.flush());
}

}  // namespace gongdan::bench
