#include "services/workflow/sandbox/pool_errors.h"

#include "fmt/format.h"

namespace lianban::workflow::sandbox {
namespace {

ScriptDiagnostic At(const std::string& file, std::string code, const std::string& en, const std::string& zh) {
  return {.file = file, .line = 1, .column = 1, .code = std::move(code), .message = zh + " (" + en + ")"};
}

}  // namespace

ScriptDiagnostic KilledError(const std::string& file, int hard_deadline_ms) {
  return At(file, "SCRIPT_BUDGET", fmt::format("did not come to an end within {} ms and was stopped", hard_deadline_ms),
            fmt::format("超过 {} 毫秒仍未结束，已被终止", hard_deadline_ms));
}

ScriptDiagnostic CrashedError(const std::string& file) {
  return At(file, "SCRIPT_CRASHED", "ended its worker process twice; simplify the script and tell the operator",
            "两次使执行进程异常退出；请简化脚本并告知管理员");
}

ScriptDiagnostic PausedError(const std::string& file, absl::Duration remaining) {
  int64_t seconds = std::max<int64_t>(1, absl::ToInt64Seconds(absl::Ceil(remaining, absl::Seconds(1))));
  return At(file, "SCRIPT_PAUSED",
            fmt::format("paused for another {} s because it was stopped repeatedly; correct the script", seconds),
            fmt::format("该脚本多次被终止，暂停执行，还需 {} 秒；请改正脚本", seconds));
}

ScriptDiagnostic UnavailableError(const std::string& file) {
  return At(file, "SCRIPT_UNAVAILABLE", "no script worker is available; try again shortly", "脚本执行进程暂不可用，请稍后重试");
}

ScriptDiagnostic ArgumentsError(const std::string& file) {
  return At(file, "SCRIPT_ARGUMENTS", "the values given to the rule are larger than 1 MiB or nest deeper than 32",
            "传给规则的数据超过 1 MiB 或嵌套超过 32 层");
}

}  // namespace lianban::workflow::sandbox
