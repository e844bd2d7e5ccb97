// What a script may say, and what is said about a script that may not be published.

#include "services/workflow/language/model.h"

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/graph.h"

namespace lianban::workflow {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

ScriptHost& Host() {
  static std::unique_ptr<ScriptHost> host = [] {
    WorkerPoolOptions options;
    options.hard_deadline_ms = 5000;
    options.soft_deadline_ms = 2000;
    return StartWorkerPool(options).value();
  }();
  return *host;
}

struct Built {
  std::shared_ptr<const Model> model;
  std::vector<ScriptDiagnostic> findings;
  std::vector<std::string> codes;  // "CODE:line", warnings in lower case
};

Built Build(const std::string& source, std::map<std::string, std::string> files = {}) {
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files = std::move(files);
  bundle->files["process.lua"] = source;
  Built built;
  auto model = LoadProcess(Host(), bundle, &built.findings);
  if (model.ok()) built.model = *model;
  for (const ScriptDiagnostic& finding : built.findings) {
    EXPECT_TRUE(finding.warning || !model.ok());
    EXPECT_LE(finding.message.size(), 310u);
    built.codes.push_back((finding.warning ? "warning " : "") + finding.code + ":" + std::to_string(finding.line));
  }
  return built;
}

// A workflow of these steps that is otherwise in order.
Built Steps(const std::string& steps) { return Build("return workflow \"w\" { steps = {\n" + steps + "\n} }"); }

constexpr char kEnd[] = "finish \"e\" {}";

TEST(Model, HoldsWhatTheScriptSays) {
  Built built = Build(R"(return workflow "aid" {
  title = "法律援助", basis = "第43条", applicant = { person, organisation },
  params = { ["a.b"] = 7, ["c"] = workdays(3) },
  form = { choice "matter" { label = "事项", options = from_table "matters", required = true },
           money "income" { sensitive = true, shown = function(f) return f.matter ~= nil end } },
  materials = { material "identity" { label = "身份证明" }, material "proof" { required = false, may_follow = true } },
  clock = { statutory = days(param "a.b"), promised = workdays(5), pauses = { "w" }, basis = "第43条",
            extension = { period = days(30), times = 2, by = role "head" } },
  steps = {
    task "a" { title = "受理", by = duty("x", { role = "r" }), on = { zeta = "w", alpha = "e" }, adverse = { "alpha" } },
    wait "w" { of = applicant, within = workdays(10), once = true, on = { supplied = "a", timeout = "e" } },
    finish "e" { result = "done", remedy = "objection" } } })",
                      {{"matters.csv", "value,label\nwages,劳动报酬\ninjury\n"}});
  // alpha is decided by a person, the timeout is not: it may not lead to an adverse end.
  EXPECT_THAT(built.codes, ElementsAre("ADVERSE_AUTOMATIC:11"));
  built = Build(
      R"(return workflow "aid" { title = "法律援助", applicant = { person }, params = { ["a.b"] = 7, ["c"] = workdays(3) },
  form = { choice "matter" { label = "事项", options = from_table "matters", required = true } },
  clock = { statutory = days(param "a.b"), promised = workdays(5), extension = { period = days(30), times = 2, by = role "head" } },
  steps = {
    task "a" { title = "受理", by = duty("x", { role = "r" }), on = { zeta = "e", alpha = "e" } },
    finish "e" { result = "done" } } })",
      {{"matters.csv", "value,label\nwages,劳动报酬\ninjury\n"}});
  ASSERT_NE(built.model, nullptr) << testing::PrintToString(built.codes);
  const Model& model = *built.model;
  EXPECT_EQ(model.process, "aid");
  EXPECT_THAT(model.applicants, ElementsAre("person"));
  EXPECT_EQ(model.param_defaults.at("a.b"), 7);
  EXPECT_EQ(model.param_defaults.at("c"), "3wd");
  EXPECT_EQ(model.form[0].options[0].label, "劳动报酬");
  EXPECT_EQ(model.form[0].options[1].label, "injury");
  EXPECT_EQ(std::get<ParamRef>(model.clock->statutory.count).key, "a.b");
  EXPECT_EQ(model.clock->extension->times, 2);
  EXPECT_EQ(model.clock->extension->role, "head");
  EXPECT_THAT(model.steps[0].outcome_order, ElementsAre("zeta", "alpha"));  // as written, not by the alphabet
  EXPECT_EQ(model.steps[0].by.kind, Assignment::Kind::kDuty);
  EXPECT_EQ(model.steps[0].by.role, "r");
  EXPECT_EQ(model.steps[0].line, 5);
  EXPECT_EQ(model.Find("e")->result, "done");
  EXPECT_EQ(model.Find("nothing"), nullptr);
  EXPECT_THAT(built.codes, IsEmpty());
}

