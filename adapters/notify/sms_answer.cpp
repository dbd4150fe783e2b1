#include "adapters/notify/sms_answer.hpp"

#include <algorithm>
#include <array>

#include "adapters/notify/privacy.hpp"

namespace gongdan::notify {
namespace {

constexpr std::array<std::string_view, 2> kAliyunNumbers = {"isv.MOBILE_NUMBER_ILLEGAL",
                                                            "isv.DOMESTIC_NUMBER_NOT_SUPPORTED"};
constexpr std::string_view kAliyunNumberLimit = "isv.BUSINESS_LIMIT_CONTROL";  // 1 a minute, 5 an hour, 10 a day
constexpr std::array<std::string_view, 2> kAliyunLimits = {"isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL"};
constexpr std::array<std::string_view, 3> kTencentNumbers = {"InvalidParameterValue.IncorrectPhoneNumber",
                                                             "FailedOperation.PhoneNumberInBlacklist",
                                                             "FailedOperation.PhoneNumberParseFail"};
constexpr std::string_view kTencentNumberLimits = "LimitExceeded.PhoneNumber";  // 30 seconds, an hour, a day
constexpr Millis kNumberPause = std::chrono::minutes(1);  // the shortest of these limits that both services share

template <std::size_t Size>
bool is_in(const std::array<std::string_view, Size>& codes, std::string_view code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

struct Said {
    std::string code;
    std::string message;
};

LocalText reason_of(const Said& said, const Message& message) {
    return text("notify.sms-refused", scrub(said.code, message), scrub(said.message, message));
}

Answer throttled(const LocalText& reason, std::optional<Millis> delay = std::nullopt) {
    Answer answer = retry(reason, delay);
    answer.throttled = true;
    return answer;
}

/// One telephone has had enough; every other may be sent to.
Answer held_back(const LocalText& reason) {
    Answer answer = retry(reason, kNumberPause);
    answer.held_back = true;
    return answer;
}

/// Nobody answered, or nothing that the service is known to say.
Answer not_understood(const HttpReply& reply, const Message& message) {
    if (reply.status == 0) return retry(reply.problem);
    return retry(text("notify.http-status", reply.status, scrub(reply.body, message)));
}

std::optional<json::object> object_in(const HttpReply& reply) {
    if (reply.status == 0) return std::nullopt;
    auto parsed = parse_json(reply.body);
    if (!parsed || !parsed->is_object()) return std::nullopt;
    return std::move(parsed->get_object());
}

Said said_in(const json::object& object) {
    return {string_or_empty(object, "Code"), string_or_empty(object, "Message")};
}

Said tencent_said(const json::object& root) {
    const json::object* response = get_object(root, "Response");
    if (response == nullptr) return {};
    if (const json::object* error = get_object(*response, "Error")) return said_in(*error);
    const json::array* statuses = get_array(*response, "SendStatusSet");
    if (statuses == nullptr || statuses->empty()) return {};
    const json::object* status = statuses->front().if_object();
    return status == nullptr ? Said{} : said_in(*status);
}

/// What stands at `pointer`, as a person would write it into the configuration.
std::optional<std::string> text_at(const json::value& root, const std::string& pointer) {
    json::error_code error;
    const json::value* found = root.find_pointer(pointer, error);
    if (found == nullptr) return std::nullopt;
    if (const json::string* string = found->if_string()) return std::string(*string);
    return json::serialize(*found);
}

bool shows_success(const HttpReply& reply, const GatewaySigns& signs) {
    if (reply.status < 200 || reply.status >= 300) return false;
    if (signs.success && !std::regex_search(reply.body, *signs.success)) return false;
    if (signs.pointer.empty()) return true;
    const auto parsed = parse_json(reply.body);
    return parsed && text_at(*parsed, signs.pointer) == signs.value;
}

}  // namespace

Answer aliyun_answer(const HttpReply& reply, const Message& message) {
    const auto root = object_in(reply);
    const Said said = root ? said_in(*root) : Said{};
    if (said.code.empty()) return not_understood(reply, message);
    if (said.code == "OK") return delivered();
    const LocalText reason = reason_of(said, message);
    if (is_in(kAliyunNumbers, said.code)) return rejected(reason);
    if (said.code == kAliyunNumberLimit) return held_back(reason);
    const bool limit = is_in(kAliyunLimits, said.code) || said.code.starts_with("Throttling");
    return limit ? throttled(reason) : retry(reason);
}

Answer tencent_answer(const HttpReply& reply, const Message& message) {
    const auto root = object_in(reply);
    const Said said = root ? tencent_said(*root) : Said{};
    if (said.code.empty()) return not_understood(reply, message);
    if (said.code == "Ok") return delivered();
    const LocalText reason = reason_of(said, message);
    if (is_in(kTencentNumbers, said.code)) return rejected(reason);
    if (said.code.starts_with(kTencentNumberLimits)) return held_back(reason);
    const bool limit = said.code.starts_with("LimitExceeded") || said.code.starts_with("RequestLimitExceeded");
    return limit ? throttled(reason) : retry(reason);
}

Answer gateway_answer(const HttpReply& reply, const GatewaySigns& signs, const Message& message, Instant now) {
    if (reply.status == 0) return retry(reply.problem);
    if (shows_success(reply, signs)) return delivered();
    const LocalText reason = text("notify.http-status", reply.status, scrub(reply.body, message));
    if (signs.number_refused && std::regex_search(reply.body, *signs.number_refused)) return rejected(reason);
    const auto delay = parse_retry_after(reply.retry_after, now);
    return reply.status == 429 || reply.status == 503 ? throttled(reason, delay) : retry(reason, delay);
}

}  // namespace gongdan::notify
