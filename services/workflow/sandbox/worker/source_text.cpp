#include "services/workflow/sandbox/worker/source_text.h"

#include <cstdint>
#include <cstdio>

#include "services/workflow/sandbox/wire/limits.h"
#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow::sandbox {
namespace {

struct Span {
  char32_t first, last;
};
// Invisible, or changing the order of what is seen: soft hyphen, Arabic letter mark, Hangul fillers, Mongolian
// separators, zero width and directional marks, line separators, isolates, BOM, variation selectors, annotation marks,
// tags, private use.
constexpr Span kHidden[] = {{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},   {0x115F, 0x1160},
                            {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},   {0x2028, 0x202E},
                            {0x2060, 0x206F}, {0x3164, 0x3164}, {0xE000, 0xF8FF},   {0xFE00, 0xFE0F},
                            {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFC},   {0xE0000, 0xE0FFF},
                            {0xF0000, 0x10FFFF}};

bool Allowed(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\r' || c == '\n';
  if (c >= 0x7F && c < 0xA0) return false;
  for (const Span& span : kHidden) {
    if (c >= span.first && c <= span.last) return false;
  }
  return true;
}

}  // namespace

void CheckSourceText(std::string_view path, std::string_view source, std::vector<WireDiagnostic>& errors) {
  WireDiagnostic d{.file = std::string(path), .line = 1, .column = 1, .code = "SCRIPT_SOURCE"};
  auto refuse = [&](const std::string& en, const std::string& zh) {
    d.message = zh + " (" + en + ")";
    errors.push_back(d);
  };
  if (source.size() > kSourceBytesMax) {
    return refuse("the file is larger than 64 KiB; split it and `use` the parts", "文件超过 64 KiB；请拆分后用 use 引入");
  }
  if (source.starts_with('\x1B')) return refuse("compiled code is not accepted; give the source text", "不接受编译后的代码，请提供源文本");
  if (source.starts_with('#')) return refuse("a script does not begin with #", "脚本不能以 # 开头");
  for (size_t at = 0; at < source.size();) {
    char32_t c = 0;
    int length = DecodeUtf8(source, at, &c);
    if (length == 0) return refuse("not valid UTF-8; save the file as UTF-8", "不是有效的 UTF-8 文本；请把文件存为 UTF-8");
    if (!Allowed(c)) {
      char code[16];
      std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(c));
      return refuse(std::string("invisible or control character ") + code + "; delete it or write it as \\u{...}",
                    std::string("含有不可见字符或控制字符 ") + code + "；请删除，或写成 \\u{...}");
    }
    at += static_cast<size_t>(length);
    d.column = c == '\n' ? 1 : d.column + 1;
    d.line += c == '\n';
  }
}

}  // namespace lianban::workflow::sandbox