TEST(Findings, NameFileAndLine) {
  Built built =
      Build("return workflow \"w\" {\n steps = {\n task \"a\" { by = role \"x\", on = { done = \"nowhere\" } } } }");
  ASSERT_EQ(built.findings.size(), 1u);
  EXPECT_EQ(built.findings[0].file, "process.lua");
  EXPECT_THAT(built.codes, ElementsAre("STEP_UNKNOWN:3"));
}

TEST(Findings, ScriptThatIsNoProcess) {
  EXPECT_THAT(Build("return 5").codes, ElementsAre("ROOT_WRONG:1"));
  EXPECT_THAT(Build("return workflow \"w\" { steps = {} }").codes, ElementsAre("STEPS_MISSING:1"));
  EXPECT_EQ(Build("return workflow \"w\" { steps = ").model, nullptr);
}

TEST(Findings, SlipsOfThePen) {
  EXPECT_THAT(Steps(std::string("task \"a\" { by = role \"x\", on = { done = \"e\" }, titel = \"x\" },") + kEnd).codes,
              ElementsAre("KEY_UNKNOWN:2"));
  EXPECT_THAT(Steps(std::string("task \"A\" { by = role \"x\", on = { done = \"e\" } },") + kEnd).codes,
              Contains("NAME_INVALID:2"));
  EXPECT_THAT(Steps(std::string("task \"a\" { by = \"x\", on = { done = \"e\" } },") + kEnd).codes,
              ElementsAre("VALUE_WRONG:2"));
  EXPECT_THAT(Steps(std::string("task \"a\" { by = role \"x\", on = { done = \"e\" } },") + kEnd + "," + kEnd).codes,
              Contains("NAME_DUPLICATE:2"));
  EXPECT_THAT(Steps(std::string("task \"a\" { by = role \"x\", within = 7, on = { done = \"e\" } },") + kEnd).codes,
              ElementsAre("VALUE_WRONG:2"));
}

TEST(Findings, Incomplete) {
  EXPECT_THAT(Steps(std::string("task \"a\" { on = { done = \"e\" } },") + kEnd).codes, ElementsAre("BY_MISSING:2"));
  EXPECT_THAT(Steps(std::string("task \"a\" { by = role \"x\" },") + kEnd).codes, Contains("OUTCOME_MISSING:2"));
  EXPECT_THAT(
      Steps(std::string("task \"a\" { by = role \"x\", on = { timeout = \"e\" }, within = days(1) },") + kEnd).codes,
      ElementsAre("OUTCOME_MISSING:2"));
  EXPECT_THAT(
      Steps(std::string("task \"a\" { by = role \"x\", on = { done = \"e\", timeout = \"e\" } },") + kEnd).codes,
      ElementsAre("WITHIN_MISSING:2"));
  EXPECT_THAT(
      Steps(std::string("wait \"a\" { message = \"m\", within = days(1), on = { come = \"e\" } },") + kEnd).codes,
      ElementsAre("TIMEOUT_MISSING:2"));
  EXPECT_THAT(Steps(std::string("wait \"a\" { on = { come = \"e\" } },") + kEnd).codes,
              ElementsAre("WAIT_FOR_NOTHING:2"));
  EXPECT_THAT(Steps(std::string("effect \"a\" { notice = \"n\" },") + kEnd).codes, Contains("NEXT_MISSING:2"));
  EXPECT_THAT(
      Steps(std::string("decide \"a\" { branches = { { when = function() return true end, to = \"e\" } } },") + kEnd)
          .codes,
      ElementsAre("OTHERWISE_MISSING:2"));
  EXPECT_THAT(Steps(std::string("decide \"a\" { on = { x = \"e\" } },") + kEnd).codes, Contains("BRANCHES_MISSING:2"));
  EXPECT_THAT(Steps(std::string("call \"a\" { process = \"p\", on = { finished = \"e\" } },") + kEnd).codes,
              ElementsAre("OUTCOME_MISSING:2"));
}

