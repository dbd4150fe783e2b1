// W3C SCXML 1.0; what is ours stands in attributes and elements of our own namespace, which SCXML lets pass.

#include <fmt/format.h>

#include "core/base/markup.hpp"
#include "core/statechart/export_parts.hpp"

namespace gongdan {
namespace {

/// A line's end in an attribute would be read back as a blank.
std::string in_attribute(std::string_view text) {
    std::string escaped = escape_markup(text);
    for (auto at = escaped.find('\n'); at != std::string::npos; at = escaped.find('\n', at))
        escaped.replace(at, 1, "&#10;");
    return escaped;
}

std::string attribute(std::string_view name, std::string_view value) {
    return value.empty() ? "" : fmt::format(" {}=\"{}\"", name, in_attribute(value));
}

std::string list(std::string_view name, const std::vector<std::string>& values) {
    return attribute(name, fmt::format("{}", fmt::join(values, " ")));
}

std::string titles(const LocalText& title) { return attribute("g:zh", title.zh) + attribute("g:en", title.en); }

class Writer {
 public:
    explicit Writer(const Workflow& workflow) : workflow_(workflow) {}

    std::string write() && {
        line(0, R"(<?xml version="1.0" encoding="UTF-8"?>)");
        line(
            0,
            R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:g="urn:gongdan:workflow" version="1.0" datamodel="ecmascript")" +
                attribute("name", workflow_.name) + attribute("initial", workflow_.initial) + titles(workflow_.title) +
                ">");
        for (const int index : states_inside(workflow_, -1)) state(index, 1);
        for (const ClockDef& each : workflow_.clocks) clock(each);
        line(0, "</scxml>");
        return std::move(out_);
    }

 private:
    void line(int depth, const std::string& text) { out_ += std::string(std::size_t(depth) * 2, ' ') + text + "\n"; }

    void state(int index, int depth) {
        const State& state = workflow_.states[std::size_t(index)];
        const std::string element = state.final ? "final" : "state";
        const std::string head = "<" + element + attribute("id", state.name) +
                                 (state.compound ? attribute("initial", state.initial) : "") + titles(state.title);
        const auto inside = state.compound ? states_inside(workflow_, index) : std::vector<int>{};
        if (inside.empty() && state.transitions.empty()) return line(depth, head + "/>");
        line(depth, head + ">");
        for (const Transition& each : state.transitions) transition(each, depth + 1);
        if (has_history(workflow_, state.name)) {
            line(depth + 1, "<history" + attribute("id", state.name + std::string(kHistorySuffix)) + " type=\"deep\">");
            line(depth + 2, "<transition" + attribute("target", state.initial) + "/>");
            line(depth + 1, "</history>");
        }
        for (const int child : inside) this->state(child, depth + 1);
        line(depth, "</" + element + ">");
    }

    void transition(const Transition& transition, int depth) {
        line(depth, "<transition" + attribute("event", transition.event) +
                        attribute("cond", transition.guard ? guard_in_script(*transition.guard) : "") +
                        attribute("target", transition.target) + titles(transition.title) +
                        attribute("g:effect", effect_name(transition.effect)) + list("g:roles", transition.roles) +
                        list("g:require", transition.require) +
                        (transition.permit ? list("g:permit", *transition.permit) : "") +
                        list("g:ask", transition.ask) + "/>");
    }

    void clock(const ClockDef& clock) {
        std::string limits = clock.limit ? format_limit(*clock.limit) : "";
        for (const auto& [value, limit] : clock.limits)
            limits += (limits.empty() ? "" : " ") + value + "=" + format_limit(limit);
        line(1, "<g:clock" + attribute("id", clock.name) + titles(clock.title) + attribute("promise", clock.promise) +
                    attribute("by", clock.by) + attribute("limit", limits) + attribute("ladder", clock.ladder) + ">");
        trigger("start", clock.start,
                attribute("at", clock.start_at) +
                    attribute("cond", clock.start_guard ? guard_in_script(*clock.start_guard) : ""));
        trigger("stop", clock.stop, "");
        trigger("cancel", clock.cancel, "");
        trigger("reset", clock.reset, "");
        trigger("pause", clock.pause, "");
        trigger("resume", clock.resume, "");
        line(1, "</g:clock>");
    }

    void trigger(std::string_view name, const ClockTrigger& trigger, const std::string& more) {
        if (trigger.empty()) return;
        auto on = trigger.on;
        if (trigger.open) on.insert(on.begin(), "open");
        line(2, "<g:" + std::string(name) + list("on", on) + list("enter", trigger.enter) +
                    list("leave", trigger.leave) + more + "/>");
    }

    const Workflow& workflow_;
    std::string out_;
};

}  // namespace

std::string to_scxml(const Workflow& workflow) { return Writer(workflow).write(); }

}  // namespace gongdan
