#include "services/identity/directory/area_store.h"

#include "absl/time/civil_time.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

v1::Area AreaOf(const postgres::Rows& rows, int row) {
  v1::Area area;
  area.set_code(rows.GetString(row, 0));
  area.set_name(rows.GetString(row, 1));
  area.set_parent(rows.GetString(row, 2));
  area.set_level(rows.GetString(row, 3));
  area.set_valid_from(rows.GetString(row, 4));
  area.set_valid_to(rows.GetString(row, 5));
  return area;
}

std::vector<v1::Area> AreasOf(const postgres::Rows& rows) {
  std::vector<v1::Area> areas;
  for (int i = 0; i < rows.size(); ++i) areas.push_back(AreaOf(rows, i));
  return areas;
}

}  // namespace

std::string ChineseDay(absl::Time now) { return absl::FormatTime("%Y-%m-%d", now, absl::FixedTimeZone(8 * 60 * 60)); }

absl::StatusOr<std::vector<v1::Area>> ReadAreas(postgres::Transaction& tx, const std::string& city,
                                                const AreaPage& page, const std::string& day) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query(page.recursive ? "list_areas_below" : "list_areas",
                                                     {city, page.parent, page.after, day, std::to_string(page.size)}));
  return AreasOf(*rows);
}

absl::StatusOr<std::vector<v1::Area>> FindAreas(postgres::Transaction& tx, const std::string& city,
                                                const std::vector<std::string>& codes, const std::string& day) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("find_areas", {city, postgres::TextArray(codes), day}));
  return AreasOf(*rows);
}

absl::Status RequireArea(postgres::Transaction& tx, const std::string& city, const std::string& code,
                         const std::string& day) {
  LIANBAN_ASSIGN_OR_RETURN(const auto areas, FindAreas(tx, city, {code}, day));
  return areas.empty() ? Error("AREA_UNKNOWN", {{"code", code}}) : absl::OkStatus();
}

absl::Status StoreAreas(postgres::Transaction& tx, const std::string& city, const std::vector<v1::Area>& areas) {
  std::vector<std::string> codes, from, names, parents, levels;
  std::vector<postgres::Param> to;
  for (const auto& area : areas) {
    codes.push_back(area.code());
    from.push_back(area.valid_from());
    to.push_back(area.valid_to().empty() ? postgres::Param() : area.valid_to());
    names.push_back(area.name());
    parents.push_back(area.parent());
    levels.push_back(area.level());
  }
  const std::string code_array = postgres::TextArray(codes), from_array = postgres::TextArray(from);
  LIANBAN_RETURN_IF_ERROR(tx.Query("close_earlier_areas", {city, code_array, from_array}).status());
  return tx
      .Query("put_areas", {city, code_array, from_array, postgres::NullableTextArray(to), postgres::TextArray(names),
                           postgres::TextArray(parents), postgres::TextArray(levels)})
      .status();
}

}  // namespace lianban::identity