TEST(Findings, UnknownThings) {
  EXPECT_THAT(
      Steps(std::string("task \"a\" { by = role \"x\", on = { done = \"e\" }, edits = { \"f\" } },") + kEnd).codes,
      ElementsAre("FIELD_UNKNOWN:2"));
  EXPECT_THAT(
      Steps(std::string("task \"a\" { by = role \"x\", on = { done = \"e\" }, propose = decision \"t\" },") + kEnd)
          .codes,
      ElementsAre("TABLE_UNKNOWN:2"));
  EXPECT_THAT(
      Steps(std::string("task \"a\" { by = role \"x\", on = { done = \"e\" }, adverse = { \"refuse\" } },") + kEnd)
          .codes,
      ElementsAre("ADVERSE_UNKNOWN:2"));
  EXPECT_THAT(Build("return workflow \"w\" { form = { choice \"c\" { options = from_table \"t\" } }, steps = { " +
                    std::string(kEnd) + " } }")
                  .codes,
              ElementsAre("TABLE_UNKNOWN:1"));
  EXPECT_THAT(Build("return workflow \"w\" { clock = { statutory = days(param \"k\") }, steps = { " +
                    std::string(kEnd) + " } }")
                  .codes,
              ElementsAre("warning PARAM_UNDECLARED:0"));
}

TEST(Findings, WhatIsMeantIsSaid) {
  const Built step = Steps(std::string("task \"look\" { by = role \"x\", on = { done = \"lokk\" }, needs = { \"facts\" }, edit = {} },") + kEnd);
  EXPECT_THAT(step.findings[0].message, testing::HasSubstr("did you mean edits?"));
  const Built built = Build("return workflow \"w\" { params = { [\"w.term\"] = 3 }, clock = { statutory = days(param \"w.trem\") },\n"
                            "form = { text \"facts\" {} }, steps = { task \"look\" { by = role \"x\", on = { again = \"loook\", done = \"e\" }, edits = { \"fact\" } }, " +
                            std::string(kEnd) + " } }");
  EXPECT_THAT(built.codes, ElementsAre("STEP_UNKNOWN:2", "FIELD_UNKNOWN:2", "warning PARAM_UNDECLARED:0"));
  EXPECT_THAT(built.findings[0].message, testing::HasSubstr("；是否应为“look”？"));
  EXPECT_THAT(built.findings[1].message, testing::HasSubstr("did you mean facts?"));
  EXPECT_THAT(built.findings[2].message, testing::HasSubstr("did you mean w.term?"));
}

