#include "services/workflow/proof/soundness.h"

#include <functional>
#include <map>
#include <random>
#include <set>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Verdict = SoundnessResult::Verdict;

// Places by one-letter name; transitions as "ab>c" (takes a and b, gives c), "a>" gives nothing.
struct Builder {
  Net net;
  std::map<char, int> places;

  int Place(char name) {
    const auto [it, fresh] = places.emplace(name, 0);
    if (fresh) it->second = net.AddPlace(std::string(1, name));
    return it->second;
  }
  NetTransition& Add(std::string_view text, std::string step = "") {
    NetTransition transition;
    transition.step = step.empty() ? std::string(text) : step;
    const size_t arrow = text.find('>');
    for (char c : text.substr(0, arrow)) transition.consume.push_back({Place(c), 1});
    for (char c : text.substr(arrow + 1)) transition.produce.push_back({Place(c), 1});
    net.transitions.push_back(transition);
    return net.transitions.back();
  }
  void Start(char name) { net.initial[Place(name)] = 1; }
};

Builder Of(std::initializer_list<std::string_view> transitions) {
  Builder builder;
  for (auto text : transitions) {
    auto& transition = builder.Add(text);
    transition.final = text.ends_with('>');
  }
  builder.Start('s');
  return builder;
}

TEST(Soundness, SequenceIsSound) {
  const auto result = CheckSoundness(Of({"s>a", "a>b", "b>"}).net);
  EXPECT_EQ(result.verdict, Verdict::kSound);
  EXPECT_EQ(result.markings, 4);
}

TEST(Soundness, ForkJoinedByAllIsSound) {
  EXPECT_EQ(CheckSoundness(Of({"s>ab", "a>c", "b>d", "cd>e", "e>"}).net).verdict, Verdict::kSound);
}

TEST(Soundness, ChoiceJoinedByAllIsStuckAndTheTraceSaysHow) {
  const auto result = CheckSoundness(Of({"s>a", "s>b", "a>c", "b>d", "cd>e", "e>"}).net);
  ASSERT_EQ(result.verdict, Verdict::kUnsound);
  const auto& finding = result.findings[0];
  EXPECT_EQ(finding.fault, SoundnessFault::kStuck);
  ASSERT_EQ(finding.trace.size(), 2u);
  EXPECT_EQ(finding.trace[0].step, "s>a");
  EXPECT_THAT(finding.open, ElementsAre("c"));
}

TEST(Soundness, ForkMergedWithoutJoinEndsImproperly) {
  const auto result = CheckSoundness(Of({"s>ab", "a>e", "b>e", "e>"}).net);
  ASSERT_EQ(result.verdict, Verdict::kUnsound);
  EXPECT_EQ(result.findings[0].fault, SoundnessFault::kImproperEnd);
}

TEST(Soundness, FinishMayLeaveOpenOnlyWhatItWithdrawsByName) {
  auto builder = Of({"s>ab", "a>e", "b>e", "e>"});
  builder.net.transitions[3].reset = {builder.Place('a'), builder.Place('b'), builder.Place('e')};
  EXPECT_EQ(CheckSoundness(builder.net).verdict, Verdict::kSound);
}

TEST(Soundness, AutomaticStepsComeBeforePeople) {
  // With the race left open, "c" could be chosen before "b" is withdrawn and the second end would find nothing.
  auto builder = Of({"s>ab", "a>", "b>c", "c>d", "d>"});
  builder.net.transitions[1].final = false;
  builder.net.transitions[1].priority = Priority::kAutomatic;
  builder.net.transitions[1].reset = {builder.Place('b')};
  const auto result = CheckSoundness(builder.net);
  ASSERT_EQ(result.findings.size(), 3u);
  for (const auto& finding : result.findings) EXPECT_EQ(finding.fault, SoundnessFault::kDeadTransition);
}

TEST(Soundness, BookkeepingIsNotOpen) {
  auto builder = Of({"s>a", "a>"});
  builder.Start('x');
  builder.net.idle[builder.Place('x')] = true;
  EXPECT_EQ(CheckSoundness(builder.net).verdict, Verdict::kSound);
}

TEST(Soundness, LoopWithoutExitIsEndless) {
  const auto result = CheckSoundness(Of({"s>a", "s>b", "a>", "b>c", "c>b"}).net);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].fault, SoundnessFault::kEndless);
}

TEST(Soundness, LoopThatForksGrowsWithoutLimit) {
  const auto result = CheckSoundness(Of({"s>ab", "a>s", "b>c", "a>"}).net);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].fault, SoundnessFault::kUnbounded);
  EXPECT_THAT(result.findings[0].step, testing::AnyOf("b", "c"));
}

