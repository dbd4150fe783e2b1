#include "adapters/http/routes/batch.hpp"

#include <algorithm>
#include <atomic>
#include <set>

#include "adapters/crypto/crypto.hpp"
#include "adapters/http/openapi/schemas.hpp"
#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/wishes.hpp"
#include "core/base/unambiguous_json.hpp"
#include "core/ticket/view.hpp"

namespace gongdan::http {
namespace {

/// Lines given to the writer at a time: as many as it commits in one group, so that one batch neither fills its queue
/// nor waits for more flushes than needed.
constexpr std::size_t kWindow = 256;

/// An operation, the schema of its fields, and what names its target beside them.
struct Operation {
    std::string_view name;
    std::string_view schema;
    std::vector<std::string_view> also;
    std::vector<std::string_view> needs;  ///< of `also`
};

const std::vector<Operation>& operations() {
    static const std::vector<Operation> known = {
        {"open", "OpenTicket", {}, {}},
        {"fire", "FireEvent", {"ticket", "revision"}, {"ticket"}},
        {"comment", "Comment", {"ticket", "revision"}, {"ticket"}},
        {"merge", "Merge", {"ticket", "revision"}, {"ticket"}},
        {"acknowledge", "Nothing", {"escalation", "ticket"}, {"escalation"}},
    };
    return known;
}

struct Line {
    std::size_t number = 0;  ///< from 1, blank lines counted
    std::string_view text;   ///< inside the call's body
};

std::vector<Line> split(std::string_view body) {
    std::vector<Line> lines;
    for (std::size_t number = 1; !body.empty(); ++number) {
        const auto end = body.find('\n');
        const auto text = body.substr(0, end);
        body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
        if (text.find_first_not_of(" \t\r") != std::string_view::npos) lines.push_back({number, text});
    }
    return lines;
}

void check_targets(const Operation& operation, const json::object& line, std::vector<FieldProblem>& problems) {
    for (const auto name : operation.needs) {
        if (get_string(line, name).value_or("").empty()) {
            problems.push_back({"/" + std::string(name), "required", text("http.missing-key", name)});
        }
    }
    for (const auto name : {"ticket", "escalation"}) {
        if (const auto* value = line.if_contains(name); value != nullptr && !value->is_string()) {
            problems.push_back({"/" + std::string(name), "type", text("http.wrong-type", "string")});
        }
    }
    if (line.contains("revision") && !get_int(line, "revision")) {
        problems.push_back({"/revision", "type", text("http.wrong-type", "integer")});
    }
    const auto* key = line.if_contains("idempotency_key");
    if (key != nullptr && !(key->is_string() && is_idempotency_key(std::string_view(key->get_string())))) {
        problems.push_back({"/idempotency_key", "range", text("http.idempotency-key", kIdempotencyKeyMax)});
    }
}

gongdan::Request wish_of(std::string_view operation, const json::object& line, const ViewerPtr& viewer) {
    std::string ticket = string_or_empty(line, "ticket");
    const Revision revision = get_int(line, "revision");
    if (operation == "fire") return fire_wish(std::move(ticket), line, revision, viewer);
    if (operation == "comment") return comment_wish(std::move(ticket), line, revision, viewer);
    if (operation == "merge") return merge_wish(std::move(ticket), line, revision, viewer);
    if (operation == "acknowledge")
        return acknowledge_wish(string_or_empty(line, "escalation"), std::move(ticket), viewer);
    return open_wish(line, viewer);
}

/// The line's own key, or the header's with the number of the line: no key of a caller holds a blank.
std::optional<std::string> key_of(const json::object& line, const std::optional<std::string>& whole,
                                  std::size_t number) {
    if (const auto own = get_string(line, "idempotency_key")) return std::string(*own);
    if (whole) return *whole + " " + std::to_string(number);
    return std::nullopt;
}

/// `whole` is the key of the batch.
Result<gongdan::Request> read_line(const Call& call, const Line& given, const std::optional<std::string>& whole) {
    const auto parsed = parse_unambiguous_json(given.text);
    if (!parsed) return parsed.error();
    const auto* line = parsed->if_object();
    if (line == nullptr) return wrong_fields({{"", "type", text("http.wrong-type", "object")}});
    const auto name = get_string(*line, "op").value_or("");
    const auto operation = std::find_if(operations().begin(), operations().end(),
                                        [name](const Operation& known) { return known.name == name; });
    if (operation == operations().end()) return wrong_fields({{"/op", "enum", text("http.batch-op")}});
    auto also = operation->also;
    also.insert(also.end(), {"op", "idempotency_key"});
    auto problems = check_body(schema(operation->schema), *line, also);
    check_targets(*operation, *line, problems);
    if (!problems.empty()) return wrong_fields(std::move(problems));
    gongdan::Request wish = wish_of(name, *line, call.viewer);
    if (const auto key = key_of(*line, whole, given.number)) {
        const std::string meaning = json::serialize(*line);
        wish.idempotency = Idempotency{owned_key(call, *key), to_hex(crypto::sha256("BATCH\n" + meaning))};
    }
    return wish;
}

/// One batch under way. Windows follow each other; inside a window the writer keeps the order. A key comes once in a
/// window, so that its second line finds the answer to the first.
/// Shared by the callbacks of the writer and the work on the reader pool.
class BatchRun : public std::enable_shared_from_this<BatchRun> {
 public:
    BatchRun(Site& site, CallPtr call, std::optional<std::string> key, Respond respond)
        : site_(site),
          call_(std::move(call)),
          key_(std::move(key)),
          respond_(std::move(respond)),
          lines_(split(call_->request.body)) {}

