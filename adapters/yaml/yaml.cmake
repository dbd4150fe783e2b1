gongdan_library(gongdan_yaml adapters/yaml gongdan_core gongdan_crypto PkgConfig::YAMLCPP)
