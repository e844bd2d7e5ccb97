// Cases that find what others have entered are told as if all had been told together in the order of time, however many are told
// on their own.

#include "services/workflow/replay/ledger_ties.h"

#include <random>

#include "services/workflow/replay/replay_for_test.h"
#include "services/workflow/scenario/world.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// Who starts a chain, or finds something under its item, enters something for the next one.
constexpr char kChain[] = R"(return workflow "chain" {
  form = { text "item" { required = true }, text "next" { required = true }, bool "starts" {} },
  reads = { links = "item" },
  steps = {
    decide "linked" { branches = {
      { when = function(form, case) return form.starts == true or #case.ledger.links > 0 end, to = "enter" }, { to = "alone" } } },
    effect "enter" { ledger = "links", payload = function(form, case) return { key = form.next, length = #case.ledger.links } end, next = "linked_in" },
    finish "linked_in" { result = "linked" },
    finish "alone" { result = "alone" } } })";

struct Link {
  std::string item, next;
  bool starts = false;
  int minute = 0;
};

Recording Told(const std::vector<Link>& links) {
  Recording recording;
  for (const Link& link : links) {
    Act act;
    act.kind = ActKind::kStart;
    act.command.kind = CommandKind::kStart;
    act.command.actor.kind = ActorClass::kPerson;
    act.command.actor.user = "clerk";
    act.command.actor.desks = {"u1/window"};
    act.command.data = {{"form", {{"item", link.item}, {"next", link.next}, {"starts", link.starts}}}, {"unit", "u1"}, {"area", ""}};
    const absl::Time time = absl::FromUnixSeconds(1'772'000'000) + absl::Minutes(link.minute);
    recording.cases.push_back({"case" + std::to_string(recording.cases.size()), {{"start", time, false, "", {act}}}});
    recording.last = std::max(recording.last, time);
  }
  return recording;
}

std::vector<std::string> Ends(const std::vector<CaseReplay>& cases) {
  std::vector<std::string> ends;
  for (const CaseReplay& one : cases) ends.push_back(one.end);
  return ends;
}

std::vector<std::string> OneByOne(std::shared_ptr<const Model> model, const Recording& recording, int threads) {
  return Ends(Tell(std::move(model), recording, ReplayMode::kWhatIf, threads).cases);
}

// All of them in one group, one command after the other.
std::vector<std::string> AllTogether(std::shared_ptr<const Model> model, const Recording& recording) {
  const auto environment = std::make_shared<const Environment>(WorldOf(*model, recording.given));
  const PastLedgers past(*model, *environment, recording);
  const ReplayOptions options{.mode = ReplayMode::kWhatIf};
  std::vector<size_t> cases(recording.cases.size());
  for (size_t i = 0; i < cases.size(); ++i) cases[i] = i;
  LedgerTouches touches;
  ToldGroup group(*model, recording, options, past, cases, touches);
  struct Source final : LedgerSource {
    ToldGroup& group;
    explicit Source(ToldGroup& of) : group(of) {}
    absl::StatusOr<std::vector<json>> LookUp(std::span<const LedgerLookup> lookups) override {
      std::vector<json> found;
      for (const LedgerLookup& lookup : lookups) found.push_back(group.Find(lookup.what, lookup.now));
      return found;
    }
  } source(group);
  for (auto now = group.NextMoment(1); !now.empty(); now = group.NextMoment(1)) {
    const CaseRun& run = group.run(now[0]);
    const RunItem item{model, environment, run.state(), &run.command(), run.now(), nullptr};
    group.Take(now[0], std::move(RunCommands(TestHost(), {&item, 1}, &source)[0]));
  }
  std::vector<CaseReplay> told;
  for (size_t i = 0; i < cases.size(); ++i) told.push_back(group.run(i).Finish([](const std::string&) { return 0; }));
  return Ends(told);
}

TEST(LedgerTies, AChainIsFollowedToItsEnd) {
  const Recording recording = Told({{"d", "e", false, 4}, {"c", "d", false, 3}, {"b", "c", false, 2}, {"a", "b", true, 1}, {"x", "y", false, 5}});
  EXPECT_EQ(OneByOne(ModelOf(kChain), recording, 1), (std::vector<std::string>{"linked", "linked", "linked", "linked", "alone"}));
}

TEST(LedgerTies, NobodyFindsWhatIsEnteredLater) {
  const Recording recording = Told({{"b", "c", false, 1}, {"a", "b", true, 2}, {"b", "z", false, 3}});
  EXPECT_EQ(OneByOne(ModelOf(kChain), recording, 1), (std::vector<std::string>{"alone", "linked", "linked"}));
}

TEST(LedgerTies, AnyCasesEndAsIfAllHadBeenToldTogether) {
  const auto model = ModelOf(kChain);
  std::mt19937 random(20261121);
  int linked = 0;
  for (int round = 0; round < 30; ++round) {
    std::vector<int> minutes(60);
    std::iota(minutes.begin(), minutes.end(), 0);
    std::shuffle(minutes.begin(), minutes.end(), random);
    const unsigned keys = 5 + random() % 80;
    const auto key = [&] { return "k" + std::to_string(random() % keys); };
    std::vector<Link> links;
    for (int minute : minutes) links.push_back({key(), key(), random() % 10 == 0, minute});
    const Recording recording = Told(links);
    const auto together = AllTogether(model, recording);
    EXPECT_EQ(OneByOne(model, recording, 1 + round % 3), together) << "round " << round;
    linked += static_cast<int>(std::count(together.begin(), together.end(), "linked"));
  }
  EXPECT_GT(linked, 300);  // a good part of 1,800; not all of them start chains
}

TEST(LedgerTies, OnlyThoseThatAreTiedJoin) {
  const auto group = [](size_t number, std::set<LedgerKey> asked, std::set<LedgerKey> entered) {
    return TiedCases{{number}, {std::move(asked), std::move(entered)}};
  };
  const LedgerKey a{"links", "a"}, b{"links", "b"}, c{"links", "c"}, other{"others", "a"};
  std::vector<TiedCases> groups = {group(0, {a}, {}), group(1, {b}, {a}), group(2, {a}, {}), group(3, {c}, {c}), group(4, {other}, {}),
                                   group(5, {}, {b}), group(6, {b}, {other})};
  EXPECT_EQ(JoinTied(groups), std::vector<size_t>{0});  // 5 before 1 before 0 and 2; 5 before 6 before 4; 3 knows its own
  EXPECT_EQ(groups[0].cases, (std::vector<size_t>{0, 1, 2, 4, 5, 6}));
  EXPECT_EQ(groups[3].cases, std::vector<size_t>{3});
  EXPECT_TRUE(groups[1].cases.empty());
  EXPECT_TRUE(JoinTied(groups).empty());
}

}  // namespace
}  // namespace lianban::workflow
