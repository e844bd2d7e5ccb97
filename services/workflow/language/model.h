#pragma once
// The process as data: what a script says, extracted once at publish. Immutable afterwards and shared between threads.
//
// Routing is a Petri net in disguise, so that the proof and the interpreter mean the same thing: every step has an input
// place; a join has one place per branch group. See engine/README.md for the semantics.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "services/workflow/sandbox/script_host.h"
#include "services/workflow/table/decision_table.h"
#include "services/workflow/time/period.h"

namespace lianban::workflow {

// A value the script gives directly, through a parameter, or through a rule function.
struct ParamRef { std::string key; };
struct FieldRef { std::string field; };  // a text field that holds a whole period ("24h"); empty: no time limit
struct RuleRef {
  int function = -1;
  int line = 0;
  int takes = 3;  // how many of (form, case, item) it has parameters for; more cannot be seen by it
  // The fields of them that it can read, sorted; nullptr: any. What it cannot read need not be shown to it.
  std::shared_ptr<const std::vector<std::string>> of_form, of_case;
};

// A period that may be a parameter, days(param "la.review"), or stand in a field, from_field "limit".
struct PeriodSpec {
  PeriodUnit unit = PeriodUnit::kDays;
  std::variant<int64_t, ParamRef, FieldRef> count = int64_t{0};
  bool roll = true;
  std::string since;  // date field from which it is counted; empty, or the field is: from when the clock starts
};

// One value of a choice; `label` equals `value` when only one was written.
struct Option {
  std::string value;
  std::string label;
};

struct Field {
  std::string name;
  std::string type;  // text choice number integer money date datetime phone citizen_id uscc area file list bool
  std::string label;
  nlohmann::json spec;  // everything else as written: options, max, min, pattern, purpose, sensitive …
  std::variant<bool, RuleRef> required = false;  // at the start; steps that fill a field later say so in `needs`
  std::optional<RuleRef> shown;
  std::optional<RuleRef> valid;  // true, or the text that says what is wrong with it, beside the other fields
  bool sensitive = false;
  int line = 0;
  std::vector<Option> options;    // choice only; from the script or from an option list (from_table)
};

// Where the fields are that are looked for at every command. AddField keeps it.
struct FormIndex {
  absl::flat_hash_map<std::string, int> by_name;
  std::vector<int> shown, valid, required;  // those that have such a rule, or are required
};

struct Material {
  std::string name;
  std::string label;
  std::variant<bool, RuleRef> required = true;
  bool may_follow = false;  // 容缺
  nlohmann::json spec;
  int line = 0;
};

// Who does a human step.
struct Assignment {
  enum class Kind { kRole, kDuty, kUnit, kApplicant, kStarter, kRule };
  Kind kind = Kind::kRole;
  std::string name;   // role name, duty code, unit id
  std::string role;   // role within the unit for kDuty and kUnit; "handler" when not said
  std::string at;     // for kRole: "" the case's unit; "street" | "district" | "city": the unit's parent at that level
  std::optional<RuleRef> rule;
};

// 延期: at most `times` extensions of at most `period` each, granted before expiry by somebody at a desk of `role`.
struct ExtensionSpec {
  PeriodSpec period;
  int times = 1;
  std::string role = "leader";
  std::string notice;  // template of the paper that tells the applicant
};

struct ClockSpec {
  PeriodSpec statutory;
  std::optional<PeriodSpec> promised;
  std::vector<std::string> pauses;  // step names during which the clock stands still
  std::vector<std::string> starts;  // the clock starts when one of these steps is entered; empty: with the case
  std::vector<std::string> ends;    // and has been met when one of these is entered; empty: when the case ends
  std::optional<ExtensionSpec> extension;
  std::string basis;                // article
  bool as_of_today = false;         // law: a case that moves to this release is counted by it, not as it was filed
};

struct Branch {                     // one way out of a decide/select: the first (all, for select) whose rule holds
  std::variant<std::monostate, RuleRef, std::string> when;  // monostate: otherwise; string: outcome of the step's table
  std::string to;
};

enum class StepKind { kTask, kDecide, kSelect, kFork, kJoin, kWait, kCall, kEffect, kFinish };

enum class InstanceMode { kOne, kAll, kAny, kSequence, kVote, kJoint };

struct Step {
  std::string name;
  StepKind kind = StepKind::kTask;
  std::string title;
  std::string basis;  // article of law, printed in explanations
  std::string file;   // of the bundle, where `line` is
  int line = 0;

