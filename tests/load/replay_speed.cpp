#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

#include "services/lib/errors/error.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/replay/recorded_story.h"
#include "services/workflow/replay/replay.h"
#include "services/workflow/scenario/scenario.h"
#include "tests/load/process_usage.h"
#include "tests/load/script_speed.h"
#include "tests/load/varied_cases.h"

namespace lianban::load {
namespace {

struct Told {
  double cases = 0, commands = 0, seconds = 0;
};

void Add(const std::string& name, const Told& told, Report& report) {
  report.Add(name + "_cases_per_second", told.cases / told.seconds);
  report.Add(name + "_commands_per_second", told.commands / told.seconds);
  report.Add(name + "_commands_per_case", told.commands / told.cases);
}

// Keeps this thread, and the workers it starts, on the core where it is: the figure is that of one core, and waking somebody on
// another one is work as well.
class OnOneCore {
 public:
  OnOneCore() {
    if (sched_getaffinity(0, sizeof before_, &before_) != 0) CPU_ZERO(&before_);
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET(static_cast<size_t>(std::max(0, sched_getcpu())), &here);
    sched_setaffinity(0, sizeof here, &here);
  }
  ~OnOneCore() {
    if (CPU_COUNT(&before_) > 0) sched_setaffinity(0, sizeof before_, &before_);
  }

 private:
  cpu_set_t before_;
};

// CPU of this process and of the workers below it: what one core would take, however many there are.
double CpuNow() { return CpuSeconds(ProcessTree(getpid())); }

bool GoTheSameWay(const workflow::CaseReplay& a, const workflow::CaseReplay& b) {
  return a.end == b.end && a.refused.size() == b.refused.size() && a.load == b.load &&
         std::equal(a.happenings.begin(), a.happenings.end(), b.happenings.begin(), b.happenings.end(),
                    [](const auto& one, const auto& other) { return one.event == other.event && one.step == other.step; });
}

workflow::Recording WithCases(workflow::Recording story, const workflow::Model& model, int copies, int step, Varied how) {
  const workflow::PastCase first = std::move(story.cases[0]);
  story.cases = {first};
  for (int number = step; number < copies; number += step) story.cases.push_back(VariedCase(first, model, story.given, number, how));
  story.last += absl::Seconds(copies);
  return story;
}

// The same story `copies` times with different people and amounts, as far as it stays the same story.
workflow::Recording OfManyPeople(workflow::ScriptHost& host, std::shared_ptr<const workflow::Model> model, const workflow::Recording& story, int copies) {
  for (const Varied how : {Varied::kAmounts, Varied::kPeople}) {
    const workflow::Recording some = WithCases(story, *model, copies, copies / 5, how);
    const auto told = workflow::ReplayCases(host, model, some, {.mode = workflow::ReplayMode::kWhatIf, .threads = 1});
    const bool same = std::all_of(told.cases.begin(), told.cases.end(), [&](const auto& each) { return GoTheSameWay(each, told.cases[0]); });
    if (same) return WithCases(story, *model, copies, 1, how);
  }
  return WithCases(story, *model, copies, 1, Varied::kTimes);
}

absl::StatusOr<Told> TellProcess(workflow::ScriptHost& host, std::shared_ptr<const workflow::Model> model, int copies) {
  LIANBAN_ASSIGN_OR_RETURN(const auto scenarios, workflow::LoadScenarios(host, *model->bundle, nullptr));
  std::vector<workflow::Recording> past;
  for (const workflow::Scenario& scenario : scenarios) {
    if (scenario.given.contains("refused")) continue;  // never filed
    LIANBAN_ASSIGN_OR_RETURN(const auto recording, workflow::RecordStory(host, model, scenario));
    past.push_back(OfManyPeople(host, model, recording, copies));
  }
  Told told;
  const double begun = CpuNow();
  for (const auto& recording : past) {
    const auto replay = workflow::ReplayCases(host, model, recording, {.mode = workflow::ReplayMode::kWhatIf, .threads = 1});
    told.cases += static_cast<double>(replay.cases.size());
    told.commands += static_cast<double>(replay.commands);
  }
  told.seconds = std::max(CpuNow() - begun, 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK)));  // CPU time is told in ticks
  return told;
}

}  // namespace

absl::Status MeasureReplay(const std::string& workflows, bool quick, Report& report) {
  const OnOneCore one;
  LIANBAN_ASSIGN_OR_RETURN(const auto host, workflow::StartWorkerPool({.workers = 1}));
  LIANBAN_ASSIGN_OR_RETURN(const auto folders, workflow::FindProcessFolders(workflows));
  Told all;
  double least = std::numeric_limits<double>::infinity(), most = 0;
  for (const auto& folder : folders) {
    LIANBAN_ASSIGN_OR_RETURN(const auto bundle, workflow::ReadBundle(folder));
    LIANBAN_ASSIGN_OR_RETURN(const auto model, workflow::LoadProcess(*host, bundle, nullptr));
    LIANBAN_ASSIGN_OR_RETURN(const Told told, TellProcess(*host, model, quick ? 200 : 1000));
    if (told.cases == 0) continue;
    Add("replay_" + model->process, told, report);
    all.cases += told.cases;
    all.commands += told.commands;
    all.seconds += told.seconds;
    least = std::min(least, told.cases / told.seconds);
    most = std::max(most, told.cases / told.seconds);
  }
  Add("replay", all, report);
  report.Add("replay_cases_per_second_least", least);
  report.Add("replay_cases_per_second_most", most);
  return absl::OkStatus();
}

}  // namespace lianban::load
