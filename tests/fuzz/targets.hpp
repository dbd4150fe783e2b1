#pragma once
/// What the fuzzers feed: every place where bytes of strangers come in. A target takes any bytes, and may refuse them;
/// it must not crash, hang, or break a promise, which it says by throwing Broken.

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gongdan::fuzz {

/// A promise does not hold for this input.
struct Broken : std::logic_error {
    using std::logic_error::logic_error;
};

inline void promise(bool holds, const std::string& what) {
    if (!holds) throw Broken(what);
}

struct Target {
    std::string_view name;  ///< also of its folder in corpus/
    void (*run)(std::string_view bytes);
};

/// The bytes of one or more pipelined requests on a connection, through parser, router and checks, to the answer.
void run_http(std::string_view bytes);
/// A JSON document against every schema of the API, and through the canonical form.
void run_json(std::string_view bytes);
/// The first byte chooses the loader (see yaml_target.cpp), the rest is the file.
void run_yaml(std::string_view bytes);
/// A table as text.
void run_csv(std::string_view bytes);
/// A workbook as the zip it is.
void run_xlsx(std::string_view bytes);
/// The XML of a workbook's parts, separated by lines of "====": sheet, shared strings, styles, workbook. A fuzzer gets
/// further into them without having to write a zip.
void run_workbook(std::string_view bytes);
/// A file somebody attaches; the same bytes also as notes of a camera and as the name of a file.
void run_attachments(std::string_view bytes);

/// An exported journal, line by line, as it is and with every hash made right; the same bytes also as a proof.
void run_journal(std::string_view bytes);

/// All of them. Lives as long as the program.
[[nodiscard]] std::span<const Target> targets();
/// Null for an unknown name.
[[nodiscard]] const Target* find_target(std::string_view name);

}  // namespace gongdan::fuzz
