#include "services/records/paper/civil_text.h"
#include "services/records/paper/document_data.h"
#include "services/records/paper/receipt_paper.h"

namespace lianban::records {
namespace {

std::optional<absl::CivilDay> DayOf(DataReader& data, const char* name) {
  std::string text = data.Optional(name);
  if (text.empty()) return std::nullopt;
  absl::StatusOr<absl::CivilDay> day = ReadDay(text, data.PathOf(name));
  if (!day.ok()) {
    data.Fail(name);
    return std::nullopt;
  }
  return *day;
}

ReceiptMaterial ReadMaterial(DataReader& data) {
  ReceiptMaterial material;
  material.label = data.Required("label");
  material.state = data.Required("state");
  if (material.state != "original" && material.state != "copy" && material.state != "electronic" &&
      material.state != "commitment" && material.state != "follows") {
    data.Fail("state");
  }
  material.count = data.Count("count", 1);
  material.date = DayOf(data, "date");
  material.due = DayOf(data, "due");
  return material;
}

ReceiptMatter ReadMatter(DataReader& data) {
  ReceiptMatter matter;
  matter.title = data.Required("title");
  matter.item = data.Optional("item");
  matter.unit = data.Required("unit");
  matter.due = DayOf(data, "due");
  matter.due_unverified = data.Flag("due_unverified");
  matter.basis = data.Optional("basis");
  data.Each("materials", [&](DataReader& each) { matter.materials.push_back(ReadMaterial(each)); });
  return matter;
}

}  // namespace

absl::StatusOr<ReceiptPaper> ReadReceipt(const nlohmann::json& json) {
  absl::Status fault;
  DataReader data(json, "", &fault);
  ReceiptPaper receipt;
  receipt.number = data.Required("number");
  receipt.title = data.Optional("title");
  if (receipt.title.empty()) receipt.title = "收件凭证";
  absl::StatusOr<absl::Time> issued = ReadTime(data.Required("issue_time"), "issue_time");
  if (!issued.ok()) data.Fail("issue_time");
  receipt.issue_time = issued.value_or(absl::UnixEpoch());
  DataReader unit = data.Nested("unit");
  receipt.unit_name = unit.Required("name");
  receipt.unit_phone = unit.Optional("phone");
  receipt.unit_address = unit.Optional("address");
  DataReader party = data.Nested("party");
  receipt.party_name = party.Optional("name");
  receipt.party_document = party.Optional("document");
  receipt.party_phone = party.Optional("phone");
  receipt.party_agent = party.Optional("agent");
  data.Each("matters", [&](DataReader& each) { receipt.matters.push_back(ReadMatter(each)); });
  if (receipt.matters.empty()) data.Fail("matters");
  receipt.query_url = data.Required("query_url");
  receipt.query_hint = data.Optional("query_hint");
  receipt.notes = data.Texts("notes");
  receipt.operator_name = data.Optional("operator");
  if (!fault.ok()) return fault;
  return receipt;
}

}  // namespace lianban::records
