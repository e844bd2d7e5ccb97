// One small BPMN file per construct: what the script does, and that it can be loaded.

#include "services/workflow/interchange/import_bpmn.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workflow/interchange/import_pnml.h"
#include "services/workflow/proof/net_of_model.h"
#include "services/workflow/proof/soundness.h"

namespace lianban::workflow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Verdict = SoundnessResult::Verdict;

struct Result {
  Imported imported;
  std::shared_ptr<const Model> model;
  Verdict verdict = Verdict::kBeyondBound;

  const Step& step(const std::string& name) const {
    const Step* step = model->Find(name);
    if (!step) throw std::runtime_error("no step " + name + " in\n" + imported.script);
    return *step;
  }
  std::string lost() const {
    std::string text;
    for (const Unmapped& each : imported.unmapped) text += each.element + ": " + each.en + "\n";
    return text;
  }
};

Result Check(const absl::StatusOr<Imported>& imported) {
  static const auto host = StartWorkerPool({.workers = 1, .soft_deadline_ms = 2000, .hard_deadline_ms = 5000}).value();
  Result result;
  EXPECT_TRUE(imported.ok()) << imported.status();
  if (!imported.ok()) return result;
  result.imported = *imported;
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files["process.lua"] = imported->script;
  const auto model = LoadProcess(*host, bundle, nullptr);
  EXPECT_TRUE(model.ok()) << model.status() << "\n" << imported->script;
  if (!model.ok()) throw std::runtime_error("not loaded");
  result.model = *model;
  result.verdict = CheckSoundness(NetOfModel(**model).value()).verdict;
  // Every loss stands in the script as well.
  for (const Unmapped& lost : imported->unmapped) EXPECT_THAT(imported->script, HasSubstr(lost.en));
  return result;
}

Result Bpmn(const std::string& inside) {
  return Check(ImportBpmn("<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><message id='m1' name='paid'/>"
                          "<process id='Order' name='订单'>" + inside + "</process></definitions>", "x.bpmn"));
}

// "a>b c>d": flows with ids a_b, c_d.
std::string Flows(const std::string& text) {
  std::string xml;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find(' ', at), text.size()), arrow = text.find('>', at);
    const std::string from = text.substr(at, arrow - at), to = text.substr(arrow + 1, end - arrow - 1);
    xml += "<sequenceFlow id='" + from + "_" + to + "' sourceRef='" + from + "' targetRef='" + to + "'/>";
    at = end + 1;
  }
  return xml;
}

const std::string kEnds = "<startEvent id='s'/><endEvent id='e' name='完'/>";
const std::string kTimer = "<timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition>";
const std::string kMessage = "<messageEventDefinition messageRef='m1'/>";

// BPMN 2.0, 13.4.5: it goes on when enough have come and swallows the others as they come; an end ends one token, not the case.
TEST(ImportBpmn, ComplexGatewayThatGoesOnEarlyLeavesTheRestToBeDone) {
  const std::string parts = "<parallelGateway id='g'/><userTask id='a'/><userTask id='b'/><userTask id='c'/>"
                            "<complexGateway id='j'><activationCondition>count &gt;= 2</activationCondition></complexGateway>";
  const std::string flows = Flows("g>a g>b g>c a>j b>j c>j j>then");
  const Result result = Bpmn(kEnds + parts + "<userTask id='then'/>" + flows + Flows("s>g then>e"));
  EXPECT_EQ(result.step("j").wait_for, "n");
  EXPECT_EQ(result.step("j").n_of, 2);
  EXPECT_TRUE(result.step("e").ends_branch);
  EXPECT_EQ(result.verdict, Verdict::kSound);
  EXPECT_THAT(result.lost(), HasSubstr("j: goes on with 2 branches; the rest is done and awaited before the case ends"));

  std::string more = parts;
  more.replace(more.find("&gt;= 2"), 7, "&gt; 2");
  EXPECT_EQ(Bpmn(kEnds + more + "<userTask id='then'/>" + flows + Flows("s>g then>e")).step("j").n_of, 3);
  EXPECT_FALSE(Bpmn(kEnds + more + "<userTask id='then'/>" + flows + Flows("s>g then>e")).step("e").ends_branch);

  const Result inside = Bpmn(kEnds + "<subProcess id='sub'><startEvent id='s2'/><endEvent id='e2'/>" + parts + "<userTask id='then'/>" + flows +
                             Flows("s2>g then>e2") + "</subProcess><userTask id='after'/>" + Flows("s>sub sub>after after>e"));
  EXPECT_EQ(inside.verdict, Verdict::kSound);
}

