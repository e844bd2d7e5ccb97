#include "services/intake/matter/merge_matters.h"

#include "fmt/format.h"
#include "services/intake/caller.h"
#include "services/intake/matter/case_progress.h"
#include "services/intake/matter/read_matter.h"
#include "services/intake/request_log.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"

namespace lianban::intake {
namespace {

struct Pair {
  Matter main, merged;
};

absl::StatusOr<Pair> LoadPair(Counter& counter, postgres::Transaction& tx, const rpc::Context& caller,
                              const v1::MergeMattersRequest& request) {
  Pair pair;
  const std::string& city = caller.city_id();
  LIANBAN_ASSIGN_OR_RETURN(pair.main, VisibleMatter(counter, tx, caller, request.main_matter_id(), ""));
  LIANBAN_ASSIGN_OR_RETURN(pair.merged, VisibleMatter(counter, tx, caller, request.merged_matter_id(), ""));
  if (!pair.main.duplicate_of.empty()) {
    // The main one was merged itself: its own main matter takes both.
    LIANBAN_ASSIGN_OR_RETURN(auto root, counter.matters.Find(tx, city, pair.main.duplicate_of));
    if (root) pair.main = *std::move(root);
  }
  // It may have ended a moment ago; of the other one casework itself will tell.
  const auto now = counter.casework.Get(city, pair.main.case_id);
  if (now.ok() && now->has_value()) TakeProgress(**now, pair.main);
  return pair;
}

absl::Status RequireVisible(Counter& counter, const rpc::Context& caller, std::initializer_list<std::string> matters) {
  return counter.database->RunReadTx(caller.city_id(), [&](postgres::Transaction& tx) -> absl::Status {
    for (const std::string& matter_id : matters)
      LIANBAN_RETURN_IF_ERROR(VisibleMatter(counter, tx, caller, matter_id, "").status());
    return absl::OkStatus();
  });
}

// Whoever asked for it sees it done, also a second try that only heard of the first.
void TakeInNow(Counter& counter, const std::string& city, const std::string& matter_id) {
  std::optional<Matter> matter;
  const absl::Status read = counter.database->RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(matter, counter.matters.Find(tx, city, matter_id));
    return absl::OkStatus();
  });
  if (read.ok() && matter) Refresh(counter, city, *matter);
}

absl::Status CheckPair(const Pair& pair) {
  if (pair.main.matter_id == pair.merged.matter_id) return Error("MERGE_SAME");
  bool whole_visit = pair.merged.children > 0 || pair.main.children > 0;
  if (whole_visit || pair.main.case_id.empty() || pair.merged.case_id.empty()) {
    return Error("MERGE_NOT_POSSIBLE", {{"matter", pair.merged.matter_id}});
  }
  for (const Matter* each : {&pair.main, &pair.merged}) {
    if (each->closed()) return Error("MERGE_CLOSED", {{"matter", each->matter_id}});
  }
  return absl::OkStatus();
}

absl::Status ActOn(Counter& counter, const rpc::Context& caller, const std::string& request_id,
                   const std::string& action, const std::string& case_id, const std::string& target,
                   const std::string& reason) {
  casework::v1::ActOnCaseRequest act;
  act.set_request_id(request_id);
  act.set_case_id(case_id);
  act.set_action(action);
  act.set_target(target);
  act.set_reason(reason);
  return counter.casework.Act(caller, act).status();
}

absl::Status JoinCases(Counter& counter, const rpc::Context& caller, const v1::MergeMattersRequest& request,
                       const Pair& pair) {
  const std::string why = fmt::format("重复件，并入{}：{}", pair.main.receipt_no, request.reason());
  const absl::Status joined =
      ActOn(counter, caller, request.request_id(), "merge", pair.merged.case_id, pair.main.case_id, why);
  return ReasonOf(joined) == "CASE_FINISHED" ? Error("MERGE_CLOSED", {{"matter", pair.merged.matter_id}}) : joined;
}

}  // namespace

absl::StatusOr<v1::Matter> MergeMatters(Counter& counter, const rpc::Context& caller,
                                        const v1::MergeMattersRequest& request, absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(MayReadParties(caller));  // whoever does casework
  LIANBAN_ASSIGN_OR_RETURN(RequestKey key, KeyOf(request.request_id(), request));
  if (workflow::Tidy(request.reason()).empty()) return Error("MERGE_REASON_REQUIRED");
  LIANBAN_RETURN_IF_ERROR(RequireVisible(counter, caller, {request.main_matter_id(), request.merged_matter_id()}));
  const std::string& city = caller.city_id();
  LIANBAN_ASSIGN_OR_RETURN(
      const std::string main,
      WriteOnce(*counter.database, city, key, now, [&](postgres::Transaction& tx) -> absl::StatusOr<std::string> {
        LIANBAN_ASSIGN_OR_RETURN(const Pair pair, LoadPair(counter, tx, caller, request));
        LIANBAN_RETURN_IF_ERROR(CheckPair(pair));
        LIANBAN_RETURN_IF_ERROR(JoinCases(counter, caller, request, pair));
        LIANBAN_RETURN_IF_ERROR(counter.matters.SetDuplicate(tx, city, pair.merged.matter_id, pair.main.matter_id));
        return pair.main.matter_id;
      }));
  TakeInNow(counter, city, request.merged_matter_id());
  return DescribeMatter(counter, city, main);
}

absl::StatusOr<v1::Matter> UnmergeMatter(Counter& counter, const rpc::Context& caller,
                                         const v1::UnmergeMatterRequest& request, absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(MayReadParties(caller));
  LIANBAN_ASSIGN_OR_RETURN(const RequestKey key, KeyOf(request.request_id(), request));
  if (workflow::Tidy(request.reason()).empty()) return Error("MERGE_REASON_REQUIRED");
  LIANBAN_RETURN_IF_ERROR(RequireVisible(counter, caller, {request.matter_id()}));
  const std::string& city = caller.city_id();
  LIANBAN_ASSIGN_OR_RETURN(
      const std::string alone,
      WriteOnce(*counter.database, city, key, now, [&](postgres::Transaction& tx) -> absl::StatusOr<std::string> {
        LIANBAN_ASSIGN_OR_RETURN(const Matter matter, VisibleMatter(counter, tx, caller, request.matter_id(), ""));
        if (matter.case_id.empty()) return Error("CASE_NOT_MERGED");
        // Whether it is merged casework says, which knows a request that came before; here it may have been noted
        // meanwhile.
        LIANBAN_RETURN_IF_ERROR(
            ActOn(counter, caller, request.request_id(), "unmerge", matter.case_id, "", request.reason()));
        LIANBAN_RETURN_IF_ERROR(counter.matters.ClearDuplicate(tx, city, matter.matter_id));
        return matter.matter_id;
      }));
  TakeInNow(counter, city, alone);
  return DescribeMatter(counter, city, alone);
}

}  // namespace lianban::intake
