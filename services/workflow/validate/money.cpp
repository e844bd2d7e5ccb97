#include "services/workflow/validate/money.h"

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"

namespace lianban::workflow {
namespace {

constexpr size_t kYuanDigitsMax = 12;

// Digits of the whole part; commas, if any, before every group of three.
bool StripCommas(std::string* whole) {
  if (whole->find(',') == std::string::npos) return true;
  const size_t size = whole->size();
  for (size_t i = 0; i < size; ++i) {
    const bool place = (size - i) % 4 == 0;
    if (place != ((*whole)[i] == ',') || (place && i == 0)) return false;
  }
  std::erase(*whole, ',');
  return true;
}

constexpr std::string_view kDigits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

// Below 10000, without zeros in front.
std::string FourDigits(int value) {
  constexpr std::string_view kUnits[] = {"仟", "佰", "拾", ""};
  std::string out;
  bool zero = false;
  int divisor = 1000;
  for (int i = 0; i < 4; ++i, divisor /= 10) {
    const int digit = value / divisor % 10;
    if (digit == 0) {
      zero = !out.empty();
      continue;
    }
    if (zero) out += kDigits[0];
    zero = false;
    out += kDigits[digit];
    out += kUnits[i];
  }
  return out;
}

// 零 stands between two parts when the lower one does not fill its places.
std::string WholeInChinese(uint64_t value) {
  if (value < 10'000) return FourDigits(static_cast<int>(value));
  const uint64_t base = value < 100'000'000 ? 10'000 : 100'000'000;
  std::string out = WholeInChinese(value / base);
  out += base == 10'000 ? "万" : "亿";
  const uint64_t low = value % base;
  if (low == 0) return out;
  if (low < base / 10) out += kDigits[0];
  return out + WholeInChinese(low);
}

uint64_t Magnitude(int64_t fen) { return fen < 0 ? 0 - static_cast<uint64_t>(fen) : static_cast<uint64_t>(fen); }

}  // namespace

absl::StatusOr<int64_t> FenFromYuan(std::string_view text) {
  std::string tidy = Tidy(text);
  for (std::string_view sign : {"¥", "￥"}) {
    if (tidy.starts_with(sign)) tidy.erase(0, sign.size());
  }
  if (tidy.ends_with("元")) tidy.resize(tidy.size() - std::string_view("元").size());
  const size_t point = tidy.find('.');
  std::string whole = tidy.substr(0, point);
  std::string fraction = point == std::string::npos ? "" : tidy.substr(point + 1);
  if (!StripCommas(&whole) || !IsDigits(whole) || whole.size() > kYuanDigitsMax) return Error("MONEY_INVALID");
  if (point != std::string::npos && (!IsDigits(fraction) || fraction.size() > 2)) return Error("MONEY_INVALID");
  fraction.resize(2, '0');
  return std::stoll(whole) * 100 + std::stoi(fraction);
}

std::string YuanFromFen(int64_t fen) {
  const uint64_t size = Magnitude(fen);
  return fmt::format("{}{}.{:02}", fen < 0 ? "-" : "", size / 100, size % 100);
}

std::string GroupedYuanFromFen(int64_t fen) {
  std::string out = YuanFromFen(fen);
  const int first = fen < 0 ? 1 : 0;
  for (int at = static_cast<int>(out.size()) - 6; at > first; at -= 3) out.insert(at, ",");
  return out;
}

std::string MoneyInChinese(int64_t fen) {
  const uint64_t size = Magnitude(fen);
  const uint64_t yuan = size / 100;
  const int jiao = static_cast<int>(size / 10 % 10), last = static_cast<int>(size % 10);
  std::string out = fen < 0 ? "人民币负" : "人民币";
  if (yuan != 0 || size == 0) out += (yuan == 0 ? std::string("零") : WholeInChinese(yuan)) + "元";
  if (jiao == 0 && last == 0) return out + "整";
  if (jiao != 0) {
    out += kDigits[jiao];
    out += "角";
  } else if (yuan != 0) {
    out += "零";
  }
  if (last == 0) return out + "整";
  out += kDigits[last];
  return out + "分";
}

}  // namespace lianban::workflow
