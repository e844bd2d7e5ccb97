// RFC 9562 section 5.7: 48 bits of milliseconds, then random bits. Values of one process grow strictly: within a
// millisecond the 74 random bits are counted up (section 6.2, method 2).

#include <mutex>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::crypto {
namespace {

struct Value {
  uint64_t millis = 0;
  uint16_t high = 0;  // 12 bits
  uint64_t low = 0;   // 62 bits
};

constexpr uint16_t kHighMask = 0x0fff;
constexpr uint64_t kLowMask = (uint64_t{1} << 62) - 1;

uint64_t Number(std::string_view bytes) {
  uint64_t value = 0;
  for (const unsigned char c : bytes) value = value << 8 | c;
  return value;
}

Value Next() {
  static std::mutex mutex;
  static Value last;
  const std::string random = RandomBytes(14);
  const uint64_t now = static_cast<uint64_t>(absl::ToUnixMillis(absl::Now()));
  std::lock_guard lock(mutex);
  if (now > last.millis) {
    // The highest bit starts at zero, which leaves room to count.
    last = {now, static_cast<uint16_t>(Number(random.substr(0, 2)) & (kHighMask >> 1)),
            Number(random.substr(2, 8)) & kLowMask};
    return last;
  }
  last.low += 1 + Number(random.substr(10, 4));
  if (last.low > kLowMask) {
    last.low &= kLowMask;
    if (++last.high > kHighMask) last.high = 0, ++last.millis;
  }
  return last;
}

}  // namespace

std::string NewUuid() {
  const Value value = Next();
  const uint64_t first = value.millis << 16 | 0x7000 | value.high;
  const uint64_t second = uint64_t{2} << 62 | value.low;
  std::string raw;
  for (int shift = 56; shift >= 0; shift -= 8) raw += static_cast<char>(first >> shift);
  for (int shift = 56; shift >= 0; shift -= 8) raw += static_cast<char>(second >> shift);
  std::string text = Hex(raw);
  for (const int at : {8, 13, 18, 23}) text.insert(static_cast<size_t>(at), 1, '-');
  return text;
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace lianban::crypto
