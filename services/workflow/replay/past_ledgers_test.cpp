// What a case enters into a ledger, later cases find when they are told again; and what past decisions found there, they find.

#include "services/workflow/replay/past_ledgers.h"

#include "services/workflow/replay/casework_log.h"
#include "services/workflow/replay/replay_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// The first case of an item is ruled on, the later ones follow, unless the ruling says otherwise.
std::string Ruling(const std::string& payload) {
  return R"(return workflow "ruling" {
  form = { text "item" { required = true } },
  reads = { rulings = "item", list = "item" },
  steps = {
    decide "known" { branches = {
      { when = function(_, case) return #case.ledger.list > 0 end, to = "listed" },
      { when = function(_, case) return #case.ledger.rulings > 0 end, to = "follow" }, { to = "dispute" } } },
    task "dispute" { by = role "handler", on = { ruled = "enter" } },
    effect "enter" { ledger = "rulings", payload = function(form) return )" + payload + R"( end, next = "ruled" },
    finish "ruled" { result = "ruled" },
    finish "listed" { result = "listed" },
    finish "follow" { result = "followed" } } })";
}
constexpr char kKeeps[] = "{ key = form.item }", kForgets[] = "{ unit = form.item }";

std::string Line(const std::string& id, int sequence, const std::string& time, const json& payload) {
  return json{{"case_id", id}, {"process", "ruling"}, {"sequence", sequence}, {"time", time}, {"payload_json", payload.dump()}}.dump() + "\n";
}

std::string Filed(const std::string& id, const std::string& time, json ledgers = json::object()) {
  const json command = {{"kind", "start"}, {"actor", {{"kind", "person"}, {"user", "clerk"}, {"desks", {"u1/window"}}}},
                        {"data", {{"form", {{"item", "Y120"}}}, {"unit", "u1"}, {"area", ""}}}};
  return Line(id, 1, time, {{"command", command}, {"facts", {{{"type", "TaskOpened"}, {"task", 2}, {"step", "dispute"}}}}, {"ledgers", ledgers}});
}

std::string Ruled(const std::string& id, const std::string& time) {
  const json command = {{"kind", "complete_task"}, {"task", 2}, {"outcome", "ruled"},
                        {"actor", {{"kind", "person"}, {"user", "h"}, {"desks", {"u1/handler"}}}}};
  return Line(id, 2, time, {{"command", command}, {"facts", json::array()}});
}

std::vector<std::string> Ends(const std::string& script, const std::string& lines) {
  auto recording = ReadCaseworkEvents(lines, "ruling");
  EXPECT_TRUE(recording.ok()) << recording.status();
  std::vector<std::string> ends;
  for (const CaseReplay& one : Tell(ModelOf(script), *recording, ReplayMode::kWhatIf, 2).cases) ends.push_back(one.end);
  return ends;
}

// Filed between, before and after the ruling; the log names the last one first.
const std::string kRulings = Filed("after", "2026-03-06T01:00:00Z") + Filed("first", "2026-03-02T01:00:00Z") +
                         Filed("before", "2026-03-03T01:00:00Z") + Ruled("first", "2026-03-04T01:00:00Z");

TEST(PastLedgers, ACaseFindsWhatAnotherHasEnteredBeforeAndNothingOfLater) {
  EXPECT_EQ(Ends(Ruling(kKeeps), kRulings), (std::vector<std::string>{"followed", "ruled", "dispute"}));
}

TEST(PastLedgers, WhatAnEditedScriptNoLongerEntersNobodyFinds) {
  const json found = {{"rulings", {{"Y120", {{{"key", "Y120"}, {"case", "first"}, {"entered", "2026-03-04T09:00:00"}}}}}}};
  const std::string log = kRulings + Filed("late", "2026-03-07T01:00:00Z", found);
  EXPECT_EQ(Ends(Ruling(kKeeps), log).back(), "followed");
  EXPECT_EQ(Ends(Ruling(kForgets), log), (std::vector<std::string>{"dispute", "ruled", "dispute", "dispute"}));
}

// The list is kept by another process, whose cases are not told.
TEST(PastLedgers, WhatAPastDecisionFoundIsFoundFromItsOwnMomentOn) {
  const json found = {{"list", {{"Y120", {{{"key", "Y120"}, {"case", "elsewhere"}, {"entered", "2026-03-05T12:00:00"}}}}}}};
  EXPECT_EQ(Ends(Ruling(kKeeps), Filed("early", "2026-03-05T03:59:00Z") + Filed("late", "2026-03-05T04:00:01Z", found)),
            (std::vector<std::string>{"dispute", "listed"}));
}

}  // namespace
}  // namespace lianban::workflow
