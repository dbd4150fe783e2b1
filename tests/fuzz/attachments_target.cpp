#include "adapters/attachments/evidence.hpp"
#include "adapters/attachments/media.hpp"
#include "adapters/attachments/names.hpp"
#include "core/base/utf8.hpp"
#include "tests/fuzz/targets.hpp"

namespace gongdan::fuzz {
namespace {

using attachments::Examined;
using attachments::TextBytes;

constexpr std::size_t kNameGiven = 512;  ///< more is cut off anyway, and would only make the fuzzer slow

std::optional<Examined> look(std::string_view bytes) {
    TextBytes source(bytes);
    return attachments::examine(source);
}

std::string join(const attachments::Pieces& pieces, std::string_view bytes) {
    std::string joined;
    for (const auto& piece : pieces) {
        if (!piece.instead.empty()) {
            joined += piece.instead;
            continue;
        }
        promise(piece.offset <= bytes.size() && piece.size <= bytes.size() - piece.offset, "a piece beyond the end");
        joined += bytes.substr(piece.offset, piece.size);
    }
    return joined;
}

void check_evidence(std::string_view exif) {
    const Evidence evidence = attachments::read_evidence(exif);
    promise(evidence.taken_at.empty() || parse_time(evidence.taken_at), "evidence of no time");
    promise(evidence.latitude.empty() == evidence.longitude.empty(), "half a place");
    promise(evidence.device.size() <= kDeviceMax && is_utf8(evidence.device), "no name of a device");
}

void check_image(const Examined& found, std::string_view bytes) {
    promise(found.exif.size() <= attachments::kWindow, "more notes of the camera than promised");
    check_evidence(found.exif);
    const std::string clean = join(found.clean, bytes);
    const auto again = look(clean);
    promise(again && again->media == found.media, "a cleaned image is no image of its type");
    promise(again->exif.empty(), "a cleaned image still has notes of its camera");
    promise(join(again->clean, clean) == clean, "cleaning twice takes out more than cleaning once");
}

void check_name(std::string_view given, std::string_view type) {
    const std::string name = attachments::clean_name(given, type);
    promise(!name.empty() && name.size() <= attachments::kNameMax, "a name too short or too long");
    promise(is_utf8(name), "a name is not UTF-8");
    promise(name.find_first_of("<>:\"|?*/\\") == std::string::npos, "a name that hurts");
    promise(name.front() != '.' && name.front() != ' ' && name.back() != '.' && name.back() != ' ',
            "a dot or a blank at the end of a name");
    promise(attachments::clean_name(name, type) == name, "cleaning a name twice changes it");
}

}  // namespace

void run_attachments(std::string_view bytes) {
    check_evidence(bytes);
    for (const std::string_view type : attachments::media_types()) check_name(bytes.substr(0, kNameGiven), type);
    const auto found = look(bytes);
    if (!found) return;
    promise(found->media != nullptr, "taken, but of no type");
    if (found->media->image) check_image(*found, bytes);
}

}  // namespace gongdan::fuzz