    [[nodiscard]] std::size_t size() const { return lines_.size(); }

    /// On the reader pool.
    void next_window() {
        if (begin_ == lines_.size()) return finish();
        std::vector<Result<gongdan::Request>> wishes = read_window();
        replies_.assign(wishes.size(), Result<Reply>(Reply{}));
        left_ = wishes.size();
        for (std::size_t i = 0; i < wishes.size(); ++i) {
            if (wishes[i]) {
                site_.service.submit(std::move(*wishes[i]), [self = shared_from_this(), i](Result<Reply> reply) {
                    self->settle(i, std::move(reply));
                });
            } else {
                settle(i, wishes[i].error());
            }
        }
    }

 private:
    /// At least one line.
    [[nodiscard]] std::vector<Result<gongdan::Request>> read_window() const {
        std::vector<Result<gongdan::Request>> wishes;
        std::set<std::string> keys;
        for (std::size_t i = begin_; i < lines_.size() && wishes.size() < kWindow; ++i) {
            auto wish = read_line(*call_, lines_[i], key_);
            if (wish && wish->idempotency && !keys.insert(wish->idempotency->key).second) break;
            wishes.push_back(std::move(wish));
        }
        return wishes;
    }

    /// On the writer thread, or here for a line that was refused at once.
    void settle(std::size_t index, Result<Reply> reply) {
        replies_[index] = std::move(reply);
        if (left_.fetch_sub(1) != 1) return;
        site_.service.offload([self = shared_from_this()] {
            self->render_window();
            self->next_window();
        });
    }

    void render_window() {
        const auto rules = site_.service.configuration().rules;
        const AsOf as_of{site_.service.now(), *rules->calendar};
        for (std::size_t i = 0; i < replies_.size(); ++i) {
            output_ += R"({"line":)" + std::to_string(lines_[begin_ + i].number) + ",";
            render(replies_[i], as_of);
            output_ += "}\n";
        }
        begin_ += replies_.size();
    }

    /// A repeat of the whole: every line that can do something was answered before.
    [[nodiscard]] bool replayed() const { return key_ && replayed_ > 0 && done_now_ == 0; }

    void render(const Result<Reply>& reply, const AsOf& as_of) {
        if (reply) ++(reply->replayed ? replayed_ : done_now_);
        if (!reply) {
            output_ += R"("status":)" + std::to_string(http_status(reply.error().code)) + R"(,"problem":)";
            output_ += json::serialize(problem_object(reply.error(), ""));
        } else if (reply->kept) {
            output_ += R"("status":)" + std::to_string(reply->kept->status);
            output_ += reply->kept->status >= 400 ? R"(,"problem":)" : R"(,"case":)";
            output_ += reply->kept->body;
        } else {
            output_ += R"("status":)" + std::string(reply->created ? "201" : "200") + R"(,"case":)";
            output_ += json::serialize(view_for(call_->viewer.get(), *reply, as_of));
        }
    }

    void finish() {
        Response response;
        response.with("Content-Type", "application/x-ndjson");
        if (replayed()) response.with("Idempotency-Replayed", "true");
        response.body = std::move(output_);
        respond_(std::move(response));
    }

    Site& site_;
    CallPtr call_;
    std::optional<std::string> key_;  ///< of the header
    Respond respond_;
    std::vector<Line> lines_;
    std::size_t begin_ = 0;  ///< first line of the window
    std::vector<Result<Reply>> replies_;
    std::atomic<std::size_t> left_ = 0;
    std::size_t replayed_ = 0;
    std::size_t done_now_ = 0;
    std::string output_;
};

}  // namespace

void run_batch(Site& site, const CallPtr& call, Respond respond) {
    auto key = idempotency_key(call->request);
    if (!key) return respond(refuse(key.error(), *call));
    site.service.offload([&site, call, key = std::move(*key), respond = std::move(respond)] {
        const auto run = std::make_shared<BatchRun>(site, call, key, respond);
        if (run->size() > kBatchLinesMax) {
            return respond(refuse(fail(Errc::too_large, "http.batch-too-long", kBatchLinesMax), *call));
        }
        run->next_window();
    });
}

}  // namespace gongdan::http
