#include "services/records/paper/civil_text.h"
#include "services/records/paper/document_data.h"
#include "services/records/paper/notice_paper.h"

namespace lianban::records {

absl::StatusOr<NoticePaper> ReadNotice(const nlohmann::json& json, std::string_view default_title) {
  absl::Status fault;
  DataReader data(json, "", &fault);
  NoticePaper notice;
  notice.number = data.Required("number");
  notice.title = data.Optional("title");
  if (notice.title.empty()) notice.title = default_title;
  absl::StatusOr<absl::Time> issued = ReadTime(data.Required("issue_time"), "issue_time");
  if (!issued.ok()) data.Fail("issue_time");
  notice.issue_time = issued.value_or(absl::UnixEpoch());
  DataReader unit = data.Nested("unit");
  notice.unit_name = unit.Required("name");
  notice.unit_phone = unit.Optional("phone");
  notice.unit_address = unit.Optional("address");
  notice.addressee = data.Required("addressee");
  notice.matter = data.Optional("matter");
  notice.paragraphs = data.Texts("paragraphs");
  if (notice.paragraphs.empty()) data.Fail("paragraphs");
  notice.items = data.Texts("items");
  notice.legal_basis = data.Texts("legal_basis");
  notice.remedy = data.Optional("remedy");
  notice.query_url = data.Optional("query_url");
  if (!fault.ok()) return fault;
  return notice;
}

}  // namespace lianban::records
