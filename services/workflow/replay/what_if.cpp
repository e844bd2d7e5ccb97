#include "services/workflow/replay/what_if.h"

#include <algorithm>

#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"
#include "services/workflow/replay/conformance.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr int32_t kUnknownStep = 1 << 20;

std::string ClockName(const Model& model, int32_t step) {
  return step == -1 ? "case" : step == -2 ? "promised" : model.steps[static_cast<size_t>(step)].name;
}

class Comparer {
 public:
  Comparer(const Recording& recording, const Replay& base, const Replay& edited)
      : recording_(recording), base_(base), edited_(edited) {
    for (const Step& step : edited.model->steps) {
      auto it = base.model->index.find(step.name);
      in_base_.push_back(it == base.model->index.end() ? kUnknownStep + static_cast<int32_t>(in_base_.size()) : it->second);
    }
  }

  WhatIf Run() {
    report_.cases = static_cast<int64_t>(recording_.cases.size());
    for (size_t i = 0; i < recording_.cases.size(); ++i) One(i);
    AddLoad(base_, &DeskLoad::base);
    AddLoad(edited_, &DeskLoad::edited);
    auto even = [](const auto& entry) { return entry.second.base == entry.second.edited; };
    std::erase_if(report_.desks, even);
    std::erase_if(report_.units, even);
    return std::move(report_);
  }

 private:
  int32_t InBase(int32_t step) const { return step < 0 ? step : in_base_[static_cast<size_t>(step)]; }

  // What is compared: a step by its name, a refusal by its event. Which event or timer made a token move may differ where
  // branches run side by side, and so may the order.
  using Key = std::pair<int32_t, int32_t>;
  Key BaseKey(const Happening& a) const { return a.step < 0 ? Key(a.event, -1) : Key(-1, a.step); }
  Key EditedKey(const Happening& b) const { return b.step < 0 ? Key(b.event, -1) : Key(-1, InBase(b.step)); }

  void One(size_t i) {
    const CaseReplay &a = base_.cases[i], &b = edited_.cases[i];
    CaseDifference difference;
    difference.id = recording_.cases[i].id;
    bool ordered = std::equal(a.happenings.begin(), a.happenings.end(), b.happenings.begin(), b.happenings.end(),
                              [&](const Happening& x, const Happening& y) { return BaseKey(x) == EditedKey(y); });
    bool parts = !ordered && Part(i, difference);
    difference.base_end = EndText(a);
    difference.edited_end = EndText(b);
    difference.ends_elsewhere = difference.base_end != difference.edited_end;
    CompareDues(a, b, difference);
    report_.newly_refused += a.accepted() && !b.accepted();
    report_.newly_taken += !a.accepted() && b.accepted();
    report_.reordered += !ordered && !parts;
    if (ordered && !difference.ends_elsewhere && difference.moved.empty()) {
      ++report_.same;
      return;
    }
    if (parts) {
      ++report_.path_differs;
      ++report_.parts[{difference.base, difference.edited}];
    }
    if (difference.ends_elsewhere) {
      ++report_.ends_elsewhere;
      ++report_.ends[{difference.base_end, difference.edited_end}];
    }
    report_.deadline_moves += !difference.moved.empty();
    for (const auto& moved : difference.moved) ++report_.moves[moved.clock][moved.days];
    report_.differences.push_back(std::move(difference));
  }

  // False when the same happened in another order.
  bool Part(size_t i, CaseDifference& difference) {
    const CaseReplay &a = base_.cases[i], &b = edited_.cases[i];
    std::map<Key, int> surplus;
    for (const Happening& each : a.happenings) ++surplus[BaseKey(each)];
    for (const Happening& each : b.happenings) --surplus[EditedKey(each)];
    // Of several times the same, those of a timer are too many before those of an event, and later before earlier ones.
    // The first one counts; what people did tells more than a timer that ran out.
    const Happening *only_a = nullptr, *only_b = nullptr;
    for (bool timers : {true, false}) {
      for (auto it = a.happenings.rbegin(); it != a.happenings.rend(); ++it) {
        int& count = surplus[BaseKey(*it)];
        if ((it->event < 0) != timers || count <= 0) continue;
        --count;
        only_a = &*it;
      }
      for (auto it = b.happenings.rbegin(); it != b.happenings.rend(); ++it) {
        int& count = surplus[EditedKey(*it)];
        if ((it->event < 0) != timers || count >= 0) continue;
        ++count;
        only_b = &*it;
      }
    }
    if (!only_a && !only_b) return false;
    if (only_a) {
      difference.base = What(base_, a, *only_a);
      difference.base_time = only_a->time;
    }
    if (only_b) {
      difference.edited = What(edited_, b, *only_b);
      difference.edited_time = only_b->time;
    }
    const Happening* first = !only_b || (only_a && only_a->event >= 0 && only_b->event < 0) ? only_a : only_b;
    bool alike = only_a && only_b && (only_a->event < 0) == (only_b->event < 0);
    if (alike && only_a->time < only_b->time) first = only_a;
    difference.event = first->event + 1;
    if (first->event >= 0) difference.activity = recording_.cases[i].events[static_cast<size_t>(first->event)].name;
    return true;
  }

