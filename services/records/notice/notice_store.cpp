#include "services/records/notice/notice_store.h"

#include "fmt/format.h"
#include "services/lib/crypto/derived_uuid.h"
#include "services/lib/errors/error.h"

namespace lianban::records {

std::string NoticeRequestId(const std::string& city_id, const std::string& case_id, int64_t effect_no) {
  return crypto::DerivedUuid(fmt::format("notice\n{}\n{}\n{}", city_id, case_id, effect_no));
}

absl::StatusOr<int64_t> NoticeStore::Cursor(const std::string& city_id) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, database_->Read(city_id, "case_cursor", {city_id}));
  return rows->size() == 0 ? 0 : rows->GetInt(0, 0);
}

absl::Status NoticeStore::Append(const std::string& city_id, const std::vector<NoticeRecord>& notices, int64_t cursor) {
  return database_->RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    for (const NoticeRecord& notice : notices) {
      LIANBAN_RETURN_IF_ERROR(
          tx.Query("insert_notice",
                   {city_id, notice.case_id, std::to_string(notice.effect_no), notice.kind, notice.template_name, notice.title,
                    notice.number, postgres::Timestamp(absl::ToUnixMicros(notice.issue_time)), notice.unit_id,
                    notice.data})
              .status());
    }
    return tx.Query("move_case_cursor", {city_id, std::to_string(cursor)}).status();
  });
}

absl::StatusOr<std::vector<NoticeRecord>> NoticeStore::OfCase(const std::string& city_id, const std::string& case_id) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, database_->Read(city_id, "notices_of_case", {city_id, case_id}));
  std::vector<NoticeRecord> notices;
  for (int row = 0; row < rows->size(); ++row) {
    notices.push_back({case_id, rows->GetInt(row, 0), rows->GetString(row, 1), rows->GetString(row, 2), rows->GetString(row, 3),
                       rows->GetString(row, 4), absl::FromUnixMicros(postgres::FromTimestamp(rows->Get(row, 5))),
                       rows->GetString(row, 6), rows->GetString(row, 7)});
  }
  return notices;
}

}  // namespace lianban::records
