// A form or case that rules share is laid out as they read it, and no script can tell.

#include "gmock/gmock.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"
#include "services/workflow/sandbox/wire/limits.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

const json& Form() {
  static const json form = {{"age", 70},     {"codes", {"A1", "B2", "C3"}}, {"income", 1200}, {"home", {{"street", "胜利路"}, {"door", {{"floor", 3}}}}}, {"name", "王芳"},
                            {"none", nullptr}, {"rows", {{{"line", 1}, {"code", "A1"}}, {{"line", 2}}}}, {"urgent", true}};
  return form;
}

RuleBatch BatchOf(const std::string& body) {
  RuleBatch batch;
  batch.bundle = Bundle("local kept = {}\nreturn { r = function(f, again) " + body + " end }");
  return batch;
}

RuleResult WithShared(const std::string& body, bool traced) {
  RuleBatch batch = BatchOf(body);
  const SharedObject form(Form());
  batch.calls.push_back({1, nullptr, {form, form}, traced});
  return TestPool().Evaluate({&batch, 1})[0][0];
}

RuleResult WithWhole(const std::string& body, bool traced) {
  RuleBatch batch = BatchOf(body);
  batch.calls.push_back({1, json::array({Form(), Form()}), {}, traced});
  return TestPool().Evaluate({&batch, 1})[0][0];
}

TEST(SharedArguments, AreLikeWholeTablesForAScript) {
  for (const char* body : {
           "return f", "return f.age", "return f.absent", "return f.none", "return f[1]", "return #f", "return #f.codes", "return type(f)",
           "return f.rows[1].code", "return { f, again }", "return f == again", "return f == f", "return tostring(f)",
           "local all = {} for name, value in pairs(f) do all[#all + 1] = name end return all",
           "local n = 0 for name in pairs(f) do n = n + 1 f.urgent = nil end return n",
           "local all = {} for i, row in ipairs(f) do all[i] = row end return all",
           "f.age = nil return { f.age == nil, f }", "local age = f.age f.age = nil return { age, f.age == nil, f }",
           "f.age = 71 return { f.age, again.age, f }", "f.new = 1 return f", "f.codes[2] = 'Z' return { f.codes, again.codes, f }",
           "f[1] = 'x' return f", "f[1] = 'x' return f[1]", "table.insert(f, 'x') return #f", "table.insert(f, 'x') return f.age",
           "return table.concat(f, ',')", "return table.concat(f.codes, ',')", "return table.unpack(f)", "return select('#', f, again)",
           "return pcall(function() return f.absent.x end)", "return f.absent.x", "return f + 1", "return f .. 'x'", "return f < again", "return f()",
           "f[nil] = 1", "f[0/0] = 1", "return task 'a' (f)", "local name = 'in' .. 'come' return f[name]", "return #f.name",
           "kept.form = f return kept", "local x = f.rows x[3] = { line = f.age } return f", "return f.home.street", "return f.home.door.floor", "return f.home",
           "return f.home.door.no == nil and f.home.absent", "return #f.home", "f.home.street = 'x' return { f.home, again.home }",
           "local n = '' for name, value in pairs(f.home) do n = n .. name end return n", "return f.home == f.home", "return f.home == again.home",
           "local door = f.home.door f.home.door = nil return { door, f.home }", "return f.home[1]", "return f.home.street.x.y", "return rawget", "return getmetatable"}) {
    const RuleResult whole = WithWhole(body, false);
    for (const RuleResult& shared : {WithShared(body, false), WithShared(body, true), WithWhole(body, true)}) {
      EXPECT_EQ(shared.ok, whole.ok) << body << "\n" << shared.error.message << "\n" << whole.error.message;
      EXPECT_TRUE(Identical(shared.value, whole.value)) << body << "\n" << shared.value << "\n" << whole.value;
      EXPECT_EQ(shared.error.message, whole.error.message) << body;
      EXPECT_EQ(shared.error.line, whole.error.line) << body;
    }
  }
}

