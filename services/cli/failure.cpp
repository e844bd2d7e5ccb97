#include "services/cli/failure.h"

#include <regex>

#include "fmt/format.h"
#include "services/cli/command.h"
#include "services/cli/locale.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

std::string InChinese(const std::string& fault) {
  static const std::pair<std::regex, const char*> kUsual[] = {
      {std::regex("A subcommand is required"), "请写明子命令"},
      {std::regex("(.+) is required"), "缺少 $1"},
      {std::regex("(\\S+): (\\d+) required (.+) missing"), "$1 要写 $2 个，缺少 $3"},
      {std::regex("The following arguments? (?:was|were) not expected: (.+)"), "不认识的参数：$1"},
      {std::regex("Could not convert: (\\S+) = (.*)"), "$1 的值“$2”不对"},
      {std::regex("(\\S+): (\\S+) not in \\{(.+)\\}"), "$1 的值“$2”不对，可选：$3"},
      {std::regex("(\\S+): Value (\\S+) not in range (.+)"), "$1 的值 $2 不在范围内：$3"},
      {std::regex("(\\S+): (?:File|Directory) does not exist: (.+)"), "$1：没有 $2"},
      {std::regex("(\\S+) excludes (\\S+)"), "$1 与 $2 不能同时写"},
  };
  for (const auto& [pattern, chinese] : kUsual) {
    std::smatch match;
    if (std::regex_match(fault, match, pattern)) return match.format(chinese);
  }
  return fault;
}

}  // namespace

int WrongUsage(const std::string& fault) {
  const bool zh = Say("中", "en") == "中";
  fmt::print(stderr, "{}{}\n", zh ? "用法不对：" : "error: ", zh ? InChinese(fault) : fault);
  fmt::print(stderr, "  {}\n", zh ? "加 --help 看说明。" : "Run with --help for more information.");
  return kUsage;
}

int ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return kOk;
  const std::string reason = ReasonOf(status);
  if (reason == "OPTION_INVALID" || reason == "FILE_UNREADABLE" || reason == "FILE_INVALID") return kUsage;
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) return kUnavailable;
  return kRefused;
}

int Fail(const absl::Status& status) {
  if (status.ok()) return kOk;
  const auto detail = DetailOf(status);
  fmt::print(stderr, "{}{}\n", Say("错误：", "error: "),
             detail ? Localized(*detail, Locale()) : std::string(status.message()));
  if (detail) {
    for (const FieldViolation& violation : detail->violations) {
      fmt::print(stderr, "  {}: {}\n", violation.field,
                 Localized(ErrorDetail{violation.reason, violation.metadata, {}}, Locale()));
    }
    fmt::print(stderr, "  ({})\n", detail->reason);
  }
  return ExitCodeOf(status);
}

}  // namespace lianban::cli
