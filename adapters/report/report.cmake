# Only workbook.cpp sees libxlsxwriter.
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
gongdan_library(gongdan_report adapters/report gongdan_core gongdan_intake PkgConfig::XLSXWRITER)
