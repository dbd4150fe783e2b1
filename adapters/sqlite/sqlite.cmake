gongdan_library(gongdan_sqlite adapters/sqlite gongdan_core gongdan_crypto PkgConfig::SQLITE Threads::Threads)