TEST(ImportBpmn, KeepsTitlesAndOrderOfASequence) {
  const Result result = Bpmn(kEnds + "<userTask id='Check' name='审核'/><serviceTask id='send' name='归档'/>" + Flows("s>Check Check>send send>e"));
  EXPECT_EQ(result.model->title, "订单");
  EXPECT_EQ(result.model->steps[0].name, "check");
  EXPECT_EQ(result.step("check").title, "审核");
  EXPECT_EQ(result.step("send").kind, StepKind::kEffect);
  EXPECT_EQ(result.verdict, Verdict::kSound);
  EXPECT_EQ(result.lost(), "");
}

TEST(ImportBpmn, GatewayBehindATaskIsItsOutcomes) {
  const Result result = Bpmn(kEnds + "<userTask id='a'/><exclusiveGateway id='g'/><userTask id='b'/>"
                             "<sequenceFlow id='f' name='approve' sourceRef='g' targetRef='b'/><sequenceFlow id='h' name='不同意' sourceRef='g' targetRef='e'/>" +
                             Flows("s>a a>g b>e"));
  EXPECT_EQ(result.step("a").on, (std::map<std::string, std::string>{{"approve", "b"}, {"to_e", "e"}}));
  EXPECT_EQ(result.model->Find("g"), nullptr);
  EXPECT_THAT(result.imported.script, HasSubstr("to_e：不同意"));
}

TEST(ImportBpmn, ConditionsBecomeRulesOrAreListed) {
  const Result result = Bpmn(kEnds + "<exclusiveGateway id='g' default='g_e'/><userTask id='a'/><userTask id='b'/>"
                             "<sequenceFlow id='f1' sourceRef='g' targetRef='a'><conditionExpression>${amount &gt; 500}</conditionExpression></sequenceFlow>"
                             "<sequenceFlow id='f2' sourceRef='g' targetRef='b'><conditionExpression>lookup(x).y</conditionExpression></sequenceFlow>" +
                             Flows("s>g g>e a>e b>e"));
  EXPECT_EQ(result.step("g").kind, StepKind::kDecide);
  EXPECT_THAT(result.imported.script, HasSubstr("(form.amount or 0) > 500"));
  EXPECT_THAT(result.lost(), HasSubstr("f2: its condition has to be written: lookup(x).y"));
}

TEST(ImportBpmn, ParallelGatewaysForkAndJoin) {
  const Result result = Bpmn(kEnds + "<parallelGateway id='f'/><parallelGateway id='j'/><userTask id='a'/><userTask id='b'/>" +
                             Flows("s>f f>a f>b a>j b>j j>e"));
  EXPECT_EQ(result.step("j").groups.size(), 2u);
  EXPECT_EQ(result.verdict, Verdict::kSound);
}

TEST(ImportBpmn, InclusiveGatewaysSelectAndSynchronise) {
  const Result result = Bpmn(kEnds + "<inclusiveGateway id='f' default='f_b'/><inclusiveGateway id='j'/><userTask id='a'/><userTask id='b'/>"
                             "<sequenceFlow id='c' sourceRef='f' targetRef='a'><conditionExpression>urgent</conditionExpression></sequenceFlow>" +
                             Flows("s>f f>b a>j b>j j>e"));
  EXPECT_EQ(result.step("f").kind, StepKind::kSelect);
  EXPECT_EQ(result.step("j").wait_for, "synchronising");
  EXPECT_EQ(result.verdict, Verdict::kSound);
}

