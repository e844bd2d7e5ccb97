// The judge must see what is wrong: a small history, spoiled in one place at a time.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "tests/chaos/judge.h"

namespace lianban::chaos {
namespace {

namespace v1 = casework::v1;
using nlohmann::json;

class Judge : public ::testing::Test {
 protected:
  Judge() {
    Send("s1", Call::kStart, "a", 1, 0);
    Send("c1", Call::kComplete, "a", 2, 1);
    Send("s2", Call::kStart, "b", 1, 0);
    book_.releases["chaos_repair"].emplace_back().set_number(1);
    Show();
  }

  // Sent, done and answered; each answer opens the next task.
  void Send(const std::string& id, Call call, const std::string& case_id, int64_t sequence, int64_t task) {
    v1::CommandResponse answer;
    answer.set_case_id(case_id);
    answer.set_revision(sequence);
    answer.set_status("running");
    auto* opened = answer.add_opened_tasks();
    opened->set_case_id(case_id);
    opened->set_task_no(task + 1);
    Command command{id, call, "u", "", {answer.SerializeAsString()}, {}, "", false};
    json told = {{"data", {{"form", {{"mark", id}}}}}};
    if (call == Call::kComplete) {
      v1::CompleteTaskRequest request;
      request.set_case_id(case_id);
      request.set_task_no(task);
      command.request = request.SerializeAsString();
      told = {{"reason", id}, {"task", task}};
    }
    records_.commands.push_back(command);
    v1::Event event;
    event.set_log_index(history_.log.size() + 1);
    event.set_case_id(case_id);
    event.set_sequence(sequence);
    event.set_type(call == Call::kStart ? "start" : "complete_task");
    event.set_actor_class("person");
    event.set_actor_id("u");
    event.set_process("chaos_repair");
    event.set_payload_json(json{{"command", told}}.dump());
    event.set_leaf_hash(std::string(32, static_cast<char>('a' + history_.log.size())));
    history_.log.push_back(event);
  }

  // Cases and inbox as the log has them.
  void Show() {
    history_.by_case.clear();
    history_.cases.clear();
    history_.inbox.clear();
    for (const auto& event : history_.log) {
      if (IsRecord(event)) continue;
      history_.by_case[event.case_id()].push_back(event);
      v1::Case& found = history_.cases[event.case_id()];
      found.set_case_id(event.case_id());
      found.set_process("chaos_repair");
      found.set_release(1);
      found.set_status("running");
      found.set_revision(event.sequence());
      if (event.type() == "migrate") continue;  // leaves the tasks as they are
      found.clear_open_tasks();
      v1::Task* task = found.add_open_tasks();
      task->set_case_id(event.case_id());
      task->set_task_no(event.sequence());
    }
    for (const auto& [id, found] : history_.cases) history_.inbox.push_back(found.open_tasks(0));
  }

  std::vector<std::string> Broken() const {
    std::vector<std::string> texts;
    for (const auto& rules : {JudgeCommands(records_, history_), JudgeLog(history_), JudgeCases(records_, history_),
                              JudgePlatform(history_), JudgeRules(records_, book_, history_), JudgeWatcher(records_, history_, std::string(32, 'k'))}) {
      for (const Rule& rule : rules) {
        if (!rule.broken.empty()) texts.push_back(rule.text);
      }
    }
    return texts;
  }

