#include "services/cli/terminal/failure.h"

#include <regex>

#include "fmt/format.h"
#include "services/cli/command.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

// The parser's words where they help nobody.
std::string Plain(const std::string& fault) {
  static const std::regex positive("(\\S+): Value (\\S+) not in range 0\\.0+ to \\d{30}.*");
  return std::regex_replace(fault, positive, "$1: $2 is not a number above 0");
}

// The deepest subcommand that was named.
const CLI::App& Innermost(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? app : Innermost(*parsed.front());
}

// "A subcommand is required" does not say that one was given, and which there are.
std::string NameSubcommands(const CLI::App& app) {
  const CLI::App& inner = Innermost(app);
  std::string names;
  for (const CLI::App* each : inner.get_subcommands([](const CLI::App* one) { return !one->get_name().empty(); })) {
    names += (names.empty() ? "" : " ") + each->get_name();
  }
  const std::vector<std::string> left = app.remaining(true);
  return left.empty() ? fmt::format("a subcommand is missing; there are: {}", names)
                      : fmt::format("there is no subcommand \"{}\"; there are: {}", left.front(), names);
}

}  // namespace

std::string UsageFault(const std::string& fault, const CLI::App& app) {
  return fault == "A subcommand is required" ? NameSubcommands(app) : Plain(fault);
}

std::string UsageFaultInChinese(const std::string& fault) {
  // Of a configuration file: which one, then what it would be on the command line.
  static const std::regex in_file("(.+): (--\\S+: .+|Could not convert: .+)");
  if (std::smatch match; std::regex_match(fault, match, in_file)) {
    return fmt::format("{}：{}", match[1].str(), UsageFaultInChinese(match[2].str()));
  }
  static const std::pair<std::regex, const char*> kUsual[] = {
      {std::regex("a subcommand is missing; there are: (.+)"), "请写明子命令：$1"},
      {std::regex("there is no subcommand \"(.*)\"; there are: (.+)"), "没有子命令“$1”，可选：$2"},
      {std::regex("(.+) is required"), "缺少 $1"},
      {std::regex("(\\S+): (\\d+) required (.+) missing"), "$1 要写 $2 个，缺少 $3"},
      {std::regex("The following arguments? (?:was|were) not expected: (.+)"), "不认识的参数：$1"},
      {std::regex("Could not convert: (\\S+) = (.*)"), "$1 的值“$2”不对"},
      {std::regex("(\\S+): (\\S+) not in \\{(.+)\\}"), "$1 的值“$2”不对，可选：$3"},
      {std::regex("(\\S+): Value (\\S+) not in range (.+)"), "$1 的值 $2 不在范围内：$3"},
      {std::regex("(\\S+): (\\S+) is not a number above 0"), "$1 的值“$2”不对，要写大于 0 的数"},
      {std::regex("(\\S+): \"(.*)\" is not SERVICE=host:port"), "$1 的值“$2”不对，要写成 服务=主机:端口"},
      {std::regex("(.+): there is no option \"(.*)\"; see --help"), "$1 里有不认识的选项“$2”，可写的选项见 --help"},
      {std::regex("(\\S+): (?:File|Directory) does not exist: (.+)"), "$1：没有 $2"},
      {std::regex("(\\S+) excludes (\\S+)"), "$1 与 $2 不能同时写"},
  };
  for (const auto& [pattern, chinese] : kUsual) {
    std::smatch match;
    if (std::regex_match(fault, match, pattern)) return match.format(chinese);
  }
  return fault;
}

int WrongUsage(const std::string& fault, const CLI::App& app) {
  const bool zh = Say("中", "en") == "中";
  const std::string plain = UsageFault(fault, app);
  fmt::print(stderr, "{}{}\n", zh ? "用法不对：" : "error: ", zh ? UsageFaultInChinese(plain) : plain);
  fmt::print(stderr, "  {}\n", zh ? "加 --help 看说明。" : "Run with --help for more information.");
  return kUsage;
}

int ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return kOk;
  const std::string reason = ReasonOf(status);
  if (reason == "OPTION_INVALID" || reason == "PROCESS_FOLDER_EMPTY" || reason == "FILE_UNREADABLE" || reason == "FILE_INVALID") return kUsage;
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) return kUnavailable;
  return kRefused;
}

int Fail(const absl::Status& status) {
  if (status.ok()) return kOk;
  const auto detail = DetailOf(status);
  fmt::print(stderr, "{}{}\n", Say("错误：", "error: "),
             detail ? Localized(ErrorDetail{detail->reason, detail->metadata, {}}, Locale()) : std::string(status.message()));
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
