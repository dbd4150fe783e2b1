gongdan_library(gongdan_yaml adapters/yaml gongdan_core PkgConfig::YAMLCPP PkgConfig::SODIUM)