  // A release, a parameter, a calendar and a migration, each acknowledged and there.
  void ChangeRules() {
    records_.rule_changes = {{"r", "release", "chaos_repair", "2", true, "", false},
                             {"p", "parameter", "chaos.p1", "", true, "", false},
                             {"y", "calendar", "2030", "", true, "", false},
                             {"m", "migration", "2", "done", true, "", false}};
    book_.releases.clear();
    for (int number = 1; number <= 2; ++number) {
      auto& release = book_.releases["chaos_repair"].emplace_back();
      release.set_number(number);
      release.set_note(number == 2 ? "r" : "");
      release.set_author("official-author");
      release.set_approver("official-approver");
    }
    for (const char* key : {"chaos.p1", "chaos.latest"}) {
      auto* parameter = book_.environment.add_parameters();
      parameter->set_key(key);
      parameter->set_value_json("\"p\"");
    }
    book_.environment.add_loaded_years(2030);
    for (const char* date : {"2030-10-01", "2030-10-02", "2030-10-03"}) book_.environment.add_days()->set_date(date);
    book_.migrations["m"].set_state("done");
    book_.migrations["m"].set_total(2);
    book_.migrations["m"].set_moved(2);
    for (const char* subject : {"catalog.release chaos_repair/2", "catalog.parameter chaos.p1@", "catalog.calendar 2030"}) {
      AddEvent(subject, 1, "record.change", {{"subject", subject}});
    }
    AddEvent("b", 2, "migrate", {{"command", {{"args", {{"migration", "m"}}}}}});
    Show();
  }

  void AddEvent(const std::string& case_id, int64_t sequence, const std::string& type, const json& payload) {
    v1::Event event;
    event.set_log_index(history_.log.size() + 1);
    event.set_case_id(case_id);
    event.set_sequence(sequence);
    event.set_type(type);
    event.set_actor_class("system");
    event.set_process("chaos_repair");
    event.set_payload_json(payload.dump());
    event.set_leaf_hash(std::string(32, 'z'));
    history_.log.push_back(event);
  }

