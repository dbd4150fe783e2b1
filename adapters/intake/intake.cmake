find_package(date REQUIRED)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
gongdan_library(gongdan_intake adapters/intake gongdan_core PkgConfig::LIBZIP PkgConfig::EXPAT date::date-tz)
# The mapping loader stands with the other YAML; it checks time zones by the importer's own reader.
target_link_libraries(gongdan_yaml PUBLIC gongdan_intake)
