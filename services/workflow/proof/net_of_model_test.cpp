// The net means what the engine does: small scripts whose faults are known, through the real loader.

#include "services/workflow/proof/net_of_model.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workflow/proof/prove.h"

namespace lianban::workflow {
namespace {

using Verdict = SoundnessResult::Verdict;

ScriptHost& Host() {
  static const auto host = [] {
    WorkerPoolOptions options;
    options.workers = 1;
    return StartWorkerPool(options).value();
  }();
  return *host;
}

std::shared_ptr<const Model> LoadSteps(const std::string& steps) {
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files["process.lua"] = "return workflow \"x\" { title = \"x\", steps = {" + steps + "} }";
  std::vector<ScriptDiagnostic> diagnostics;
  const auto model = LoadProcess(Host(), bundle, &diagnostics);
  EXPECT_TRUE(model.ok()) << model.status();
  return model.value_or(nullptr);
}

SoundnessResult Check(const std::string& steps) {
  const auto model = LoadSteps(steps);
  if (!model) return {};
  const auto net = NetOfModel(*model);
  EXPECT_TRUE(net.ok()) << net.status();
  return CheckSoundness(*net);
}

std::string Task(const std::string& name, const std::string& on) {
  return "task \"" + name + "\" { title = \"t\", by = role \"handler\", on = { " + on + " } },";
}
const std::string kDone = "finish \"done\" { title = \"t\", result = \"done\" },";

TEST(NetOfModel, ForkAndJoinAreSound) {
  EXPECT_EQ(Check("fork \"f\" { title = \"t\", to = { \"a\", \"b\" }, join = \"j\" }," + Task("a", "ok = \"j\"") +
                  Task("b", "ok = \"j\"") + "join \"j\" { title = \"t\", next = \"done\" }," + kDone)
                .verdict,
            Verdict::kSound);
}

TEST(NetOfModel, BranchThatFinishesAloneLeavesTheOtherOpen) {
  const auto result = Check("fork \"f\" { title = \"t\", to = { \"a\", \"b\" }, join = \"j\" }," +
                            Task("a", "ok = \"j\", no = \"done\"") + Task("b", "ok = \"j\"") +
                            "join \"j\" { title = \"t\", next = \"done\" }," + kDone);
  ASSERT_EQ(result.verdict, Verdict::kUnsound);
  EXPECT_EQ(result.findings[0].fault, SoundnessFault::kImproperEnd);
  EXPECT_THAT(result.findings[0].open, testing::ElementsAre("b"));
}

TEST(NetOfModel, FirstOfTwoWithCancellingJoinIsSound) {
  EXPECT_EQ(Check("fork \"f\" { title = \"t\", to = { \"a\", \"b\" }, join = \"j\" }," + Task("a", "ok = \"j\"") +
                  Task("b", "ok = \"j\"") +
                  "join \"j\" { title = \"t\", wait_for = \"any\", cancelling = true, next = \"done\" }," + kDone)
                .verdict,
            Verdict::kSound);
}

TEST(NetOfModel, SelectWithSynchronisingJoinIsSound) {
  const std::string head =
      "select \"s\" { title = \"t\", join = \"j\", branches = { { when = function(f) return true end, to = \"a\" }, "
      "{ when = function(f) return true end, to = \"b\" }, { to = \"a\" } } },";
  const std::string tasks = Task("a", "ok = \"j\"") + Task("b", "ok = \"j\"");
  EXPECT_EQ(Check(head + tasks + "join \"j\" { title = \"t\", wait_for = \"synchronising\", next = \"done\" }," + kDone)
                .verdict,
            Verdict::kSound);
}

std::string Once(const std::string& name, const std::string& on) {
  return "wait \"" + name + "\" { title = \"w\", message = \"m\", once = true, on = { " + on + " } },";
}

TEST(NetOfModel, WhatMayHappenOnceIsNoWayOutTheSecondTime) {
  const auto result = Check(Task("accept", "missing = \"supplement\", complete = \"look\"") +
                            Once("supplement", "supplied = \"look\", given_up = \"done\"") + Task("look", "missing = \"supplement\"") + kDone);
  ASSERT_EQ(result.verdict, Verdict::kUnsound);
  EXPECT_EQ(result.findings[0].fault, SoundnessFault::kStuck);
  EXPECT_EQ(result.findings[0].open, std::vector<std::string>{"look"});
  EXPECT_EQ(result.findings[0].trace.back().step, "supplement");
}

TEST(NetOfModel, WhatMayHappenOnceIsSoundWhereAnotherWayIsOpen) {
  EXPECT_EQ(Check(Task("accept", "missing = \"supplement\", complete = \"done\"") + Once("supplement", "supplied = \"accept\"") + kDone).verdict,
            Verdict::kSound);
}

// The engine refuses the answer itself, not what would have come of it: nothing is left half done.
TEST(NetOfModel, ARefusalTakesBackWhatHappenedByItself) {
  const std::string told = "effect \"tell\" { title = \"t\", notice = \"n\", next = \"supplement\" },";
  EXPECT_EQ(Check(Task("accept", "missing = \"tell\", complete = \"done\"") + told + Once("supplement", "supplied = \"accept\"") + kDone).verdict,
            Verdict::kSound);
}

TEST(NetOfModel, WhatOnlyComesASecondTimeNeverHappens) {
  const auto result = Check(Task("accept", "missing = \"supplement\", complete = \"done\"") + Once("supplement", "supplied = \"look\"") +
                            Task("look", "missing = \"supplement\", complete = \"done\"") + kDone);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].fault, SoundnessFault::kDeadTransition);
  EXPECT_EQ(result.findings[0].step + "." + result.findings[0].outcome, "look.missing");
}