// In Lua a field that is not there is nil, and a rule that compares it with true simply never holds.
TEST(Findings, WhatARuleReadsExists) {
  const Built built = Build(R"(return workflow "w" { form = { bool "poor" {}, text "facts" { shown = function(form) return form.por end } }, steps = {
 task "look" { by = role "x", on = { done = "way" } },
 decide "way" { branches = { { when = function(form, case) return case.outcomes.lock == "done" and form.poor end, to = "e" },
   { when = function(form, case, item) return case.outcomes.look == "done" or item.form.other or form . poor end, to = "e" }, { to = "e" } } },
 -- form.nothing in a comment, and "form.text" in a text, are none
 finish "e" { title = "form.text" } } })");
  ASSERT_THAT(built.codes, ElementsAre("warning FIELD_UNKNOWN:1", "warning STEP_UNKNOWN:3"));
  EXPECT_EQ(built.findings[0].column, 93);
  EXPECT_THAT(built.findings[0].message, testing::HasSubstr("did you mean poor?"));
  EXPECT_THAT(built.findings[1].message, testing::HasSubstr("did you mean look?"));
}

TEST(Findings, WhatIsNeededCanBeFilledIn) {
  const auto codes = [](const std::string& field, const std::string& keys) {
    return Build("return workflow \"w\" { form = { text \"done\" { " + field + " } }, steps = {\n task \"a\" { by = role \"x\", needs = { \"done\" }, " +
                 keys + "on = { done = \"e\" } }, " + std::string(kEnd) + " } }").codes;
  };
  EXPECT_THAT(codes("", ""), ElementsAre("warning NEEDS_UNFILLED:2"));
  EXPECT_THAT(codes("", "edits = { \"done\" }, "), ElementsAre());
  EXPECT_THAT(codes("required = true", ""), ElementsAre());
}

TEST(Findings, TableColumnsAreFieldsUnlessTheirInputsAreGiven) {
  const auto codes = [](const std::string& inputs) {
    return Build("return workflow \"w\" { form = { integer \"days\" {} }, steps = {\n decide \"d\" { table = \"t\", " + inputs +
                     "on = { a = \"e\" } }, finish \"e\" {} } }",
                 {{"t.csv", "F,day,case.area,outcome\nkind,in,in,out\ntype,integer,text,text\n1,>3,-,a\n2,-,-,a\n"}}).codes;
  };
  EXPECT_THAT(codes(""), Contains("FIELD_UNKNOWN:1"));
  EXPECT_THAT(codes("inputs = function() return { day = 4 } end, "), ElementsAre());
}

TEST(Findings, ATableThatCannotBeReadIsNotCalledMissing) {
  EXPECT_THAT(Build("return workflow \"w\" { steps = {\n decide \"d\" { table = \"t\", on = { a = \"e\" } }, finish \"e\" {} } }",
                    {{"t.csv", "U,k,outcome\nkind,in,out\ntype,int,text\n1,1,a\n"}}).codes,
              ElementsAre("TABLE_TYPE:3"));
}

// One wrong name is one mistake, however much comes behind it.
TEST(Findings, WhatComesBehindAnUnreachableStepIsNotRepeated) {
  const std::string task = "task \"{}\" {{ by = role \"x\", on = {{ done = \"{}\" }} }},\n";
  std::string steps = fmt::format(fmt::runtime(task), "a", "bb") + fmt::format(fmt::runtime(task), "b", "c") + fmt::format(fmt::runtime(task), "c", "e");
  EXPECT_THAT(Steps(steps + kEnd).codes, ElementsAre("STEP_UNKNOWN:2", "STEP_UNREACHABLE:3"));
  steps = fmt::format(fmt::runtime(task), "a", "e") + fmt::format(fmt::runtime(task), "b", "c") + fmt::format(fmt::runtime(task), "c", "b");
  EXPECT_THAT(Steps(steps + kEnd).codes, ElementsAre("STEP_UNREACHABLE:3"));
}

TEST(Findings, UnreachableSteps) {
  EXPECT_THAT(Steps(std::string("task \"a\" { by = role \"x\", on = { done = \"e\" } },\ntask \"b\" { by = role \"x\", "
                                "on = { done = \"e\" } },") +
                    kEnd)
                  .codes,
              ElementsAre("STEP_UNREACHABLE:3"));
}

