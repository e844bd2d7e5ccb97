#include "services/cli/import/submit_record.h"

#include "nlohmann/json.hpp"
#include "services/cli/terminal/moment.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {

absl::StatusOr<intake::v1::Matter> SubmitRecord(ConnectClient& client, const std::string& channel,
                                                const std::string& source_no, const CsvRecord& row, absl::Time received) {
  nlohmann::json record = nlohmann::json::object();
  for (const auto& [column, cell] : row.cells) {
    if (!cell.empty()) record[column] = cell;
  }
  intake::v1::SubmitReportRequest request;
  request.set_channel(channel);
  request.set_source_no(source_no);
  request.set_payload_json(record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  *request.mutable_receive_time() = TimestampOf(received);
  return client.Call<intake::v1::Matter>("lianban.intake.v1.Intake/SubmitReport", request);
}

absl::StatusOr<std::map<std::pair<std::string, std::string>, std::string>> CasesBySource(ConnectClient& client) {
  std::map<std::pair<std::string, std::string>, std::string> cases;
  intake::v1::ListMattersRequest request;
  request.set_page_size(1000);
  do {
    LIANBAN_ASSIGN_OR_RETURN(const auto page, client.Call<intake::v1::ListMattersResponse>(
                                                  "lianban.intake.v1.Intake/ListMatters", request));
    for (const auto& matter : page.matters()) cases[{matter.channel(), matter.source_no()}] = matter.case_id();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return cases;
}

}  // namespace lianban::cli
