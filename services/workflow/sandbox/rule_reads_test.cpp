// "$form" and "$case" of a loaded function: what it cannot read makes no difference to it. RuleResult::reads of a traced call: nor
// does what it has not read.

#include <algorithm>
#include <random>

#include "gtest/gtest.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

class RandomRule {
 public:
  explicit RandomRule(unsigned seed) : random_(seed) {}

  std::string Script() {
    return "local function helper(t) return t and t.b end\nreturn { r = function(f, c)\n" + Statements(3) + "return " + Value(3) + " end }";
  }

 private:
  size_t Pick(size_t of) { return random_() % of; }
  std::string Field() { return std::string(1, static_cast<char>('a' + Pick(6))); }

  std::string Statements(int depth) {
    std::string text;
    for (size_t n = Pick(3); depth > 0 && n > 0; --n) {
      switch (Pick(5)) {
        case 0: text += "local n" + Field() + " = " + Value(depth - 1) + "\n"; break;
        case 1: text += "if " + Value(depth - 1) + " then " + Statements(depth - 1) + "end\n"; break;
        case 2: text += "for i = 1, 2 do " + Statements(depth - 1) + "end -- c.x\n"; break;
        case 3: text += "repeat " + Statements(depth - 1) + "until true\n"; break;
        default: text += "do local x = { c1 = 1, y = " + Value(depth - 1) + " } end\n"; break;
      }
    }
    return text;
  }

  std::string Value(int depth) {
    const size_t kinds = depth > 0 ? 12 : 5;
    switch (Pick(kinds)) {
      case 0: case 1: return "c." + Field();
      case 2: return "f." + Field();
      case 3: return "'c.x'";
      case 4: return std::to_string(Pick(10));
      case 5: return "(" + Value(depth - 1) + " == " + Value(depth - 1) + ")";
      case 6: return "(" + Value(depth - 1) + " and " + Value(depth - 1) + ")";
      case 7: return "tostring(" + Value(depth - 1) + ")";
      case 8: return "(function(x) return x == c." + Field() + " end)(" + Value(depth - 1) + ")";
      case 9: return Pick(4) == 0 ? "helper(c)" : "helper({ b = c." + Field() + " })";
      case 10: return Pick(4) == 0 ? "c['" + Field() + "']" : "({ c = " + Value(depth - 1) + " }).c";
      default: return "({ " + Value(depth - 1) + ", c." + Field() + " })[1]";
    }
  }

  std::mt19937 random_;
};

// Only the fields of `reads`, and where there are none, what stands in none of them.
json Reduced(const json& whole, const json& function, const char* reads) {
  if (!function.contains(reads)) return whole;
  json reduced = {{"z", "seen by nobody"}};
  for (const json& field : function[reads]) {
    if (whole.contains(field)) reduced[field.get<std::string>()] = whole[field.get<std::string>()];
  }
  return reduced;
}

TEST(RuleReads, WhatARuleCannotReadMakesNoDifferenceToIt) {
  const json form = {{"a", 1}, {"b", "two"}, {"c", {{"b", 3}}}, {"d", true}};
  const json instance = {{"a", "x"}, {"b", 2}, {"c", {{"b", 5}}}, {"e", {1, 2, 3}}};
  int known = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    const std::string script = RandomRule(seed).Script();
    SCOPED_TRACE(script);
    const auto bundle = Bundle(script);
    const auto loaded = TestPool().Load(*bundle);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    const json& function = loaded->root["r"];
    known += function.contains("$case");
    const auto answer = [&](const json& of_form, const json& of_case) {
      RuleBatch batch{.bundle = bundle, .params = {}, .calls = {{1, nullptr, {SharedObject(of_form), SharedObject(of_case)}}}};
      RuleResult result = TestPool().Evaluate({&batch, 1})[0][0];
      return result.ok ? result.value : json(result.error.code + ": " + result.error.message);
    };
    EXPECT_EQ(answer(form, instance), answer(Reduced(form, function, "$form"), Reduced(instance, function, "$case")));
  }
  EXPECT_GT(known, 150) << "or nothing was tried";
}

