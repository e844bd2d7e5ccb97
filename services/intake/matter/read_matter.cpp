#include "services/intake/matter/read_matter.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "services/intake/caller.h"
#include "services/intake/matter/case_progress.h"
#include "services/intake/matter/near.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/case_number.h"
#include "spdlog/spdlog.h"

namespace lianban::intake {
namespace {

// A visit is due when the last of its matters is.
void TakeDueOfChildren(v1::Matter& parent) {
  for (const v1::Matter& child : parent.children()) {
    if (!child.has_due_time()) continue;
    bool later = !parent.has_due_time() || child.due_time().seconds() > parent.due_time().seconds();
    if (later) *parent.mutable_due_time() = child.due_time();
  }
}

}  // namespace

absl::StatusOr<Matter> VisibleMatter(Counter& counter, postgres::Transaction& tx, const rpc::Context& caller,
                                     const std::string& matter_id, const std::string& receipt_no) {
  const std::string& city = caller.city_id();
  std::optional<Matter> matter;
  if (!matter_id.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(matter, counter.matters.Find(tx, city, matter_id));
  } else {
    absl::StatusOr<workflow::CaseNumber> number = workflow::ParseCaseNumber(receipt_no);
    if (!number.ok()) return number.status();  // says which digit rule is broken
    LIANBAN_ASSIGN_OR_RETURN(matter,
                             counter.matters.FindByReceipt(tx, city, workflow::FormatCaseNumber(*number).value()));
  }
  bool visible = matter.has_value() && SeesWholeCity(caller);
  if (matter && !visible) {
    LIANBAN_ASSIGN_OR_RETURN(visible, counter.matters.SeenBy(tx, city, matter->matter_id, UnitsOf(caller)));
    if (!visible && !matter->parent_matter_id.empty()) {
      LIANBAN_ASSIGN_OR_RETURN(visible, counter.matters.SeenBy(tx, city, matter->parent_matter_id, UnitsOf(caller)));
    }
  }
  if (!visible) return Error("NOT_FOUND", {{"name", matter_id.empty() ? receipt_no : matter_id}});
  return *std::move(matter);
}

void Refresh(Counter& counter, const std::string& city_id, Matter& matter) {
  if (matter.case_id.empty() || matter.closed()) return;
  auto found = counter.casework.Get(city_id, matter.case_id);
  if (!found.ok() || !found->has_value() || !TakeProgress(**found, matter)) return;
  absl::Status noted = counter.database->RunTx(
      city_id, [&](postgres::Transaction& tx) { return counter.matters.SetCase(tx, city_id, matter); });
  if (!noted.ok()) spdlog::info("intake: progress of {} not noted: {}", matter.matter_id, noted.ToString());
}

absl::StatusOr<v1::Matter> DescribeMatter(Counter& counter, const std::string& city_id, const std::string& matter_id) {
  std::optional<Matter> matter;
  std::vector<Matter> children;
  std::vector<NearMatter> near;
  int voices = 1;
  const auto snapshot = counter.catalog.Get(city_id);
  LIANBAN_RETURN_IF_ERROR(counter.database->RunReadTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(matter, counter.matters.Find(tx, city_id, matter_id));
    if (!matter) return Error("NOT_FOUND", {{"name", matter_id}});
    if (matter->children > 0) {
      LIANBAN_ASSIGN_OR_RETURN(children, counter.matters.Children(tx, city_id, matter_id));
    }
    LIANBAN_ASSIGN_OR_RETURN(voices, counter.matters.Voices(tx, city_id, matter_id));
    if (!matter->closed() && matter->duplicate_of.empty()) {
      LIANBAN_ASSIGN_OR_RETURN(near, FindNear(counter.matters, tx, city_id, *matter,
                                              LimitsFrom(snapshot, matter->area_code)));
    }
    return absl::OkStatus();
  }));
  v1::Matter message = MessageOf(*matter);
  for (const Matter& child : children) *message.add_children() = MessageOf(child);
  TakeDueOfChildren(message);
  message.set_voices(voices);
  for (const NearMatter& other : near) message.add_suggested_duplicates(other.matter.matter_id);
  return message;
}

absl::StatusOr<v1::Matter> GetMatter(Counter& counter, const rpc::Context& caller,
                                     const v1::GetMatterRequest& request) {
  const std::string& city = caller.city_id();
  std::optional<Matter> matter;
  std::vector<Matter> children;
  LIANBAN_RETURN_IF_ERROR(counter.database->RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(matter, VisibleMatter(counter, tx, caller, request.matter_id(), request.receipt_no()));
    LIANBAN_ASSIGN_OR_RETURN(children, counter.matters.Children(tx, city, matter->matter_id));
    return absl::OkStatus();
  }));
  Refresh(counter, city, *matter);
  for (Matter& child : children) Refresh(counter, city, child);
  return DescribeMatter(counter, city, matter->matter_id);
}

absl::StatusOr<v1::FindDuplicatesResponse> FindDuplicates(Counter& counter, const rpc::Context& caller,
                                                          const v1::FindDuplicatesRequest& request) {
  const auto snapshot = counter.catalog.Get(caller.city_id());
  std::vector<NearMatter> near;
  LIANBAN_RETURN_IF_ERROR(counter.database->RunReadTx(caller.city_id(), [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(Matter matter, VisibleMatter(counter, tx, caller, request.matter_id(), ""));
    LIANBAN_ASSIGN_OR_RETURN(near, FindNear(counter.matters, tx, caller.city_id(), matter,
                                            LimitsFrom(snapshot, matter.area_code)));
    return absl::OkStatus();
  }));
  v1::FindDuplicatesResponse response;
  for (const NearMatter& other : near) {
    auto* candidate = response.add_candidates();
    *candidate->mutable_matter() = MessageOf(other.matter);
    candidate->set_distance_m(other.distance_m);
    candidate->set_apart_seconds(absl::ToInt64Seconds(other.apart));
  }
  return response;
}

}  // namespace lianban::intake