  // outcome -> next step. Tasks, waits, calls. Effects, joins and forks use "next".
  std::map<std::string, std::string> on;
  std::vector<std::string> outcome_order;  // as written, for forms and pictures
  std::map<std::string, std::string> labels;  // outcome -> as people read it, where the workflow's own words do not fit

  // task
  Assignment by;
  InstanceMode mode = InstanceMode::kOne;
  std::optional<std::variant<RuleRef, nlohmann::json>> each;  // the items of several instances
  nlohmann::json vote;                                        // {threshold, weights}
  std::optional<PeriodSpec> within;                           // step clock; `timeout` outcome when it runs out
  std::string propose_table;                                  // decision table whose result is proposed
  std::optional<RuleRef> propose_rule;
  std::vector<std::string> adverse;                           // outcomes that need a named human and a reason
  std::vector<std::string> reasons;                           // outcomes that need a reason all the same (退单 …)
  std::vector<std::string> edits;                             // form fields this step may write
  std::vector<std::string> needs;                             // fields, "materials.<name>": must be there when it is completed
  std::map<std::string, std::vector<std::string>> needs_for;  // … with this outcome
  std::optional<ExtensionSpec> extension;                     // of the step's own clock (`within`)
  bool transferable = true;                                   // transfer = false: 不得转办
  std::optional<std::variant<int64_t, RuleRef>> enough;       // mode all: answers after which it goes on, or a rule that says so
  std::optional<PeriodSpec> each_within;                      // the clock of every instance
  std::vector<std::string> during;                            // may be done only while one of these steps is open
  bool collect = false;                                       // each: answers are kept apart instead of written to the form
  // decide, select
  std::string table;
  std::optional<RuleRef> rule;            // returns the outcome (select: a list of outcomes) named in `branches`
  std::optional<RuleRef> inputs;          // inputs of the table; without it columns are looked up by name
  std::vector<Branch> branches;
  // fork, select, join
  std::vector<std::string> to;
  std::string join;                       // the join that gathers this fork's branches
  std::string wait_for = "all";           // join: all | any | n (n_of) | synchronising
  int n_of = 0;
  bool cancelling = false;                // join, task with `enough`: what has not arrived is cancelled
  int threads = 1;                        // fork: how many threads each way starts; join: how many it makes into one
  std::vector<std::vector<std::string>> groups;  // join: source steps of each branch; computed unless written
  // wait
  std::string message;                    // name of the message awaited; "" for applicant/date waits
  std::optional<RuleRef> until;           // date or condition
  bool of_applicant = false;
  bool of_parent = false;                 // the parent settles it together with the other children
  std::optional<RuleRef> report;          // what the parent is told when a child has come to wait for it
  bool persistent = false;                // a message that comes too early is kept until this wait begins
  bool once = false;                      // 一次性告知: may be entered once in the life of a case
  // call
  std::string process;                    // child process; or items through `each`
  std::optional<RuleRef> process_rule;    // child process by item
  std::optional<RuleRef> child_form;      // form of the child by item; without it the item's own "form"
  std::string wait_children = "all";      // all | any | none | n | arrived (each has ended or waits for this case)
  std::string invite;                     // while open, each message of this name opens one more child
  std::optional<RuleRef> open_until;      // how long: a rule giving a date-time, or a period, which is then `within`
  int n_children = 0;                     // for n
  // effect, finish, wait
  std::string effect;                     // notice | message | connector | ledger | settle
  std::string notice;                     // template of a paper that goes out when the step is entered
  nlohmann::json payload;
  std::optional<RuleRef> payload_rule;
  std::optional<RuleRef> settle;          // the rule over the children of call `settle_of` that wait for this case
  std::string settle_of;
  std::vector<std::string> gives;         // the outcomes it may give them
  std::string result;                     // finish
  std::string remedy;                     // finish: adverse to the applicant, with this way to object
  bool ends_branch = false;               // finish: only the branch ends, the case when nothing is left
  // any step
  std::map<std::string, std::string> forbids;  // operation -> why: refused while this step is open (for it, by task)
  bool as_of_today = false;               // law: decides by today's; `within` of a case that moves here: see ClockSpec
  bool at_filing = false;                 // law: decides by rules, tables and parameters of the day of filing (从旧)
  std::vector<std::string> cancels;       // steps withdrawn when this one is left (finish: everything is)
  std::vector<std::string> completes;     // steps with several instances that are closed as they stand when this one is left
  nlohmann::json spec;                    // the whole step as written, for tools