TEST(ImportBpmn, EventGatewayWaitsForMessageOrTime) {
  const Result result = Bpmn(kEnds + "<eventBasedGateway id='g'/><intermediateCatchEvent id='m'>" + kMessage +
                             "</intermediateCatchEvent><intermediateCatchEvent id='t'>" + kTimer + "</intermediateCatchEvent><userTask id='late'/>" +
                             Flows("s>g g>m g>t m>e t>late late>e"));
  EXPECT_EQ(result.step("g").message, "paid");
  EXPECT_EQ(result.step("g").on, (std::map<std::string, std::string>{{"received", "e"}, {"timeout", "late"}}));
}

TEST(ImportBpmn, BoundaryTimerIsTheTimeLimitOfATask) {
  const Result result = Bpmn(kEnds + "<userTask id='a'/><userTask id='late'/><boundaryEvent id='t' attachedToRef='a'>" + kTimer + "</boundaryEvent>" +
                             Flows("s>a a>e t>late late>e"));
  EXPECT_EQ(result.step("a").on.at("timeout"), "late");
  EXPECT_EQ(std::get<int64_t>(result.step("a").within->count), 3);
}

TEST(ImportBpmn, BoundaryMessageWithdrawsTheTaskAndTheOtherWayRound) {
  const Result result = Bpmn(kEnds + "<userTask id='a'/><userTask id='b'/><boundaryEvent id='m' attachedToRef='a'>" + kMessage + "</boundaryEvent>" +
                             Flows("s>a a>e m>b b>e"));
  EXPECT_THAT(result.step("m").cancels, ElementsAre("a"));
  EXPECT_THAT(result.step("a_over").cancels, ElementsAre("m"));
  EXPECT_EQ(result.verdict, Verdict::kSound);
}

TEST(ImportBpmn, SubProcessIsWrittenInLineAndWithdrawnByItsTimer) {
  const Result result = Bpmn(kEnds + "<subProcess id='p'><startEvent id='ps'/><userTask id='a'/><userTask id='b'/><endEvent id='pe'/>" +
                             Flows("ps>a a>b b>pe") + "</subProcess><boundaryEvent id='t' attachedToRef='p'>" + kTimer + "</boundaryEvent><userTask id='late'/>" +
                             Flows("s>p p>e t>late late>e"));
  EXPECT_THAT(result.step("t").cancels, testing::IsSupersetOf({"a", "b"}));
  EXPECT_EQ(result.step("b").on.at("done"), "p_over");
  EXPECT_EQ(result.verdict, Verdict::kSound);
}

TEST(ImportBpmn, SubProcessWithSeveralOpenEndsIsOverWhenNothingCanCome) {
  const Result result = Bpmn(kEnds + "<subProcess id='p'><startEvent id='ps'/><parallelGateway id='f'/><userTask id='a'/><userTask id='b'/>"
                             "<endEvent id='x'/><endEvent id='y'/>" + Flows("ps>f f>a f>b a>x b>y") + "</subProcess>" + Flows("s>p p>e"));
  EXPECT_EQ(result.step("p_ended").wait_for, "synchronising");
  EXPECT_EQ(result.verdict, Verdict::kSound);
}

TEST(ImportBpmn, TerminateEndsAtOnce) {
  const Result result = Bpmn(kEnds + "<parallelGateway id='f'/><userTask id='a'/><userTask id='b'/><endEvent id='x'><terminateEventDefinition/></endEvent>" +
                             Flows("s>f f>a f>b a>x b>e"));
  EXPECT_EQ(result.step("x").kind, StepKind::kFinish);
  EXPECT_THAT(result.step("x").cancels, testing::Contains("b"));
  EXPECT_EQ(result.verdict, Verdict::kSound);
}

// A none end ends its token: when b is done first, a is still to be done.
TEST(ImportBpmn, BesideATerminateTheOtherEndsEndTheirBranch) {
  const Result result = Bpmn(kEnds + "<userTask id='a'/><boundaryEvent id='t' attachedToRef='a' cancelActivity='false'>" + kTimer +
                             "</boundaryEvent><userTask id='remind'/><endEvent id='x'><terminateEventDefinition/></endEvent>" +
                             Flows("s>a t>remind remind>e a>x"));
  EXPECT_TRUE(result.step("e").ends_branch);
  EXPECT_EQ(result.step("remind").on.at("done"), "e");
  EXPECT_EQ(result.verdict, Verdict::kSound);
}

