#include "services/identity/commands.h"
#include "services/identity/directory/unit_store.h"
#include "services/identity/page.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {

absl::StatusOr<v1::ListUnitsResponse> ListUnits(const CommandContext& context, const v1::Context& caller,
                                                const v1::ListUnitsRequest& request) {
  UnitPage page{"", request.area_code(), PageSize(request.page_size())};
  LIANBAN_ASSIGN_OR_RETURN(page.after, KeyOfPageToken(request.page_token()));
  const std::string& city = caller.city_id();
  v1::ListUnitsResponse response;
  LIANBAN_RETURN_IF_ERROR(context.database.RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    response.Clear();
    // Read before the units: if one changes in between, the reader asks once more, and misses nothing.
    LIANBAN_ASSIGN_OR_RETURN(*response.mutable_etag(), UnitsEtag(tx, city));
    if (page.after.empty() && request.etag() == response.etag()) {
      response.set_not_modified(true);
      return absl::OkStatus();
    }
    LIANBAN_ASSIGN_OR_RETURN(const auto units, ReadUnits(tx, city, page));
    response.mutable_units()->Add(units.begin(), units.end());
    if (static_cast<int>(units.size()) == page.size) response.set_next_page_token(PageToken(units.back().unit_id()));
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace lianban::identity
