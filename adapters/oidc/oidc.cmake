pkg_check_modules(RHONABWY REQUIRED IMPORTED_TARGET librhonabwy)
gongdan_library(gongdan_oidc adapters/oidc gongdan_core gongdan_crypto PkgConfig::RHONABWY PkgConfig::CURL)
