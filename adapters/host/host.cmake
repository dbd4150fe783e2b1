gongdan_library(gongdan_host adapters/host gongdan_core gongdan_crypto gongdan_yaml gongdan_notify spdlog::spdlog Threads::Threads)
