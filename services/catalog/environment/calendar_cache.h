#pragma once
// The working calendar of each city, read again when the city's environment changed.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "services/lib/postgres/database.h"
#include "services/workflow/time/calendar.h"

namespace lianban::catalog {

class CalendarCache {
 public:
  explicit CalendarCache(postgres::Database& database) : database_(database) {}

  absl::StatusOr<std::shared_ptr<const workflow::Calendar>> Get(const std::string& city_id);

 private:
  struct Entry {
    std::string etag;
    std::shared_ptr<const workflow::Calendar> calendar;
  };
  postgres::Database& database_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace lianban::catalog
