#include "services/intake/matter/receipt_number.h"

#include "services/intake/counter.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/case_number.h"

namespace lianban::intake {

std::string ReceiptArea(const std::string& area_code) {
  std::string area = area_code.substr(0, 6);
  area.resize(6, '0');
  return area;
}

absl::StatusOr<std::string> DrawReceiptNumber(MatterStore& matters, postgres::Transaction& tx, const std::string& city,
                                              const std::string& area_code, const std::string& item_code,
                                              absl::Time receive_time) {
  workflow::CaseNumber number{ReceiptArea(area_code), item_code, absl::ToCivilDay(receive_time, CityZone()), 1};
  LIANBAN_RETURN_IF_ERROR(workflow::FormatCaseNumber(number).status());
  LIANBAN_ASSIGN_OR_RETURN(number.serial, matters.NextSerial(tx, city, number.area, number.item, number.day));
  return workflow::FormatCaseNumber(number);
}

std::string CityOfReceiptArea(const std::string& area) {
  const std::string province = area.substr(0, 2);
  if (province == "11" || province == "12" || province == "31" || province == "50") return province + "0000";
  return area.substr(0, 4) + "00";
}

}  // namespace lianban::intake
