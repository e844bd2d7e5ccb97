#include <algorithm>

#include "absl/strings/numbers.h"
#include "fmt/format.h"
#include "services/intake/caller.h"
#include "services/intake/matter/read_matter.h"
#include "services/intake/page_token.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

constexpr int kPageSizeDefault = 50;
constexpr int kPageSizeMax = 1000;

std::string CursorOf(const Matter& last) {
  return fmt::format("{} {}", absl::ToUnixMicros(last.receive_time), last.matter_id);
}

absl::StatusOr<ListCursor> ParseCursor(const std::string& text) {
  size_t space = text.find(' ');
  int64_t micros = 0;
  if (space == std::string::npos || !absl::SimpleAtoi(text.substr(0, space), &micros)) {
    return Error("PAGE_TOKEN_INVALID");
  }
  return ListCursor{absl::FromUnixMicros(micros), text.substr(space + 1)};
}

}  // namespace

absl::StatusOr<v1::ListMattersResponse> ListMatters(Counter& counter, const rpc::Context& caller,
                                                    const v1::ListMattersRequest& request) {
  if (request.page_size() < 0) return Error("REQUEST_INVALID", {{"detail", "page_size"}});
  int size = request.page_size() == 0 ? kPageSizeDefault : std::min(request.page_size(), kPageSizeMax);
  const std::string& city = caller.city_id();
  std::string query = fmt::format("ListMatters\n{}\n{}\n{}", city, caller.user_id(), request.channel());
  ListCursor after;
  if (!request.page_token().empty()) {
    LIANBAN_ASSIGN_OR_RETURN(std::string cursor, OpenPageToken(counter.page_key, query, request.page_token()));
    LIANBAN_ASSIGN_OR_RETURN(after, ParseCursor(cursor));
  }
  std::vector<std::string> units = UnitsOf(caller);
  std::vector<Matter> matters;
  LIANBAN_RETURN_IF_ERROR(counter.database->RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(matters, counter.matters.List(tx, city, request.channel(), after, size + 1,
                                                           SeesWholeCity(caller) ? nullptr : &units));
    return absl::OkStatus();
  }));
  v1::ListMattersResponse response;
  bool more = matters.size() > static_cast<size_t>(size);
  if (more) matters.resize(size);
  for (const Matter& matter : matters) *response.add_matters() = MessageOf(matter);
  if (more) response.set_next_page_token(SealPageToken(counter.page_key, query, CursorOf(matters.back())));
  return response;
}

}  // namespace lianban::intake
