#include <algorithm>
#include <functional>
#include <set>

#include "fmt/format.h"
#include "services/workflow/table/decision_table.h"
#include "services/workflow/table/priority.h"
#include "services/workflow/table/regions.h"

namespace lianban::workflow {
namespace {

constexpr size_t kFindingsOfOneKindMax = 20;
constexpr int kVisitsMax = 200'000;

class TableChecker {
 public:
  explicit TableChecker(const DecisionTable& table) : table_(table) {
    for (const TableColumn& column : table.columns) {
      if (column.kind != TableColumn::Kind::kIn) continue;
      regions_.push_back(RegionsOf(table, column, columns_.size()));
      columns_.push_back(&column);
    }
    for (size_t i = 0; i < table.rules.size(); ++i) {
      if (ImpossibleColumn(i) >= 0) impossible_.insert(i);
    }
  }

  std::vector<TableFinding> Check() {
    const char policy = table_.hit_policy[0];
    for (size_t i : impossible_) {
      Add(table_.rules[i].line, "TABLE_UNREACHABLE",
          fmt::format("规则 {} 的“{}”没有任何取值能满足", table_.rules[i].id, columns_[ImpossibleColumn(i)]->name),
          fmt::format("no value of {} satisfies rule {}", columns_[ImpossibleColumn(i)]->name, table_.rules[i].id));
    }
    if (policy == 'U' || policy == 'A') Overlaps(policy == 'A');
    if (policy == 'F' || policy == 'P') Hidden(policy == 'P');
    if (policy == 'U' || policy == 'A' || policy == 'P' || policy == 'F') Gaps();
    return std::move(findings_);
  }

 private:
  void Add(int line, std::string_view code, std::string_view zh, std::string_view en) {
    findings_.push_back({line, std::string(code), fmt::format("{} ({})", zh, en)});
  }

  int ImpossibleColumn(size_t rule) const {
    for (size_t c = 0; c < regions_.size(); ++c) {
      if (std::none_of(regions_[c].begin(), regions_[c].end(), [&](const Region& r) { return Has(r.rules, rule); })) {
        return static_cast<int>(c);
      }
    }
    return -1;
  }

  // Where both rules fire, as labels by column; empty when nowhere.
  std::vector<std::string> Common(size_t a, size_t b) const {
    std::vector<std::string> labels;
    for (const auto& column : regions_) {
      const auto both = std::find_if(column.begin(), column.end(),
                                     [&](const Region& r) { return Has(r.rules, a) && Has(r.rules, b); });
      if (both == column.end()) return {};
      labels.push_back(both->label);
    }
    return labels;
  }

  std::string Where(const std::vector<std::string>& labels) const {
    std::string out;
    for (size_t c = 0; c < labels.size(); ++c) {
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", columns_[c]->name, labels[c]);
    }
    return out;
  }

  void Overlaps(bool only_if_different) {
    size_t found = 0;
    for (size_t b = 0; b < table_.rules.size(); ++b) {
      for (size_t a = 0; a < b && found < kFindingsOfOneKindMax; ++a) {
        if (only_if_different && table_.rules[a].outputs == table_.rules[b].outputs) continue;
        const auto labels = Common(a, b);
        if (labels.empty()) continue;
        ++found;
        const std::string where = Where(labels);
        Add(table_.rules[b].line, "TABLE_OVERLAP",
            fmt::format("规则 {} 与 {} 重叠：{}", table_.rules[a].id, table_.rules[b].id, where),
            fmt::format("rules {} and {} overlap", table_.rules[a].id, table_.rules[b].id));
      }
    }
  }

  // Walks the regions column by column, with the rules that still may fire. True when every point of `inside` is covered
  // by a rule of `live`; otherwise calls `gap` with the labels of an uncovered block and goes on while it returns true.
  struct Walk {
    std::function<bool(size_t column, const Region&)> inside;
    std::function<bool(const std::vector<std::string>&)> gap;
    std::set<std::pair<size_t, RuleSet>> covered;
    std::vector<std::string> path;
    int visits = 0;
    bool stopped = false;
  };

