#include "services/identity/commands.h"
#include "services/identity/directory/area_store.h"
#include "services/identity/page.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {

absl::StatusOr<v1::ListAreasResponse> ListAreas(const CommandContext& context, const v1::Context& caller,
                                                const v1::ListAreasRequest& request) {
  AreaPage page{request.parent(), "", request.recursive(), PageSize(request.page_size())};
  LIANBAN_ASSIGN_OR_RETURN(page.after, KeyOfPageToken(request.page_token()));
  v1::ListAreasResponse response;
  LIANBAN_RETURN_IF_ERROR(context.database.RunReadTx(caller.city_id(), [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const auto areas, ReadAreas(tx, caller.city_id(), page, ChineseDay(context.now())));
    response.Clear();
    response.mutable_areas()->Add(areas.begin(), areas.end());
    if (static_cast<int>(areas.size()) == page.size) response.set_next_page_token(PageToken(areas.back().code()));
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace lianban::identity
