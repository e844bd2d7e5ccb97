#include "services/intake/matter/open_case.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "services/intake/matter/case_progress.h"
#include "services/intake/matter/form_in_transit.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

// Intake acts on behalf of whoever registered the matter, with no desk of its own. The same at every repetition:
// casework compares who asks.
rpc::Context OnBehalf(const std::string& city_id, const Matter& matter) {
  rpc::Context context = rpc::SystemContext(city_id, absl::Now());
  context.set_actor_class(identity::v1::ACTOR_CLASS_SERVICE);
  context.set_user_id(matter.register_user_id);
  context.set_user_name(matter.register_user_name);
  context.set_unit_id(matter.register_unit_id);
  context.set_area_code(matter.area_code);
  return context;
}

casework::v1::StartCaseRequest RequestFor(const Matter& matter, std::string form) {
  casework::v1::StartCaseRequest request;
  request.set_request_id(matter.matter_id);
  request.set_process(matter.process);
  request.set_unit_id(matter.unit_id);
  request.set_area_code(matter.area_code);
  request.set_title(matter.title);
  request.set_form_json(std::move(form));
  request.set_materials_json(matter.materials);
  request.set_party_id(matter.party_id);
  request.set_receipt_no(matter.receipt_no);
  request.set_channel(matter.channel);
  *request.mutable_receive_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(matter.receive_time));
  return request;
}

// The case of a child: same process and title, not yet taken by another child; cases in the order they were opened.
const casework::v1::Case* CaseOf(const Matter& child, const std::vector<casework::v1::Case>& cases,
                                 const std::vector<std::string>& taken) {
  const casework::v1::Case* found = nullptr;
  for (const casework::v1::Case& each : cases) {
    if (each.process() != child.process || each.title() != child.title) continue;
    if (std::find(taken.begin(), taken.end(), each.case_id()) != taken.end()) continue;
    if (found == nullptr || each.case_id() < found->case_id()) found = &each;
  }
  return found;
}

}  // namespace

absl::Duration RetryDelay(int attempts) {
  return std::min(absl::Seconds(1) * (1 << std::min(attempts, 10)), absl::Minutes(10));
}

absl::Status OpenCase(Counter& counter, const std::string& city_id, Matter& matter, absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(const auto keys, counter.city_keys.Get(city_id));
  LIANBAN_ASSIGN_OR_RETURN(std::string form, OpenForm(*keys, city_id, matter));
  auto answer = counter.casework.Start(OnBehalf(city_id, matter), RequestFor(matter, std::move(form)));
  if (!answer.ok()) return answer.status();
  matter.case_id = answer->case_id();
  matter.case_status = answer->status();
  matter.result = answer->result();
  matter.due_time = TimeIf(answer->has_due_time(), answer->due_time());
  matter.due_unverified = answer->due_unverified();
  matter.state = "opened";
  std::optional<absl::Time> link_time;
  if (matter.children > 0) link_time = now + absl::Seconds(2);
  return counter.database->RunTx(
      city_id, [&](postgres::Transaction& tx) { return counter.matters.SetOpened(tx, city_id, matter, link_time); });
}

absl::Status LinkChildren(Counter& counter, const std::string& city_id, const Matter& parent) {
  LIANBAN_ASSIGN_OR_RETURN(auto cases, counter.casework.Children(city_id, parent.case_id));
  bool complete = false;
  LIANBAN_RETURN_IF_ERROR(counter.database->RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(auto children, counter.matters.Children(tx, city_id, parent.matter_id));
    std::vector<std::string> taken;
    for (const Matter& child : children) {
      if (!child.case_id.empty()) taken.push_back(child.case_id);
    }
    complete = true;
    for (Matter& child : children) {
      if (!child.case_id.empty()) continue;
      const casework::v1::Case* found = CaseOf(child, cases, taken);
      if (found == nullptr) {
        complete = false;
        continue;
      }
      taken.push_back(found->case_id());
      child.case_id = found->case_id();
      TakeProgress(*found, child);
      LIANBAN_RETURN_IF_ERROR(counter.matters.SetOpened(tx, city_id, child, std::nullopt));
      LIANBAN_RETURN_IF_ERROR(counter.matters.SetCase(tx, city_id, child));
    }
    return complete ? counter.matters.SetSettled(tx, city_id, parent.matter_id) : absl::OkStatus();
  }));
  return complete ? absl::OkStatus() : absl::UnavailableError("the cases of the visit are still being opened");
}

}  // namespace lianban::intake
