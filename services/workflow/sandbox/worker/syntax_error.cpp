#include "services/workflow/sandbox/worker/syntax_error.h"

#include <charconv>
#include <string>

#include "services/workflow/sandbox/wire/limits.h"
#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow::sandbox {
namespace {

std::string_view LineOf(std::string_view source, int line) {
  for (; line > 1; --line) {
    size_t end = source.find('\n');
    if (end == source.npos) return {};
    source.remove_prefix(end + 1);
  }
  return source.substr(0, source.find('\n'));
}

// Character column of the token that the message names; 1 when it cannot be found.
int ColumnOf(std::string_view line, std::string_view message) {
  size_t near = message.rfind("near '");
  if (near == message.npos) return 1;
  std::string_view token = message.substr(near + 6);
  token = token.substr(0, token.rfind('\''));
  size_t at = token.empty() ? line.npos : line.rfind(token);
  if (at == line.npos) return 1;
  int column = 1;
  for (char c : line.substr(0, at)) column += (c & 0xC0) != 0x80;
  return column;
}

// The two mistakes of people who write Chinese: signs of the input method, and the comma between two entries.
std::string_view HintFor(std::string_view message) {
  if (message.find("near '<\\2") != message.npos || message.find("near '<\\1") != message.npos) {
    return "；这里的引号、逗号、括号等符号须用半角 (signs such as quotes, commas and brackets must be the ASCII ones)";
  }
  if (message.starts_with("'}' expected")) return "；前一项后面是否少了逗号 (is a comma missing before it?)";
  return "";
}

}  // namespace

WireDiagnostic SyntaxError(std::string_view path, std::string_view source, std::string_view message) {
  WireDiagnostic d{.file = std::string(path), .line = 1, .code = "SCRIPT_SYNTAX"};
  size_t mark = message.find(": ");
  size_t colon = mark == message.npos ? mark : message.rfind(':', mark - 1);
  if (colon != message.npos) {
    std::from_chars(message.data() + colon + 1, message.data() + mark, d.line);
    message.remove_prefix(mark + 2);
  }
  d.column = ColumnOf(LineOf(source, d.line), message);
  d.message = Printable("语法错误：" + std::string(message), kErrorBytesMax);
  d.message += HintFor(message);
  return d;
}

WireDiagnostic NestingError(std::string_view path, int line) {
  return {.file = std::string(path),
          .line = line,
          .column = 1,
          .code = "SCRIPT_SYNTAX",
          .message = "括号、语句块或函数嵌套超过 200 层 (blocks, brackets or functions nest deeper than 200)"};
}

}  // namespace lianban::workflow::sandbox
