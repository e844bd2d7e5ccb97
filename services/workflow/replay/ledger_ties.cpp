#include "services/workflow/replay/ledger_ties.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace lianban::workflow {
namespace {

// Sets of groups that grow together; the first of a set stands for it.
class Joined {
 public:
  explicit Joined(size_t size) : first_(size) { std::iota(first_.begin(), first_.end(), size_t{0}); }

  size_t First(size_t i) {
    while (first_[i] != i) i = first_[i] = first_[first_[i]];
    return i;
  }
  void Join(size_t a, size_t b) {
    a = First(a), b = First(b);
    first_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<size_t> first_;
};

}  // namespace

std::vector<size_t> JoinTied(std::vector<TiedCases>& groups) {
  Joined joined(groups.size());
  std::map<LedgerKey, size_t> entered_by;
  for (size_t i = 0; i < groups.size(); ++i) {
    for (const LedgerKey& key : groups[i].touches.entered) entered_by.try_emplace(key, i);
  }
  if (entered_by.empty()) return {};
  std::set<LedgerKey> asked;
  for (size_t i = 0; i < groups.size(); ++i) {
    for (const LedgerKey& key : groups[i].touches.asked) {
      const auto by = entered_by.find(key);
      if (by == entered_by.end()) continue;
      joined.Join(by->second, i);
      asked.insert(key);
    }
  }
  // Of several that enter what somebody asks for, all have to be there.
  for (size_t i = 0; i < groups.size(); ++i) {
    for (const LedgerKey& key : groups[i].touches.entered) {
      if (asked.contains(key)) joined.Join(entered_by.at(key), i);
    }
  }
  std::set<size_t> grown;
  for (size_t i = 0; i < groups.size(); ++i) {
    const size_t first = joined.First(i);
    if (first == i) continue;
    TiedCases &to = groups[first], from = std::exchange(groups[i], {});
    to.cases.insert(to.cases.end(), from.cases.begin(), from.cases.end());
    to.touches.asked.merge(from.touches.asked);
    to.touches.entered.merge(from.touches.entered);
    grown.insert(first);
  }
  for (size_t i : grown) std::sort(groups[i].cases.begin(), groups[i].cases.end());
  return {grown.begin(), grown.end()};
}

}  // namespace lianban::workflow
