#include "services/workflow/replay/event_log.h"

#include <algorithm>

#include "services/workflow/replay/gzip_file.h"
#include "services/lib/errors/error.h"

namespace lianban::workflow {

int EventLog::Column(std::string_view name) const {
  auto it = std::find(columns.begin(), columns.end(), name);
  return it == columns.end() ? -1 : static_cast<int>(it - columns.begin());
}

absl::StatusOr<LogFormat> FormatOf(const std::string& path) {
  GzipFile file(path);
  char start[256];
  LIANBAN_ASSIGN_OR_RETURN(size_t count, file.Read(start, sizeof start));
  std::string_view text(start, count);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return LogFormat::kCsv;
  return text[first] == '<' ? LogFormat::kXes : text[first] == '{' ? LogFormat::kCasework : LogFormat::kCsv;
}

}  // namespace lianban::workflow