TEST(Findings, TableThatGivesAnOutcomeTheStepDoesNotHave) {
  Built built = Build(
      "return workflow \"w\" { form = { text \"k\" {} }, steps = {\n decide \"d\" { table = \"t\", on = { a = \"e\" } "
      "}, finish \"e\" {} } }",
      {{"t.csv", "F,k,outcome\nkind,in,out\ntype,text,text\n1,\"\"\"x\"\"\",a\n2,-,b\n"}});
  EXPECT_THAT(built.codes, ElementsAre("OUTCOME_MISSING:2"));
}

// Excel and WPS save CSV in the code page of the system unless told otherwise.
TEST(Findings, TableThatIsNotUtf8SaysHowToSaveIt) {
  const Built built = Build("return workflow \"w\" { steps = { task \"a\" { by = role \"x\", on = { done = \"e\" } }, finish \"e\" {} } }",
                            {{"t.csv", "U,k,outcome\nkind,in,out\ntype,text,text\n1,\xbc\xd7,a\n"}});
  EXPECT_THAT(built.codes, ElementsAre("TABLE_SYNTAX:1"));
  EXPECT_THAT(built.findings[0].message, testing::HasSubstr("另存为“CSV UTF-8”"));
}

// The table is there, and what is wrong with it has been said: not that there is none.
TEST(Findings, TableThatCannotBeReadIsNotCalledUnknown) {
  const auto built = [](const std::string& csv, const std::string& list) {
    return Build("return workflow \"w\" { form = { choice \"k\" { label = \"类别\", options = from_table \"kinds\" } }, steps = {\n decide \"d\" { table = \"t\", on = { a = \"e\" } }, finish \"e\" {} } }",
                 {{"t.csv", csv}, {"kinds.csv", list}});
  };
  EXPECT_THAT(built("U,k,outcome\nkind,in,out\ntype,number,text\n1,甲,a\n", "value,label\nx,甲\n").codes, ElementsAre("TABLE_TYPE:4"));
  EXPECT_THAT(built("U,k,outcome\nkind,in,out\ntype,text,text\n1,-,a\n", "value,label\nx,\xbc\xd7\n").codes, ElementsAre("TABLE_SYNTAX:1"));
  EXPECT_THAT(built("U,k,outcome\nkind,in,out\ntype,text,text\n1,-,a\n2,\"b,a\n", "value,label\nx,甲\n").codes, ElementsAre("TABLE_SYNTAX:5"));
}

// As spreadsheets write them: empty rows below, blanks that nobody sees.
TEST(Findings, OptionListsMayHaveEmptyRowsAndBlanks) {
  const Built built = Build("return workflow \"w\" { form = { choice \"k\" { label = \"类别\", options = from_table \"kinds\" } }, steps = { task \"a\" { by = role \"x\", on = { done = \"e\" } }, finish \"e\" {} } }",
                            {{"kinds.csv", "value,label\r\nx\u00A0,甲\u3000\r\n,\r\n,\r\n"}});
  EXPECT_THAT(built.codes, ElementsAre());
  ASSERT_EQ(built.model->form[0].options.size(), 1u);
  EXPECT_EQ(built.model->form[0].options[0].value, "x");
  EXPECT_EQ(built.model->form[0].options[0].label, "甲");
}

