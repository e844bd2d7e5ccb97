#pragma once
// Errors with a stable reason. The catalogue is api/errors/catalogue.csv; a reason that is not in it aborts in tests.
//
//   return Error("TASK_NOT_OPEN", {{"task", "7"}});
//
// The status carries the English text for developers and a payload with reason and metadata; rpc/status turns that into
// google.rpc.Status details (ErrorInfo, LocalizedMessage zh-CN and en, BadRequest).

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace lianban {

using ErrorMetadata = std::map<std::string, std::string>;

struct FieldViolation {
  std::string field;   // path in the form or request: "income", "parties[0].phone"
  std::string reason;  // catalogue reason of its own: FIELD_REQUIRED, CITIZEN_ID_CHECKSUM, …
  ErrorMetadata metadata;
};

struct ErrorDefinition {
  std::string reason;
  absl::StatusCode code;
  std::string message_zh, message_en;  // with {placeholders} filled from metadata
  std::string remedy_zh, remedy_en;    // what to do next
};

// Set on statuses whose text is for developers alone (SQL, constraints): rpc/status replaces it by a trace number.
inline constexpr char kInternalPayloadUrl[] = "lianban.internal";

// Builds the status; code and text come from the catalogue.
absl::Status Error(std::string_view reason, const ErrorMetadata& metadata = {},
                   const std::vector<FieldViolation>& violations = {});

// What the status carries; nullopt when it was not made by Error().
struct ErrorDetail {
  std::string reason;
  ErrorMetadata metadata;
  std::vector<FieldViolation> violations;
};
std::optional<ErrorDetail> DetailOf(const absl::Status& status);
std::string ReasonOf(const absl::Status& status);  // "" when none

// Message and remedy in one sentence or two, for people. locale: "zh-CN" or "en".
std::string Localized(const ErrorDetail& detail, std::string_view locale);
std::string Localized(const absl::Status& status, std::string_view locale);

const std::map<std::string, ErrorDefinition, std::less<>>& ErrorCatalogue();

// Macros for the two lines everybody writes.
#define LIANBAN_RETURN_IF_ERROR(expr)                       \
  do {                                                      \
    if (absl::Status lianban_status_ = (expr); !lianban_status_.ok()) return lianban_status_; \
  } while (false)
#define LIANBAN_CONCAT_INNER_(a, b) a##b
#define LIANBAN_CONCAT_(a, b) LIANBAN_CONCAT_INNER_(a, b)
#define LIANBAN_ASSIGN_OR_RETURN(lhs, expr) \
  LIANBAN_ASSIGN_OR_RETURN_(LIANBAN_CONCAT_(lianban_statusor_, __LINE__), lhs, expr)
#define LIANBAN_ASSIGN_OR_RETURN_(tmp, lhs, expr) \
  auto tmp = (expr);                              \
  if (!tmp.ok()) return tmp.status();             \
  lhs = std::move(tmp).value()

}  // namespace lianban