  static std::string What(const Replay& replay, const CaseReplay& one, const Happening& happening) {
    if (happening.step >= 0) return replay.model->steps[static_cast<size_t>(happening.step)].name;
    for (const Refused& refused : one.refused) {
      if (refused.event == happening.event) return "refused " + ReasonOf(refused.status);
    }
    return "refused";
  }

  // The n-th deadline of a step is compared with its n-th.
  void CompareDues(const CaseReplay& a, const CaseReplay& b, CaseDifference& difference) {
    for (size_t i = 0; i < a.dues.size(); ++i) {
      size_t nth = 0;
      for (size_t j = 0; j < i; ++j) nth += a.dues[j].step == a.dues[i].step;
      for (const Due& other : b.dues) {
        if (InBase(other.step) != a.dues[i].step || nth-- != 0) continue;
        if (other.due != a.dues[i].due) Moved(a.dues[i], other, difference);
        break;
      }
    }
  }

  void Moved(const Due& from, const Due& to, CaseDifference& difference) const {
    auto days = static_cast<int64_t>((to.due - from.due) / absl::Hours(24));
    difference.moved.push_back({ClockName(*base_.model, from.step), from.due, to.due, days});
  }

  void AddLoad(const Replay& replay, int64_t DeskLoad::* side) {
    for (const CaseReplay& one : replay.cases) {
      for (const auto& [desk, tasks] : one.load) {
        const std::string& name = replay.desks[static_cast<size_t>(desk)];
        report_.desks[name].*side += tasks;
        report_.units[name.substr(0, name.find('/'))].*side += tasks;
      }
    }
  }

  const Recording& recording_;
  const Replay &base_, &edited_;
  std::vector<int32_t> in_base_;
  WhatIf report_;
};

std::string TimeText(absl::Time time) {
  return time == absl::Time() ? "" : absl::FormatTime("%Y-%m-%dT%H:%M:%S+08:00", time, absl::FixedTimeZone(8 * 3600));
}

json PairsJson(const std::map<std::pair<std::string, std::string>, int64_t>& pairs) {
  json list = json::array();
  for (const auto& [pair, cases] : pairs) list.push_back({{"base", pair.first}, {"edited", pair.second}, {"cases", cases}});
  return list;
}

json LoadJson(const std::map<std::string, DeskLoad>& loads) {
  json list = json::array();
  for (const auto& [name, load] : loads) list.push_back({{"name", name}, {"base", load.base}, {"edited", load.edited}});
  return list;
}

}  // namespace

WhatIf Compare(const Recording& recording, const Replay& base, const Replay& edited) {
  LIANBAN_CHECK(base.cases.size() == recording.cases.size() && edited.cases.size() == recording.cases.size(),
                "both replays are of the same {} cases", recording.cases.size());
  return Comparer(recording, base, edited).Run();
}

json ToJson(const CaseDifference& difference) {
  json moved = json::array();
  for (const auto& each : difference.moved) {
    moved.push_back({{"clock", each.clock}, {"base", TimeText(each.base)}, {"edited", TimeText(each.edited)}, {"days", each.days}});
  }
  return {{"case", difference.id},           {"event", difference.event},
          {"activity", difference.activity}, {"base", difference.base},
          {"edited", difference.edited},     {"base_time", TimeText(difference.base_time)},
          {"edited_time", TimeText(difference.edited_time)},
          {"base_end", difference.base_end}, {"edited_end", difference.edited_end},
          {"ends_elsewhere", difference.ends_elsewhere}, {"deadlines", moved}};
}

json ToJson(const WhatIf& report) {
  json moves = json::array();
  for (const auto& [clock, by_days] : report.moves) {
    for (const auto& [days, cases] : by_days) moves.push_back({{"clock", clock}, {"days", days}, {"cases", cases}});
  }
  json differences = json::array();
  for (const CaseDifference& each : report.differences) differences.push_back(ToJson(each));
  return {{"cases", report.cases}, {"same", report.same}, {"reordered", report.reordered},
          {"path_differs", report.path_differs},
          {"ends_elsewhere", report.ends_elsewhere}, {"newly_refused", report.newly_refused},
          {"newly_taken", report.newly_taken}, {"deadline_moves", report.deadline_moves},
          {"ends", PairsJson(report.ends)}, {"parts", PairsJson(report.parts)}, {"moves", moves},
          {"desks", LoadJson(report.desks)}, {"units", LoadJson(report.units)}, {"differences", differences}};
}

}  // namespace lianban::workflow
