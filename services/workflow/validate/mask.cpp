#include "services/workflow/validate/mask.h"

#include <algorithm>

#include "services/workflow/validate/characters.h"
#include "services/workflow/validate/person_name.h"
#include "services/workflow/validate/phone.h"

namespace lianban::workflow {
namespace {

constexpr std::string_view kHidden = "***";

// Position after the first of `markers` in `text` from `from` on, or npos.
size_t After(std::u32string_view text, std::initializer_list<std::u32string_view> markers, size_t from) {
  size_t best = text.npos, end = text.npos;
  for (std::u32string_view marker : markers) {
    const size_t at = text.find(marker, from);
    if (at < best) {
      best = at;
      end = at + marker.size();
    }
  }
  return end;
}

}  // namespace

std::string MaskName(std::string_view name, MaskFor who) {
  const std::u32string points = CodePoints(Tidy(name));
  if (points.empty()) return "";
  if (points[0] < 0x3400) return Utf8(points.substr(0, 1)) + std::string(kHidden);
  const size_t family = FamilyNameLength(points);
  if (who == MaskFor::kProtected) return Utf8(points.substr(0, family)) + "某某";
  if (who == MaskFor::kPublic || points.size() == 1) return Utf8(points.substr(0, family)) + "*";
  if (points.size() == 2) return Utf8(points.substr(0, 1)) + "*";
  if (points.size() == 3) return Utf8(points.substr(0, 1)) + "*" + Utf8(points.substr(2));
  return Utf8(points.substr(0, family)) + "**";
}

std::string MaskCitizenId(std::string_view number, MaskFor who) {
  const std::string id = Tidy(number);
  if (id.size() != 18) return MaskDocument(id);
  if (who == MaskFor::kStaff) return id.substr(0, 6) + "********" + id.substr(14);
  return id.substr(0, 4) + "************" + id.substr(16);
}

std::string MaskDocument(std::string_view number) {
  const std::string tidy = Tidy(number);
  const bool plain = std::all_of(tidy.begin(), tidy.end(), [](unsigned char c) { return c < 0x80; });
  if (!plain || tidy.size() < 6) return tidy.empty() ? "" : std::string(kHidden);
  return tidy.substr(0, 1) + std::string(tidy.size() - 3, '*') + tidy.substr(tidy.size() - 2);
}

std::string MaskPhone(std::string_view number, MaskFor who) {
  if (Tidy(number).empty()) return "";
  const auto phone = ParsePhone(number);
  if (!phone.ok()) return std::string(kHidden);
  const std::string& digits = phone->number;
  if (phone->kind == Phone::Kind::kService) return digits;
  if (phone->kind == Phone::Kind::kMobile) return digits.substr(0, 3) + "****" + digits.substr(7);
  if (who != MaskFor::kStaff) return std::string(kHidden);
  const size_t hyphen = digits.find('-');
  const std::string local = digits.substr(hyphen + 1, digits.find('-', hyphen + 1) - hyphen - 1);
  return digits.substr(0, hyphen + 1) + "****" + local.substr(local.size() - 4);
}

std::string MaskAddress(std::string_view address, MaskFor who) {
  const std::u32string points = CodePoints(Tidy(address));
  if (points.empty() || who == MaskFor::kProtected) return points.empty() ? "" : std::string(kHidden);
  size_t end = After(points, {U"街道", U"镇", U"乡"}, 0);
  if (end == points.npos) {
    end = After(points, {U"区", U"县"}, 0);
  } else if (who == MaskFor::kStaff) {
    // 鲁迅中路…新村 is an estate, not a village; only what follows the street at once counts.
    const size_t community = After(points, {U"社区", U"村"}, end);
    const bool estate = community != points.npos && points[community - 1] == U'村' && points[community - 2] == U'新';
    if (community != points.npos && community - end <= 10 && !estate) end = community;
  }
  return (end == points.npos ? "" : Utf8(points.substr(0, end))) + std::string(kHidden);
}

std::string MaskBankAccount(std::string_view number, MaskFor who) {
  std::string digits = Tidy(number);
  std::erase(digits, ' ');
  if (digits.empty()) return "";
  if (who != MaskFor::kStaff || digits.size() < 8 || !IsDigits(digits)) return std::string(kHidden);
  return std::string(kHidden) + digits.substr(digits.size() - 4);
}

std::string MaskEmail(std::string_view address, MaskFor who) {
  const std::string tidy = Tidy(address);
  const size_t at = tidy.rfind('@');
  if (tidy.empty()) return "";
  if (who != MaskFor::kStaff || at == std::string::npos || at == 0) return std::string(kHidden);
  return Utf8(CodePoints(tidy).substr(0, 1)) + std::string(kHidden) + tidy.substr(at);
}

}  // namespace lianban::workflow
