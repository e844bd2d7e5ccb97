#include "services/catalog/item/items.h"

#include "nlohmann/json.hpp"
#include "services/catalog/item/item_store.h"
#include "services/catalog/names.h"
#include "services/catalog/page.h"
#include "services/lib/errors/error.h"
#include "services/workflow/time/period.h"
#include "services/workflow/validate/violation.h"

namespace lianban::catalog {
namespace {

constexpr size_t kTextBytesMax = 1000;

absl::Status CheckItem(const v1::Item& item) {
  std::vector<FieldViolation> violations;
  const auto wrong = [&](std::string_view field, std::string_view reason) {
    violations.push_back({std::string(field), std::string(reason), {}});
  };
  if (!IsItemCode(item.code())) wrong("item.code", "ITEM_CODE_INVALID");
  if (item.name().empty() || item.name().size() > kTextBytesMax) wrong("item.name", "ITEM_NAME_INVALID");
  if (!IsProcessName(item.process())) wrong("item.process", "PROCESS_NAME_INVALID");
  if (!item.duty().empty() && !IsDottedName(item.duty())) wrong("item.duty", "DUTY_NAME_INVALID");
  for (const std::string& applicant : item.applicants()) {
    if (applicant != "person" && applicant != "organisation") wrong("item.applicants", "APPLICANT_KIND_INVALID");
  }
  const std::pair<const char*, const std::string*> periods[] = {{"item.statutory", &item.statutory()},
                                                                {"item.promised", &item.promised()}};
  for (const auto& [field, text] : periods) {
    const auto period = text->empty() ? workflow::Period() : workflow::ParsePeriod(*text);
    if (!period.ok()) violations.push_back(workflow::ViolationOf(field, period.status()));
  }
  if (violations.empty()) return absl::OkStatus();
  return Error("REQUEST_INVALID", {{"detail", "item"}}, violations);
}

}  // namespace

absl::StatusOr<v1::ListItemsResponse> ListItems(postgres::Database& database, const rpc::Context& caller,
                                                const v1::ListItemsRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string after, KeyOfPage(request.page_token()));
  const int size = PageSize(request.page_size());
  LIANBAN_ASSIGN_OR_RETURN(auto items, ReadItems(database, caller.city_id(), after, size + 1));
  v1::ListItemsResponse response;
  const bool more = static_cast<int>(items.size()) > size;
  if (more) items.pop_back();
  for (v1::Item& item : items) *response.add_items() = std::move(item);
  if (more) response.set_next_page_token(PageToken(response.items().rbegin()->code()));
  return response;
}

absl::StatusOr<v1::Item> PutItem(postgres::Database& database, const Change& change, const v1::PutItemRequest& request) {
  LIANBAN_RETURN_IF_ERROR(RequireWorkflowAdmin(change.caller));
  LIANBAN_RETURN_IF_ERROR(CheckItem(request.item()));
  v1::Item answer;
  LIANBAN_RETURN_IF_ERROR(WriteOnce(database, change, request.request_id(), request, &answer,
                                    [&](postgres::Transaction& tx) -> absl::Status {
                                      answer = request.item();
                                      return WriteItem(tx, change, &answer);
                                    }));
  return answer;
}

}  // namespace lianban::catalog
