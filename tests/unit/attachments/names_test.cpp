// Tricks in the names of files, each with what becomes of it.

#include <catch2/catch.hpp>

#include "adapters/attachments/names.hpp"

using gongdan::attachments::clean_name;
using gongdan::attachments::kNameMax;

namespace {

std::string photo(std::string_view name) { return clean_name(name, "image/jpeg"); }

}  // namespace

TEST_CASE("a good name stays as it is") {
    CHECK(photo("现场照片 (2).JPG") == "现场照片 (2).JPG");
    CHECK(photo("meter.jpeg") == "meter.jpeg");
    CHECK(clean_name("回执.pdf", "application/pdf") == "回执.pdf");
    CHECK(clean_name("table.csv", "text/plain") == "table.csv");
}

TEST_CASE("a path is reduced to its last part") {
    CHECK(photo("../../../etc/passwd") == "passwd.jpg");
    CHECK(photo("/etc/cron.d/x.jpg") == "x.jpg");
    CHECK(photo("..\\..\\windows\\win.ini") == "win.ini.jpg");
    CHECK(photo("C:\\Users\\a.jpg") == "a.jpg");
    CHECK(photo("\\\\server\\share\\a.jpg") == "a.jpg");
    CHECK(photo("a.jpg/") == "附件.jpg");
    CHECK(photo("..") == "附件.jpg");
    CHECK(photo(".") == "附件.jpg");
    CHECK(photo("....//") == "附件.jpg");
    CHECK(photo("") == "附件.jpg");
    CHECK(photo(".htaccess") == "htaccess.jpg");
    CHECK(photo("~root.jpg") == "~root.jpg");
}

TEST_CASE("characters that break lines, paths or the eye are taken out") {
    CHECK(photo(std::string("a\0.exe.jpg", 10)) == "a.exe.jpg");
    CHECK(photo("a\r\nSet-Cookie: x=1.jpg") == "aSet-Cookie_ x=1.jpg");
    CHECK(photo("a\x1B[31m.jpg") == "a[31m.jpg");
    CHECK(photo("photo\u202Egpj.exe") == "photogpj.exe.jpg");
    CHECK(photo("a\u200B\uFEFFb.jpg") == "ab.jpg");
    CHECK(photo("a\x7F\u0085\u2028.jpg") == "a.jpg");
    CHECK(photo("q\"<b>|?*.jpg") == "q__b____.jpg");
    CHECK(photo("bad \xFF\xC0\x80 bytes.jpg") == "bad  bytes.jpg");
}

TEST_CASE("an ending that belongs to another kind of file does not stand last") {
    CHECK(photo("page.html") == "page.html.jpg");
    CHECK(clean_name("note.html", "text/plain") == "note.html.txt");
    CHECK(clean_name("run.bat", "text/plain") == "run.bat.txt");
    CHECK(clean_name("photo.jpg.exe", "application/pdf") == "photo.jpg.exe.pdf");
    CHECK(photo("a.jpg:evil.exe") == "a.jpg_evil.exe.jpg");
    CHECK(photo("a.jpg. . ") == "a.jpg");
    CHECK(photo("a.svg") == "a.svg.jpg");
}

TEST_CASE("device names of Windows are none any more") {
    CHECK(photo("CON") == "_CON.jpg");
    CHECK(photo("nul.jpg") == "_nul.jpg");
    CHECK(photo("Com1.tar.jpg") == "_Com1.tar.jpg");
    CHECK(photo("LPT9 .jpg") == "_LPT9.jpg");
    CHECK(photo("COM\u00B9.jpg") == "_COM\u00B9.jpg");
    CHECK(photo("conin$.jpg") == "_conin$.jpg");
    CHECK(photo("console.jpg") == "console.jpg");
    CHECK(photo("com10.jpg") == "com10.jpg");
    // Cut, a long name can become one; and a device's name may leave no room for the "_".
    CHECK(photo("nul" + std::string(500, ' ') + "x.jpg") == "_nul.jpg");
    CHECK(photo("nul." + std::string(500, 'x')) == "_nul." + std::string(kNameMax - 9, 'x') + ".jpg");
}

TEST_CASE("a long name is cut between characters and keeps its ending") {
    std::string stem;
    for (int i = 0; i < 100; ++i) stem += "长";
    const std::string name = photo(stem + ".jpg");
    CHECK(name.size() <= kNameMax);
    CHECK(name == stem.substr(0, 114) + ".jpg");  // 38 characters of 3 bytes, and 4 bytes
    CHECK(photo(std::string(500, 'x') + ".jpg") == std::string(116, 'x') + ".jpg");
    CHECK(photo("x." + std::string(500, 'y')).ends_with(".jpg"));
}
