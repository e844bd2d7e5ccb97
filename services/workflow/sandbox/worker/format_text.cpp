#include "services/workflow/sandbox/worker/format_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"

namespace lianban::workflow::sandbox {
namespace {

// One conversion as written: flags, width, precision (each at most two digits), letter.
struct Conversion {
  std::string flags, width, precision;  // precision with its dot
  char letter = '\0';

  std::string Spec(const char* length) const { return "%" + flags + width + precision + length + letter; }
};

Conversion Parse(lua_State* L, std::string_view format, size_t* at) {
  Conversion c;
  auto digits = [&](std::string& into) {
    for (int i = 0; i < 2 && *at < format.size() && format[*at] >= '0' && format[*at] <= '9'; ++i) into += format[(*at)++];
  };
  while (*at < format.size() && std::string_view("-+ #0").find(format[*at]) != std::string_view::npos) {
    c.flags += format[(*at)++];
    if (c.flags.size() > 5) Raise(L, "invalid format (repeated flags)");
  }
  digits(c.width);
  if (*at < format.size() && format[*at] == '.') {
    c.precision = format[(*at)++];
    digits(c.precision);
  }
  if (*at >= format.size()) Raise(L, "invalid conversion '%%' to 'format'");
  c.letter = format[(*at)++];
  return c;
}

template <class T>
std::string Print(const Conversion& c, const char* length, T value) {
  char buffer[512];  // 99 digits of width or precision and 309 before the point
  int size = std::snprintf(buffer, sizeof buffer, c.Spec(length).c_str(), value);
  return std::string(buffer, std::min<size_t>(size, sizeof buffer - 1));
}

double NumberArgument(lua_State* L, int index) {
  if (lua_type(L, index) != LUA_TNUMBER) {
    Raise(L, "bad argument #%d to 'format' (number expected, got %s)", index, luaL_typename(L, index));
  }
  double value = lua_tonumber(L, index);
  return std::isnan(value) ? std::fabs(value) : value;  // the sign of nan differs between processors
}

std::string PrintText(const Conversion& c, std::string text) {
  if (c.precision.size() > 1 || c.precision == ".") {
    text = text.substr(0, c.precision == "." ? 0 : std::stoul(c.precision.substr(1)));
  }
  size_t width = c.width.empty() ? 0 : std::stoul(c.width);
  if (text.size() >= width) return text;
  std::string pad(width - text.size(), ' ');
  return c.flags.find('-') != std::string::npos ? text + pad : pad + text;
}

std::string Quoted(lua_State* L, int index) {
  if (lua_type(L, index) != LUA_TSTRING) return DisplayText(L, index);
  std::string out = "\"";
  std::string_view text = TextArgument(L, index);
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    bool digit_follows = i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
    if (c == '"' || c == '\\' || c == '\n') {
      (out += '\\') += c;
    } else if (c == '\r' || c == '\0' || (static_cast<unsigned char>(c) < 0x20) || c == 0x7F) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, digit_follows ? "\\%03d" : "\\%d", static_cast<unsigned char>(c));
      out += buffer;
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string Convert(lua_State* L, const Conversion& c, int index) {
  switch (c.letter) {
    case 'd': case 'i': case 'u': case 'x': case 'X': case 'o':
      return Print(c, "ll", static_cast<long long>(IntegerArgument(L, index)));
    case 'c': return std::string(1, static_cast<char>(IntegerArgument(L, index)));
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case 'a': case 'A':
      return Print(c, "", NumberArgument(L, index));
    case 's': return PrintText(c, DisplayText(L, index));
    case 'q': return Quoted(L, index);
    default: Raise(L, "invalid conversion '%%%c' to 'format'", c.letter);
  }
}

}  // namespace

int FormatText(lua_State* L) {
  std::string format(TextArgument(L, 1));
  std::string out;
  int index = 1;
  for (size_t at = 0; at < format.size();) {
    Charge(L, 1);
    if (format[at] != '%') {
      out += format[at++];
      continue;
    }
    if (++at < format.size() && format[at] == '%') {
      out += format[at++];
      continue;
    }
    Conversion conversion = Parse(L, format, &at);
    if (++index > lua_gettop(L)) Raise(L, "bad argument #%d to 'format' (no value)", index);
    Charge(L, 10);
    std::string piece = Convert(L, conversion, index);
    CheckTextSize(L, out.size() + piece.size());
    Charge(L, piece.size() / 16);
    out += piece;
  }
  return PushText(L, out);
}

}  // namespace lianban::workflow::sandbox
