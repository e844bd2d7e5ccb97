#include "services/workflow/validate/phone.h"

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"

namespace lianban::workflow {
namespace {

bool IsMobile(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && IsDigits(digits);
}

bool IsService(std::string_view digits) {
  if (!IsDigits(digits)) return false;
  if (digits.size() == 10) return digits.starts_with("400") || digits.starts_with("800");
  if (digits.size() == 5) return digits[0] == '1';
  return digits == "110" || digits == "119" || digits == "120" || digits == "122";
}

// `text` starts with 0; hyphens are still in it, because the one before an extension means something.
absl::StatusOr<Phone> Landline(std::string_view text) {
  const size_t area_digits = text.starts_with("01") || text.starts_with("02") ? 3 : 4;
  if (text.size() < area_digits) return Error("PHONE_INVALID");
  const std::string_view area = text.substr(0, area_digits);
  std::string_view rest = text.substr(area_digits);
  if (rest.starts_with('-')) rest.remove_prefix(1);
  const size_t hyphen = rest.find('-');
  const std::string_view local = rest.substr(0, hyphen);
  if (!IsDigits(area) || !IsDigits(local) || local.size() < 7 || local.size() > 8) return Error("PHONE_INVALID");
  std::string number = std::string(area) + "-" + std::string(local);
  if (hyphen != std::string_view::npos) {
    const std::string_view extension = rest.substr(hyphen + 1);
    if (!IsDigits(extension) || extension.size() > 6) return Error("PHONE_INVALID");
    number += "-" + std::string(extension);
  }
  return Phone{std::move(number), Phone::Kind::kLandline};
}

}  // namespace

absl::StatusOr<Phone> ParsePhone(std::string_view text) {
  std::string compact = Tidy(text);
  std::erase(compact, ' ');
  if (compact.starts_with("+86")) {
    compact.erase(0, 3);
    if (compact.starts_with('-')) compact.erase(0, 1);
  }
  if (compact.starts_with('0')) return Landline(compact);
  std::erase(compact, '-');
  if (compact.size() == 13 && compact.starts_with("86")) compact.erase(0, 2);
  if (IsMobile(compact)) return Phone{std::move(compact), Phone::Kind::kMobile};
  if (IsService(compact)) return Phone{std::move(compact), Phone::Kind::kService};
  return Error("PHONE_INVALID");
}

}  // namespace lianban::workflow
