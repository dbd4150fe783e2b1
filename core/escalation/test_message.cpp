#include "core/escalation/test_message.hpp"

#include "core/base/json.hpp"
#include "core/base/texts.hpp"

namespace gongdan {
namespace {

json::object both(const LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }

}  // namespace

std::string test_message_id(const TestMessage& message) {
    return "test." + std::to_string(to_unix_ms(message.at)) + "/" + message.by + "/" + message.channel;
}

std::string test_message(const TestMessage& message) {
    const LocalText plain = text("notice.test", message.by);
    const LocalText said =
        message.remark.empty() ? plain : LocalText{plain.zh + " " + message.remark, plain.en + " " + message.remark};
    const json::object recipient{{"id", ""}, {"name", ""}, {"address", message.address}};
    return json::serialize(json::object{{"id", test_message_id(message)},
                                        {"kind", "test"},
                                        {"level", 0},
                                        {"title", both(text("notice.test-title"))},
                                        {"raised_at", format_time(message.at)},
                                        {"recipient", recipient},
                                        {"text", both(said)}});
}

}  // namespace gongdan
