#pragma once
// One column of a batch as a PostgreSQL array literal, built in place: statements take whole columns (unnest).

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/lib/postgres/database.h"

namespace lianban::casework {

class ArrayParam {
 public:
  void Add(std::string_view text);
  void AddInt(int64_t value);
  void AddBool(bool value);
  void AddBytes(std::string_view raw);
  void AddTime(absl::Time time);  // infinite ones too
  void AddNull();

  postgres::Param Take();

 private:
  void Separate();
  std::string text_ = "{";
};

// ISO text in UTC with microseconds, or "infinity" / "-infinity".
std::string TimeText(absl::Time time);
// The reverse, as PostgreSQL writes it in a UTC session.
absl::Time TimeFromText(std::string_view text);

}  // namespace lianban::casework