  Records records_;
  RuleBook book_;
  History history_;
};

using ::testing::Contains;
using ::testing::IsEmpty;

TEST_F(Judge, FindsNothingWrongInATrueHistory) { EXPECT_THAT(Broken(), IsEmpty()); }

TEST_F(Judge, SeesALostCommand) {
  history_.log.pop_back();
  Show();
  EXPECT_THAT(Broken(), Contains("every acknowledged command is in the history exactly once"));
}

TEST_F(Judge, SeesACommandDoneTwice) {
  history_.log.push_back(history_.log[1]);
  history_.log.back().set_log_index(4);
  history_.log.back().set_sequence(3);
  Show();
  EXPECT_THAT(Broken(), Contains("every acknowledged command is in the history exactly once"));
  EXPECT_THAT(Broken(), Contains("every task was answered at most once"));
  records_.commands[1].answers.clear();
  EXPECT_THAT(Broken(), Contains("no unacknowledged command is there twice"));
}

TEST_F(Judge, SeesARefusedCommandThatWasDone) {
  records_.commands[1].answers.clear();
  records_.commands[1].refusal = "TASK_NOT_OPEN";
  EXPECT_THAT(Broken(), Contains("no refused command is there"));
}

TEST_F(Judge, SeesTwoAnswersToOneRequest) {
  records_.commands[1].answers.push_back(records_.commands[0].answers[0]);
  EXPECT_THAT(Broken(), Contains("a repeated request_id gives the same answer"));
  records_.commands[1].answers.pop_back();
  records_.commands[1].refusal = "TASK_NOT_OPEN";
  EXPECT_THAT(Broken(), Contains("a repeated request_id gives the same answer"));
}

TEST_F(Judge, SeesAnAnswerOfAnotherRevision) {
  v1::CommandResponse answer;
  answer.ParseFromString(records_.commands[1].answers[0]);
  answer.set_revision(7);
  records_.commands[1].answers[0] = answer.SerializeAsString();
  EXPECT_THAT(Broken(), Contains("each answer agrees with its event"));
}

TEST_F(Judge, SeesOrderTurnedAround) {
  std::swap(records_.commands[0], records_.commands[1]);
  EXPECT_THAT(Broken(), Contains("what a client did to a case later stands later"));
}

TEST_F(Judge, SeesWhatNobodySent) {
  records_.commands.pop_back();
  EXPECT_THAT(Broken(), Contains("nothing is in the history that nobody sent"));
}

TEST_F(Judge, SeesAnInternalError) {
  records_.commands[0].failures = {"UNAVAILABLE", "INTERNAL"};
  EXPECT_THAT(Broken(), Contains("no client was shown an internal error"));
}

TEST_F(Judge, SeesAClientThatWaitedInVain) {
  records_.commands[0].failures = {"UNAVAILABLE", kStuck};
  EXPECT_THAT(Broken(), Contains("nobody waited in vain once the faults were over"));
}

TEST_F(Judge, SeesAGapInTheLog) {
  history_.log[2].set_log_index(4);
  Show();
  EXPECT_THAT(Broken(), Contains("the city's log has no gap and no position twice"));
}

TEST_F(Judge, SeesAGapInACase) {
  history_.log[1].set_sequence(3);
  Show();
  EXPECT_THAT(Broken(), Contains("each case's events are 1, 2, 3 … in the order of the log"));
}

TEST_F(Judge, SeesACaseHistoryThatDiffers) {
  history_.by_case["a"].pop_back();
  EXPECT_THAT(Broken(), Contains("a case's history and the city's log are the same events"));
}

TEST_F(Judge, SeesATaskThatShouldNotBeOpen) {
  history_.cases["a"].mutable_open_tasks(0)->set_task_no(1);
  EXPECT_THAT(Broken(), Contains("the cases' open tasks are those the answers opened and nobody answered"));
}

TEST_F(Judge, SeesATaskMissingFromTheInbox) {
  history_.inbox.pop_back();
  EXPECT_THAT(Broken(), Contains("so is the inbox"));
}

TEST_F(Judge, SeesACaseOfAnotherStatus) {
  history_.cases["a"].set_status("finished");
  EXPECT_THAT(Broken(), Contains("each case has the status its last answer said"));
}

TEST_F(Judge, SeesAnEventShownAndGone) {
  records_.seen = {{1, "a", 1, history_.log[0].leaf_hash()}, {2, "a", 2, std::string(32, 'z')}};
  EXPECT_THAT(Broken(), Contains("what the stream showed during the faults is the log, each event once"));
}

TEST_F(Judge, SeesACheckpointThatDoesNotHold) {
  records_.checkpoints = {"lianban/330600\n1\nforged\n"};
  EXPECT_THAT(Broken(), Contains("every checkpoint handed out during the faults still holds"));
}

TEST_F(Judge, SeesATimerThatNeverFiredAndOneThatFiredTwice) {
  v1::Event start;
  start.set_log_index(4);
  start.set_case_id("p");
  start.set_sequence(1);
  start.set_process("chaos_patience");
  start.set_type("start");
  start.set_actor_class("system");
  start.mutable_record_time()->set_seconds(1799);
  v1::Event fired = start;
  fired.set_type("fire_timer");
  fired.mutable_time()->set_seconds(1800);
  history_.cases["p"].set_process("chaos_patience");
  history_.cases["p"].mutable_receive_time()->set_seconds(0);
  const std::string rule = "every timer fired exactly once, at its time";
  history_.by_case["p"] = {start};
  EXPECT_THAT(Broken(), Contains(rule));
  history_.by_case["p"] = {start, fired, fired};
  EXPECT_THAT(Broken(), Contains(rule));
  history_.by_case["p"] = {start, fired};
  EXPECT_THAT(Broken(), ::testing::Not(Contains(rule)));
}

TEST_F(Judge, SeesAChildOpenedTwiceAndAParentLeftOpen) {
  for (const char* id : {"v", "x", "y"}) history_.by_case[id] = {v1::Event()};
  history_.cases["v"].set_process("chaos_visit");
  history_.cases["v"].set_status("finished");
  for (const char* id : {"x", "y"}) {
    history_.cases[id].set_parent_case_id("v");
    history_.cases[id].set_status("finished");
  }
  const std::string twice = "every visit has its two matters once", closed = "a visit is closed exactly when its matters are";
  EXPECT_THAT(Broken(), ::testing::Not(Contains(twice)));
  EXPECT_THAT(Broken(), ::testing::Not(Contains(closed)));
  history_.cases["v"].set_status("running");
  EXPECT_THAT(Broken(), Contains(closed));
  history_.cases["z"] = history_.cases["y"];
  history_.by_case["z"] = {v1::Event()};
  EXPECT_THAT(Broken(), Contains(twice));
}

TEST_F(Judge, FindsNothingWrongInTrueRules) {
  ChangeRules();
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(Judge, SeesALostReleaseAndOneThatIsThereTwice) {
  constexpr char kRule[] = "every acknowledged release is there exactly once, approved by a second person";
  ChangeRules();
  const auto kept = book_.releases["chaos_repair"];
  book_.releases["chaos_repair"].pop_back();
  EXPECT_THAT(Broken(), Contains(kRule));
  book_.releases["chaos_repair"] = kept;
  book_.releases["chaos_repair"].push_back(kept.back());
  book_.releases["chaos_repair"].back().set_number(3);
  EXPECT_THAT(Broken(), Contains(kRule));
  book_.releases["chaos_repair"] = kept;
  book_.releases["chaos_repair"].back().set_approver("official-author");
  EXPECT_THAT(Broken(), Contains(kRule));
  book_.releases["chaos_repair"].back().set_number(7);
  EXPECT_THAT(Broken(), Contains("the releases of a process are numbered 1, 2, 3 …"));
}

TEST_F(Judge, SeesALostParameterAndAnOlderOneThatCameBack) {
  constexpr char kRule[] = "every acknowledged parameter is there exactly once with its value, the latest wins";
  ChangeRules();
  book_.environment.mutable_parameters(1)->set_value_json("\"older\"");
  EXPECT_THAT(Broken(), Contains(kRule));
  book_.environment.mutable_parameters()->RemoveLast();
  book_.environment.mutable_parameters()->RemoveLast();
  EXPECT_THAT(Broken(), Contains(kRule));
}

TEST_F(Judge, LeavesOpenWhichOfTwoParametersIsTheLatestWhenOneWasNeverAnswered) {
  ChangeRules();
  records_.rule_changes.push_back({"q", "parameter", "chaos.p2", "", false, "", false});
  EXPECT_THAT(Broken(), IsEmpty());
  book_.environment.mutable_parameters(1)->set_value_json("\"q\"");
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(Judge, SeesHalfACalendar) {
  ChangeRules();
  book_.environment.mutable_days()->RemoveLast();
  EXPECT_THAT(Broken(), Contains("every acknowledged calendar is there, with each of its days once"));
}

TEST_F(Judge, SeesAChangeOfRulesThatTheLogDoesNotHaveOrHasTwice) {
  constexpr char kRule[] = "every acknowledged change of rules is in the city's log exactly once";
  ChangeRules();
  AddEvent("again", 1, "record.change", {{"subject", "catalog.calendar 2030"}});
  EXPECT_THAT(Broken(), Contains(kRule));
  history_.log.resize(3);
  EXPECT_THAT(Broken(), Contains(kRule));
}

TEST_F(Judge, SeesACaseOnAReleaseThatIsNotThere) {
  ChangeRules();
  history_.cases["a"].set_release(3);
  EXPECT_THAT(Broken(), Contains("every case is on a release that exists"));
}

TEST_F(Judge, SeesAMigrationThatStoppedHalfwayAndACaseMovedTwice) {
  ChangeRules();
  AddEvent("b", 3, "migrate", {{"command", {{"args", {{"migration", "m"}}}}}});
  EXPECT_THAT(Broken(), Contains("no migration moved a case twice"));
  book_.migrations["m"].set_state("running");
  EXPECT_THAT(Broken(),
              Contains("every approved migration came to its end, and each case it took in is accounted for"));
}

TEST_F(Judge, SeesAChangeOfRulesThatWasRefusedOrNeverAnswered) {
  constexpr char kRule[] = "no change of rules was refused or left without an answer";
  ChangeRules();
  records_.rule_changes[0].refusal = "DRAFT_CHANGED";
  EXPECT_THAT(Broken(), Contains(kRule));
  records_.rule_changes[0].refusal = "";
  records_.rule_changes[0].stuck = true;
  EXPECT_THAT(Broken(), Contains(kRule));
}

}  // namespace
}  // namespace lianban::chaos
