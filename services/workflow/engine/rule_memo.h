#pragma once
// What rules have answered, and ledgers have shown, so far while one command is worked on.

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/workflow/engine/ledger.h"
#include "services/workflow/engine/rule_answers.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {

struct Environment;
struct Model;

// Values of the parameters that a script may read, by area: cases that are worked on together have them in common.
class ParameterSets {
 public:
  // `make` gives what is not there yet.
  template <class Make>
  const SharedJson& Of(const Model& model, const Environment& environment, std::string_view area, Make make) {
    for (const Set& each : sets_) {
      if (each.model == &model && each.environment == &environment && each.area == area) return each.values;
    }
    if (sets_.size() >= kSetsMax) sets_.clear();
    return sets_.emplace_back(Set{&model, &environment, std::string(area), make()}).values;
  }

 private:
  static constexpr size_t kSetsMax = 64;  // which are looked through one after the other
  struct Set {
    const Model* model;
    const Environment* environment;
    std::string area;
    SharedJson values;
  };
  std::vector<Set> sets_;
};

// What is kept from command to command, while the models and environments of the cases live. One thread at a time.
struct CommonKnowledge {
  ParameterSets parameters;
  RuleAnswers answers;
};

inline constexpr size_t kShared = 3;  // form, case, and a list

// What a rule is asked, without a copy of what it sees.
struct RuleQuestion {
  int function = 0;
  bool filed = false;                    // by the law of filing
  std::array<uint64_t, kShared> shared{};  // stamps of the shared values, which are Known
  size_t shared_count = 0;
  const nlohmann::json* item = nullptr;  // the argument after those
};

// The question that the call puts.
bool Asks(const RuleCall& call, const RuleQuestion& question);

class RuleMemo {
 public:
  ~RuleMemo();

  // What is known to be the same as `value`, or `value`: so that equal forms and cases are compared once, not call by call. `place`:
  // which of the shared arguments it is, from 0; a form is never taken for a case that says the same.
  SharedJson Known(const SharedJson& value, size_t place) const;
  SharedObject Known(const SharedObject& value, size_t place) const;

  // nullptr: not answered yet. Questions are looked up in the order in which they were answered, nearly always: `hint` (any
  // number) remembers where. The answer stays where it is until another is added.
  const RuleResult* Find(const RuleQuestion& question, size_t& hint) const;
  void Add(RuleCall&& call, bool filed, RuleResult&& result);
  void Expect(size_t answers) { entries_.reserve(entries_.size() + answers); }

  // nullptr: every case has its own.
  ParameterSets* parameters() const { return parameters_; }
  // nullptr: nothing is known of other cases.
  RuleAnswers* answers() const { return answers_; }
  void Share(ParameterSets* parameters, RuleAnswers* answers) { parameters_ = parameters, answers_ = answers; }

  // nullptr: not looked up yet.
  const nlohmann::json* FindLedger(const LedgerKey& what) const;
  void AddLedger(const LedgerKey& what, nlohmann::json entries);

 private:
  struct Entry {
    RuleCall call;
    bool filed;
    RuleResult result;
  };
  using Values = absl::InlinedVector<SharedValue, 2>;
  std::array<Values, kShared> known_;
  std::vector<Entry> entries_;
  std::map<LedgerKey, nlohmann::json> ledgers_;
  ParameterSets* parameters_ = nullptr;
  RuleAnswers* answers_ = nullptr;
};

}  // namespace lianban::workflow
