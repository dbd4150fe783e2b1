#include "adapters/notify/preview.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "adapters/notify/mail.hpp"
#include "adapters/notify/robot.hpp"
#include "adapters/notify/sms_text.hpp"
#include "core/escalation/digest.hpp"

namespace gongdan::notify {
namespace {

/// The first who can be reached on the channel, with that address alone; somebody made up where there is nobody.
Person recipient_of(const ChannelConfig& config, const Organisation& organisation) {
    Person made;
    made.id = "preview";
    made.addresses = {{config.name, ""}};
    for (const Person& person : organisation.people) {
        for (const Address& address : person.addresses) {
            if (address.channel != config.name) continue;
            made.id = person.id;
            made.name = person.name;
            made.addresses = {address};
            return made;
        }
    }
    return made;
}

const Ladder* ladder_of(const PreviewSubject& subject, const ClockState& clock) {
    const ClockDef* def = subject.snapshot.workflow->find_clock(clock.name);
    return def == nullptr ? nullptr : subject.rules.find_ladder(def->ladder);
}

/// The present cycles, of those with a ladder, that have not ended, or all of them when every one has; the earliest due
/// in front.
std::vector<const ClockState*> clocks_of(const PreviewSubject& subject) {
    std::vector<const ClockState*> clocks;
    for (const ClockState& clock : subject.snapshot.clocks) {
        const Ladder* ladder = ladder_of(subject, clock);
        const bool told_of = ladder != nullptr && !ladder->rungs.empty();
        if (told_of && subject.snapshot.clock(clock.name) == &clock) clocks.push_back(&clock);
    }
    const auto ended = [](const ClockState* clock) { return clock->ended(); };
    if (!std::all_of(clocks.begin(), clocks.end(), ended))
        clocks.erase(std::remove_if(clocks.begin(), clocks.end(), ended), clocks.end());
    std::stable_sort(clocks.begin(), clocks.end(),
                     [](const ClockState* one, const ClockState* other) { return one->due_at < other->due_at; });
    return clocks;
}

/// Of the clock's last escalation, whose id is "case.clock.cycle.rung.repeat"; 0 = none yet.
int reached_rung(const CaseSnapshot& snapshot, const std::string& clock) {
    int rung = 0;
    for (const Escalation& escalation : snapshot.escalations) {
        if (escalation.clock != clock) continue;
        const auto repeat = escalation.id.rfind('.');
        if (repeat == std::string::npos || repeat == 0) continue;
        const auto before = escalation.id.rfind('.', repeat - 1);
        const char* first = escalation.id.data() + (before == std::string::npos ? 0 : before + 1);
        (void)std::from_chars(first, escalation.id.data() + repeat, rung);
    }
    return rung;
}

/// The escalation of the clock's next rung, as the engine would raise it now.
Event raised(const PreviewSubject& subject, const ClockState& clock, const Ladder& ladder) {
    Event event;
    event.case_id = subject.snapshot.id;
    event.type = EventType::escalation_raised;
    event.occurred_at = subject.now;
    event.recorded_at = subject.now;
    const int next = reached_rung(subject.snapshot, clock.name) + 1;
    const std::int64_t rung = std::min(std::int64_t(next), std::int64_t(ladder.rungs.size()));
    const Rung& told = ladder.rungs[std::size_t(rung) - 1];
    event.body = {{"clock", clock.name},
                  {"rung", rung},
                  {"level", told.level},
                  {"to", json::value_from(told.roles)},
                  {"id", fmt::format("{}.{}.{}.{}.1", to_int(subject.snapshot.id), clock.name, clock.cycle, rung)},
                  {"repeat", 0}};
    return event;
}

Notice notice_of(const ChannelConfig& config, const PreviewSubject& subject, const ClockState& clock) {
    const Ladder& ladder = *ladder_of(subject, clock);
    const Event event = raised(subject, clock, ladder);
    const bool top = is_top(ladder, get_int(event.body, "level").value_or(0));
    return notice_for(recipient_of(config, subject.organisation), event, subject.snapshot, subject.organisation, top);
}

/// The list that the notices of these clocks would make.
Notice list_of(const ChannelConfig& config, const PreviewSubject& subject,
               const std::vector<const ClockState*>& clocks) {
    std::vector<std::string> messages;
    Notice list;
    for (const ClockState* clock : clocks) {
        list = notice_of(config, subject, *clock);
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
    const auto clocks = clocks_of(subject);
    if (clocks.empty()) return fail(Errc::not_found, "notify.preview-no-clock", subject.snapshot.number);
    Preview made;
    const Notice notice =
        subject.digest ? list_of(config, subject, clocks) : notice_of(config, subject, *clocks.front());
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
