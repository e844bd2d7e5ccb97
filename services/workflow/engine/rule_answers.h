#pragma once
// What rules have answered to other cases. A rule is a function of what it looks at and of nothing else: whoever shows it the same
// gets the same answer, and it need not be asked. What it has looked at is seen by the workers (RuleResult::reads). What it may have
// kept for itself from another call of its case is not: that depends on which calls go together anyway, and no rule should.
//
// Thousands of past cases differ in names and numbers that few rules look at: most of what a replay would ask has been asked.

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {

// What a rule would be shown.
struct ShownToRule {
  absl::FunctionRef<const SharedJson*(int argument, const std::string& name)> member;  // of form (0) and case (1); nullptr: not there
  absl::FunctionRef<const nlohmann::json*(const std::string& key)> param;              // nullptr: has no value
  const nlohmann::json* item = nullptr;                                                // the third argument, if it has one
};

// What stands at the place of a read: a value that is shared, or a part of one; neither: nothing is there.
struct SeenValue {
  const SharedJson* shared = nullptr;
  const nlohmann::json* part = nullptr;
  bool there() const { return shared != nullptr || part != nullptr; }
};

// One thread at a time.
class RuleAnswers {
 public:
  // nullptr: nobody has shown it this. The answer stays where it is until MakeRoom.
  const nlohmann::json* Find(const ScriptBundle& bundle, int function, const ShownToRule& shown);
  // Whether to ask for what the function reads: not of one that is shown something new nearly every time.
  bool Learns(const ScriptBundle& bundle, int function);
  // What a traced call answered that was shown this. Errors, and what looks at everything, are not kept.
  void Add(const std::shared_ptr<const ScriptBundle>& bundle, int function, const ShownToRule& shown, const RuleResult& result);
  // Between commands: forgets everything when there is too much of it.
  void MakeRoom();

 private:
  struct Answer {
    std::vector<std::optional<SharedJson>> seen;  // one for each of the reads; nullopt: was not there
    std::optional<nlohmann::json> item;
    nlohmann::json value;
    bool found = false;  // once or more
  };
  struct Looked {
    absl::InlinedVector<SeenValue, 12> all;
    size_t hash = 0;
  };
  // Calls that have read the same places went the same way through the function, or might have.
  struct Way {
    std::vector<RuleRead> reads;
    std::unordered_multimap<size_t, Answer> answers;  // by a hash of what was seen; they do not move

    bool Look(const ShownToRule& shown, Looked& looked) const;  // false: this cannot be read here
    Answer* Find(const Looked& looked, const nlohmann::json* item);
  };
  struct Function {
    std::vector<Way> ways;
    size_t asked = 0, found = 0;  // without the first time that an answer is found: by the case that it was given to, nearly always
    bool learns() const;
  };
  struct Script {
    std::shared_ptr<const ScriptBundle> bundle;
    absl::flat_hash_map<int, Function> functions;
  };

  Function* Known(const ScriptBundle& bundle, int function);  // nullptr: never asked

  absl::flat_hash_map<const ScriptBundle*, Script> scripts_;
  size_t answers_ = 0;
};

}  // namespace lianban::workflow
