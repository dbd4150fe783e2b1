#include "adapters/notify/preview.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include <fmt/format.h>

#include "adapters/notify/mail.hpp"
#include "adapters/notify/robot.hpp"
#include "adapters/notify/sms_text.hpp"
#include "core/escalation/digest.hpp"
#include "core/escalation/plan.hpp"

namespace gongdan::notify {
namespace {

const Address* address_on(const Person& person, const std::string& channel) {
    const auto found = std::find_if(person.addresses.begin(), person.addresses.end(),
                                    [&channel](const Address& address) { return address.channel == channel; });
    return found == person.addresses.end() ? nullptr : &*found;
}

/// The first whom these roles reach on the channel, else the first who can be reached on it at all, with that address
/// alone; somebody made up where there is nobody.
Person recipient_of(const ChannelConfig& config, const PreviewSubject& subject, const std::vector<std::string>& roles) {
    std::vector<const Person*> people = recipients(subject.organisation, roles, subject.snapshot.data, subject.now);
    for (const Person& person : subject.organisation.people) people.push_back(&person);
    Person made;
    made.id = "preview";
    made.addresses = {{config.name, ""}};
    for (const Person* person : people) {
        const Address* address = address_on(*person, config.name);
        if (address == nullptr) continue;
        made.id = person->id;
        made.name = person->name;
        made.addresses = {*address};
        break;
    }
    return made;
}

/// The present cycles, as people look at them: those that run, then the paused, then the ended; the earliest due in
/// front.
std::vector<const ClockState*> clocks_of(const CaseSnapshot& snapshot) {
    std::vector<const ClockState*> clocks;
    for (const ClockState& clock : snapshot.clocks) {
        if (snapshot.clock(clock.name) == &clock) clocks.push_back(&clock);
    }
    const auto place = [](const ClockState* clock) {
        return std::tuple(clock->ended(), clock->status == ClockStatus::paused, clock->due_at);
    };
    std::stable_sort(clocks.begin(), clocks.end(),
                     [&place](const ClockState* one, const ClockState* other) { return place(one) < place(other); });
    return clocks;
}

/// What a clock says to people, once.
struct Saying {
    const ClockState* clock = nullptr;
    const Ladder* ladder = nullptr;
    const Rung* rung = nullptr;
    std::int64_t number = 0;  ///< of the rung, from 1; 0 = the watch
    std::int64_t repeat = 0;
};

/// Null when the ladder has no such rung (any more).
const Rung* rung_of(const Ladder& ladder, std::int64_t number) {
    if (number == 0) return ladder.watch ? &*ladder.watch : nullptr;
    const bool known = number > 0 && std::size_t(number) <= ladder.rungs.size();
    return known ? &ladder.rungs[std::size_t(number) - 1] : nullptr;
}

/// Rung and repeat, from 0, of the escalation of this cycle that was raised last. The id is
/// "case.clock.cycle.rung.repeat".
std::optional<std::pair<std::int64_t, std::int64_t>> raised_last(const CaseSnapshot& snapshot,
                                                                 const ClockState& clock) {
    const std::string cycle = fmt::format("{}.{}.{}.", to_int(snapshot.id), clock.name, clock.cycle);
    for (auto escalation = snapshot.escalations.rbegin(); escalation != snapshot.escalations.rend(); ++escalation) {
        if (!escalation->id.starts_with(cycle)) continue;
        std::int64_t number = 0;
        std::int64_t time = 0;
        const char* end = escalation->id.data() + escalation->id.size();
        const auto read = std::from_chars(escalation->id.data() + cycle.size(), end, number);
        if (read.ec != std::errc() || read.ptr == end) continue;
        if (std::from_chars(read.ptr + 1, end, time).ec == std::errc()) return std::pair(number, time - 1);
    }
    return std::nullopt;
}

/// What it will say next if nothing is done; where it will say no more, what it said last. Nothing when it says
/// nothing ever: a preview must not show what nobody will be sent.
std::optional<Saying> saying_of(const PreviewSubject& subject, const EscalationPlan& plan, const ClockState& clock) {
    const ClockDef* def = subject.snapshot.workflow->find_clock(clock.name);
    const Ladder* ladder = def == nullptr ? nullptr : subject.rules.find_ladder(def->ladder);
    if (ladder == nullptr) return std::nullopt;
    auto said = raised_last(subject.snapshot, clock);
    if (const auto next = next_told(plan, clock.name)) {
        const bool watch = next->step->kind == PlannedStep::Kind::watch;
        said = {watch ? 0 : std::int64_t(next->step->rung) + 1, next->step->repeat};
    }
    const Rung* rung = said ? rung_of(*ladder, said->first) : nullptr;
    if (rung == nullptr) return std::nullopt;
    return Saying{&clock, ladder, rung, said->first, said->second};
}

/// In the order of clocks_of(): of those that have not ended, or of all when these say nothing.
std::vector<Saying> sayings_of(const PreviewSubject& subject) {
    const EscalationPlan plan = plan_of(subject.snapshot, subject.rules, subject.organisation, subject.now);
    std::vector<Saying> sayings;
    for (const ClockState* clock : clocks_of(subject.snapshot)) {
        if (clock->ended() && !sayings.empty() && !sayings.front().clock->ended()) break;
        if (const auto saying = saying_of(subject, plan, *clock)) sayings.push_back(*saying);
    }
    return sayings;
}

/// The escalation as the engine would raise it now.
Event raised(const PreviewSubject& subject, const Saying& saying) {
    Event event;
    event.case_id = subject.snapshot.id;
    event.type = EventType::escalation_raised;
    event.occurred_at = subject.now;
    event.recorded_at = subject.now;
    event.body = {{"clock", saying.clock->name},
                  {"rung", saying.number},
                  {"level", saying.rung->level},
                  {"to", json::value_from(saying.rung->roles)},
                  {"id", fmt::format("{}.{}.{}.{}.{}", to_int(subject.snapshot.id), saying.clock->name,
                                     saying.clock->cycle, saying.number, saying.repeat + 1)},
                  {"repeat", saying.repeat}};
    return event;
}

Notice notice_of(const ChannelConfig& config, const PreviewSubject& subject, const Saying& saying) {
    return notice_for(recipient_of(config, subject, saying.rung->roles), raised(subject, saying), subject.snapshot,
                      subject.organisation, is_top(*saying.ladder, saying.rung->level));
}

/// The list that the notices of these clocks would make.
Notice list_of(const ChannelConfig& config, const PreviewSubject& subject, const std::vector<Saying>& sayings) {
    std::vector<std::string> messages;
    Notice list;
    for (const Saying& saying : sayings) {
        list = notice_of(config, subject, saying);
        messages.push_back(list.message);
    }
    list.escalation = "digest.1";
    list.id = list.escalation + "/" + list.person + "/" + list.channel;
    list.case_id = CaseId{};
    list.message = digest_message(list.id, messages, subject.now);
    return list;
}

Preview preview_of_mail(const ChannelConfig& config, const PreviewSubject& subject, Preview made) {
    Rendered said = mail_text(config.templates, config.language, made.payload, subject.now);
    made.title = std::move(said.title);
    made.body = std::move(said.body);
    return made;
}

/// The template is the provider's, who alone knows its words: here are what it is filled with, one a line.
Preview preview_of_sms(const ChannelConfig& config, const PreviewSubject& subject, Preview made) {
    const SmsText said = sms_text(sms_texts_of(config), made.payload, subject.now);
    json::object parameters;
    made.title = said.template_id;
    for (const auto& [name, value] : said.values) {
        made.body += (made.body.empty() ? "" : "\n") + name + ": " + value;
        parameters[name] = value;
    }
    made.payload = {{"template", said.template_id}, {"parameters", std::move(parameters)}};
    return made;
}

}  // namespace

Result<Preview> preview(const ChannelConfig& config, const PreviewSubject& subject) {
    const std::vector<Saying> sayings = sayings_of(subject);
    if (sayings.empty()) return fail(Errc::not_found, "notify.preview-no-clock", subject.snapshot.number);
    Preview made;
    const Notice notice =
        subject.digest ? list_of(config, subject, sayings) : notice_of(config, subject, sayings.front());
    made.payload = json::parse(subject.enrich ? subject.enrich(notice) : notice.message).as_object();
    switch (config.plugin) {
        case PluginKind::file:
        case PluginKind::webhook:
        case PluginKind::exec:
        case PluginKind::shared_object: return made;
        case PluginKind::email: return preview_of_mail(config, subject, std::move(made));
        case PluginKind::sms: return preview_of_sms(config, subject, std::move(made));
        case PluginKind::dingtalk:
        case PluginKind::wecom:
        case PluginKind::feishu: break;
    }
    const RobotVoice voice = voice_of(config);
    RenderOptions options;
    options.language = voice.language;
    options.now = subject.now;
    options.body.most = voice.max_bytes;
    Rendered said = render(voice.templates, made.payload, options);
    made.title = std::move(said.title);
    made.body = std::move(said.body);
    made.payload = robot_body(config.plugin, voice, made.payload, subject.now);
    return made;
}

json::object preview_view(const ChannelConfig& config, const Preview& preview) {
    return {{"channel", config.name},
            {"plugin", name_of(config.plugin)},
            {"title", preview.title},
            {"body", preview.body},
            {"payload", preview.payload}};
}

}  // namespace gongdan::notify