bool Covers(const std::vector<RuleRead>& reads, int argument, const std::vector<std::string>& path) {
  return std::any_of(reads.begin(), reads.end(), [&](const RuleRead& read) {
    const size_t shorter = std::min(read.path.size(), path.size());
    return read.argument == argument && std::equal(path.begin(), path.begin() + static_cast<long>(shorter), read.path.begin());
  });
}

json OthersChanged(const json& whole, int argument, const std::vector<RuleRead>& reads, std::vector<std::string> path = {}) {
  json changed = json::object();
  for (const auto& [name, value] : whole.items()) {
    path.push_back(name);
    const bool inside = value.is_object() && Covers(reads, argument, path);
    changed[name] = !Covers(reads, argument, path) ? json("changed")
                    : inside && std::find(reads.begin(), reads.end(), RuleRead{argument, path}) == reads.end()
                        ? OthersChanged(value, argument, reads, path)
                        : value;
    path.pop_back();
  }
  if (!Covers(reads, argument, {"new"})) changed["new"] = "changed";
  return changed;
}

TEST(RuleReads, WhatARuleHasNotReadMakesNoDifferenceToIt) {
  const json form = {{"a", 1}, {"b", "two"}, {"c", {{"b", 3}}}, {"d", true}};
  const json instance = {{"a", "x"}, {"b", 2}, {"c", {{"b", 5}, {"d", 1}}}, {"e", {1, 2, 3}}};
  size_t reads = 0, changes = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    const std::string script = RandomRule(seed).Script();
    SCOPED_TRACE(script);
    const auto bundle = Bundle(script);
    const auto answer = [&](const json& of_form, const json& of_case) {
      RuleBatch batch{.bundle = bundle, .params = {}, .calls = {{1, nullptr, {SharedObject(of_form), SharedObject(of_case)}, true}}};
      return TestPool().Evaluate({&batch, 1})[0][0];
    };
    const RuleResult first = answer(form, instance);
    const json other_form = OthersChanged(form, 0, first.reads), other_case = OthersChanged(instance, 1, first.reads);
    const RuleResult second = answer(other_form, other_case);
    EXPECT_EQ(first.ok, second.ok) << second.error.message;
    EXPECT_EQ(first.value, second.value);
    EXPECT_EQ(first.error.message, second.error.message);
    EXPECT_EQ(first.reads, second.reads);
    reads += first.reads.size();
    changes += other_form != form && other_case != instance;
  }
  EXPECT_GT(reads, 200u) << "or nothing was read";
  EXPECT_GT(changes, 300u) << "or nothing was tried";
}

std::vector<std::string> ReadsOf(const std::string& body) {
  RuleBatch batch{.bundle = Bundle("return { r = function(f, c, item) " + body + " end }"),
                  .params = json{{"limit", 7}, {"other", 8}},
                  .calls = {{1, json::array_t{{{"unit", "x"}, {"n", 1}}}, {SharedObject(json{{"a", 1}, {"rows", {{{"x", 1}}}}, {"home", {{"door", 2}}}}),
                                                SharedObject(json{{"today", "2026-03-10"}, {"outcomes", {{"look", "yes"}, {"see", "no"}}}})},
                             true}}};
  const RuleResult result = TestPool().Evaluate({&batch, 1})[0][0];
  std::vector<std::string> reads;
  for (const RuleRead& read : result.reads) {
    std::string text = read.argument == RuleRead::kParam ? "param" : std::string(1, "fci"[read.argument]);
    for (const std::string& name : read.path) text += "." + name;
    reads.push_back(text);
  }
  return reads;
}