TEST(SharedArguments, InPartsAreLikeThoseThatAreNot) {
  SharedJson answers;
  answers.EditPart("review").Append(json({{"by", "x"}, {"n", 1}}));
  answers.EditPart("review").Append(json({{"by", "y"}}));
  answers.EditPart("text") = json("t");
  for (const bool traced : {false, true}) {
    RuleBatch batch = BatchOf("return { f.answers.review[2].by, #f.answers.review, f.answers.never == nil, f }");
    batch.calls.push_back({1, nullptr, {SharedObject(std::vector<SharedObject::NamedValue>{{"answers", answers}})}, traced});
    batch.calls.push_back({1, nullptr, {SharedObject(json{{"answers", *answers}})}, traced});
    const auto results = TestPool().Evaluate({&batch, 1})[0];
    EXPECT_TRUE(results[0].ok) << results[0].error.message;
    EXPECT_EQ(results[0].value, (json{"y", 2, true, {{"answers", *answers}}}));
    EXPECT_TRUE(Identical(results[0].value, results[1].value));
  }
}

// The form of an answer lies five levels down: object, step, list, answer, form.
TEST(SharedArguments, InPartsMayBeAsDeepAsThoseThatAreNotAndNoDeeper) {
  using sandbox::kArgumentDepthMax;
  for (int depth = kArgumentDepthMax - 8; depth <= kArgumentDepthMax; ++depth) {
    json deep = "end";
    for (int i = 0; i < depth; ++i) deep = json::array({deep});
    SharedJson answers;
    answers.EditPart("review").Append(SharedJson::InParts({"by", "form"}, {json("x"), SharedJson::InParts({"deep"}, {SharedJson(deep)})}));
    RuleBatch batch = BatchOf("return f.answers.review[1].by");
    batch.calls.push_back({1, nullptr, {SharedObject(std::vector<SharedObject::NamedValue>{{"answers", answers}})}});
    batch.calls.push_back({1, nullptr, {SharedObject(json{{"answers", json(answers)}})}});
    const auto results = TestPool().Evaluate({&batch, 1})[0];
    EXPECT_EQ(results[0].ok, depth <= kArgumentDepthMax - 5) << depth;
    EXPECT_EQ(results[0].ok, results[1].ok) << depth;
    EXPECT_EQ(results[0].error.code, results[1].error.code) << depth;
  }
}

TEST(SharedArguments, AreFreshForEveryCall) {
  RuleBatch batch = BatchOf(
      "local before = kept.form f.name = 'changed' f.codes[1] = 'changed' kept.form = kept.form or f "
      "return { again.name, again.codes[1], before and before.codes[1], before and before.age, before and before.rows }");
  const SharedObject form(Form());
  for (int i = 0; i < 3; ++i) batch.calls.push_back({1, nullptr, {form, form}});
  const auto results = TestPool().Evaluate({&batch, 1})[0];
  EXPECT_EQ(results[0].value, (json{"王芳", "A1"})) << results[0].error.message;
  for (int i = 1; i < 3; ++i) EXPECT_EQ(results[i].value, (json{"王芳", "A1", "changed", 70, Form()["rows"]})) << results[i].error.message;
}

TEST(SharedArguments, OfOneCaseAreNotSeenByTheNext) {
  std::vector<RuleBatch> batches;
  const auto bundle = BatchOf("local before = kept.form kept.form = f return { before == nil, f.age }").bundle;
  for (int age : {1, 2, 3}) {
    RuleBatch& batch = batches.emplace_back(RuleBatch{bundle, {}, {}});
    batch.calls.push_back({1, nullptr, {SharedObject(json{{"age", age}})}});
  }
  const auto results = TestPool().Evaluate(batches);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(results[i][0].value, (json{true, i + 1})) << results[i][0].error.message;
}

TEST(SharedArguments, OfManyMembersCostNoFuelToRead) {
  json large = json::object();
  for (int i = 0; i < 2000; ++i) large["field" + std::to_string(i)] = std::string(200, 'x');
  RuleBatch batch = BatchOf("local n = 0 for _, value in pairs(f) do n = n + #value end return n");
  batch.calls.push_back({1, nullptr, {SharedObject(large)}});
  const auto result = TestPool().Evaluate({&batch, 1})[0][0];
  EXPECT_EQ(result.value, 400'000) << result.error.message;
  EXPECT_LT(result.fuel_used, 100'000);
}

}  // namespace
}  // namespace lianban::workflow
