#pragma once
// One column of a batch: a PostgreSQL array literal for statements that take whole columns (unnest), or the bare value
// when the batch has one row.

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/lib/postgres/database.h"

namespace lianban::casework {

class ArrayParam {
 public:
  void Add(postgres::Param value);
  void AddInt(int64_t value);
  void AddBool(bool value);
  void AddBytes(std::string_view raw);
  void AddTime(absl::Time time);  // infinite ones too
  void AddNull();

  // Leaves the column empty.
  postgres::Param TakeArray();
  postgres::Param TakeOnly();  // of a column with one value

 private:
  void Append(const postgres::Param& value);

  postgres::Param first_;  // not yet in text_
  std::string text_;
  int count_ = 0;
};

// ISO text in UTC with microseconds, or "infinity" / "-infinity".
std::string TimeText(absl::Time time);
// The reverse, as PostgreSQL writes it in a UTC session.
absl::Time TimeFromText(std::string_view text);

}  // namespace lianban::casework
