#include "services/catalog/gate/replay_past.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "google/protobuf/util/json_util.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/replay/casework_log.h"
#include "services/workflow/replay/what_if.h"

namespace lianban::catalog {
namespace {

constexpr int kPage = 100;
constexpr size_t kDifferencesKept = 50;

absl::StatusOr<std::string> EventLines(casework::v1::Casework::Stub& stub, const rpc::ContextSigner& signer,
                                       const std::string& city_id, const std::string& case_id) {
  google::protobuf::util::JsonPrintOptions names;
  names.preserve_proto_field_names = true;
  std::string lines;
  casework::v1::ListEventsRequest request;
  request.set_case_id(case_id);
  request.set_page_size(kPage);
  do {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer, rpc::SystemContext(city_id, absl::Now()));
    casework::v1::ListEventsResponse page;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub.ListEvents(&call, request, &page)));
    for (const auto& event : page.events()) {
      std::string line;
      if (!google::protobuf::util::MessageToJsonString(event, &line, names).ok()) continue;
      lines += line + "\n";
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return lines;
}

}  // namespace

absl::StatusOr<workflow::Recording> PastCases::Fetch(const std::string& city_id, const std::string& process,
                                                     const std::string& area, int cases_max) const {
  const auto stub = casework::v1::Casework::NewStub(channels_->To("casework"));
  casework::v1::ListCasesRequest request;
  request.set_process(process);
  request.set_page_size(kPage);
  std::string lines;
  int taken = 0;
  do {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()));
    casework::v1::ListCasesResponse page;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub->ListCases(&call, request, &page)));
    for (const auto& one : page.cases()) {
      if (taken == cases_max) break;
      if (!workflow::overlay::LiesIn(one.area_code(), area)) continue;
      LIANBAN_ASSIGN_OR_RETURN(const std::string events, EventLines(*stub, signer_, city_id, one.case_id()));
      lines += events;
      ++taken;
    }
    request.set_page_token(taken == cases_max ? "" : page.next_page_token());
  } while (!request.page_token().empty());
  return workflow::ReadCaseworkEvents(lines, process);
}

v1::WhatIfReport ReplayPast(workflow::ScriptHost& scripts, std::shared_ptr<const workflow::Model> base,
                            std::shared_ptr<const workflow::Model> edited, workflow::Recording recording,
                            nlohmann::json given) {
  recording.given = std::move(given);
  const workflow::ReplayOptions how{workflow::ReplayMode::kWhatIf, 1, false};
  const workflow::Replay before = workflow::ReplayCases(scripts, std::move(base), recording, how);
  const workflow::Replay after = workflow::ReplayCases(scripts, std::move(edited), recording, how);
  workflow::WhatIf found = workflow::Compare(recording, before, after);
  v1::WhatIfReport report;
  report.set_cases(found.cases);
  report.set_same(found.same);
  report.set_path_differs(found.path_differs);
  report.set_ends_elsewhere(found.ends_elsewhere);
  report.set_deadline_moves(found.deadline_moves);
  report.set_newly_refused(found.newly_refused);
  if (found.differences.size() > kDifferencesKept) found.differences.resize(kDifferencesKept);
  report.set_detail_json(workflow::ToJson(found).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  return report;
}

}  // namespace lianban::catalog
