#include "adapters/http/net/parser.hpp"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace gongdan::http::net {

namespace beast = boost::beast;
using ErrorCode = beast::error_code;

class RequestParser::Grammar : public beast::http::basic_parser<true> {
 public:
    explicit Grammar(std::uint32_t limit) {
        header_limit(limit);
        body_limit(boost::none);  // set per path, once the header has named the path
    }

    Request request;
    bool target_ok = false;
    int version = 11;
    int hosts = 0;

 private:
    using View = beast::string_view;

    void on_request_impl(beast::http::verb, View method, View target, int http_version, ErrorCode& error) override {
        error = {};
        version = http_version;
        request.method.assign(method.data(), method.size());
        target_ok = gongdan::http::parse_target({target.data(), target.size()}, request);
    }
    void on_field_impl(beast::http::field field, View name, View value, ErrorCode& error) override {
        error = {};
        if (field == beast::http::field::host) ++hosts;
        Header& header = request.headers.emplace_back();
        header.name.resize(name.size());
        std::transform(name.begin(), name.end(), header.name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        header.value.assign(value.data(), value.size());
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& error) override {
        error = {};
        // Reserving what the peer only announces would let him take memory for nothing.
        constexpr std::uint64_t kReserveMost = 64 * 1024;
        if (length) request.body.reserve(static_cast<std::size_t>(std::min(*length, kReserveMost)));
    }
    std::size_t on_body_impl(View body, ErrorCode& error) override {
        error = {};
        request.body.append(body.data(), body.size());
        return body.size();
    }
    std::size_t on_chunk_body_impl(std::uint64_t, View body, ErrorCode& error) override {
        error = {};
        request.body.append(body.data(), body.size());
        return body.size();
    }
    void on_response_impl(int, View, int, ErrorCode& error) override { error = {}; }
    void on_header_impl(ErrorCode& error) override { error = {}; }
    void on_chunk_header_impl(std::uint64_t, View, ErrorCode& error) override { error = {}; }
    void on_finish_impl(ErrorCode& error) override { error = {}; }
};

RequestParser::RequestParser(std::uint32_t header_limit) : header_limit_(header_limit) { reset(); }
RequestParser::~RequestParser() = default;

void RequestParser::reset() { grammar_ = std::make_unique<Grammar>(header_limit_); }

RequestParser::Progress RequestParser::feed(std::string_view bytes, std::size_t& consumed) {
    consumed = 0;
    while (!grammar_->is_done()) {
        const bool had_header = grammar_->is_header_done();
        ErrorCode error;
        const auto rest = bytes.substr(consumed);
        consumed += grammar_->put(boost::asio::const_buffer(rest.data(), rest.size()), error);
        if (error == beast::http::error::need_more) return Progress::need_more;
        if (error == beast::http::error::header_limit) return Progress::header_too_big;
        if (error == beast::http::error::body_limit) return Progress::body_too_big;
        if (error) return Progress::malformed;
        if (!had_header && grammar_->is_header_done() && !grammar_->is_done()) return Progress::header_done;
        if (consumed == bytes.size() && !grammar_->is_done()) return Progress::need_more;
    }
    return Progress::done;
}

void RequestParser::set_body_limit(std::uint64_t limit) { grammar_->body_limit(limit); }

std::uint64_t RequestParser::announced_length() const {
    const auto length = grammar_->content_length();
    return length ? *length : 0;
}

bool RequestParser::keep_alive() const { return grammar_->keep_alive(); }
bool RequestParser::is_http_1_0() const { return grammar_->version < 11; }
bool RequestParser::target_ok() const { return grammar_->target_ok && (is_http_1_0() || grammar_->hosts == 1); }
Request& RequestParser::request() { return grammar_->request; }

}  // namespace gongdan::http::net
