#include "adapters/notify/http_exchange.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "adapters/notify/curl_transfer.hpp"
#include "adapters/notify/settings.hpp"

namespace gongdan::notify {
namespace {

constexpr std::size_t kBodyKept = 2 * 1024;
constexpr std::size_t kBodyFlood = 64 * 1024;  // an answer to a webhook is a word or two
constexpr Millis kConnectLimit = std::chrono::seconds(5);

/// What the callbacks of one exchange see.
struct Exchange {
    const AllowedNetworks* allowed = nullptr;
    HttpReply reply;
    std::size_t body_bytes = 0;
    bool refused = false;
    bool permitted = false;
};

std::size_t take_header(const char* data, std::size_t size, std::size_t count, void* context) {
    auto& exchange = *static_cast<Exchange*>(context);
    std::string_view line(data, size * count);
    constexpr std::string_view kName = "retry-after:";
    const bool same =
        line.size() > kName.size() && std::equal(kName.begin(), kName.end(), line.begin(), [](char wanted, char given) {
            return wanted == char(std::tolower(static_cast<unsigned char>(given)));
        });
    if (same) {
        line.remove_prefix(kName.size());
        const auto first = line.find_first_not_of(" \t");
        const auto last = line.find_last_not_of(" \t\r\n");
        exchange.reply.retry_after = first == std::string_view::npos ? "" : line.substr(first, last - first + 1);
    }
    return size * count;
}

std::size_t take_body(const char* data, std::size_t size, std::size_t count, void* context) {
    auto& exchange = *static_cast<Exchange*>(context);
    const std::size_t bytes = size * count;
    exchange.body_bytes += bytes;
    exchange.reply.body.append(data, std::min(bytes, kBodyKept - exchange.reply.body.size()));
    return exchange.body_bytes > kBodyFlood ? 0 : bytes;
}

curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* target) {
    auto& exchange = *static_cast<Exchange*>(context);
    const auto address = address_of(target->addr);
    if (!address || !exchange.allowed->permits(*address)) {
        exchange.refused = true;
        return CURL_SOCKET_BAD;
    }
    exchange.permitted = true;
    return ::socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

HeaderList header_list(const std::vector<std::string>& headers) {
    curl_slist* list = nullptr;
    for (const std::string& header : headers) list = curl_slist_append(list, header.c_str());
    return {list, &curl_slist_free_all};
}

}  // namespace

bool AllowedNetworks::permits(const IpAddress& address) const {
    if (any || is_public(address)) return true;
    return std::any_of(networks.begin(), networks.end(),
                       [&address](const Network& network) { return network.contains(address); });
}

AllowedNetworks allowed_networks(const ChannelConfig& config) {
    AllowedNetworks allowed;
    allowed.any = get_bool(config.settings, "allow_private").value_or(false);
    for (const std::string& text : list_setting(config, "allow_private")) {
        if (const auto network = parse_network(text)) allowed.networks.push_back(*network);
    }
    return allowed;
}

std::string ca_file_of(const ChannelConfig& config) {
    const auto file = text_setting(config, "ca_file");
    return file.empty() ? file : below(config.folder, file).string();
}

class HttpClient::Handles {
 public:
    void prepare(const HttpPost& request, Exchange& exchange, const curl_slist* headers, const std::string& ca_file) {
        CURL* easy = transfer_.easy();
        curl_easy_reset(easy);
        curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        if (request.get) {
            curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        } else {
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.size()));
        }
        curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(easy, CURLOPT_PROXY, "");  // a proxy would hide the address that is checked
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // do not wait for a name server that hangs
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, long(kConnectLimit.count()));
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &exchange);
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_header);
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_body);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
        if (!ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file.c_str());
    }

    [[nodiscard]] std::optional<CURLcode> run(const Call& call) { return transfer_.run(call); }

    [[nodiscard]] int status() {
        long status = 0;
        curl_easy_getinfo(transfer_.easy(), CURLINFO_RESPONSE_CODE, &status);
        return int(status);
    }

 private:
    CurlTransfer transfer_;
};

HttpClient::HttpClient(AllowedNetworks allowed, std::string ca_file)
    : handles_(std::make_unique<Handles>()), allowed_(std::move(allowed)), ca_file_(std::move(ca_file)) {}

HttpClient::~HttpClient() = default;

HttpReply HttpClient::post(const HttpPost& request, const Call& call) {
    Exchange exchange;
    exchange.allowed = &allowed_;
    const HeaderList headers = header_list(request.headers);
    handles_->prepare(request, exchange, headers.get(), ca_file_);
    const auto result = handles_->run(call);
    const bool enough = result == CURLE_WRITE_ERROR && exchange.body_bytes > kBodyFlood;
    HttpReply& reply = exchange.reply;
    if (result == CURLE_OK || enough) {
        reply.status = handles_->status();
    } else if (exchange.refused && !exchange.permitted) {
        reply.refused_address = true;
        reply.problem = text("notify.private-address");
    } else if (result) {
        reply.problem = text("notify.no-exchange", curl_easy_strerror(*result));  // names neither host nor address
    } else {
        reply.problem = text("notify.late", call.time_limit.count());
    }
    return std::move(reply);
}

std::optional<Millis> parse_retry_after(const std::string& value, Instant now) {
    std::int32_t seconds = -1;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error == std::errc() && end == value.data() + value.size() && seconds >= 0)
        return std::chrono::seconds(seconds);
    const time_t date = curl_getdate(value.c_str(), nullptr);
    if (date < 0) return std::nullopt;
    return std::max(Millis(0), from_unix_ms(std::int64_t(date) * 1000) - now);
}

}  // namespace gongdan::notify
