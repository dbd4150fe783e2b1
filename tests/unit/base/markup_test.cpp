#include <catch2/catch.hpp>

#include "core/base/markup.hpp"

using gongdan::escape_markup;

TEST_CASE("text can end neither an element nor an attribute's value of either kind of quotes") {
    CHECK(escape_markup("<b title=\"x\" id='y'>A & B</b>") ==
          "&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;A &amp; B&lt;/b&gt;");
    CHECK(escape_markup("&amp;") == "&amp;amp;");
}

TEST_CASE("other text stays as it is") {
    CHECK(escape_markup("").empty());
    CHECK(escape_markup("东城一班 5 分钟\n") == "东城一班 5 分钟\n");
}