  bool CoveredFrom(size_t column, const RuleSet& live, Walk& walk) const {
    if (walk.stopped || ++walk.visits > kVisitsMax) return true;
    const bool none = std::all_of(live.begin(), live.end(), [](uint64_t word) { return word == 0; });
    if (none || column == regions_.size()) {
      if (!none) return true;
      walk.stopped = !walk.gap(walk.path);
      return false;
    }
    if (AnyOpenFrom(column, live) || walk.covered.contains({column, live})) return true;
    bool all = true;
    for (const Region& region : regions_[column]) {
      if (!walk.inside(column, region)) continue;
      RuleSet next = live;
      for (size_t i = 0; i < next.size(); ++i) next[i] &= region.rules[i];
      walk.path.push_back(region.label);
      all = CoveredFrom(column + 1, next, walk) && all;
      walk.path.pop_back();
    }
    if (all && walk.visits <= kVisitsMax) walk.covered.insert({column, live});
    return all;
  }

  // A live rule that asks nothing of the columns from here on covers all that is left.
  bool AnyOpenFrom(size_t column, const RuleSet& live) const {
    for (size_t i = 0; i < table_.rules.size(); ++i) {
      if (!Has(live, i)) continue;
      const auto& tests = table_.rules[i].tests;
      if (std::all_of(tests.begin() + column, tests.end(), [](const CellTest& t) { return t.kind == CellTest::Kind::kAny; })) {
        return true;
      }
    }
    return false;
  }

  void Gaps() {
    if (table_.rules.empty()) return Add(1, "TABLE_GAP", "没有规则", "there are no rules");
    RuleSet all = NoRules(table_.rules.size());
    for (size_t i = 0; i < table_.rules.size(); ++i) Put(all, i);
    size_t found = 0;
    Walk walk;
    walk.inside = [](size_t, const Region& region) { return region.expected; };
    walk.gap = [&](const std::vector<std::string>& labels) {
      const std::string where = Where(labels);
      Add(1, "TABLE_GAP", fmt::format("没有规则管到：{}", where), "no rule covers this");
      return ++found < kFindingsOfOneKindMax;
    };
    CoveredFrom(0, all, walk);
    if (walk.visits > kVisitsMax) {
      Add(1, "TABLE_GAP", "表太大，无法证明没有遗漏", "too large to prove that nothing is missing");
    }
  }

  // Rules that others always beat: all before it under F, all of higher rank under P.
  void Hidden(bool by_priority) {
    std::vector<std::vector<size_t>> ranks;
    for (const TableRule& rule : table_.rules) {
      ranks.push_back(by_priority ? PriorityOf(table_, rule) : std::vector<size_t>());
    }
    size_t found = 0;
    for (size_t i = 0; i < table_.rules.size() && found < kFindingsOfOneKindMax; ++i) {
      if (impossible_.contains(i)) continue;
      RuleSet better = NoRules(table_.rules.size());
      for (size_t j = 0; j < table_.rules.size(); ++j) {
        const bool beats = ranks[j] < ranks[i] || (ranks[j] == ranks[i] && j < i);
        if (beats && !Common(i, j).empty()) Put(better, j);
      }
      Walk walk;
      walk.inside = [&](size_t, const Region& region) { return Has(region.rules, i); };
      walk.gap = [](const std::vector<std::string>&) { return false; };
      if (!CoveredFrom(0, better, walk) || walk.visits > kVisitsMax) continue;
      ++found;
      Add(table_.rules[i].line, "TABLE_UNREACHABLE",
          fmt::format("规则 {} 永远轮不到：别的规则已经管住它的全部情形", table_.rules[i].id),
          fmt::format("rule {} can never fire, others cover all of it", table_.rules[i].id));
    }
  }

  const DecisionTable& table_;
  std::vector<const TableColumn*> columns_;       // the inputs
  std::vector<std::vector<Region>> regions_;      // by input
  std::set<size_t> impossible_;                   // rules that no input can satisfy
  std::vector<TableFinding> findings_;
};

}  // namespace

std::vector<TableFinding> CheckDecisionTable(const DecisionTable& table) { return TableChecker(table).Check(); }

}  // namespace lianban::workflow
