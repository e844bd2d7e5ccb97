#include "services/workflow/proof/soundness.h"

#include <map>
#include <set>

#include "services/workflow/proof/state_space.h"

namespace lianban::workflow {
namespace {

std::vector<std::string> OpenPlaces(const Net& net, const Marking& marking) {
  std::vector<std::string> open;
  for (size_t p = 0; p < marking.size(); ++p) {
    if (marking[p] > 0 && !net.idle[p]) open.push_back(net.places[p]);
  }
  return open;
}

SoundnessFinding Witness(SoundnessFault fault, const Net& net, const StateSpace& space, int node) {
  SoundnessFinding finding{fault, {}, OpenPlaces(net, space.marking(node)), "", ""};
  for (int t : space.TraceTo(node)) {
    const auto& transition = net.transitions[t];
    if (!transition.step.empty()) finding.trace.push_back({transition.step, transition.outcome});
  }
  return finding;
}

// A case is over when a finish was reached, or when nothing is left (implicit termination).
bool IsOver(const Net& net, const StateSpace& space, int node) {
  return !space.refused(node) && (space.nodes()[node].final || IsAtEnd(net, space.marking(node)));
}

// Marks every node from which an end can be reached.
std::vector<bool> CanEnd(const Net& net, const StateSpace& space) {
  const int count = static_cast<int>(space.nodes().size());
  std::vector<std::vector<int>> back(count);
  for (const auto& edge : space.edges()) back[edge.to].push_back(edge.from);
  std::vector<bool> can(count);
  std::vector<int> todo;
  for (int node = 0; node < count; ++node) {
    if (!IsOver(net, space, node)) continue;
    can[node] = true;
    todo.push_back(node);
  }
  while (!todo.empty()) {
    const int node = todo.back();
    todo.pop_back();
    for (int from : back[node]) {
      if (can[from]) continue;
      can[from] = true;
      todo.push_back(from);
    }
  }
  return can;
}

// Nodes are in breadth-first order, so the first one found has a shortest trace. Being stuck is easier to understand than
// going round for ever, so it is preferred where both happen.
void FindNoWayOut(const Net& net, const StateSpace& space, std::vector<SoundnessFinding>* findings) {
  const auto can = CanEnd(net, space);
  std::vector<bool> moves(space.nodes().size());
  for (const auto& edge : space.edges()) {
    if (!space.refused(edge.to)) moves[edge.from] = true;
  }
  int endless = -1;
  for (int node = 0; node < static_cast<int>(can.size()); ++node) {
    if (can[node] || space.refused(node)) continue;
    if (!moves[node]) {
      findings->push_back(Witness(SoundnessFault::kStuck, net, space, node));
      return;
    }
    if (endless < 0) endless = node;
  }
  if (endless >= 0) findings->push_back(Witness(SoundnessFault::kEndless, net, space, endless));
}

void FindImproperEnd(const Net& net, const StateSpace& space, std::vector<SoundnessFinding>* findings) {
  for (int node = 0; node < static_cast<int>(space.nodes().size()); ++node) {
    const auto& info = space.nodes()[node];
    if (!info.final || IsAtEnd(net, space.marking(node))) continue;
    findings->push_back(Witness(SoundnessFault::kImproperEnd, net, space, node));
    return;
  }
}

// A way of a step may be several transitions (the rounds of a partial join); it is dead when none of them can happen.
void FindDead(const Net& net, const StateSpace& space, std::vector<SoundnessFinding>* findings) {
  std::map<std::pair<std::string, std::string>, bool> alive;
  for (size_t t = 0; t < net.transitions.size(); ++t) {
    const auto& transition = net.transitions[t];
    if (transition.step.empty()) continue;
    bool& fired = alive[{transition.step, transition.outcome}];
    fired = fired || space.fired()[t];
  }
  for (const auto& [way, fired] : alive) {
    if (!fired) findings->push_back({SoundnessFault::kDeadTransition, {}, {}, way.first, way.second});
  }
}

// Time runs out and the engine says no, for what would come then happens once and has happened.
std::vector<SoundnessFinding> RefusedTimeouts(const Net& net, const StateSpace& space) {
  std::vector<SoundnessFinding> refused;
  std::set<std::string> told;
  for (const auto& edge : space.edges()) {
    const NetTransition& transition = net.transitions[edge.transition];
    if (transition.outcome != "timeout" || !space.refused(edge.to) || space.refused(edge.from)) continue;
    if (!told.insert(transition.step).second) continue;
    refused.push_back(Witness(SoundnessFault::kTimeoutRefused, net, space, edge.from));
    refused.back().step = transition.step;
    refused.back().outcome = transition.outcome;
  }
  return refused;
}

}  // namespace

SoundnessResult CheckSoundness(const Net& net, const SoundnessOptions& options) {
  StateSpace space;
  const auto end = space.Explore(net, options.markings_max);
  SoundnessResult result;
  result.markings = static_cast<int64_t>(space.nodes().size());
  if (end == StateSpace::End::kUnbounded) {
    auto finding = Witness(SoundnessFault::kUnbounded, net, space, space.growing_node());
    finding.step = net.places[space.growing_place()];
    result.findings.push_back(std::move(finding));
    result.verdict = SoundnessResult::Verdict::kUnsound;
    return result;
  }
  FindImproperEnd(net, space, &result.findings);
  result.warnings = RefusedTimeouts(net, space);
  if (end == StateSpace::End::kTooLarge) {
    // A witness that was found is true however much was left unvisited; its absence proves nothing.
    result.verdict = result.findings.empty() ? SoundnessResult::Verdict::kBeyondBound
                                             : SoundnessResult::Verdict::kUnsound;
    return result;
  }
  FindNoWayOut(net, space, &result.findings);
  FindDead(net, space, &result.findings);
  result.verdict =
      result.findings.empty() ? SoundnessResult::Verdict::kSound : SoundnessResult::Verdict::kUnsound;
  return result;
}

}  // namespace lianban::workflow
