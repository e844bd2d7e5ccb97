#include "services/workflow/validate/area_code.h"

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"
#include "services/workflow/validate/province.h"

namespace lianban::workflow {
namespace {

absl::Status Invalid(std::string_view zh, std::string_view en) {
  return Error("AREA_CODE_INVALID", {{"detail_zh", std::string(zh)}, {"detail", std::string(en)}});
}

int Number(std::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

// The digits of one level; 0 when the code stops above it.
struct Parts {
  int city = 0, county = 0, street = 0, community = 0;
};

absl::Status CheckParts(const Parts& p) {
  const bool city = (p.city >= 1 && p.city <= 70) || p.city == 90;
  if (p.city != 0 && !city) return Invalid("第3–4位超出范围", "digits 3-4 are out of range");
  if (p.county != 0 && p.city == 0) return Invalid("有县级码而无市级码", "a county code under an empty city code");
  // A few cities (Dongguan, Zhongshan) have streets and no counties.
  if (p.street != 0 && p.city == 0) return Invalid("有街道码而无市级码", "a street code under an empty city code");
  if (p.street > 599) return Invalid("街道码不在001–599之间", "the street part is not within 001-599");
  if (p.community != 0 && p.street == 0) return Invalid("有村居码而无街道码", "a village code under an empty street");
  if (p.community > 599) return Invalid("村居码不在001–599之间", "the village part is not within 001-599");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AreaCode> ParseAreaCode(std::string_view text) {
  AreaCode out{Tidy(text)};
  std::string_view digits = out.code;
  bool grid = digits.size() == 14;
  if (digits.size() == 16 && digits[12] == 'G') {
    if (!IsDigits(digits.substr(13))) return Invalid("网格码不是数字", "the grid part is not digits");
    digits = digits.substr(0, 12);
    grid = true;
  }
  if (!IsDigits(digits)) return Invalid("只能是数字", "only digits are allowed");
  constexpr size_t kLengths[] = {2, 4, 6, 9, 12, 14};
  if (std::find(std::begin(kLengths), std::end(kLengths), digits.size()) == std::end(kLengths)) {
    return Invalid("位数应为2、4、6、9、12位", "it has 2, 4, 6, 9 or 12 digits");
  }
  if (!IsProvince(digits.substr(0, 2))) return Invalid("省级码不存在", "the province does not exist");
  std::string padded(digits);
  padded.resize(std::max<size_t>(12, padded.size()), '0');
  const std::string_view all = padded;
  const Parts parts{Number(all.substr(2, 2)), Number(all.substr(4, 2)), Number(all.substr(6, 3)),
                    Number(all.substr(9, 3))};
  LIANBAN_RETURN_IF_ERROR(CheckParts(parts));
  if (grid) {
    if (parts.community == 0) return Invalid("网格须属于村居", "a grid lies in a village or community");
    out.level = AreaLevel::kGrid;
    out.brief = out.code;
    return out;
  }
  constexpr size_t kBrief[] = {2, 4, 6, 9, 12};
  out.level = parts.community != 0 ? AreaLevel::kCommunity
              : parts.street != 0  ? AreaLevel::kStreet
              : parts.county != 0  ? AreaLevel::kCounty
              : parts.city != 0    ? AreaLevel::kCity
                                   : AreaLevel::kProvince;
  out.brief = padded.substr(0, kBrief[static_cast<size_t>(out.level)]);
  return out;
}

}  // namespace lianban::workflow
