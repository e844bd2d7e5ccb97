#pragma once
// A Petri net with reset, transfer and inhibitor arcs and synchronising merges: what a process means when data is left out.
//
// Reset nets: C. Dufourd, A. Finkel, P. Schnoebelen, "Reset nets between decidability and undecidability", ICALP 1998.
// Workflow nets and soundness: W. van der Aalst et al., "Soundness of workflow nets", Formal Aspects of Computing 23, 2011.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace lianban::workflow {

struct Arc {
  int place = 0;
  int weight = 1;
};

// A merge that waits only for what can still come (workflow patterns 7, 37, 38). Enabled when at least one group holds a
// token and, for every empty group, no place of `upstream` does. Takes one token from every group that has one.
struct SynchronisingMerge {
  std::vector<int> groups;                  // places
  std::vector<std::vector<int>> upstream;   // by group: places from which a token can still reach it
};

// What the engine does first. Only the highest class that is enabled moves; people act when everything is at rest.
enum class Priority { kActor, kPassed, kMergeOfLastResort, kMerge, kRelease, kAutomatic };

struct NetTransition {
  Priority priority = Priority::kActor;
  std::string step;      // of the script; empty for what only glues
  std::string outcome;   // what was chosen; empty when there was no choice
  std::vector<Arc> consume;        // one arc a place; several tokens from one place are a weight
  std::vector<Arc> produce;
  std::vector<int> empty;          // must hold nothing (inhibitor arcs)
  std::vector<int> reset;          // emptied before producing
  std::vector<std::pair<int, int>> transfer;  // after that, everything in the first goes to the second
  std::vector<SynchronisingMerge> merge;  // none or one
  std::vector<Arc> spends;         // places of what may be entered once only; without such a token the engine refuses
  bool final = false;              // ends the case
};

struct Net {
  std::vector<std::string> places;  // names, for traces
  std::vector<NetTransition> transitions;
  std::vector<int> initial;         // tokens per place
  std::vector<bool> idle;           // bookkeeping: a token here is nothing that is open
  int refused = -1;                 // a token here: the engine refuses what led here since somebody acted; -1: nothing is

  int AddPlace(std::string name) {
    places.push_back(std::move(name));
    initial.push_back(0);
    idle.push_back(false);
    return static_cast<int>(places.size()) - 1;
  }
};

using Marking = std::vector<uint8_t>;  // tokens per place, at most 255

bool IsEnabled(const NetTransition& transition, const Marking& marking);
// Enabled, and nothing of a higher class is.
std::vector<int> Movable(const Net& net, const Marking& marking);
bool IsRefused(const Net& net, const Marking& marking);
// Nothing is open any more.
bool IsAtEnd(const Net& net, const Marking& marking);
// Precondition: enabled. `overflow` is set when a place would hold more than 255 tokens; the marking is then unusable.
Marking Fire(const NetTransition& transition, const Marking& marking, bool* overflow);

}  // namespace lianban::workflow