TEST(Findings, TableNamesOnlyOptionsOfTheFieldAndAllOfThem) {
  const auto built = [](const std::string& rows, const std::string& inputs = "") {
    return Build("return workflow \"w\" { form = { choice \"k\" { label = \"类别\", options = { \"甲\", \"乙\" } } }, steps = {\n decide \"d\" { table = \"t\", " +
                     inputs + "on = { a = \"e\", b = \"e\" } }, finish \"e\" {} } }",
                 {{"t.csv", "U,k,outcome\nkind,in,out\ntype,text,text\n" + rows}});
  };
  EXPECT_THAT(built("1,甲,a\n2,乙,b\n").codes, ElementsAre());
  EXPECT_THAT(built("1,甲,a\n2,丙,b\n").codes, ElementsAre("warning TABLE_OPTION:5"));
  EXPECT_THAT(built("1,甲,a\n").codes, ElementsAre("warning TABLE_GAP:1"));
  EXPECT_THAT(built("1,甲,a\n", "inputs = function(form) return { k = \"甲\" } end, ").codes, ElementsAre());
}

// A way and a proposal are one outcome; what a table lists or sums up would otherwise be lost without a word.
TEST(Findings, TableThatGivesMoreThanOneOutcomeIsNoWayAndNoProposal) {
  const auto codes = [](const std::string& step, const std::string& policy, const std::string& type) {
    return Build("return workflow \"w\" { form = { text \"k\" {} }, steps = {\n" + step + ",\n finish \"e\" {} } }",
                 {{"t.csv", policy + ",k,out\nkind,in,out\ntype,text," + type + "\n1,-," + (type == "integer" ? "1" : "a") + "\n"}})
        .codes;
  };
  const std::string decides = "decide \"d\" { table = \"t\", on = { a = \"e\" } }";
  const std::string selects = "select \"d\" { table = \"t\", on = { a = \"e\" } }";
  const std::string proposes = "task \"d\" { by = role \"x\", propose = decision \"t\", on = { a = \"e\" } }";
  const std::string works_out = "decide \"d\" { table = \"t\", next = \"e\" }";
  for (const char* policy : {"C", "R"}) {
    EXPECT_THAT(codes(decides, policy, "text"), ElementsAre("TABLE_POLICY:2")) << policy;
    EXPECT_THAT(codes(proposes, policy, "text"), ElementsAre("TABLE_POLICY:2")) << policy;
    EXPECT_THAT(codes(selects, policy, "text"), ElementsAre()) << policy;
    EXPECT_THAT(codes(works_out, policy, "text"), ElementsAre()) << policy;
  }
  EXPECT_THAT(codes(selects, "C+", "integer"), ElementsAre("TABLE_POLICY:2"));
  EXPECT_THAT(codes(works_out, "C+", "integer"), ElementsAre());
  EXPECT_THAT(codes(works_out, "U", "integer"), ElementsAre());
  EXPECT_THAT(codes("decide \"d\" { table = \"t\", next = \"e\", on = { a = \"e\" } }", "U", "text"), testing::Contains("VALUE_WRONG:2"));
  EXPECT_THAT(codes(decides, "U", "text"), ElementsAre());
}

TEST(Findings, FaultyTableIsReportedInItsOwnFile) {
  Built built = Build(
      "return workflow \"w\" { form = { text \"k\" {} }, steps = { decide \"d\" { table = \"t\", on = { a = \"e\" } }, "
      "finish \"e\" {} } }",
      {{"t.csv", "Z,k,outcome\nkind,in,out\ntype,text,text\n1,-,a\n"}});
  ASSERT_FALSE(built.findings.empty());
  EXPECT_EQ(built.findings[0].file, "t.csv");
  EXPECT_EQ(built.model, nullptr);
}

// PIPL art. 24: against a person, the machine proposes and a human decides.
TEST(House, NothingAdverseHappensByItself) {
  EXPECT_THAT(Build(R"(return workflow "w" { form = { bool "b" {} }, steps = {
 decide "d" { branches = { { when = function(f) return f.b end, to = "tell" }, { to = "e" } } },
 effect "tell" { notice = "n", next = "refused" },
 finish "refused" { remedy = "objection" }, finish "e" {} } })")
                  .codes,
              ElementsAre("ADVERSE_AUTOMATIC:2"));
}

