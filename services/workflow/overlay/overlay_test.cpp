// Layers loaded through the real sandbox, as check, test and the server load them.

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "services/workflow/overlay/compare.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/overlay/merge.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"

namespace lianban::workflow::overlay {
namespace {

constexpr char kBase[] = R"(local line = 300000

return workflow "aid" {
  title = "援助", params = { ["aid.days"] = 7, ["aid.window"] = 10 },
  locked = { ["params.aid.days"] = "第43条：七日", ["steps.refused.remedy"] = "第49条", ["tables.fees"] = "省定" },
  form = { text "facts" { label = "事实", max = 4000 }, text "lawyer" { label = "律师" } },
  clock = { statutory = days(param "aid.days") },
  steps = {
    task "accept" { title = "受理", by = role "window", within = days(2),
      on = { complete = "examine", missing = "withdrawn", timeout = "withdrawn" } },
    decide "examine" { rule = function(form)
        return line > 1 and "grant" or "refuse"
      end, on = { grant = "granted", refuse = "refused" } },
    finish "granted" {}, finish "refused" { remedy = "objection" }, finish "withdrawn" {},
  },
}
)";

ScriptBundle Base(std::string text = kBase) {
  return {"process.lua", {{"process.lua", std::move(text)}, {"rates.csv", "value,label\na,甲\n"},
                          {"fees.csv", "value,label\n1,一\n"}}};
}

std::string Adapt(std::string_view area, std::string_view body) {
  return fmt::format("return adapt \"aid\" {{\n  area = \"{}\",\n{}\n}}\n", area, body);
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

class Overlays : public testing::Test {
 protected:
  std::shared_ptr<const ScriptBundle> Lay(const ScriptBundle& above, const std::string& area, std::string_view body) {
    return ComposeBundle(above, area, {{"adapt.lua", Adapt(area, body)}}).value();
  }
  nlohmann::json Load(const ScriptBundle& bundle) {
    auto loaded = TestPool().Load(bundle, nullptr);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return loaded.ok() ? loaded->root : nlohmann::json();
  }
  Merged Merge(const ScriptBundle& bundle) { return MergeLayers(Load(bundle), bundle); }
  // Codes of errors and warnings, in order.
  static std::vector<std::string> Codes(const Merged& merged) {
    std::vector<std::string> codes;
    for (const ScriptDiagnostic& finding : merged.findings) codes.push_back(finding.code);
    return codes;
  }
  static nlohmann::json Step(const Merged& merged, std::string_view name) {
    for (const auto& step : merged.root["steps"]) {
      if (step["$name"] == name) return step;
    }
    return nullptr;
  }
  static std::string Place(const Merged& merged, const std::string& path) {
    const auto it = merged.origins.find(path);
    if (it == merged.origins.end()) return "";
    return fmt::format("{}:{}:{}", it->second.area, it->second.file, it->second.line);
  }
  std::map<std::string, Fate> Fates(const ScriptBundle& effective, const ScriptBundle& now) {
    std::map<std::string, Fate> fates;
    for (const PartFate& part : CompareBases({Load(effective), &effective}, {Load(now), &now})) fates[part.path] = part.fate;
    return fates;
  }
};

TEST_F(Overlays, AKnownBlockChangesOnlyTheKeysItWrites) {
  const auto bundle = Lay(Base(), "3306", "  steps = { task \"accept\" { title = \"街道受理\" } },");
  const Merged merged = Merge(*bundle);
  EXPECT_TRUE(Codes(merged).empty());
  EXPECT_EQ(Step(merged, "accept")["title"], "街道受理");
  EXPECT_EQ(Step(merged, "accept")["on"]["complete"], "examine");
  EXPECT_EQ(merged.root["steps"].size(), 5u);
}

TEST_F(Overlays, EveryPartKnowsWhereItWasWritten) {
  const auto bundle = Lay(Base(), "3306", "  params = { [\"aid.window\"] = 15 },\n  steps = { task \"accept\" {\n title = \"街道受理\" } },");
  const Merged merged = Merge(*bundle);
  EXPECT_EQ(Place(merged, "params.aid.window"), "3306:overlays/3306/adapt.lua:3");
  EXPECT_EQ(Place(merged, "params.aid.days"), ":process.lua:4");
  EXPECT_EQ(Place(merged, "steps.accept.title"), "3306:overlays/3306/adapt.lua:5");
  EXPECT_EQ(Place(merged, "steps.accept.on.missing"), ":process.lua:10");
  EXPECT_EQ(Place(merged, "tables.rates"), ":rates.csv:1");
}

TEST_F(Overlays, LayersAreLaidFromTheProvinceToTheStreet) {
  const auto province = Lay(Base(), "33", "  params = { [\"aid.window\"] = 12 }, form = { text \"note\" { after = \"facts\" } },");
  const auto city = Lay(*province, "3306", "  params = { [\"aid.window\"] = 15 },");
  const auto district = Lay(*city, "330602", "  steps = { task \"review\" { on = { ok = \"examine\" }, after = \"accept\" },"
                                             " task \"accept\" { on = { complete = \"review\" } } },");
  const auto street = Lay(*district, "330602001", "  form = { text \"note\" { max = 50 } },");
  const Merged merged = Merge(*street);
  EXPECT_TRUE(Codes(merged).empty());
  EXPECT_EQ(AreasOf(*street), (std::vector<std::string>{"", "33", "3306", "330602", "330602001"}));
  EXPECT_EQ(merged.root["params"]["aid.window"], 15);
  EXPECT_EQ(merged.root["form"][1]["$name"], "note");
  EXPECT_EQ(merged.root["form"][1]["max"], 50);
  EXPECT_EQ(merged.root["steps"][1]["$name"], "review");
  EXPECT_EQ(Place(merged, "form.note.max"), "330602001:overlays/330602001/adapt.lua:3");
  EXPECT_EQ(Place(merged, "steps.accept.on.complete"), "330602:overlays/330602/adapt.lua:3");
}

TEST_F(Overlays, ALockedPartRefusesAndSaysWhyAndWhere) {
  const auto bundle = Lay(Base(), "3306", "  params = { [\"aid.days\"] = 14 },");
  const Merged merged = Merge(*bundle);
  ASSERT_EQ(Codes(merged), std::vector<std::string>{"OVERLAY_LOCKED"});
  const ScriptDiagnostic& finding = merged.findings[0];
  EXPECT_EQ(finding.file, "overlays/3306/adapt.lua");
  EXPECT_EQ(finding.line, 3);
  EXPECT_NE(finding.message.find("第43条：七日"), std::string::npos);
  EXPECT_NE(finding.message.find("process.lua:5"), std::string::npos);
  EXPECT_EQ(merged.root["params"]["aid.days"], 7);
}

TEST_F(Overlays, ALockHoldsAgainstRemovalReplacementAndTables) {
  EXPECT_EQ(Codes(Merge(*Lay(Base(), "3306", "  remove = { \"steps.refused\" },"))), std::vector<std::string>{"OVERLAY_LOCKED"});
  EXPECT_EQ(Codes(Merge(*Lay(Base(), "3306", "  steps = { finish \"refused\" { whole = true } },"))),
            std::vector<std::string>{"OVERLAY_LOCKED"});
  EXPECT_EQ(Codes(Merge(*Lay(Base(), "3306", "  steps = { finish \"refused\" { without = \"remedy\" } },"))),
            std::vector<std::string>{"OVERLAY_LOCKED"});
  EXPECT_TRUE(Codes(Merge(*Lay(Base(), "3306", "  steps = { finish \"refused\" { title = \"不予援助\" } },"))).empty());
  const auto fees = ComposeBundle(Base(), "3306", {{"adapt.lua", Adapt("3306", "")}, {"fees.csv", "value,label\n2,二\n"}}).value();
  EXPECT_EQ(Codes(Merge(*fees)), std::vector<std::string>{"OVERLAY_LOCKED"});
}

TEST_F(Overlays, ALockOnNothingIsASlip) {
  ScriptBundle base = Base();
  base.files.erase("fees.csv");
  EXPECT_EQ(Codes(Merge(base)), std::vector<std::string>{"LOCK_UNKNOWN"});
}

TEST_F(Overlays, ACityMayLockWhatItsDistrictsMayNotChange) {
  const auto city = Lay(Base(), "3306", "  params = { [\"aid.window\"] = 15 }, locked = { [\"params.aid.window\"] = \"全市统一\" },");
  const Merged merged = Merge(*Lay(*city, "330602", "  params = { [\"aid.window\"] = 20 },"));
  ASSERT_EQ(Codes(merged), std::vector<std::string>{"OVERLAY_LOCKED"});
  EXPECT_NE(merged.findings[0].message.find("全市统一"), std::string::npos);
}

TEST_F(Overlays, WaysAreAddedChangedAndTakenOutOneByOne) {
  const Merged merged = Merge(*Lay(Base(), "3306",
      "  steps = { task \"accept\" { on = { missing = false, forward = \"withdrawn\" }, without = \"title\" } },"));
  EXPECT_TRUE(Codes(merged).empty());
  const auto step = Step(merged, "accept");
  EXPECT_FALSE(step["on"].contains("missing"));
  EXPECT_EQ(step["on"]["forward"], "withdrawn");
  EXPECT_EQ(step["on"]["complete"], "examine");
  EXPECT_FALSE(step.contains("title"));
}

TEST_F(Overlays, SlipsOfThePenAreFound) {
  EXPECT_EQ(Codes(Merge(*Lay(Base(), "3306", "  steps = { wait \"accept\" { within = days(1) } },"))),
            std::vector<std::string>{"OVERLAY_KIND"});
  EXPECT_EQ(Codes(Merge(*Lay(Base(), "3306", "  remove = { \"form.nothing\" },"))), std::vector<std::string>{"OVERLAY_UNKNOWN"});
  EXPECT_EQ(Codes(Merge(*Lay(Base(), "3306", "  params = { [\"aid.window\"] = 10 },"))),
            std::vector<std::string>{"OVERLAY_POINTLESS"});
  const auto wrong = ComposeBundle(Base(), "3306", {{"adapt.lua", Adapt("3307", "")}}).value();
  EXPECT_EQ(Codes(Merge(*wrong)), std::vector<std::string>{"OVERLAY_AREA"});
}

TEST_F(Overlays, ComposingRefusesWhatDoesNotLieBelow) {
  const auto district = Lay(Base(), "330602", "");
  EXPECT_FALSE(ComposeBundle(*district, "330603001", {{"adapt.lua", ""}}).ok());
  EXPECT_FALSE(ComposeBundle(*district, "3306", {{"adapt.lua", ""}}).ok());
  EXPECT_FALSE(ComposeBundle(Base(), "12345", {{"adapt.lua", ""}}).ok());
  EXPECT_FALSE(ComposeBundle(Base(), "3306", {{"scenarios.lua", ""}}).ok());
  EXPECT_FALSE(ComposeBundle(Base(), "3306", {{"adapt.lua", ""}, {"../x.lua", ""}}).ok());
}

TEST_F(Overlays, ATableTakesThePlaceOfTheOneAbove) {
  const auto bundle = ComposeBundle(Base(), "3306", {{"adapt.lua", Adapt("3306", "")}, {"rates.csv", "value,label\nb,乙\n"}}).value();
  EXPECT_FALSE(bundle->files.contains("rates.csv"));
  EXPECT_EQ(Place(Merge(*bundle), "tables.rates"), "3306:overlays/3306/rates.csv:1");
  EXPECT_EQ(OwnFiles(*bundle).size(), 2u);
}

TEST_F(Overlays, RulesOfEveryLayerHaveTheirOwnNumber) {
  const Merged merged = Merge(*Lay(Base(), "3306",
      "  form = { text \"facts\" { shown = function(form) return true end } },"));
  EXPECT_NE(merged.root["form"][0]["shown"]["$function"], Step(merged, "examine")["rule"]["$function"]);
}

TEST_F(Overlays, ThreeWayTellsWhatAppliesConflictsIsPointlessOrBroken) {
  const auto ours = Lay(Base(), "3306", R"(  params = { ["aid.window"] = 15 },
  form = { text "facts" { max = 8000 }, text "lawyer" { label = "承办律师" } },
  steps = { task "accept" { title = "街道受理", within = days(3) } },)");
  std::string text = Replaced(kBase, "[\"aid.window\"] = 10", "[\"aid.window\"] = 15");   // what we wanted all along
  text = Replaced(text, "max = 4000", "max = 5000");                                       // changed by both
  text = Replaced(text, ", text \"lawyer\" { label = \"律师\" }", "");                     // gone
  text = Replaced(text, "[\"tables.fees\"] = \"省定\"", "[\"steps.accept.within\"] = \"两日内受理\"");  // locked now
  const auto fates = Fates(*ours, Base(text));
  EXPECT_EQ(fates.at("params.aid.window"), Fate::kPointless);
  EXPECT_EQ(fates.at("form.facts.max"), Fate::kConflict);
  EXPECT_EQ(fates.at("form.lawyer.label"), Fate::kBroken);
  EXPECT_EQ(fates.at("steps.accept.within"), Fate::kBroken);
  EXPECT_EQ(fates.at("steps.accept.title"), Fate::kApplies);
  EXPECT_EQ(fates.size(), 5u);
}

TEST_F(Overlays, AnUnmovedBaseLeavesEverythingApplying) {
  const auto ours = Lay(Base(), "3306", "  steps = { task \"review\" { on = { ok = \"examine\" } } }, remove = { \"form.lawyer\" },");
  const auto fates = Fates(*ours, Base());
  EXPECT_EQ(fates, (std::map<std::string, Fate>{{"steps.review", Fate::kApplies}, {"form.lawyer", Fate::kApplies}}));
}

TEST_F(Overlays, ThreeWaySeesARuleThatChangedAndOneThatOnlyMoved) {
  const auto ours = Lay(Base(), "3306", "  steps = { decide \"examine\" { rule = function() return \"grant\" end } },");
  EXPECT_EQ(Fates(*ours, Base("\n\n" + std::string(kBase))).at("steps.examine.rule"), Fate::kApplies);
  EXPECT_EQ(Fates(*ours, Base(Replaced(kBase, "line > 1", "line > 2"))).at("steps.examine.rule"), Fate::kConflict);
  // What a rule calls stands outside it.
  EXPECT_EQ(Fates(*ours, Base(Replaced(kBase, "local line = 300000", "local line = 0"))).at("process.lua"), Fate::kLook);
}

TEST_F(Overlays, ThreeWayComparesTables) {
  const auto ours = ComposeBundle(Base(), "3306", {{"adapt.lua", Adapt("3306", "")}, {"rates.csv", "value,label\nb,乙\n"}}).value();
  EXPECT_EQ(Fates(*ours, Base()).at("tables.rates"), Fate::kApplies);
  ScriptBundle moved = Base();
  moved.files["rates.csv"] = "value,label\nc,丙\n";
  EXPECT_EQ(Fates(*ours, moved).at("tables.rates"), Fate::kConflict);
  moved.files["rates.csv"] = "value,label\nb,乙\n";
  EXPECT_EQ(Fates(*ours, moved).at("tables.rates"), Fate::kPointless);
}

}  // namespace
}  // namespace lianban::workflow::overlay
