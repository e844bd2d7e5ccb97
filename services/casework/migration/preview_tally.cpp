#include "services/casework/migration/preview_tally.h"

#include <algorithm>

#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr int kDaysMax = 1000;  // a deadline that moves further is counted here

int32_t DaysMoved(const workflow::MigratedClock& clock, absl::TimeZone zone) {
  const auto days = absl::ToCivilDay(clock.due, zone) - absl::ToCivilDay(clock.due_before, zone);
  return static_cast<int32_t>(std::clamp<int64_t>(days, -kDaysMax, kDaysMax));
}

std::string CityTime(absl::Time time, absl::TimeZone zone) { return absl::FormatTime("%Y-%m-%dT%H:%M:%S", time, zone); }

}  // namespace

void PreviewTally::Add(const CaseRecord& record, const workflow::Moved& moved, const workflow::Environment& environment) {
  const workflow::Migration& migration = moved.migration;
  if (const auto* refusal = std::get_if<workflow::Refusal>(&moved.result)) {
    const std::string place = migration.obstacles.empty() ? "" : migration.obstacles.front().place;
    return AddRefused(record, place, refusal->status);
  }
  const auto& transition = std::get<workflow::Transition>(moved.result);
  const bool changes = !migration.tasks.empty() || !migration.clocks.empty() || !transition.closed.empty() || !migration.anew.empty();
  changes ? response_.set_changes(response_.changes() + 1) : response_.set_moves(response_.moves() + 1);
  AddTasks(record, moved);
  AddDeadlines(migration, environment.zone);
  const nlohmann::json& explanation = transition.facts.front()["explanation"];
  Show(record, changes ? "changes" : "moves", explanation["zh"], explanation["en"], &migration, environment.zone);
}

void PreviewTally::AddRefused(const CaseRecord& record, const std::string& place, const absl::Status& status) {
  response_.set_refused(response_.refused() + 1);
  const std::string code = ReasonOf(status), zh = Localized(status, "zh-CN"), en = Localized(status, "en");
  auto& groups = *response_.mutable_groups();
  auto group = std::find_if(groups.begin(), groups.end(),
                            [&](const auto& each) { return each.code() == code && each.place() == place; });
  if (group == groups.end()) {
    auto* added = groups.Add();
    added->set_code(code);
    added->set_place(place);
    added->set_zh(zh);
    added->set_en(en);
    group = groups.end() - 1;
  }
  group->set_cases(group->cases() + 1);
  if (group->sample_case_ids_size() < kSampleMax) group->add_sample_case_ids(record.case_id);
  Show(record, code, zh, en, nullptr, absl::UTCTimeZone());
}

void PreviewTally::AddTasks(const CaseRecord& record, const workflow::Moved& moved) {
  const auto& transition = std::get<workflow::Transition>(moved.result);
  auto& tasks = *response_.mutable_tasks();
  int64_t before = 0, at_another_step = 0;
  for (const auto& activation : record.state.activations) before += static_cast<int64_t>(activation.tasks.size());
  for (const auto& task : moved.migration.tasks) at_another_step += task.step != task.step_before;
  const auto closed = static_cast<int64_t>(transition.closed.size());
  const auto touched = static_cast<int64_t>(moved.migration.tasks.size());
  const auto opened = std::count_if(transition.opened.begin(), transition.opened.end(),
                                    [&](const auto& task) { return task.no > record.state.counter; });
  tasks.set_kept(tasks.kept() + std::max<int64_t>(0, before - closed - touched));
  tasks.set_changed(tasks.changed() + touched - at_another_step);
  tasks.set_moved(tasks.moved() + at_another_step);
  tasks.set_closed(tasks.closed() + closed);
  tasks.set_opened(tasks.opened() + opened);
}

void PreviewTally::AddDeadlines(const workflow::Migration& migration, absl::TimeZone zone) {
  auto& deadlines = *response_.mutable_deadlines();
  for (const workflow::MigratedClock& clock : migration.clocks) {
    if (clock.due == clock.due_before) continue;
    const bool earlier = clock.due < clock.due_before;
    earlier ? deadlines.set_earlier(deadlines.earlier() + 1) : deadlines.set_later(deadlines.later() + 1);
    ++(*deadlines.mutable_days())[DaysMoved(clock, zone)];
  }
}

void PreviewTally::Show(const CaseRecord& record, const std::string& group, std::string zh, std::string en,
                        const workflow::Migration* migration, absl::TimeZone zone) {
  if (show_ != "all" && show_ != group) return;
  auto& shown = *response_.add_cases();
  shown.set_case_id(record.case_id);
  shown.set_release(record.release);
  shown.set_title(record.title);
  shown.set_group(group);
  shown.set_zh(std::move(zh));
  shown.set_en(std::move(en));
  if (migration == nullptr) return;
  for (const workflow::MigratedClock& clock : migration->clocks) {
    auto& moved = *shown.add_moved_clocks();
    moved.set_case_id(record.case_id);
    moved.set_clock(clock.name);
    moved.set_before(CityTime(clock.due_before, zone));
    moved.set_due(CityTime(clock.due, zone));
    moved.set_why("law");
  }
}

}  // namespace lianban::casework