TEST(House, ATimeoutIsNeverAnApproval) {
  EXPECT_THAT(
      Steps(
          R"(task "a" { by = role "x", within = days(1), adverse = { "refuse" }, on = { grant = "e", refuse = "r", timeout = "e" } },
 finish "r" {}, finish "e" {})")
          .codes,
      ElementsAre("TIMEOUT_DECIDES:2"));
}

constexpr char kForked[] = R"(fork "f" { to = { "b", "c" }, join = "j" },
 task "b" { by = role "x", on = { done = "j", more = "b2" } },
 task "b2" { by = role "x", on = { done = "j" } },
 task "c" { by = role "x", on = { done = "j" } },
 join "j" { next = "e" }, finish "e" {})";

TEST(Joins, GroupsAreTheBranchesOfTheFork) {
  Built built = Steps(kForked);
  ASSERT_NE(built.model, nullptr);
  const Step& join = *built.model->Find("j");
  EXPECT_THAT(join.groups, ElementsAre(ElementsAre("b", "b2"), ElementsAre("c")));
  EXPECT_EQ(GroupOf(join, "b2"), 0);
  EXPECT_EQ(GroupOf(join, "c"), 1);
  EXPECT_EQ(join.region.size(), 3u);
}

TEST(Joins, ABranchMayBeEmpty) {
  Built built = Steps(
      R"(fork "f" { to = { "b", "j" }, join = "j" }, task "b" { by = role "x", on = { done = "j" } }, join "j" { next = "e" }, finish "e" {})");
  ASSERT_NE(built.model, nullptr) << testing::PrintToString(built.codes);
  EXPECT_THAT(built.model->Find("j")->groups, ElementsAre(ElementsAre("b"), ElementsAre("f")));
}

TEST(Joins, FaultsAreFound) {
  EXPECT_THAT(Steps(R"(task "a" { by = role "x", on = { done = "j" } }, join "j" { next = "e" }, finish "e" {})").codes,
              ElementsAre("JOIN_WITHOUT_FORK:2"));
  EXPECT_THAT(Steps(R"(fork "f" { to = { "b", "c" }, join = "j" }, task "b" { by = role "x", on = { done = "c" } },
 task "c" { by = role "x", on = { done = "j" } }, join "j" { next = "e" }, finish "e" {})")
                  .codes,
              Contains("JOIN_GROUP_AMBIGUOUS:3"));
  EXPECT_THAT(Steps(R"(fork "f" { to = { "b", "c" }, join = "j" }, task "b" { by = role "x", on = { done = "e" } },
 task "c" { by = role "x", on = { done = "j" } }, join "j" { next = "e" }, finish "e" {})")
                  .codes,
              Contains("JOIN_GROUP_EMPTY:3"));
  EXPECT_THAT(Steps(R"(fork "f" { to = { "b", "c" }, join = "j" }, task "b" { by = role "x", on = { done = "j" } },
 task "c" { by = role "x", on = { done = "j" } }, join "j" { next = "e", wait_for = 3 }, finish "e" {})")
                  .codes,
              ElementsAre("JOIN_COUNT_WRONG:3"));
  EXPECT_THAT(
      Steps(R"(select "f" { join = "j", branches = { { when = function() return true end, to = "b" }, { to = "c" } } },
 task "b" { by = role "x", on = { done = "j" } }, task "c" { by = role "x", on = { done = "j" } }, join "j" { next = "e" }, finish "e" {})")
          .codes,
      ElementsAre("SELECT_JOIN:2"));
}

TEST(Findings, AutomaticCycleIsAWarning) {
  Built built = Steps(R"(decide "a" { branches = { { when = function() return false end, to = "b" }, { to = "e" } } },
 effect "b" { notice = "n", next = "a" }, finish "e" {})");
  EXPECT_NE(built.model, nullptr);
  EXPECT_THAT(built.codes, Contains("warning AUTOMATIC_CYCLE:2"));
}

}  // namespace
}  // namespace lianban::workflow