TEST(RuleReads, AreToldByTheirPlace) {
  using Places = std::vector<std::string>;
  EXPECT_EQ(ReadsOf("return 1"), Places{});
  EXPECT_EQ(ReadsOf("return f.a > 3 and c.today"), Places{"f.a"}) << "the rest did not matter";
  EXPECT_EQ(ReadsOf("return f.a == 1 and c.today"), (Places{"f.a", "c.today"}));
  EXPECT_EQ(ReadsOf("return c.outcomes.look"), Places{"c.outcomes.look"});
  EXPECT_EQ(ReadsOf("return c.outcomes.never == nil"), Places{"c.outcomes.never"}) << "what is not there was looked for";
  EXPECT_EQ(ReadsOf("local n = 0 for _ in pairs(c.outcomes) do n = n + 1 end return n"), Places{"c.outcomes"});
  EXPECT_EQ(ReadsOf("return c.outcomes ~= nil"), Places{"c.outcomes"});
  EXPECT_EQ(ReadsOf("return f.home.door + #f.rows"), (Places{"f.home.door", "f.rows"}));
  EXPECT_EQ(ReadsOf("return f.rows[1].x"), Places{"f.rows"}) << "lists are read as a whole";
  EXPECT_EQ(ReadsOf("return item.unit .. param 'limit'"), (Places{"i.unit", "param.limit"}));
  EXPECT_EQ(ReadsOf("return f"), Places{"f"});
  EXPECT_EQ(ReadsOf("f.a = 2 return f.a"), Places{"f"}) << "what is written to is read before";
  EXPECT_EQ(ReadsOf("error(f.a)"), Places{"f.a"}) << "also by what fails";
  EXPECT_EQ(ReadsOf("for i = 1, 1000 do local x = f['n' .. i] end").size(), 64u);
}

bool TellsAll(const std::string& body) {
  RuleBatch batch{.bundle = Bundle("local kept\nreturn { r = function(f) " + body + " end, s = function() return kept.b end }"),
                  .params = {},
                  .calls = {{1, nullptr, {SharedObject(json{{"a", 1}, {"b", 2}, {std::string(5000, 'n'), 3}})}, true}, {2, nullptr, {}, true}}};
  const auto results = TestPool().Evaluate({&batch, 1})[0];
  return results[body.starts_with("kept") ? 1 : 0].reads_all;
}

TEST(RuleReads, SayWhetherTheyAreAll) {
  EXPECT_TRUE(TellsAll("return f.a"));
  EXPECT_TRUE(TellsAll("return f"));
  EXPECT_TRUE(TellsAll("for i = 1, 1000 do local x = f.none end")) << "the same again and again";
  EXPECT_FALSE(TellsAll("for i = 1, 1000 do local x = f['n' .. i] end"));
  EXPECT_FALSE(TellsAll("return f[string.rep('x', 5000)]")) << "a name that is too long to be told";
  EXPECT_FALSE(TellsAll("return f[string.rep('n', 5000)]"));
  EXPECT_FALSE(TellsAll("kept = f")) << "what another call was given";
}

TEST(RuleReads, OfOneCallAreNotThoseOfAnother) {
  RuleBatch batch{.bundle = Bundle("return { a = function(f) return f.a end, b = function(f) return f.b end }"), .params = {}};
  const SharedObject form(json{{"a", 1}, {"b", 2}});
  for (int function : {1, 2, 1}) batch.calls.push_back({function, nullptr, {form}, true});
  batch.calls[0].traced = false;
  const auto results = TestPool().Evaluate({&batch, 1})[0];
  EXPECT_TRUE(results[0].reads.empty());
  EXPECT_FALSE(results[0].reads_all);
  EXPECT_EQ(results[1].reads, (std::vector<RuleRead>{{0, {"b"}}}));
  EXPECT_EQ(results[2].reads, (std::vector<RuleRead>{{0, {"a"}}}));
}

}  // namespace
}  // namespace lianban::workflow
