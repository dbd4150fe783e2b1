#include "adapters/attachments/evidence.hpp"

#include <cmath>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <libexif/exif-data.h>

#include "core/base/time.hpp"
#include "core/base/utf8.hpp"

namespace gongdan::attachments {
namespace {

using Data = std::unique_ptr<ExifData, void (*)(ExifData*)>;

/// libexif takes the block with its JPEG mark in front.
constexpr std::string_view kMark("Exif\0\0", 6);

Data parse(std::string_view exif) {
    Data data(exif_data_new(), exif_data_unref);
    if (!data) return data;
    // Makers' own notes are a format each, and nothing of them is wanted.
    exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_set_option(data.get(), EXIF_DATA_OPTION_DONT_CHANGE_MAKER_NOTE);
    std::string block(kMark);
    block += exif;
    exif_data_load_data(data.get(), reinterpret_cast<const unsigned char*>(block.data()), unsigned(block.size()));
    return data;
}

const ExifEntry* entry(const Data& data, ExifIfd ifd, ExifTag tag) {
    return exif_content_get_entry(data->ifd[ifd], tag);
}

/// An ASCII entry up to its zero, without spaces at the ends; empty unless it is printable UTF-8.
std::string text_of(const Data& data, ExifIfd ifd, ExifTag tag) {
    const ExifEntry* found = entry(data, ifd, tag);
    if (found == nullptr || found->format != EXIF_FORMAT_ASCII || found->data == nullptr) return {};
    std::string text(reinterpret_cast<const char*>(found->data), found->size);
    text.resize(std::min(text.find('\0'), text.size()));
    const auto last = text.find_last_not_of(' ');
    text.resize(last == std::string::npos ? 0 : last + 1);
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return {};
    }
    return is_utf8(text) ? text : std::string();
}

/// "2026:03:02 08:00:00" and "+08:00".
std::string taken_at(const Data& data) {
    constexpr auto kOffset = static_cast<ExifTag>(0x9011);  // OffsetTimeOriginal, EXIF 2.31; newer than libexif
    std::string time = text_of(data, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL);
    if (time.size() != 19 || time[4] != ':' || time[7] != ':' || time[10] != ' ') return {};
    time[4] = time[7] = '-';
    time[10] = 'T';
    const std::string offset = text_of(data, EXIF_IFD_EXIF, kOffset);
    const auto with_offset = parse_time(time + offset);
    const auto at = with_offset ? with_offset : parse_time(time + "+08:00");
    return at ? format_time(*at) : std::string();
}

std::optional<double> rational(const ExifEntry& found, std::size_t index, ExifByteOrder order) {
    const ExifRational value = exif_get_rational(found.data + index * 8, order);
    if (value.denominator == 0) return std::nullopt;
    return double(value.numerator) / double(value.denominator);
}

/// Degrees, minutes and seconds as decimal degrees; `negative` is the letter of the other half of the earth.
std::string degrees(const Data& data, ExifTag tag, ExifTag reference, char negative) {
    const ExifEntry* found = entry(data, EXIF_IFD_GPS, tag);
    const bool whole = found != nullptr && found->format == EXIF_FORMAT_RATIONAL && found->components == 3 &&
                       found->data != nullptr && found->size >= 24;
    if (!whole) return {};
    const ExifByteOrder order = exif_data_get_byte_order(data.get());
    const auto degree = rational(*found, 0, order);
    const auto minute = rational(*found, 1, order);
    // Phones that give decimal minutes write 0/0 for the seconds.
    const auto second = rational(*found, 2, order);
    if (!degree || !minute) return {};
    const double value = *degree + *minute / 60 + second.value_or(0) / 3600;
    const double most = negative == 'S' ? 90 : 180;
    if (!(value >= 0 && value <= most)) return {};
    const std::string half = text_of(data, EXIF_IFD_GPS, reference);
    return fmt::format("{}{:.6f}", !half.empty() && half.front() == negative ? "-" : "", value);
}

std::string device(const Data& data) {
    const std::string maker = text_of(data, EXIF_IFD_0, EXIF_TAG_MAKE);
    const std::string model = text_of(data, EXIF_IFD_0, EXIF_TAG_MODEL);
    if (model.empty()) return maker.size() <= kDeviceMax ? maker : std::string();
    const std::string both = model.starts_with(maker) ? model : maker + " " + model;
    return both.size() <= kDeviceMax ? both : std::string();
}

constexpr auto kLatitudeRef = static_cast<ExifTag>(EXIF_TAG_GPS_LATITUDE_REF);
constexpr auto kLatitude = static_cast<ExifTag>(EXIF_TAG_GPS_LATITUDE);
constexpr auto kLongitudeRef = static_cast<ExifTag>(EXIF_TAG_GPS_LONGITUDE_REF);
constexpr auto kLongitude = static_cast<ExifTag>(EXIF_TAG_GPS_LONGITUDE);

}  // namespace

Evidence read_evidence(std::string_view exif) {
    if (exif.empty()) return {};
    const Data data = parse(exif);
    if (!data) return {};
    Evidence evidence;
    evidence.taken_at = taken_at(data);
    evidence.latitude = degrees(data, kLatitude, kLatitudeRef, 'S');
    evidence.longitude = degrees(data, kLongitude, kLongitudeRef, 'W');
    if (evidence.latitude.empty() || evidence.longitude.empty()) {
        evidence.latitude.clear();
        evidence.longitude.clear();
    }
    evidence.device = device(data);
    return evidence;
}

}  // namespace gongdan::attachments
