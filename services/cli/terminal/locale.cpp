#include "services/cli/terminal/locale.h"

#include <cstdlib>

namespace lianban::cli {

const std::string& Locale() {
  static const std::string locale = [] {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      const char* value = std::getenv(name);
      if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("zh") ? "zh-CN" : "en";
    }
    return "en";
  }();
  return locale;
}

std::string_view Say(std::string_view zh, std::string_view en) { return Locale() == "en" ? en : zh; }

}  // namespace lianban::cli
