#include "services/lib/errors/error.h"

#include "absl/strings/cord.h"
#include "fmt/format.h"
#include "services/lib/check/check.h"
#include "services/lib/text/csv.h"

namespace lianban {
namespace errors_data {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

namespace {

constexpr char kPayloadUrl[] = "lianban.error";
// Separators that no metadata contains: control characters are refused on every input.
constexpr char kUnit = '\x1f', kRecord = '\x1e', kGroup = '\x1d';

const std::map<std::string_view, absl::StatusCode>& Codes() {
  static const std::map<std::string_view, absl::StatusCode> codes = {
      {"INVALID_ARGUMENT", absl::StatusCode::kInvalidArgument},
      {"FAILED_PRECONDITION", absl::StatusCode::kFailedPrecondition},
      {"NOT_FOUND", absl::StatusCode::kNotFound},
      {"ALREADY_EXISTS", absl::StatusCode::kAlreadyExists},
      {"PERMISSION_DENIED", absl::StatusCode::kPermissionDenied},
      {"UNAUTHENTICATED", absl::StatusCode::kUnauthenticated},
      {"RESOURCE_EXHAUSTED", absl::StatusCode::kResourceExhausted},
      {"UNAVAILABLE", absl::StatusCode::kUnavailable},
      {"DEADLINE_EXCEEDED", absl::StatusCode::kDeadlineExceeded},
      {"UNIMPLEMENTED", absl::StatusCode::kUnimplemented},
      {"CANCELLED", absl::StatusCode::kCancelled},
      {"DATA_LOSS", absl::StatusCode::kDataLoss},
      {"ABORTED", absl::StatusCode::kAborted},
      {"INTERNAL", absl::StatusCode::kInternal},
      {"OUT_OF_RANGE", absl::StatusCode::kOutOfRange},
  };
  return codes;
}

std::string Clean(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c == kUnit || c == kRecord || c == kGroup) c = ' ';
  }
  return out;
}

std::string Pack(std::string_view reason, const ErrorMetadata& metadata) {
  std::string out = Clean(reason);
  for (const auto& [key, value] : metadata) {
    out += kUnit;
    out += Clean(key);
    out += kUnit;
    out += Clean(value);
  }
  return out;
}

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  size_t start = 0;
  for (;;) {
    const size_t end = text.find(separator, start);
    parts.emplace_back(text.substr(start, end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

void Unpack(std::string_view packed, std::string* reason, ErrorMetadata* metadata) {
  const auto parts = Split(packed, kUnit);
  *reason = parts[0];
  for (size_t i = 1; i + 1 < parts.size(); i += 2) (*metadata)[parts[i]] = parts[i + 1];
}

std::string Fill(std::string_view text, const ErrorMetadata& metadata) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const size_t end = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += text[i];
      continue;
    }
    const auto it = metadata.find(std::string(text.substr(i + 1, end - i - 1)));
    if (it != metadata.end()) out += it->second;
    i = end;
  }
  return out;
}

std::string Sentence(std::string_view reason, const ErrorMetadata& metadata, std::string_view locale) {
  const auto it = ErrorCatalogue().find(reason);
  if (it == ErrorCatalogue().end()) return std::string(reason);
  const bool zh = locale.starts_with("zh");
  std::string out = Fill(zh ? it->second.message_zh : it->second.message_en, metadata);
  const std::string remedy = Fill(zh ? it->second.remedy_zh : it->second.remedy_en, metadata);
  if (!remedy.empty()) out += (zh ? "" : " ") + remedy;
  return out;
}

}  // namespace

const std::map<std::string, ErrorDefinition, std::less<>>& ErrorCatalogue() {
  static const auto catalogue = [] {
    std::map<std::string, ErrorDefinition, std::less<>> all;
    auto rows = ParseCsv(errors_data::EmbeddedFiles().begin()->second);
    LIANBAN_CHECK(rows.ok(), "error catalogue: {}", rows.status().ToString());
    for (size_t i = 1; i < rows->size(); ++i) {
      const auto& c = (*rows)[i].cells;
      LIANBAN_CHECK(c.size() == 6, "error catalogue line {} has {} cells, not 6", (*rows)[i].line, c.size());
      const auto code = Codes().find(c[1]);
      LIANBAN_CHECK(code != Codes().end(), "unknown code in the error catalogue: {}", c[1]);
      LIANBAN_CHECK(all.emplace(c[0], ErrorDefinition{c[0], code->second, c[2], c[3], c[4], c[5]}).second, "reason twice in the error catalogue: {}", c[0]);
    }
    return all;
  }();
  return catalogue;
}

absl::Status Error(std::string_view reason, const ErrorMetadata& metadata,
                   const std::vector<FieldViolation>& violations) {
  const auto it = ErrorCatalogue().find(reason);
  const auto code = it == ErrorCatalogue().end() ? absl::StatusCode::kInternal : it->second.code;
  std::string text = Sentence(reason, metadata, "en");
  std::string payload = Pack(reason, metadata);
  for (const auto& violation : violations) {
    payload += kRecord;
    payload += Clean(violation.field);
    payload += kGroup;
    payload += Pack(violation.reason, violation.metadata);
    text += fmt::format(" {}: {}", violation.field, Sentence(violation.reason, violation.metadata, "en"));
  }
  absl::Status status(code, text);
  status.SetPayload(kPayloadUrl, absl::Cord(payload));
  return status;
}

std::optional<ErrorDetail> DetailOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload) return std::nullopt;
  const auto records = Split(std::string(*payload), kRecord);
  ErrorDetail detail;
  Unpack(records[0], &detail.reason, &detail.metadata);
  for (size_t i = 1; i < records.size(); ++i) {
    const size_t split = records[i].find(kGroup);
    FieldViolation violation{records[i].substr(0, split), "", {}};
    Unpack(std::string_view(records[i]).substr(split + 1), &violation.reason, &violation.metadata);
    detail.violations.push_back(std::move(violation));
  }
  return detail;
}

std::string ReasonOf(const absl::Status& status) {
  const auto detail = DetailOf(status);
  return detail ? detail->reason : "";
}

std::string Localized(const ErrorDetail& detail, std::string_view locale) {
  const bool zh = locale.starts_with("zh");
  std::string out = Sentence(detail.reason, detail.metadata, locale);
  for (const auto& violation : detail.violations) {
    const auto label = violation.metadata.find(zh ? "label" : "field");
    out += fmt::format(fmt::runtime(zh ? "【{}】{}" : " [{}] {}"),
                       label == violation.metadata.end() ? violation.field : label->second,
                       Sentence(violation.reason, violation.metadata, locale));
  }
  return out;
}

std::string Localized(const absl::Status& status, std::string_view locale) {
  const auto detail = DetailOf(status);
  return detail ? Localized(*detail, locale) : std::string(status.message());
}

}  // namespace lianban
