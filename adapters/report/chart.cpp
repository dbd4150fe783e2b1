#include "adapters/report/chart.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "adapters/report/write.hpp"
#include "core/base/markup.hpp"
#include "core/base/utf8.hpp"

namespace gongdan::report {
namespace {

constexpr std::int64_t kWhole = 10'000;  ///< 100 % in hundredths of a percent
constexpr int kWidth = 680;              ///< of every chart, in units of its own: the page scales it

// Told apart by those who see few colours, and in grey print by their lightness.
constexpr std::array<std::string_view, 6> kColours = {"#1f5fa8", "#d9822b", "#3c8d5a", "#8a4fa3", "#b03a3a", "#6b7680"};

std::string joined(const Sheet& sheet, const std::vector<Cell>& row, const std::vector<std::size_t>& columns) {
    std::string all;
    for (const std::size_t i : columns) {
        const std::string part = shown(sheet.columns[i], row[i], Language::zh);
        if (!part.empty()) all += (all.empty() ? "" : " · ") + part;
    }
    return all;
}

/// Cut to what fits before the bars.
std::string cut(std::string_view text, std::size_t width) {
    std::string kept;
    std::size_t used = 0;
    while (!text.empty()) {
        const std::size_t size = std::max<std::size_t>(1, character_size(text));
        used += size >= 3 ? 2 : 1;
        if (used > width) return kept + "…";
        kept += text.substr(0, size);
        text.remove_prefix(size);
    }
    return kept;
}

std::string open_svg(const Chart& chart, int height) {
    return fmt::format(
        "<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2} {3}\" class=\"chart\">"
        "<title>{2} {3}</title>\n",
        kWidth, height, escape_markup(chart.title.zh), escape_markup(chart.title.en));
}

std::string bars(const Sheet& sheet, const Chart& chart) {
    constexpr int kLabels = 250;
    constexpr int kBars = 350;
    constexpr int kLine = 20;
    std::string body;
    int y = 0;
    std::size_t drawn = 0;
    for (const auto& row : sheet.rows) {
        const auto value = row[chart.value].number;
        if (!value || drawn++ == kBarsMax) continue;
        const double width = static_cast<double>(*value) * kBars / kWhole;
        body += fmt::format(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"13\" "
            "fill=\"#e3e8ee\"/><rect x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"13\" fill=\"{}\"/>"
            "<text x=\"{:.1f}\" y=\"{}\">{}</text>\n",
            kLabels - 8, y + 14, escape_markup(cut(joined(sheet, row, chart.labels), 34)), kLabels, y + 3, kBars,
            kLabels, y + 3, width, kColours.front(), double(kLabels + kBars) + 6, y + 14,
            shown(sheet.columns[chart.value], row[chart.value], Language::zh));
        y += kLine;
    }
    return body.empty() ? body : open_svg(chart, y + 4) + body + "</svg>\n";
}

/// The points of a line chart: series → label → hundredths of a percent.
struct Lines {
    std::vector<std::string> labels;  ///< sorted: months
    std::map<std::string, std::map<std::string, std::int64_t>> by_series{};
    std::int64_t least = kWhole;

    [[nodiscard]] double x(const std::string& label) const {
        constexpr double kLeft = 52;
        constexpr double kSpan = kWidth - 70;
        const auto at = std::lower_bound(labels.begin(), labels.end(), label) - labels.begin();
        return labels.size() < 2 ? kLeft + kSpan / 2
                                 : kLeft + kSpan * static_cast<double>(at) / static_cast<double>(labels.size() - 1);
    }
    [[nodiscard]] double y(std::int64_t value) const {
        constexpr double kTop = 12;
        constexpr double kSpan = 150;
        return kTop + kSpan * static_cast<double>(kWhole - value) / static_cast<double>(kWhole - least);
    }
};

Lines lines_of(const Sheet& sheet, const Chart& chart) {
    Lines lines;
    for (const auto& row : sheet.rows) {
        const auto value = row[chart.value].number;
        if (!value) continue;
        const std::string label = joined(sheet, row, chart.labels);
        lines.labels.push_back(label);
        lines.by_series[joined(sheet, row, chart.series)][label] = *value;
        lines.least = std::min(lines.least, *value);
    }
    std::sort(lines.labels.begin(), lines.labels.end());
    lines.labels.erase(std::unique(lines.labels.begin(), lines.labels.end()), lines.labels.end());
    constexpr std::int64_t kStep = 1000;  // the axis begins at a round ten percent
    lines.least = std::min(kWhole - kStep, lines.least / kStep * kStep);
    return lines;
}

std::string axes(const Lines& lines) {
    std::string body;
    for (int i = 0; i <= 4; ++i) {
        const std::int64_t value = lines.least + (kWhole - lines.least) * i / 4;
        const double y = lines.y(value);
        body += fmt::format(
            "<line x1=\"52\" y1=\"{0:.1f}\" x2=\"{1}\" y2=\"{0:.1f}\" stroke=\"#d5dbe1\"/>"
            "<text x=\"46\" y=\"{2:.1f}\" text-anchor=\"end\">{3:.1f} %</text>\n",
            y, kWidth - 18, y + 4, static_cast<double>(value) / 100);
    }
    const std::size_t every = (lines.labels.size() + 11) / 12;  // a dozen months side by side can be read
    for (std::size_t i = 0; i < lines.labels.size(); i += every) {
        body += fmt::format("<text x=\"{:.1f}\" y=\"180\" text-anchor=\"middle\">{}</text>\n", lines.x(lines.labels[i]),
                            escape_markup(lines.labels[i]));
    }
    return body;
}

std::string line_chart(const Sheet& sheet, const Chart& chart) {
    const Lines lines = lines_of(sheet, chart);
    if (lines.labels.size() < 2) return {};
    std::string body = axes(lines);
    int legend_y = 204;
    std::size_t colour = 0;
    for (const auto& [series, points] : lines.by_series) {
        const std::string_view stroke = kColours[colour++ % kColours.size()];
        std::string path;
        for (const auto& [label, value] : points) {
            path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "" : " ", lines.x(label), lines.y(value));
            body += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.5\" fill=\"{}\"/>", lines.x(label),
                                lines.y(value), stroke);
        }
        body += fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n", path, stroke);
        body += fmt::format(
            "<rect x=\"52\" y=\"{}\" width=\"14\" height=\"4\" fill=\"{}\"/><text x=\"72\" y=\"{}\">{}</text>\n",
            legend_y - 6, stroke, legend_y, escape_markup(series));
        legend_y += 18;
    }
    return open_svg(chart, legend_y) + body + "</svg>\n";
}

}  // namespace

std::string chart_svg(const Sheet& sheet) {
    if (!sheet.chart) return {};
    return sheet.chart->kind == Chart::Kind::bars ? bars(sheet, *sheet.chart) : line_chart(sheet, *sheet.chart);
}

}  // namespace gongdan::report