TEST(Soundness, GrowthThatIsResetEveryRoundIsNotGrowth) {
  auto builder = Of({"s>ab", "a>s", "a>"});
  builder.net.transitions[1].reset = {builder.Place('b')};
  builder.net.transitions[2].reset = {builder.Place('b')};
  EXPECT_EQ(CheckSoundness(builder.net).verdict, Verdict::kSound);
}

TEST(Soundness, StepNobodyCanReachIsDead) {
  const auto result = CheckSoundness(Of({"s>a", "a>", "x>a"}).net);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].fault, SoundnessFault::kDeadTransition);
  EXPECT_EQ(result.findings[0].step, "x>a");
}

TEST(Soundness, SynchronisingMergeWaitsForWhatCanStillCome) {
  // s opens a, or a and b; the merge over c and d must wait for b's branch only when b was opened.
  auto builder = Of({"s>a", "s>ab", "a>c", "b>d", "e>"});
  auto& merge = builder.Add(">e", "merge");
  merge.merge.push_back({{builder.Place('c'), builder.Place('d')},
                         {{builder.Place('s'), builder.Place('a')}, {builder.Place('s'), builder.Place('b')}}});
  EXPECT_EQ(CheckSoundness(builder.net).verdict, Verdict::kSound);
}

TEST(Soundness, SaysBeyondTheBoundInsteadOfGuessing) {
  Builder builder;
  std::string open, close;
  for (char c = 'a'; c <= 'p'; ++c) open += c, close += static_cast<char>(c - 'a' + 'A');
  builder.Add("s>" + open);
  for (char c = 'a'; c <= 'p'; ++c) builder.Add(std::string{c, '>', static_cast<char>(c - 'a' + 'A')});
  builder.Add(close + ">").final = true;
  builder.Start('s');
  EXPECT_EQ(CheckSoundness(builder.net, {.markings_max = 1000}).verdict, Verdict::kBeyondBound);
  EXPECT_EQ(CheckSoundness(builder.net, {.markings_max = 100'000}).verdict, Verdict::kSound);
}

// ---- agreement with a search written from the definitions, on random nets ----

using Bag = std::map<int, int>;

bool Enabled(const NetTransition& t, const Bag& bag) {
  auto count = [&](int place) { const auto it = bag.find(place); return it == bag.end() ? 0 : it->second; };
  for (const auto& arc : t.consume) if (count(arc.place) < arc.weight) return false;
  for (int place : t.empty) if (count(place)) return false;
  for (const auto& merge : t.merge) {
    int marked = 0;
    for (size_t g = 0; g < merge.groups.size(); ++g) {
      if (count(merge.groups[g])) { ++marked; continue; }
      for (int place : merge.upstream[g]) if (count(place)) return false;
    }
    if (!marked) return false;
  }
  return true;
}

Bag After(const NetTransition& t, Bag bag) {
  auto take = [&](int place, int n) { if ((bag[place] -= n) <= 0) bag.erase(place); };
  for (const auto& arc : t.consume) take(arc.place, arc.weight);
  for (const auto& merge : t.merge)
    for (int place : merge.groups) if (bag.contains(place)) take(place, 1);
  for (int place : t.reset) bag.erase(place);
  for (const auto& [from, to] : t.transfer) {
    if (!bag.contains(from)) continue;
    bag[to] += bag[from];
    bag.erase(from);
  }
  for (const auto& arc : t.produce) bag[arc.place] += arc.weight;
  return bag;
}

struct Truth { bool known = true, bounded = true, sound = true; };

bool NothingOpen(const Net& net, const Bag& bag) {
  for (const auto& [place, n] : bag) if (!net.idle[place]) return false;
  return true;
}

// Depth-first over (bag, ended), every property straight from its definition. "Unbounded" here: a place above 12 tokens.
// Nets of more than 3,000 markings are not judged: the definitions are slow on purpose.
Truth Exhaustive(const Net& net) {
  using Node = std::pair<Bag, bool>;
  Bag initial;
  for (size_t p = 0; p < net.initial.size(); ++p) if (net.initial[p]) initial[p] = net.initial[p];
  std::set<Node> seen{{initial, false}};
  std::vector<Node> todo{{initial, false}};
  std::map<Node, std::set<Node>> next;
  std::set<int> fired;
  Truth truth;
  while (!todo.empty()) {
    const Node node = todo.back();
    todo.pop_back();
    if (node.second) {
      if (!NothingOpen(net, node.first)) truth.sound = false;
      continue;
    }
    for (size_t t = 0; t < net.transitions.size(); ++t) {
      if (!Enabled(net.transitions[t], node.first)) continue;
      bool outranked = false;
      for (const auto& other : net.transitions)
        outranked = outranked || (other.priority > net.transitions[t].priority && Enabled(other, node.first));
      if (outranked) continue;
      fired.insert(t);
      const Node to{After(net.transitions[t], node.first), net.transitions[t].final};
      for (const auto& [place, n] : to.first) if (n > 12) return {true, false, false};
      next[node].insert(to);
      if (seen.insert(to).second) todo.push_back(to);
      if (seen.size() > 3000) return {false, true, true};
    }
  }
  if (fired.size() < net.transitions.size()) truth.sound = false;
  std::map<Node, bool> ends;
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& node : seen) {
      if (ends[node]) continue;
      bool can = node.second || NothingOpen(net, node.first);
      for (const auto& to : next[node]) can = can || ends[to];
      if (can) changed = ends[node] = true;
    }
  }
  for (const auto& node : seen) if (!ends[node]) truth.sound = false;
  return truth;
}

// Starts from a block-structured process (sequence, choice, fork and join, synchronising merge, loop, cancellation), which is
// sound, and in two nets of three breaks it somewhere.
class RandomNet {
 public:
  explicit RandomNet(uint32_t seed) : random_(seed) {}

  Net Make() {
    const int start = Place(), end = Place();
    net_.initial[start] = 1;
    Block(start, end, 3);
    auto& finish = Transition({end}, {});
    finish.final = true;
    if (Roll(3) != 0) Break();
    return net_;
  }

 private:
  int Roll(int n) { return static_cast<int>(random_() % n); }
  int Place() { return net_.AddPlace(fmt::format("p{}", net_.places.size())); }
  NetTransition& Transition(std::vector<int> from, std::vector<int> to) {
    NetTransition t;
    t.step = fmt::format("t{}", net_.transitions.size());
    if (Roll(4) == 0) t.priority = Priority::kAutomatic;
    for (int p : from) t.consume.push_back({p, 1});
    for (int p : to) t.produce.push_back({p, 1});
    net_.transitions.push_back(t);
    return net_.transitions.back();
  }
  void Block(int in, int out, int depth) {
    const int first_place = static_cast<int>(net_.places.size());
    switch (depth == 0 ? 0 : Roll(11)) {
      case 0: Transition({in}, {out}); return;
      case 1: { const int mid = Place(); Block(in, mid, depth - 1); Block(mid, out, depth - 1); return; }
      case 2: {
        for (int i = 0; i < 2; ++i) { const int a = Place(); Transition({in}, {a}); Block(a, out, depth - 1); }
        return;
      }
      case 3: {
        const int a = Place(), b = Place(), c = Place(), d = Place();
        Transition({in}, {a, b});
        Block(a, c, depth - 1);
        Block(b, d, depth - 1);
        Transition({c, d}, {out});
        return;
      }
      case 4: {  // loop with an exit; leaving may cancel nothing that is open
        const int mid = Place();
        Block(in, mid, depth - 1);
        Transition({mid}, {in});
        Transition({mid}, {out});
        return;
      }
      case 5: return CriticalSections(in, out, depth);
      case 6: return Milestone(in, out, depth);
      case 7: {  // threads
        const int a = Place(), b = Place();
        Transition({in}, {a}).produce[0].weight = 2;
        Block(a, b, depth - 1);
        Transition({b}, {out}).consume[0].weight = 2;
        return;
      }
      case 8: {  // goes on with a rest that is withdrawn later
        const int mid = Place(), rest = Place();
        Transition({in}, {mid, rest});
        Transition({rest}, {});
        Transition({mid}, {out}).reset = {rest};
        return;
      }
      case 9: {  // one branch closes the other as it stands
        const int a = Place(), b = Place(), c = Place(), d = Place();
        Transition({in}, {a, b});
        Transition({a}, {c});
        Transition({b}, {d}).transfer = {{a, c}};
        Transition({c, d}, {out});
        return;
      }
      default: {  // choose one branch or both, merge what came; or race two branches and cancel the loser
        const int a = Place(), b = Place(), c = Place(), d = Place();
        const bool race = Roll(2) == 0;
        Transition({in}, {a, b});
        if (!race) Transition({in}, {a});
        const int inside_a = static_cast<int>(net_.places.size());
        Block(a, c, depth - 1);
        const int inside_b = static_cast<int>(net_.places.size());
        Block(b, d, depth - 1);
        const int inside_end = static_cast<int>(net_.places.size());
        std::vector<int> all;
        for (int p = first_place; p < inside_end; ++p) all.push_back(p);
        if (race) {
          Transition({c}, {out}).reset = all;
          Transition({d}, {out}).reset = all;
          return;
        }
        std::vector<int> up_a{in, a}, up_b{in, b};
        for (int p = inside_a; p < inside_b; ++p) up_a.push_back(p);
        for (int p = inside_b; p < inside_end; ++p) up_b.push_back(p);
        auto& merge = Transition({}, {out});
        merge.priority = Priority::kMerge;
        merge.merge.push_back({{c, d}, {up_a, up_b}});
        return;
      }
    }
  }
  // Two parts, of which one at a time is entered; one is over when nothing is in it.
  void CriticalSections(int in, int out, int depth) {
    const int free = Place(), c = Place(), d = Place(), a = Place(), b = Place();
    net_.idle[free] = true;
    net_.initial[free] = 1;
    Transition({in}, {a, b});
    for (const auto& [from, to] : {std::pair{a, c}, std::pair{b, d}}) {
      const int held = Place(), first = Place();
      net_.idle[held] = true;
      Transition({from, free}, {first, held});
      Block(first, to, depth - 1);
      auto& release = Transition({held}, {free});
      release.priority = Priority::kRelease;
      for (int p = first; p < static_cast<int>(net_.places.size()); ++p) release.empty.push_back(p);
    }
    Transition({c, d}, {out});
  }
  // A step that happens while a place is marked, or is passed by when it cannot be marked any more.
  void Milestone(int in, int out, int depth) {
    const int step = Place(), c = Place(), d = Place(), before = Place();
    Transition({in}, {step, before});
    const int state = Place();
    Block(before, state, depth - 1);
    const int end = static_cast<int>(net_.places.size());
    Transition({state}, {d});
    Transition({step, state}, {c, state});
    auto& passed = Transition({step}, {c});
    passed.priority = Priority::kPassed;
    for (int p = before; p < end; ++p) passed.empty.push_back(p);
    Transition({c, d}, {out});
  }
  void Break() {
    auto& t = net_.transitions[Roll(net_.transitions.size())];
    const int place = Roll(net_.places.size());
    switch (Roll(4)) {
      case 0: if (t.consume.size() == 1) t.consume[0].place = place; break;
      case 1: t.produce.push_back({place, 1}); break;
      case 2: if (!t.produce.empty()) t.produce.pop_back(); break;
      case 3: t.reset.push_back(place); break;
    }
  }

  std::mt19937 random_;
  Net net_;
};

TEST(Soundness, AgreesWithExhaustiveSearchOnRandomNets) {
  int sound = 0, unsound = 0, unbounded = 0, beyond = 0;
  for (uint32_t seed = 0; seed < 2000; ++seed) {
    const Net net = RandomNet(seed).Make();
    const Truth truth = Exhaustive(net);
    if (!truth.known) continue;
    const auto result = CheckSoundness(net, {.markings_max = 20'000});
    if (result.verdict == Verdict::kBeyondBound) {
      EXPECT_FALSE(truth.bounded) << "seed " << seed;  // small nets are decided unless a merge hides growth
      ++beyond;
      continue;
    }
    EXPECT_EQ(result.verdict == Verdict::kSound, truth.sound) << "seed " << seed;
    if (result.findings.size() && result.findings[0].fault == SoundnessFault::kUnbounded) {
      EXPECT_FALSE(truth.bounded) << "seed " << seed;
      ++unbounded;
    }
    ++(truth.sound ? sound : unsound);
  }
  EXPECT_GT(sound, 300);
  EXPECT_GT(unsound, 500);
  EXPECT_GT(unbounded, 20);
  EXPECT_LT(beyond, 100);
  RecordProperty("sound", sound);
  RecordProperty("unsound", unsound);
  fmt::print("random nets: {} sound, {} unsound (of which {} unbounded), {} beyond the bound\n", sound, unsound, unbounded,
             beyond);
}

// A witness is worth something only if it can be followed.
TEST(Soundness, EveryTraceCanBeFollowedToWhatItClaims) {
  for (uint32_t seed = 0; seed < 500; ++seed) {
    const Net net = RandomNet(seed).Make();
    for (const auto& finding : CheckSoundness(net, {.markings_max = 20'000}).findings) {
      if (finding.fault == SoundnessFault::kDeadTransition) continue;
      Marking marking(net.initial.begin(), net.initial.end());
      for (const auto& step : finding.trace) {
        const auto t = std::find_if(net.transitions.begin(), net.transitions.end(),
                                    [&](const auto& t) { return t.step == step.step; });
        ASSERT_NE(t, net.transitions.end());
        ASSERT_TRUE(IsEnabled(*t, marking)) << "seed " << seed;
        bool overflow = false;
        marking = Fire(*t, marking, &overflow);
      }
      std::vector<std::string> open;
      for (size_t p = 0; p < marking.size(); ++p) if (marking[p] && !net.idle[p]) open.push_back(net.places[p]);
      EXPECT_EQ(open, finding.open) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace lianban::workflow
