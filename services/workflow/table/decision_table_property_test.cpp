// The checker and trying every input agree.
#include <map>

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/lib/errors/error.h"
#include "services/workflow/table/decision_table.h"

namespace lianban::workflow {
namespace {

std::string AnyTextCell() {
  return *rc::gen::element<std::string>("-", "a", "b", "\"a,b\"", "not(a)", "\"not(b,c)\"", "c", "starts(a)", "contains(b)");
}

std::string AnyNumberCell() {
  const int low = *rc::gen::inRange(0, 7), high = low + *rc::gen::inRange(0, 4);
  switch (*rc::gen::inRange(0, 7)) {
    case 0: return "-";
    case 1: return fmt::format("<{}", low);
    case 2: return fmt::format(">={}", low);
    case 3: return fmt::format("[{}..{}]", low, high);
    case 4: return fmt::format("({}..{})", low, high);
    case 5: return fmt::format("\"{},>{}\"", low, high);
    default: return fmt::format("not({})", low);
  }
}

std::string AnyTable(char policy) {
  std::string csv = fmt::format("{},k,n,b,y\nkind,in,in,in,out\ntype,\"text(a,b,c,ab)\",integer,bool,\"text(p,q,r)\"\n", policy);
  const int rules = *rc::gen::inRange(1, 7);
  for (int i = 0; i < rules; ++i) {
    csv += fmt::format("r{},{},{},{},{}\n", i, AnyTextCell(), AnyNumberCell(),
                       *rc::gen::element<std::string>("-", "true", "false"), *rc::gen::element<std::string>("p", "q", "r"));
  }
  return csv;
}

struct Tried {
  bool gap = false, ambiguous = false;
  std::map<std::string, int> fired;
};

Tried TryEverything(const DecisionTable& table) {
  std::vector<nlohmann::json> ks = {nullptr, "a", "b", "c", "ab"}, ns = {nullptr}, bs = {nullptr, true, false};
  for (int n = 0; n <= 14; ++n) ns.push_back(n);
  Tried tried;
  for (const auto& k : ks) {
    for (const auto& n : ns) {
      for (const auto& b : bs) {
        const auto decision = Decide(table, {{"k", k}, {"n", n}, {"b", b}});
        if (decision.ok()) {
          ++tried.fired[decision->fired[0]];
        } else if (ReasonOf(decision.status()) == "TABLE_AMBIGUOUS") {
          tried.ambiguous = true;
        } else {
          tried.gap |= !k.is_null() && !n.is_null() && !b.is_null();  // an input may be missing without a row for it
        }
      }
    }
  }
  return tried;
}

void CheckAgrees(char policy) {
  const std::string csv = AnyTable(policy);
  RC_LOG() << csv;
  std::vector<TableFinding> parsing;
  const auto table = ParseDecisionTable("t", csv, &parsing);
  RC_ASSERT(table.ok());
  const Tried tried = TryEverything(*table);
  bool gap = false, overlap = false;
  std::map<int, bool> unreachable;
  for (const TableFinding& finding : CheckDecisionTable(*table)) {
    gap |= finding.code == "TABLE_GAP";
    overlap |= finding.code == "TABLE_OVERLAP";
    if (finding.code == "TABLE_UNREACHABLE") unreachable[finding.line] = true;
  }
  RC_ASSERT(gap == tried.gap);
  RC_ASSERT(overlap == tried.ambiguous);
  if (policy != 'F' && policy != 'P') return;
  for (const TableRule& rule : table->rules) RC_ASSERT(unreachable[rule.line] == (tried.fired.count(rule.id) == 0));
}

RC_GTEST_PROP(TableProperty, CheckOfUniqueTablesAgreesWithTryingEverything, ()) { CheckAgrees('U'); }
RC_GTEST_PROP(TableProperty, CheckOfAnyTablesAgreesWithTryingEverything, ()) { CheckAgrees('A'); }
RC_GTEST_PROP(TableProperty, CheckOfFirstTablesAgreesWithTryingEverything, ()) { CheckAgrees('F'); }
RC_GTEST_PROP(TableProperty, CheckOfPriorityTablesAgreesWithTryingEverything, ()) { CheckAgrees('P'); }

RC_GTEST_PROP(TableProperty, ParserSurvivesAnyText, (const std::string& cell)) {
  std::string quoted = "\"";
  for (char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
  for (const char* type : {"text", "number", "date", "money"}) {
    std::vector<TableFinding> findings;
    const auto table = ParseDecisionTable("t", fmt::format("F,x,y\nkind,in,out\ntype,{},text\n1,{}\",hit\n", type, quoted), &findings);
    RC_ASSERT(table.ok() == findings.empty());
    if (table.ok()) CheckDecisionTable(*table);
  }
}

}  // namespace
}  // namespace lianban::workflow