TEST(ImportBpmn, ALinkIsOnlyAWay) {
  const Result result = Bpmn(kEnds + "<userTask id='a'/><userTask id='b'/><intermediateThrowEvent id='go'><linkEventDefinition name='L'/></intermediateThrowEvent>"
                             "<intermediateCatchEvent id='come'><linkEventDefinition name='L'/></intermediateCatchEvent>" +
                             Flows("s>a a>go come>b b>e"));
  EXPECT_EQ(result.step("a").on.at("done"), "b");
  EXPECT_EQ(result.lost(), "");
}

TEST(ImportBpmn, SeveralInstancesLoopsAndCalls) {
  const Result result = Bpmn(kEnds + "<userTask id='a'><multiInstanceLoopCharacteristics isSequential='true'><loopCardinality>3</loopCardinality>"
                             "</multiInstanceLoopCharacteristics></userTask><task id='b'><standardLoopCharacteristics/></task>"
                             "<callActivity id='c' calledElement='legal_aid'/>" + Flows("s>a a>b b>c c>e"));
  EXPECT_EQ(result.step("a").mode, InstanceMode::kSequence);
  EXPECT_EQ(std::get<nlohmann::json>(*result.step("a").each).size(), 3u);
  EXPECT_EQ(result.step("b").on.at("again"), "b");
  EXPECT_EQ(result.step("c").process, "legal_aid");
}

TEST(ImportBpmn, ListsWhatItCannotSay) {
  const Result result = Bpmn(kEnds + "<userTask id='a'/><dataObject id='d'/><subProcess id='v' triggeredByEvent='true'><startEvent id='vs'/></subProcess>" +
                             Flows("s>a a>e"));
  EXPECT_THAT(result.lost(), HasSubstr("d: no counterpart: dataObject"));
  EXPECT_THAT(result.lost(), HasSubstr("v: part of an event sub-process"));
}

// What other modellers write, each in its own way.

TEST(ImportBpmn, TakesTheProcessThatRunsAndNotThePoolThatIsClosed) {
  const Result result = Check(ImportBpmn(
      "<b:definitions xmlns:b='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:t='urn:t'><b:collaboration id='c'>"
      "<b:participant id='p1' name='申请人' processRef='t:closed'/><b:participant id='p2' name='受理中心' processRef='t:inner'/>"
      "</b:collaboration><b:process id='closed'/><b:process id='drawn'><b:task id='x'/></b:process>"
      "<b:process id='inner' isExecutable='true'><b:startEvent id='s'/><b:task id='a' name='受理'/><b:endEvent id='e'/>"
      "<b:sequenceFlow id='f' sourceRef='s' targetRef='a'/><b:sequenceFlow id='g' sourceRef='a' targetRef='e'/></b:process>"
      "</b:definitions>", "x.bpmn"));
  EXPECT_EQ(result.model->title, "受理中心");
  EXPECT_EQ(result.step("a").title, "受理");
  EXPECT_THAT(result.lost(), HasSubstr("drawn: another process of the file"));
}

TEST(ImportBpmn, KnowsWhoDoesItInTheWordsOfCamundaAndFlowable) {
  const Result result = Check(ImportBpmn(
      "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:camunda='urn:c' xmlns:flowable='urn:f'><process id='p'>"
      "<startEvent id='s' flowable:initiator='me'/><userTask id='a' camunda:candidateGroups='accountancy' camunda:formKey='f1'/>"
      "<userTask id='b' flowable:assignee='${starter}'/><userTask id='c'><potentialOwner><resourceAssignmentExpression><formalExpression>management"
      "</formalExpression></resourceAssignmentExpression></potentialOwner></userTask><endEvent id='e'/>" + Flows("s>a a>b b>c c>e") +
      "</process></definitions>", "x.bpmn"));
  EXPECT_EQ(result.step("a").by.name, "accountancy");
  EXPECT_EQ(result.step("c").by.name, "management");
  EXPECT_THAT(result.lost(), HasSubstr("a: attributes without counterpart: camunda:formKey"));
  EXPECT_THAT(result.lost(), HasSubstr("s: attributes without counterpart: flowable:initiator"));
  EXPECT_THAT(result.lost(), HasSubstr("b: performer: ${starter}"));
}

