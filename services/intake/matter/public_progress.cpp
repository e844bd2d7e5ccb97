#include "services/intake/matter/public_progress.h"

#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "services/intake/matter/case_progress.h"
#include "services/intake/matter/print_receipt.h"
#include "services/intake/matter/receipt_number.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/case_number.h"
#include "services/workflow/validate/characters.h"

namespace lianban::intake {
namespace {

std::string Normal(const std::string& last_four) {
  std::string text = workflow::Tidy(last_four);
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

struct Visit {
  Matter matter;
  std::vector<Matter> children;
};

// The same steps whether the number is unknown or the pair is wrong.
absl::StatusOr<std::optional<Visit>> Lookup(Counter& counter, const std::string& city, const std::string& receipt_no,
                                            const std::string& last_four) {
  LIANBAN_ASSIGN_OR_RETURN(auto keys, counter.city_keys.Get(city));
  std::string hash = keys->Index("progress/" + receipt_no, last_four);
  std::optional<Visit> visit;
  LIANBAN_RETURN_IF_ERROR(counter.database->RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    visit.reset();
    LIANBAN_ASSIGN_OR_RETURN(bool proven, counter.matters.HasProgressKey(tx, city, receipt_no, hash));
    LIANBAN_ASSIGN_OR_RETURN(auto matter, counter.matters.FindByReceipt(tx, city, receipt_no));
    if (!proven || !matter) return absl::OkStatus();
    visit = Visit{*std::move(matter), {}};
    LIANBAN_ASSIGN_OR_RETURN(visit->children, counter.matters.Children(tx, city, visit->matter.matter_id));
    return absl::OkStatus();
  }));
  return visit;
}

v1::PublicProgress Describe(Counter& counter, const std::string& city, const CitySnapshot& snapshot, Matter matter) {
  std::string light;
  if (!matter.case_id.empty()) {
    // Best effort: what intake knows is shown when casework cannot be asked.
    auto found = counter.casework.Get(city, matter.case_id);
    if (found.ok() && found->has_value()) {
      TakeProgress(**found, matter);
      light = (*found)->light();
    }
  }
  v1::PublicProgress progress;
  progress.set_receipt_no(matter.receipt_no);
  progress.set_title(matter.title);
  progress.set_unit_name(snapshot.UnitName(matter.unit_id));
  progress.set_unit_phone(snapshot.UnitPhone(matter.unit_id));
  if (matter.due_time && !matter.closed()) {
    *progress.mutable_due_time() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(*matter.due_time));
  }
  std::string unit = progress.unit_name();
  if (!progress.unit_phone().empty()) unit += fmt::format("（{}）", progress.unit_phone());
  ProgressWords words = WordsFor(matter, light, unit);
  progress.set_state(words.state);
  progress.set_next(words.next);
  return progress;
}

}  // namespace

ProgressWords WordsFor(const Matter& matter, std::string_view light, const std::string& unit) {
  if (!matter.duplicate_of.empty()) {
    return {matter.closed() ? "已办结" : "办理中", fmt::format("与先前登记的同一事项合并办理，结果会一并告知您。有疑问请联系{}。", unit)};
  }
  if (matter.case_status == "finished") return {"已办结", fmt::format("对结果有疑问，请联系{}。", unit)};
  if (matter.case_status == "withdrawn") return {"已办结", "本事项已撤回。需要时可以重新提出。"};
  if (matter.case_status == "terminated") return {"已办结", fmt::format("本事项已终止，原因请向{}了解。", unit)};
  if (matter.case_status == "suspended" || light == "paused") {
    return {"已暂停", fmt::format("办理期限暂停计算。如果收到补正通知，请按通知补交材料；其他情况请联系{}。", unit)};
  }
  if (matter.case_status == "running") {
    std::string until = matter.due_time
                            ? fmt::format("请在{}前等候结果", absl::FormatCivilTime(LastDayOf(*matter.due_time)))
                            : "请等候结果";
    return {"办理中", fmt::format("由{}办理，{}。", unit, until)};
  }
  return {"已收件", "材料已收到，正在转交承办单位。"};
}

absl::StatusOr<v1::PublicProgress> GetPublicProgress(Counter& counter, const v1::GetPublicProgressRequest& request) {
  absl::StatusOr<workflow::CaseNumber> number = workflow::ParseCaseNumber(request.receipt_no());
  std::string last_four = Normal(request.last_four());
  if (!number.ok() || last_four.size() != 4) return Error("PROGRESS_NOT_FOUND");
  std::string city = CityOfReceiptArea(number->area);
  LIANBAN_ASSIGN_OR_RETURN(std::string receipt_no, workflow::FormatCaseNumber(*number));
  // A number of a city that is not here must not make keys for it.
  bool known_city = false;
  for (const std::string& each : ListCities(*counter.database)) known_city = known_city || each == city;
  if (!known_city) return Error("PROGRESS_NOT_FOUND");
  LIANBAN_ASSIGN_OR_RETURN(std::optional<Visit> visit, Lookup(counter, city, receipt_no, last_four));
  if (!visit) return Error("PROGRESS_NOT_FOUND");
  LIANBAN_ASSIGN_OR_RETURN(auto snapshot, counter.catalog.Get(city));
  v1::PublicProgress progress = Describe(counter, city, *snapshot, visit->matter);
  for (Matter& child : visit->children) {
    *progress.add_children() = Describe(counter, city, *snapshot, std::move(child));
  }
  return progress;
}

}  // namespace lianban::intake
