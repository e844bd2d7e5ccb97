#pragma once
// The services this binary holds, each after those it needs.

#include <map>
#include <string_view>
#include <vector>

#include "services/module.h"

namespace lianban::cli {

struct ServiceEntry {
  ModuleDefinition module;
  // sql/migrations/*.sql among others; null for a service without a database.
  const std::map<std::string_view, std::string_view>& (*sql_files)() = nullptr;
};

const std::vector<ServiceEntry>& Services();

}  // namespace lianban::cli