TEST(ImportBpmn, ListsDataButNotTheEmptyPlaceForIt) {
  const Result result = Bpmn("<startEvent id='s'/><task id='a' isForCompensation='false'><ioSpecification><inputSet/><outputSet/></ioSpecification></task>"
                             "<task id='b'><ioSpecification><dataInput id='d'/><inputSet/></ioSpecification></task><laneSet id='l'/><endEvent id='e'/>" +
                             Flows("s>a a>b b>e"));
  EXPECT_THAT(result.lost(), HasSubstr("b: no counterpart: ioSpecification"));
  EXPECT_THAT(result.lost(), testing::Not(HasSubstr("a: ")));
}

TEST(ImportBpmn, ReferencesMayCarryThePrefixOfTheirNamespace) {
  const Result result = Check(ImportBpmn(
      "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:tns='urn:t'><message id='m1' name='paid'/><process id='p'><startEvent id='s'/>"
      "<userTask id='a'/><boundaryEvent id='t' attachedToRef='tns:a'><timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition>"
      "</boundaryEvent><receiveTask id='r' messageRef='tns:m1'/><endEvent id='e'/><endEvent id='late'/>" + Flows("s>a a>r r>e t>late") +
      "</process></definitions>", "x.bpmn"));
  EXPECT_EQ(result.step("r").message, "paid");
  EXPECT_EQ(result.step("a").on.count("timeout"), 1u);
}

TEST(ImportBpmn, ReadsOtherEncodings) {
  std::string utf16 = "\xff\xfe";
  const std::u16string text = u"<?xml version='1.0' encoding='UTF-16'?><definitions><process id='p' name='登记'><startEvent id='s'/><task id='a'/>"
                              u"<endEvent id='e'/><sequenceFlow id='f' sourceRef='s' targetRef='a'/>"
                              u"<sequenceFlow id='g' sourceRef='a' targetRef='e'/></process></definitions>";
  for (const char16_t unit : text) utf16 += {static_cast<char>(unit & 0xff), static_cast<char>(unit >> 8)};
  EXPECT_EQ(Check(ImportBpmn(utf16, "x.bpmn")).model->title, "登记");
}

TEST(ImportPnml, ReadsWhatWasWrittenBeforeTheStandardAndBesideIt) {
  const Result result = Check(ImportPnml(
      "<pnml><net id='noID'><place id='p0'><initialMarking><value> 1 </value></initialMarking></place><place id='p1'/><place id='p2'/>"
      "<transition id='t0'><name><value>\n write mail \n</value></name><toolspecific tool='WoPeD'><time>0</time></toolspecific></transition>"
      "<transition id='t1'><toolspecific tool='X'/><toolspecific tool='ProM' activity='$invisible$'/></transition>"
      "<arc id='a1' source='p0' target='t0'><inscription><text>\n1\n</text></inscription><type value='normal'/></arc>"
      "<arc id='a2' source='t0' target='p1'><arctype><text>normal</text></arctype></arc>"
      "<arc id='a3' source='p1' target='t1'><arctype><text>reset</text></arctype></arc><arc id='a4' source='t1' target='p2'/></net></pnml>", "x.pnml"));
  EXPECT_EQ(result.step("write_mail").title, "write mail");
  EXPECT_THAT(result.lost(), HasSubstr("a3: the type of the arc: reset"));
  EXPECT_THAT(result.lost(), testing::Not(HasSubstr("a1")));
  EXPECT_THAT(result.lost(), testing::Not(HasSubstr("a2")));
}