  // Computed by BuildModel.
  std::vector<int> region;                // join: steps between its fork and itself; what a cancelling join clears
  std::vector<std::vector<bool>> reach;   // synchronising join: by group, which steps can still reach it; a step with
                                          // `during`, one entry: which steps can still bring the case there
  std::map<int, int> exclusive;           // position in Model::exclusive -> member that this step belongs to
  bool closable = false;                  // another step names it in `completes`
};

// Parts of a process that are never in hand together; each member is a list of steps.
using ExclusiveSet = std::vector<std::vector<std::string>>;

struct Model {
  std::string process;
  std::string title;
  std::string hash;                       // of the bundle
  std::string basis;
  std::shared_ptr<const ScriptBundle> bundle;
  std::vector<std::string> applicants;    // person, organisation, none
  std::vector<Field> form;
  FormIndex form_index;
  std::vector<Material> materials;
  std::optional<ClockSpec> clock;
  std::vector<Step> steps;                // as written; the first is the start
  absl::flat_hash_map<std::string, int> index;  // step name -> position
  std::vector<ExclusiveSet> exclusive;
  std::vector<std::string> param_keys;
  std::map<std::string, std::string> reads;    // ledger -> form field that holds the key of the entries wanted
  std::map<std::string, std::string> labels;   // outcome -> as people read it: { grant = "给予援助" }
  std::map<std::string, std::string> forbids;  // operation on cases -> why it is refused: { withdraw = "第43条" }
  std::map<std::string, nlohmann::json> param_defaults;  // params = { ["la.review"] = 7 }: where no area sets another
  std::map<std::string, std::string> locked;             // part -> why areas below may not change it
  std::map<std::string, DecisionTable> tables;
  std::map<std::string, std::vector<Option>> option_lists;

  const Step* Find(std::string_view name) const;
  const Field* FindField(std::string_view name) const;
  void AddField(Field field);
};

// What must be there when the step is answered so: fields, and materials as "materials.<name>".
std::vector<std::string> NeededFor(const Step& step, std::string_view outcome);
inline constexpr std::string_view kMaterialPath = "materials.";

// Outcomes that nobody chooses: the engine finds them (timeout, mixed, closed, passed).
bool IsFoundByMachine(const Step& step, std::string_view outcome);

// The group of `join` that a token from `source` belongs to; 0 when the step is not among its sources (BuildModel
// refuses such scripts).
int GroupOf(const Step& join, std::string_view source);

// The output column that decides: "outcome", or the first one; -1 when the table has none. Counts output columns only.
int OutcomeColumn(const DecisionTable& table);

// Builds and checks the model. Error: INVALID_ARGUMENT; `diagnostics` gets every finding (unknown step, missing
// outcome, duplicate name, …), each with file and line. Tables come from *.csv files in the bundle's folder.
absl::StatusOr<std::shared_ptr<const Model>> BuildModel(const LoadedScript& script,
                                                        std::shared_ptr<const ScriptBundle> bundle,
                                                        std::vector<ScriptDiagnostic>* diagnostics);

// Load + BuildModel, the one path every caller uses.
absl::StatusOr<std::shared_ptr<const Model>> LoadProcess(ScriptHost& host, std::shared_ptr<const ScriptBundle> bundle,
                                                         std::vector<ScriptDiagnostic>* diagnostics);

}  // namespace lianban::workflow
