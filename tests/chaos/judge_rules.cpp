#include <algorithm>
#include <map>
#include <set>

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "tests/chaos/judge.h"
#include "tests/chaos/official.h"

namespace lianban::chaos {
namespace {

namespace v1 = casework::v1;

// How often something is there that is owed once when it was acknowledged, and at most once when not.
void Count(const RuleChange& change, int64_t times, Rule& rule) {
  ++rule.looked_at;
  if (times > 1 || (change.settled && times != 1)) {
    rule.broken.push_back(fmt::format("{} {} is there {} times", change.kind, change.id, times));
  }
}

Rule JudgeReleases(const Records& records, const RuleBook& book) {
  Rule rule{"every acknowledged release is there exactly once, approved by a second person", 0, {}};
  const auto found = book.releases.find(kChangedProcess);
  const std::vector<catalog::v1::Release> none;
  const auto& releases = found == book.releases.end() ? none : found->second;
  for (const RuleChange& change : records.rule_changes) {
    if (change.kind != "release") continue;
    const auto ours = [&](const auto& release) { return release.note() == change.id; };
    Count(change, std::count_if(releases.begin(), releases.end(), ours), rule);
    const auto release = std::find_if(releases.begin(), releases.end(), ours);
    if (release == releases.end()) continue;
    if (change.settled && change.answer != std::to_string(release->number())) {
      rule.broken.push_back(fmt::format("{} was told as {} and is {}", change.id, change.answer, release->number()));
    }
    if (release->author() != kAuthor || release->approver() != kApprover) {
      rule.broken.push_back(fmt::format("{}: by {}, approved by {}", change.id, release->author(), release->approver()));
    }
  }
  return rule;
}

Rule JudgeNumbers(const RuleBook& book) {
  Rule rule{"the releases of a process are numbered 1, 2, 3 …", 0, {}};
  for (const auto& [process, releases] : book.releases) {
    for (size_t i = 0; i < releases.size(); ++i) {
      ++rule.looked_at;
      if (releases[i].number() != static_cast<int32_t>(i + 1)) {
        rule.broken.push_back(fmt::format("{} {} stands at {}", process, releases[i].number(), i + 1));
      }
    }
  }
  return rule;
}

Rule JudgeParameters(const Records& records, const RuleBook& book) {
  Rule rule{"every acknowledged parameter is there exactly once with its value, the latest wins", 0, {}};
  std::multimap<std::string, std::string> values;
  for (const auto& parameter : book.environment.parameters()) values.emplace(parameter.key(), parameter.value_json());
  std::set<std::string> latest = {""};  // what may be the latest: the last acknowledged or one sent after it
  for (const RuleChange& change : records.rule_changes) {
    if (change.kind != "parameter") continue;
    const std::string value = fmt::format("\"{}\"", change.id);
    if (change.settled) latest.clear();
    latest.insert(value);
    Count(change, values.count(change.subject), rule);
    const auto found = values.find(change.subject);
    if (found != values.end() && found->second != value) rule.broken.push_back(change.subject + " has another value");
  }
  const auto now = values.find(kLatestParameter);
  const std::string shown = now == values.end() ? "" : now->second;
  if (!latest.contains(shown)) rule.broken.push_back(fmt::format("{} is {}", kLatestParameter, shown));
  return rule;
}

Rule JudgeCalendars(const Records& records, const RuleBook& book) {
  Rule rule{"every acknowledged calendar is there, with each of its days once", 0, {}};
  std::map<std::string, int> days;
  for (const auto& day : book.environment.days()) ++days[day.date().substr(0, 4)];
  const auto& years = book.environment.loaded_years();
  for (const RuleChange& change : records.rule_changes) {
    if (change.kind != "calendar") continue;
    const int64_t loaded = std::count(years.begin(), years.end(), std::stoi(change.subject));
    Count(change, loaded, rule);
    const int wanted = loaded > 0 ? kCalendarDays : 0;
    if (days[change.subject] != wanted) {
      rule.broken.push_back(fmt::format("{} has {} days", change.subject, days[change.subject]));
    }
  }
  return rule;
}

// What the log calls a change; "" for one whose name in the log is not known.
std::string SubjectOf(const RuleChange& change) {
  if (change.kind == "parameter") return "catalog.parameter " + change.subject + "@";
  if (change.kind == "calendar") return "catalog.calendar " + change.subject;
  if (change.kind == "release" && change.settled) return fmt::format("catalog.release {}/{}", kChangedProcess, change.answer);
  return "";
}

Rule JudgeRecords(const Records& records, const History& history) {
  Rule rule{"every acknowledged change of rules is in the city's log exactly once", 0, {}};
  std::map<std::string, int64_t> times;
  for (const auto& event : history.log) {
    if (!IsRecord(event)) continue;
    const auto payload = nlohmann::json::parse(event.payload_json(), nullptr, false);
    if (payload.is_object()) ++times[payload.value("subject", "")];
  }
  for (const RuleChange& change : records.rule_changes) {
    const std::string subject = SubjectOf(change);
    if (!subject.empty()) Count(change, times[subject], rule);
  }
  return rule;
}

Rule JudgeReleaseOfCases(const RuleBook& book, const History& history) {
  Rule rule{"every case is on a release that exists", 0, {}};
  for (const auto& [case_id, found] : history.cases) {
    ++rule.looked_at;
    const auto releases = book.releases.find(found.process());
    const int64_t known = releases == book.releases.end() ? 0 : static_cast<int64_t>(releases->second.size());
    if (found.release() < 1 || found.release() > known) {
      rule.broken.push_back(fmt::format("{}: {} {}", case_id, found.process(), found.release()));
    }
  }
  return rule;
}

Rule JudgeMigrations(const Records& records, const RuleBook& book) {
  Rule rule{"every approved migration came to its end, and each case it took in is accounted for", 0, {}};
  for (const RuleChange& change : records.rule_changes) {
    if (change.kind != "migration") continue;
    const auto found = book.migrations.find(change.id);
    Count(change, found == book.migrations.end() ? 0 : 1, rule);
    if (found == book.migrations.end() || !change.settled) continue;
    const v1::Migration& migration = found->second;
    const int64_t accounted = migration.moved() + migration.refused() + migration.undone() + migration.stayed();
    const bool ended = migration.state() == change.answer || (change.answer == "done" && migration.state() == "undone");
    if (!ended || migration.waiting() != 0 || migration.total() != accounted) {
      rule.broken.push_back(fmt::format("{} is {}, of {} cases {} wait and {} are done", change.id, migration.state(),
                                        migration.total(), migration.waiting(), accounted));
    }
  }
  return rule;
}

// A case goes to a release once in a migration and back at most once.
Rule JudgeMoves(const History& history) {
  Rule rule{"no migration moved a case twice", 0, {}};
  std::map<std::string, int> moves;
  for (const auto& event : history.log) {
    if (event.type() != "migrate" && event.type() != "move_back") continue;
    const auto payload = nlohmann::json::parse(event.payload_json(), nullptr, false);
    const auto& args = payload.at("command").at("args");
    ++moves[fmt::format("{} {} by {}", event.type(), event.case_id(), args.value("migration", ""))];
  }
  for (const auto& [move, times] : moves) {
    ++rule.looked_at;
    if (times > 1) rule.broken.push_back(fmt::format("{}: {} times", move, times));
  }
  return rule;
}

Rule JudgeAnswersOfRules(const Records& records) {
  Rule rule{"no change of rules was refused or left without an answer", 0, {}};
  for (const RuleChange& change : records.rule_changes) {
    ++rule.looked_at;
    if (!change.refusal.empty()) rule.broken.push_back(fmt::format("{} {}: {}", change.kind, change.id, change.refusal));
    if (change.stuck) rule.broken.push_back(fmt::format("{} {}: no answer", change.kind, change.id));
  }
  return rule;
}

}  // namespace

std::vector<Rule> JudgeRules(const Records& records, const RuleBook& book, const History& history) {
  return {JudgeReleases(records, book),        JudgeNumbers(book),
          JudgeParameters(records, book),      JudgeCalendars(records, book),
          JudgeRecords(records, history),      JudgeReleaseOfCases(book, history),
          JudgeMigrations(records, book),      JudgeMoves(history),
          JudgeAnswersOfRules(records)};
}

}  // namespace lianban::chaos
