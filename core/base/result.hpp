#pragma once
/// Expected failures as values: `Result<T>` holds a T or an Error. Exceptions mean a bug or a failed start and never
/// cross a port.

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/texts.hpp"

namespace gongdan {

/// The closed set of failures. The comment says what the caller should do; the one mapping to HTTP is http_status().
enum class Errc {
    invalid_input,    ///< fix the input named in `fields` or `detail`, then send it again
    unauthenticated,  ///< send valid credentials
    forbidden,        ///< give up: this role may not do this
    not_found,        ///< give up, or correct the id
    not_allowed,      ///< reload the case; choose one of `allowed`
    conflict,         ///< reload and decide anew (something with this identity exists or is under way)
    stale_revision,   ///< reload the case, merge, retry with the new revision
    too_large,        ///< send less at a time
    overloaded,       ///< retry after a pause
    read_only,        ///< the store cannot write (disk full, I/O error): retry later, tell the operator
    unavailable,      ///< a part is not ready or has failed: retry later
    internal,         ///< our bug: report it
};

/// HTTP status of a failure (RFC 9110). Also the `status` of a simulated `command.rejected`.
[[nodiscard]] int http_status(Errc code);

/// Stable machine name, e.g. "stale-revision": the last part of a problem's `type`.
[[nodiscard]] std::string_view name_of(Errc code);

/// What is wrong with one field of the input.
struct FieldProblem {
    std::string pointer;  ///< RFC 6901 JSON pointer into the input, e.g. "/data/site_class"
    std::string code;     ///< stable: "required", "type", "enum", "range", "unknown", …
    LocalText detail;     ///< what would be right
};

struct Error {
    Errc code = Errc::internal;
    LocalText detail;                  ///< what, where, and what would be right
    std::vector<FieldProblem> fields;  ///< with invalid_input: every field at fault, not only the first
    std::vector<std::string> allowed;  ///< with not_allowed: the events that would be accepted
};

/// Makes an Error whose text is the table's entry `text_id` filled with `args`.
template <class... Args>
[[nodiscard]] Error fail(Errc code, std::string_view text_id, const Args&... args) {
    return Error{code, text(text_id, args...), {}, {}};
}

/// T or Error. Reading the wrong side is a bug (asserted). Not thread-safe, like any value.
template <class T>
class [[nodiscard]] Result {
 public:
    Result(T value) : held_(std::move(value)) {}      // NOLINT(google-explicit-constructor): `return value;`
    Result(Error error) : held_(std::move(error)) {}  // NOLINT(google-explicit-constructor): `return fail(…);`

    [[nodiscard]] bool ok() const { return held_.index() == 0; }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] T& value() & { return checked(); }
    [[nodiscard]] const T& value() const& { return const_cast<Result*>(this)->checked(); }
    [[nodiscard]] T&& value() && { return std::move(checked()); }
    T& operator*() & { return checked(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(checked()); }
    T* operator->() { return &checked(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] Error& error() & { return failed(); }
    [[nodiscard]] const Error& error() const& { return const_cast<Result*>(this)->failed(); }
    [[nodiscard]] Error&& error() && { return std::move(failed()); }

 private:
    T& checked() {
        assert(ok());
        return *std::get_if<0>(&held_);
    }
    Error& failed() {
        assert(!ok());
        return *std::get_if<1>(&held_);
    }

    std::variant<T, Error> held_;
};

/// Success without a value: `return {};`, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor): `return fail(…);`

    [[nodiscard]] bool ok() const { return !error_.has_value(); }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] Error& error() & { return *error_; }
    [[nodiscard]] const Error& error() const& { return *error_; }
    [[nodiscard]] Error&& error() && { return std::move(*error_); }

 private:
    std::optional<Error> error_;
};

}  // namespace gongdan
