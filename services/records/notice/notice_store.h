#pragma once
// The SQL of notices.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/postgres/database.h"

namespace lianban::records {

struct NoticeRecord {
  std::string case_id;
  int64_t effect_no = 0;
  std::string kind, template_name, title, number;
  absl::Time issue_time;
  std::string unit_id;
  std::string data;  // JSON, as paper/notice_paper.h reads it
};

// The request that typesets a notice as it is issued: the same one whenever it is tried.
std::string NoticeRequestId(const std::string& city_id, const std::string& case_id, int64_t effect_no);

class NoticeStore {
 public:
  explicit NoticeStore(std::shared_ptr<postgres::Database> database) : database_(std::move(database)) {}

  absl::StatusOr<int64_t> Cursor(const std::string& city_id);
  // Together: the notices that are not there yet, and the new position.
  absl::Status Append(const std::string& city_id, const std::vector<NoticeRecord>& notices, int64_t cursor);
  // Oldest first.
  absl::StatusOr<std::vector<NoticeRecord>> OfCase(const std::string& city_id, const std::string& case_id);

 private:
  std::shared_ptr<postgres::Database> database_;
};

}  // namespace lianban::records
