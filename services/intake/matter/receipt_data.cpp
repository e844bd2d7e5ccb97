#include "fmt/format.h"
#include "services/intake/matter/print_receipt.h"

namespace lianban::intake {
namespace {

std::string DayText(absl::CivilDay day) { return absl::FormatCivilTime(day); }

// "original", or an object with state, count, date and due, as casework's materials are written.
nlohmann::json MaterialData(const std::string& label, const nlohmann::json& value) {
  nlohmann::json data = {{"label", label}, {"state", "original"}};
  if (value.is_string()) data["state"] = value;
  if (!value.is_object()) return data;
  if (value.contains("state") && value["state"].is_string()) data["state"] = value["state"];
  for (const char* name : {"count", "date", "due"}) {
    if (value.contains(name)) data[name] = value[name];
  }
  return data;
}

nlohmann::json MatterData(const Matter& matter, const CitySnapshot& snapshot, const MaterialLabels& labels) {
  nlohmann::json data = {
      {"title", matter.title}, {"item", matter.item_code}, {"unit", snapshot.UnitName(matter.unit_id)}};
  if (matter.due_time) data["due"] = DayText(LastDayOf(*matter.due_time));
  if (matter.due_unverified) data["due_unverified"] = true;
  auto item = snapshot.items.find(matter.item_code);
  if (item != snapshot.items.end() && !item->second.legal_basis().empty()) data["basis"] = item->second.legal_basis();
  nlohmann::json given = nlohmann::json::parse(matter.materials, nullptr, false);
  nlohmann::json materials = nlohmann::json::array();
  if (given.is_object()) {
    for (const auto& [name, value] : given.items()) {
      nlohmann::json line = MaterialData(labels(matter.process, name), value);
      const std::string state = line["state"];
      if (state == "original" || state == "copy" || state == "electronic" || state == "commitment" ||
          state == "follows") {
        materials.push_back(std::move(line));
      }
    }
  }
  data["materials"] = std::move(materials);
  return data;
}

}  // namespace

absl::CivilDay LastDayOf(absl::Time due) { return absl::ToCivilDay(due - absl::Microseconds(1), CityZone()); }

nlohmann::json ReceiptData(const ReceiptSource& source, const CitySnapshot& snapshot, const MaterialLabels& labels,
                           const std::string& public_url, const std::string& operator_name) {
  const Matter& matter = source.matter;
  nlohmann::json matters = nlohmann::json::array();
  for (const Matter& child : source.children) matters.push_back(MatterData(child, snapshot, labels));
  if (source.children.empty()) matters.push_back(MatterData(matter, snapshot, labels));
  nlohmann::json party = nlohmann::json::object();
  if (!source.party.empty()) {
    v1::Party masked = Masked(source.party);
    party = {{"name", masked.name()}, {"document", masked.document_no()}, {"phone", masked.phone()}};
  }
  return {
      {"number", matter.receipt_no},
      {"issue_time", absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez", matter.receive_time, CityZone())},
      {"unit",
       {{"name", snapshot.UnitName(matter.register_unit_id)}, {"phone", snapshot.UnitPhone(matter.register_unit_id)}}},
      {"party", std::move(party)},
      {"matters", std::move(matters)},
      {"query_url", fmt::format("{}/?no={}", public_url, matter.receipt_no)},
      {"notes",
       {"本凭证证明收到上述申请和材料，不代表已经受理；是否受理以书面通知为准。",
        "需要补充材料的，承办单位会一次性告知；补充材料所需时间不计入办理期限。"}},
      {"operator", operator_name}};
}

}  // namespace lianban::intake
