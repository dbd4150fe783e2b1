// A Gongdan plugin in C++: writes notices onto a "wall board", here a file. Replace Board::show() by your service.
//
// The border is C: nothing of C++ crosses it. Every function the host calls is noexcept and catches what the code
// behind it throws; objects cross as void*, texts are copied.

#include <gongdan/adapter.h>

#include <cstring>
#include <exception>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

/// The text at `pointer` of a JSON document; empty when there is none.
std::string text_at(const gongdan_host_v1& host, const char* document, const char* pointer) {
    const auto size = host.text_at(host.context, document, pointer, nullptr, 0);
    if (size <= 0) return {};
    std::string text(static_cast<std::size_t>(size) + 1, '\0');
    host.text_at(host.context, document, pointer, text.data(), text.size());
    text.pop_back();
    return text;
}

/// Copies as much of `text` as fits, with the closing zero.
void say(char* place, std::size_t capacity, const char* text) {
    if (capacity == 0) return;
    std::strncpy(place, text, capacity - 1);
    place[capacity - 1] = '\0';
}

/// The recipient has no place here, or the notice is of no use: it would be so the next time as well.
struct Rejected : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Board {
 public:
    /// Throws when the options are wrong; what may mend itself (the board is off) belongs into show().
    Board(const gongdan_host_v1& host, const char* options) : host_(host), file_(text_at(host, options, "/file")) {
        if (file_.empty()) throw std::invalid_argument("options need a file, e.g. {\"file\": \"board.txt\"}");
    }

    /// Throws Rejected when it will never work, anything else when it may work later.
    void show(const gongdan_message_v1& message) const {
        const std::string text = text_at(host_, message.json, "/text/zh");
        if (text.empty()) throw Rejected("no text");
        // The same notice may come again: `id` stays the same. A real service would be given it as idempotency key.
        std::ofstream board(file_, std::ios::app);
        board << message.id << '\t' << text << '\n' << std::flush;
        if (!board) throw std::runtime_error("cannot write to the board");
    }

 private:
    const gongdan_host_v1& host_;  // valid until close() returns
    std::string file_;
};

int32_t open_board(const gongdan_host_v1* host, const char* options, void** instance, char* reason,
                   size_t capacity) noexcept {
    try {
        *instance = std::make_unique<Board>(*host, options).release();
        return GONGDAN_OK;
    } catch (const std::exception& error) {
        say(reason, capacity, error.what());
    } catch (...) {
        say(reason, capacity, "unknown exception");
    }
    return 1;
}

void deliver(void* instance, const gongdan_message_v1* message, gongdan_answer_v1* answer) noexcept {
    try {
        static_cast<const Board*>(instance)->show(*message);
        answer->outcome = GONGDAN_DELIVERED;
    } catch (const Rejected& error) {
        answer->outcome = GONGDAN_REJECTED;
        say(answer->reason, sizeof answer->reason, error.what());
    } catch (const std::exception& error) {
        answer->outcome = GONGDAN_RETRY;
        say(answer->reason, sizeof answer->reason, error.what());
    } catch (...) {
        answer->outcome = GONGDAN_RETRY;
        say(answer->reason, sizeof answer->reason, "unknown exception");
    }
}

void close_board(void* instance) noexcept { delete static_cast<Board*>(instance); }

}  // namespace

extern "C" int32_t gongdan_adapter_v1(const gongdan_host_v1* host, gongdan_adapter_table_v1* table) {
    if (host->struct_size < sizeof *host || table->struct_size < sizeof *table) return GONGDAN_INCOMPATIBLE;
    table->name = "wall-board";
    table->version = "1.0";
    table->open = open_board;
    table->deliver = deliver;
    table->close = close_board;
    return GONGDAN_OK;
}
