#pragma once
/// What the answers of short message services mean. Tables of codes: the public documentation of the services; a code
/// that is not in them is a retry, because it may be a fault of the configuration that is mended in an hour.

#include <regex>

#include "adapters/notify/http_exchange.hpp"

namespace gongdan::notify {

/// SendSms 2017-05-25: {"Code": "OK", "Message": …}
[[nodiscard]] Answer aliyun_answer(const HttpReply& reply, const Message& message);

/// SendSms 2021-01-11: {"Response": {"SendStatusSet": [{"Code": "Ok", …}]}} or {"Response": {"Error": {"Code": …}}}
[[nodiscard]] Answer tencent_answer(const HttpReply& reply, const Message& message);

/// How a gateway says that it took a message; what is empty does not matter. A status of 2xx is needed in any case.
struct GatewaySigns {
    std::string pointer;                         ///< a JSON pointer into the answer …
    std::string value;                           ///< … and what stands there, as text
    std::optional<std::regex> success{};         ///< found somewhere in the answer
    std::optional<std::regex> number_refused{};  ///< found in the answer: this number will never do
};

[[nodiscard]] Answer gateway_answer(const HttpReply& reply, const GatewaySigns& signs, const Message& message,
                                    Instant now);

}  // namespace gongdan::notify
