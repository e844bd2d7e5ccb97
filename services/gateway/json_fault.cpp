#include "services/gateway/json_fault.h"

#include <regex>
#include <string>
#include <utility>

#include "services/lib/errors/error.h"

namespace lianban::gateway {
namespace {

std::string InChinese(const std::string& fault) {
  static const std::pair<std::regex, const char*> kUsual[] = {
      {std::regex("(.+): Cannot find field"), "没有字段“$1”"},
      {std::regex("\\((.+)\\): invalid value (.*) for type TYPE_U?INT(?:32|64)"), "“$1”的值 $2 不对，应为整数"},
      {std::regex("\\((.+)\\): invalid value (.*) for type TYPE_BOOL"), "“$1”的值 $2 不对，应为 true 或 false"},
      {std::regex("\\((.+)\\): invalid value (.*) for type TYPE_STRING"), "“$1”的值 $2 不对，应为文字"},
      {std::regex("\\((.+)\\): invalid value (.*) for type (.+)"), "“$1”的值 $2 不对，应为 $3"},
      {std::regex("(?:.*\\n)?Unexpected end of string.*"), "内容没有写完，括号或引号没有成对"},
  };
  for (const auto& [pattern, chinese] : kUsual) {
    std::smatch match;
    if (std::regex_match(fault, match, pattern)) return match.format(chinese);
  }
  return fault;
}

}  // namespace

absl::Status JsonFault(std::string_view fault) {
  while (!fault.empty() && fault.back() == '.') fault.remove_suffix(1);
  const std::string detail(fault);
  return Error("JSON_INVALID", {{"detail", detail}, {"detail_zh", InChinese(detail)}});
}

}  // namespace lianban::gateway
