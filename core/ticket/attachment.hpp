#pragma once
/// Photos and documents of a case. The journal says what they are; their bytes lie outside it, under their hash. Name
/// and evidence may tell of a customer: they lie beside the journal as personal fields do, and can be erased.

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/ticket/event.hpp"
#include "core/ticket/mask.hpp"

namespace gongdan {

/// What the camera wrote into a photo: kept as evidence, not believed by any rule. Empty = it said nothing.
struct Evidence {
    std::string taken_at;   ///< RFC 3339
    std::string latitude;   ///< decimal degrees WGS 84, six digits, e.g. "39.904200"; below 0 south
    std::string longitude;  ///< below 0 west
    std::string device;     ///< maker and model, at most kDeviceMax bytes of UTF-8

    [[nodiscard]] bool empty() const {
        return taken_at.empty() && latitude.empty() && longitude.empty() && device.empty();
    }
};

inline constexpr std::size_t kDeviceMax = 80;  ///< longer ones are no device names

/// What the store of files found out about one. Nothing of it is what the client said, but for the cleaned name.
struct AttachedFile {
    std::string sha256;  ///< of its bytes, 64 hexadecimal digits in lower case
    std::int64_t size = 0;
    std::string media_type;  ///< sniffed, of the list that is allowed
    std::string name;        ///< cleaned
    Evidence evidence;
};

struct Attachment {
    AttachedFile file;
    std::string actor;
    Instant added_at{};
    bool erased = false;  ///< only hash, size and type are left
};

inline constexpr std::size_t kAttachmentsMax = 50;  ///< a ticket: more is an archive, and every view lists them

/// The personal members of an attachment's event.
[[nodiscard]] const std::vector<std::string>& personal_of_attachment();

/// The type's own fields of "attached".
[[nodiscard]] json::object attached_body(const AttachedFile& file, const std::string& actor, const std::string& role);
[[nodiscard]] bool is_attached(const json::object& body);
/// Of an event of the journal. What was erased reads as empty.
[[nodiscard]] Attachment attachment_of(const Event& event);

/// As the snapshot keeps it, and back.
[[nodiscard]] json::object attachment_to_json(const Attachment& attachment);
[[nodiscard]] Attachment attachment_from_json(const json::object& stored);

/// What stands for the name of a file before eyes that do not need personal data, for people name files after people:
/// "图片-3.jpg", "文件-2.pdf"; `number` 0 = not known, "图片.jpg". Empty when the name was erased.
[[nodiscard]] std::string neutral_name(const AttachedFile& file, std::size_t number);

/// As a reader sees it; `number` counts from 1 in the order in which they came. Masked: place and
/// device are null, and the name is a neutral one.
[[nodiscard]] json::object attachment_view(const Attachment& attachment, std::size_t number, Privacy privacy);
[[nodiscard]] json::array attachment_views(const std::vector<Attachment>& attachments, Privacy privacy);

/// The `data` of an attachment's event (its whole body is given) for eyes that do not need personal data.
[[nodiscard]] json::object mask_attached(const json::object& body);

}  // namespace gongdan
