#pragma once
// Turns a BPMN process into the draft of a script, step by step: what can be met is written, what cannot is listed. Its
// parts: import_bpmn.cpp (the frame), bpmn_scopes.cpp (where a token is), bpmn_leaving.cpp (where it goes),
// bpmn_nodes.cpp (what each node becomes).

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "services/workflow/interchange/import_words.h"
#include "services/workflow/interchange/read_bpmn.h"

namespace lianban::workflow {

class BpmnImporter {
 public:
  explicit BpmnImporter(const BpmnProcess& in);
  Draft Run();

 private:
  using Flows = std::vector<const BpmnFlow*>;

  std::string Unique(std::string name);
  static std::string Own(const std::map<std::string, std::string>& own, const char* key);
  static std::string Own(const BpmnNode& node, const char* key) { return Own(node.own, key); }
  const Flows& Out(const std::string& id) { return out_[id]; }
  const std::string& Name(const BpmnNode& node) { return names_.at(node.id); }
  void Lost(const std::string& id, std::string zh, std::string en);
  // On the heap until the end: references to steps are kept while others are added.
  DraftStep& Add(const std::string& kind, const std::string& name, const std::string& title, const std::string& scope);
  DraftStep& AddFor(const BpmnNode& node, const std::string& kind);
  void TakeCancels(const BpmnNode& node, DraftStep& step);
  bool InsideEventSubProcess(const BpmnNode& node);

  // Scopes
  bool Inside(const std::string& scope, const std::string& outer);
  std::vector<const BpmnNode*> Starts(const std::string& scope);
  // The first step of a scope, entered from `source`; "" at the very beginning.
  std::string Begin(const std::string& scope, const std::string& source);
  // Can tokens of a scope be in several places without being gathered again before its ends?
  bool Scattered(const std::string& scope);
  bool Gathered(const BpmnNode& split) { return !GatheringJoin(split).empty(); }
  // A join that every way from the split to an end passes.
  std::string GatheringJoin(const BpmnNode& split);
  bool ReachesEnd(const BpmnNode& from, const std::string& wall);

  // Arriving
  bool IsJoin(const BpmnNode& node);
  // Belongs to the event-based gateway before it.
  bool IsAwaited(const BpmnNode& node);
  bool IsPassage(const BpmnNode& node);
  // The step that a token from step `source` reaches over `flow`.
  std::string Enter(const BpmnFlow& flow, const std::string& source) { return Arrive(*nodes_.at(flow.to), &flow, source); }
  // Where a link leads; nullptr when it is none, or leads nowhere.
  const BpmnNode* LinkedTo(const BpmnNode& node);
  std::string Arrive(const BpmnNode& node, const BpmnFlow* flow, const std::string& source);
  // One source counts for one branch; a second branch from the same step passes through a step of its own.
  std::string Register(const std::string& join, const std::string& branch, const std::string& source, const std::string& scope);

  // Leaving
  // Where a token goes when `node` is done. Several flows without a gateway are a fork.
  std::string Continue(const BpmnNode& node, const std::string& source);
  // The end of an activity, after what watches over it has been called off.
  std::string Leave(const BpmnNode& node, const std::string& source);
  std::string Finish(const std::string& scope, const std::string& name, const std::string& title);
  // Does a complex gateway go on before all have come? What is still under way is awaited (BPMN 2.0, 13.4.5), so an end of BPMN, which
  // ends one token, is then the end of one branch.
  bool LeavesOpen();
  // Does some end stop everything? Then the others end their branch alone, and nothing is gathered before the case ends.
  bool EndsAtOnce();
  std::string PlainEnd(const std::string& name, const std::string& title);
  // A token that has come to an end of its scope.
  std::string ScopeEnd(const std::string& scope, const std::string& end, const std::string& source, const std::string& title);
  std::string End(const BpmnNode& node, const std::string& source);
  // Ends a sub-process at once: withdraws what is inside and goes on outside.
  std::string Abort(const BpmnNode& node);

  // Boundary events
  static bool IsSub(const BpmnNode& node);
  static bool Watches(const BpmnNode& event);
  static bool HasTimeout(const std::string& type);
  // One interrupting timer of a task is its time limit; everything else races in parallel with the activity.
  const BpmnNode* SimpleTimer(const BpmnNode& node);
  bool IsGuarded(const BpmnNode& node);
  std::string Guard(const BpmnNode& node);
  void FillCancels();
  DraftStep& Step(const std::string& name);
  // Beginning first; an empty beginning that only leads on is left out.
  void MoveFirst();

  // Nodes
  void Translate(const BpmnNode& node);
  // Names and remarks of what does not become a step.
  void ListWords(const BpmnNode& node);
  void Boundary(const BpmnNode& node);
  void Sub(const BpmnNode& node);
  void Join(const BpmnNode& node);
  // How many of its branches a complex gateway waits for.
  static int AwaitedBy(const BpmnNode& node);
  void Fork(const BpmnNode& node, const std::string& name);
  // What the flow is called, where that is another word than the outcome itself and the one every process uses.
  static void Label(const BpmnFlow& flow, const std::string& outcome, DraftStep& step);
  std::string OutcomeOf(const BpmnFlow& flow, std::set<std::string>& taken);
  // Ways that are named by an outcome come from a field that says which; the others are rules.
  void Choose(const BpmnNode& node, DraftStep& step);
  void Branches(const BpmnNode& node, DraftStep& step);
  // A gateway right behind what a person did: the person chooses.
  bool IsOutcomes(const BpmnNode& gateway);
  void Outcomes(const BpmnNode& node, DraftStep& step, const std::string& only);
  void TimeLimit(const BpmnNode& node, DraftStep& step);
  void Several(const BpmnNode& node, DraftStep& step, bool call);
  void Task(const BpmnNode& node);
  std::string Who(const BpmnNode& node);
  void Await(const BpmnNode& event, DraftStep& step, const std::string& to);
  void AwaitKey(const BpmnNode& event, DraftStep& step);
  void Wait(const BpmnNode& node);
  void EventGateway(const BpmnNode& node);
  void Effect(const BpmnNode& node);
  void Call(const BpmnNode& node);
  void Rule(const BpmnNode& node);

  const BpmnProcess& in_;
  Draft draft_;
  std::map<std::string, const BpmnNode*> nodes_;
  std::map<std::string, Flows> out_;
  std::map<std::string, int> arriving_;
  std::map<std::string, std::vector<const BpmnNode*>> boundary_;
  std::map<std::string, std::string> names_, scope_, gathered_, split_;
  std::map<std::string, bool> scattered_;
  std::map<std::string, std::map<std::string, std::vector<std::string>>> groups_;
  std::vector<std::pair<std::string, std::string>> cancel_scope_, cancel_guards_;
  std::set<std::string> used_, finished_, ended_, passing_;
  std::vector<std::unique_ptr<DraftStep>> steps_;
  std::string first_;
};

}  // namespace lianban::workflow
