#include "services/intake/matter/merge_matters.h"

#include "fmt/format.h"
#include "services/intake/caller.h"
#include "services/intake/matter/read_matter.h"
#include "services/intake/request_log.h"
#include "services/intake/run_tx.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"

namespace lianban::intake {
namespace {

struct Pair {
  Matter main, merged;
  bool done = false;  // an earlier, equal request was completed
};

absl::StatusOr<Pair> LoadPair(Counter& counter, const rpc::Context& caller, const v1::MergeMattersRequest& request,
                              const RequestKey& key) {
  Pair pair;
  const std::string& city = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(counter.database->RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(auto earlier, EarlierSubject(tx, city, key));
    pair.done = earlier.has_value();
    LIANBAN_ASSIGN_OR_RETURN(pair.main, VisibleMatter(counter, tx, caller, request.main_matter_id(), ""));
    LIANBAN_ASSIGN_OR_RETURN(pair.merged, VisibleMatter(counter, tx, caller, request.merged_matter_id(), ""));
    if (pair.main.duplicate_of.empty() || pair.done) return absl::OkStatus();
    // The main one was merged itself: its own main matter takes both.
    LIANBAN_ASSIGN_OR_RETURN(auto root, counter.matters.Find(tx, city, pair.main.duplicate_of));
    if (root) pair.main = *std::move(root);
    return absl::OkStatus();
  }));
  return pair;
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

absl::Status ActOn(Counter& counter, const rpc::Context& caller, const std::string& request_id, const std::string& action,
                   const std::string& case_id, const std::string& target, const std::string& reason) {
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
  LIANBAN_ASSIGN_OR_RETURN(Pair pair, LoadPair(counter, caller, request, key));
  const std::string& city = caller.city_id();
  if (!pair.done) {
    Refresh(counter, city, pair.main);  // it may have ended a moment ago; of the other one casework itself will tell
    LIANBAN_RETURN_IF_ERROR(CheckPair(pair));
    LIANBAN_RETURN_IF_ERROR(JoinCases(counter, caller, request, pair));
    LIANBAN_RETURN_IF_ERROR(RunTxAgain(*counter.database, city, [&](postgres::Transaction& tx) -> absl::Status {
      LIANBAN_ASSIGN_OR_RETURN(auto earlier, EarlierSubject(tx, city, key));
      if (earlier) return absl::OkStatus();
      LIANBAN_RETURN_IF_ERROR(counter.matters.SetDuplicate(tx, city, pair.merged.matter_id, pair.main.matter_id));
      return Remember(tx, city, key, pair.merged.matter_id, now);
    }));
    pair.merged.duplicate_of = pair.main.matter_id;
    Refresh(counter, city, pair.merged);
  }
  return DescribeMatter(counter, city, pair.main.matter_id);
}

absl::StatusOr<v1::Matter> UnmergeMatter(Counter& counter, const rpc::Context& caller,
                                         const v1::UnmergeMatterRequest& request, absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(MayReadParties(caller));
  LIANBAN_ASSIGN_OR_RETURN(const RequestKey key, KeyOf(request.request_id(), request));
  if (workflow::Tidy(request.reason()).empty()) return Error("MERGE_REASON_REQUIRED");
  const std::string& city = caller.city_id();
  std::optional<Matter> matter;
  bool done = false;
  LIANBAN_RETURN_IF_ERROR(counter.database->RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const auto earlier, EarlierSubject(tx, city, key));
    done = earlier.has_value();
    LIANBAN_ASSIGN_OR_RETURN(matter, VisibleMatter(counter, tx, caller, request.matter_id(), ""));
    return absl::OkStatus();
  }));
  if (!done) {
    if (matter->duplicate_of.empty()) return Error("CASE_NOT_MERGED");
    LIANBAN_RETURN_IF_ERROR(
        ActOn(counter, caller, request.request_id(), "unmerge", matter->case_id, "", request.reason()));
    LIANBAN_RETURN_IF_ERROR(RunTxAgain(*counter.database, city, [&](postgres::Transaction& tx) -> absl::Status {
      LIANBAN_ASSIGN_OR_RETURN(const auto earlier, EarlierSubject(tx, city, key));
      if (earlier) return absl::OkStatus();
      LIANBAN_RETURN_IF_ERROR(counter.matters.ClearDuplicate(tx, city, matter->matter_id));
      return Remember(tx, city, key, matter->matter_id, now);
    }));
    Refresh(counter, city, *matter);
  }
  return DescribeMatter(counter, city, matter->matter_id);
}

}  // namespace lianban::intake
