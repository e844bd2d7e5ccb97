#include "services/cli/failure.h"

#include "fmt/format.h"
#include "services/cli/command.h"
#include "services/cli/locale.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {

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
