#include "services/catalog/environment/calendar_cache.h"

#include "services/catalog/environment/environment_store.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {
namespace {

std::shared_ptr<const workflow::Calendar> CalendarFrom(const v1::GetEnvironmentResponse& environment) {
  std::map<absl::CivilDay, workflow::CalendarDay> days;
  for (const v1::CalendarDay& day : environment.days()) {
    absl::CivilDay date;
    if (absl::ParseCivilTime(day.date(), &date)) days[date] = {day.is_off_day(), day.name()};
  }
  std::set<int> years(environment.loaded_years().begin(), environment.loaded_years().end());
  return std::make_shared<const workflow::Calendar>(std::move(days), std::move(years));
}

}  // namespace

absl::StatusOr<std::shared_ptr<const workflow::Calendar>> CalendarCache::Get(const std::string& city_id) {
  Entry known;
  {
    std::lock_guard lock(mutex_);
    known = entries_[city_id];
  }
  Entry fresh = known;
  LIANBAN_RETURN_IF_ERROR(database_.RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(fresh.etag, ReadEnvironmentEtag(tx, city_id));
    if (known.calendar && fresh.etag == known.etag) return absl::OkStatus();
    v1::GetEnvironmentResponse environment;
    LIANBAN_RETURN_IF_ERROR(ReadCalendar(tx, city_id, &environment));
    fresh.calendar = CalendarFrom(environment);
    return absl::OkStatus();
  }));
  std::lock_guard lock(mutex_);
  entries_[city_id] = fresh;
  return fresh.calendar;
}

}  // namespace lianban::catalog