TEST(NetOfModel, ATimeoutThatWouldBeRefusedIsAWarning) {
  const std::string second = "task \"look\" { title = \"审查\", by = role \"r\", within = days(3), on = { ok = \"done\", timeout = \"supplement\" } },";
  const auto result = Check(Task("accept", "missing = \"supplement\", complete = \"look\"") + Once("supplement", "supplied = \"look\"") + second + kDone);
  EXPECT_EQ(result.verdict, Verdict::kSound) << "somebody can still answer";
  ASSERT_EQ(result.warnings.size(), 1u);
  EXPECT_EQ(result.warnings[0].step, "look");
  EXPECT_EQ(result.warnings[0].trace.back().step, "supplement");
  const auto never = Check(Task("accept", "complete = \"look\"") + second + Once("supplement", "supplied = \"done\"") + kDone);
  EXPECT_THAT(never.warnings, testing::IsEmpty()) << "it cannot have happened before";
}

TEST(Prove, SaysThatATimeoutWouldBeRefused) {
  const auto model = LoadSteps(Task("accept", "missing = \"supplement\", complete = \"look\"") + Once("supplement", "supplied = \"look\"") +
                               "\ntask \"look\" { title = \"审查\", by = role \"r\", within = days(3), on = { ok = \"done\", timeout = \"supplement\" } }," + kDone);
  ASSERT_TRUE(model);
  const Proof proof = Prove(*model);
  EXPECT_EQ(proof.verdict, Verdict::kSound);
  ASSERT_EQ(proof.findings.size(), 1u);
  EXPECT_TRUE(proof.findings[0].warning);
  EXPECT_EQ(proof.findings[0].code, "TIMEOUT_REFUSED");
  EXPECT_EQ(proof.findings[0].line, 2);
  EXPECT_THAT(proof.findings[0].message, testing::HasSubstr("“审查”的“timeout”会走不通"));
}

TEST(NetOfModel, AbstainingIsNoResultOfAVote) {
  const auto result = Check("task \"a\" { title = \"t\", by = role \"r\", each = { \"x\", \"y\" }, mode = \"vote\", "
                            "vote = { pass = \"yes\", otherwise = \"no\" }, on = { yes = \"done\", no = \"done\", abstain = \"b\" } }," +
                            Task("b", "ok = \"done\"") + kDone);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].step, "b");
}

TEST(Prove, TellsTheStoryInTitlesAndPointsAtTheFinish) {
  const auto model = LoadSteps("fork \"f\" { title = \"分开\", to = { \"a\", \"b\" }, join = \"j\" }," +
                          Task("a", "ok = \"j\", no = \"done\"") + Task("b", "ok = \"j\"") +
                          "join \"j\" { title = \"汇合\", next = \"done\" },\n" + kDone);
  ASSERT_TRUE(model);
  const Proof proof = Prove(*model);
  ASSERT_EQ(proof.findings.size(), 1u);
  EXPECT_EQ(proof.findings[0].code, "SOUND_IMPROPER_END");
  EXPECT_EQ(proof.findings[0].line, 2);
  EXPECT_THAT(proof.findings[0].message, testing::HasSubstr("分开 → t[no] → t"));
  EXPECT_THAT(proof.findings[0].message, testing::HasSubstr("f → a[no] → done; open then: b"));
}

TEST(CounterExample, IsTheWayAndWhereItStands) {
  const auto stuck = LoadSteps(Task("accept", "missing = \"supplement\"") + Once("supplement", "supplied = \"look\", given_up = \"done\"") +
                               Task("look", "missing = \"supplement\"") + kDone);
  ASSERT_TRUE(stuck);
  const auto example = Prove(*stuck).counter_example;
  ASSERT_TRUE(example);
  EXPECT_EQ(example->finding.trace.back().step, "supplement");
  EXPECT_EQ(example->finding.open, std::vector<std::string>{"look"});
  EXPECT_TRUE(example->dead.empty());
  const auto never = LoadSteps("task \"a\" { title = \"t\", by = role \"r\", each = { \"x\" }, mode = \"vote\", vote = { pass = \"yes\", otherwise = \"no\" }, "
                               "on = { yes = \"done\", no = \"done\", abstain = \"b\" } }," + Task("b", "ok = \"done\"") + kDone);
  ASSERT_TRUE(never);
  EXPECT_EQ(Prove(*never).counter_example->dead, std::vector<std::string>{"b"});
  const auto sound = LoadSteps(Task("accept", "ok = \"done\"") + kDone);
  ASSERT_TRUE(sound);
  EXPECT_FALSE(Prove(*sound).counter_example);
}

TEST(Prove, FinishThatNamesWhatItWithdrawsIsSound) {
  const auto model = LoadSteps("fork \"f\" { title = \"t\", to = { \"a\", \"b\" }, join = \"j\" }," +
                          Task("a", "ok = \"j\", no = \"off\"") + Task("b", "ok = \"j\"") +
                          "join \"j\" { title = \"t\", next = \"done\" }," + kDone +
                          "finish \"off\" { title = \"t\", result = \"off\", cancels = { \"b\", \"j\" } },");
  ASSERT_TRUE(model);
  EXPECT_EQ(Prove(*model).verdict, Verdict::kSound);
}

}  // namespace
}  // namespace lianban::workflow