TEST(ImportBpmn, RefusesWhatIsNotXml) {
  EXPECT_FALSE(ImportBpmn("<definitions", "x").ok());
  EXPECT_FALSE(ImportBpmn("<definitions/>", "x").ok());
}

std::string Pnml(const std::string& inside) { return "<pnml><net id='n'><page id='g'>" + inside + "</page></net></pnml>"; }
std::string Place(const std::string& id, bool marked = false) {
  return "<place id='" + id + "'>" + (marked ? "<initialMarking><text>1</text></initialMarking>" : "") + "</place>";
}
std::string Transition(const std::string& id, std::vector<std::string> in, std::vector<std::string> out) {
  std::string xml = "<transition id='" + id + "'><name><text>" + id + "</text></name></transition>";
  for (const auto& place : in) xml += "<arc id='" + place + id + "' source='" + place + "' target='" + id + "'/>";
  for (const auto& place : out) xml += "<arc id='" + id + place + "' source='" + id + "' target='" + place + "'/>";
  return xml;
}

TEST(ImportPnml, ParallelBranchesAndAChoice) {
  const Result result = Check(ImportPnml(
      Pnml(Place("i", true) + Place("p1") + Place("p2") + Place("q1") + Place("q2") + Place("r") + Place("o") + Transition("open", {"i"}, {"p1", "p2"}) +
           Transition("left", {"p1"}, {"q1"}) + Transition("right", {"p2"}, {"q2"}) + Transition("meet", {"q1", "q2"}, {"r"}) +
           Transition("yes", {"r"}, {"o"}) + Transition("no", {"r"}, {"i"})), "x.pnml"));
  EXPECT_EQ(result.step("meet_join").groups.size(), 2u);
  EXPECT_EQ(result.step("r").on, (std::map<std::string, std::string>{{"no", "open"}, {"yes", "o"}}));
  EXPECT_EQ(result.verdict, Verdict::kSound);
  EXPECT_EQ(result.lost(), "");
}

TEST(ImportPnml, FollowsReferencesFromPageToPage) {
  const Result result = Check(ImportPnml(
      "<pnml><net id='n'><page id='g1'>" + Place("i", true) + "<transition id='a'/><referencePlace id='r' ref='r2'/>"
      "<arc id='1' source='i' target='a'/><arc id='2' source='a' target='r'/></page><page id='g2'>" + Place("p") +
      "<referencePlace id='r2' ref='p'/><transition id='b'/><referenceTransition id='rb' ref='b'/><arc id='3' source='p' target='rb'/>" + Place("o") +
      "<arc id='4' source='b' target='o'/></page></net></pnml>", "x.pnml"));
  EXPECT_EQ(result.step("a").on.at("done"), "b");
  EXPECT_EQ(result.lost(), "");
  EXPECT_EQ(result.verdict, Verdict::kSound);
}

TEST(ImportPnml, ListsArcsThatAreMoreThanArcs) {
  const std::string net = "<pnml><net id='n'>" + Place("i", true) + Place("o") + "<transition id='a'/><arc id='2' source='a' target='o'/>";
  for (const char* arc : {"<arc id='x' source='i' target='a' type='inhibitor'/>", "<arc id='x' source='i' target='a'><type value='reset'/></arc>",
                          "<arc id='x' source='i' target='a'><arctype><text>read</text></arctype></arc>"}) {
    EXPECT_THAT(Check(ImportPnml(net + arc + "</net></pnml>", "x.pnml")).lost(), HasSubstr("x: the type of the arc: "));
  }
}

TEST(ImportPnml, ListsAChoiceThatIsNotFree) {
  const Result result = Check(ImportPnml(
      Pnml(Place("i", true) + Place("a") + Place("b") + Place("o") + Transition("open", {"i"}, {"a", "b"}) + Transition("both", {"a", "b"}, {"o"}) +
           Transition("alone", {"a"}, {"o"})), "x.pnml"));
  EXPECT_THAT(result.lost(), HasSubstr("a: not a free choice"));
}

}  // namespace
}  // namespace lianban::workflow
