#include "services/workflow/engine/json_size.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kNotText = SIZE_MAX;

// Eight bytes of ASCII that stand for themselves.
bool IsPlain(const char* bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHigh = 0x8080808080808080;
  uint64_t eight;
  std::memcpy(&eight, bytes, sizeof eight);
  const auto some_zero = [](uint64_t value) { return (value - kOnes) & ~value & kHigh; };
  const uint64_t below_space = (eight - kOnes * 0x20) & ~eight & kHigh;
  return ((eight & kHigh) | below_space | some_zero(eight ^ kOnes * '"') | some_zero(eight ^ kOnes * '\\')) == 0;
}

size_t EscapedSize(char32_t c, size_t length) {
  if (c == '"' || c == '\\' || c == '\b' || c == '\f' || c == '\n' || c == '\r' || c == '\t') return 2;
  return c < 0x20 ? std::string_view("\\u001f").size() : length;
}

// With its quotes; kNotText when it is not UTF-8.
size_t TextSize(std::string_view text) {
  size_t size = 2;
  for (size_t at = 0; at < text.size();) {
    const size_t left = std::min<size_t>(8, text.size() - at);
    char eight[8] = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '};
    std::memcpy(eight, text.data() + at, left);
    if (IsPlain(eight)) {
      at += left;
      size += left;
      continue;
    }
    if (const auto byte = static_cast<unsigned char>(text[at]); byte >= 0x20 && byte < 0x80) {
      size += byte == '"' || byte == '\\' ? 2 : 1;
      ++at;
      continue;
    }
    if (sandbox::IsIdeograph(text, at)) {
      size += 3;
      at += 3;
      continue;
    }
    char32_t c = 0;
    const int length = sandbox::DecodeUtf8(text, at, &c);
    if (length == 0) return kNotText;
    size += EscapedSize(c, static_cast<size_t>(length));
    at += static_cast<size_t>(length);
  }
  return size;
}

size_t DigitsOf(uint64_t number) {
  size_t digits = 1;
  for (; number >= 10; number /= 10) ++digits;
  return digits;
}

// What is told of the size. The digits of a fraction are only known when it is written, and they take as long as all the rest.
enum class Sizing {
  kLeast,  // texts without anything to escape, fractions as short as any
  kExact,
  kMost,  // fractions as long as any: -1.7976931348623157e+308
};

template <Sizing kSizing>
size_t SizeOfText(std::string_view text) {
  return kSizing == Sizing::kLeast ? text.size() + 2 : TextSize(text);
}

template <Sizing kSizing>
size_t SizeOfFraction(const json& value) {
  if constexpr (kSizing == Sizing::kLeast) return 3;
  if constexpr (kSizing == Sizing::kMost) return 24;
  return value.dump().size();
}

// False: only writing it will tell.
template <Sizing kSizing>
bool AddSize(const json& value, size_t& size) {
  const auto add_text = [&](const std::string& text) {
    const size_t bytes = SizeOfText<kSizing>(text);
    if (bytes != kNotText) size += bytes;
    return bytes != kNotText;
  };
  switch (value.type()) {
    case json::value_t::object:
      size += value.empty() ? 2 : 1 + 2 * value.size();  // brackets, colons, commas
      for (const auto& [name, member] : value.get_ref<const json::object_t&>()) {
        if (!add_text(name) || !AddSize<kSizing>(member, size)) return false;
      }
      return true;
    case json::value_t::array:
      size += value.empty() ? 2 : 1 + value.size();
      for (const json& element : value) {
        if (!AddSize<kSizing>(element, size)) return false;
      }
      return true;
    case json::value_t::string: return add_text(value.get_ref<const std::string&>());
    case json::value_t::null: size += 4; return true;
    case json::value_t::boolean: size += value.get<bool>() ? 4 : 5; return true;
    case json::value_t::number_unsigned: size += DigitsOf(value.get<uint64_t>()); return true;
    case json::value_t::number_integer: {
      const auto number = value.get<int64_t>();
      const auto magnitude = static_cast<uint64_t>(number);
      size += number < 0 ? 1 + DigitsOf(0 - magnitude) : DigitsOf(magnitude);
      return true;
    }
    case json::value_t::number_float: size += SizeOfFraction<kSizing>(value); return true;
    default: return false;
  }
}

template <Sizing kSizing>
size_t SizeAsText(const json& value) {
  size_t size = 0;
  return AddSize<kSizing>(value, size) ? size : value.dump().size();
}

}  // namespace

bool FitsInto(const json& value, size_t bytes_max) {
  return SizeAsText<Sizing::kMost>(value) <= bytes_max || SizeAsText<Sizing::kExact>(value) <= bytes_max;
}

bool MayFitInto(const json& value, size_t bytes_max) {
  size_t size = 0;
  return AddSize<Sizing::kLeast>(value, size) && size <= bytes_max;
}

bool FitsInto(const SharedObject& object, size_t bytes_max) {
  constexpr size_t kEscapedMax = std::string_view("\\u001f").size();
  size_t most = 2;
  for (const auto& [name, member] : object.members()) {
    most += kEscapedMax * name.size() + std::string_view("\"\":,").size() + member.Size(SizeAsText<Sizing::kMost>);
  }
  return most <= bytes_max || FitsInto(json(object), bytes_max);
}

}  // namespace lianban::workflow
