#include "services/lib/check/check.h"
#include "services/lib/postgres/database.h"

namespace lianban::postgres {
namespace {

constexpr std::string_view kMark = "-- name:";

std::string_view Trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

Queries::Queries(const std::map<std::string_view, std::string_view>& embedded_files) {
  for (const auto& [path, text] : embedded_files) {
    if (path.find("queries/") == std::string_view::npos) continue;
    for (size_t at = text.find(kMark); at != std::string_view::npos;) {
      const size_t line_end = text.find('\n', at);
      LIANBAN_CHECK(line_end != std::string_view::npos, "{}: a name without a query", path);
      const auto name = Trim(text.substr(at + kMark.size(), line_end - at - kMark.size()));
      const size_t next = text.find(kMark, line_end);
      auto body = Trim(text.substr(line_end, next == std::string_view::npos ? next : next - line_end));
      while (body.ends_with(';')) body = Trim(body.substr(0, body.size() - 1));
      LIANBAN_CHECK(!name.empty() && !body.empty(), "{}: a query without name or text: \"{}\"", path, name);
      LIANBAN_CHECK(queries_.emplace(name, body).second, "{}: two queries are named \"{}\"", path, name);
      at = next;
    }
  }
}

const std::string& Queries::Get(std::string_view name) const {
  const auto it = queries_.find(name);
  LIANBAN_CHECK(it != queries_.end(), "no query is named \"{}\"", name);
  return it->second;
}

}  // namespace lianban::postgres
