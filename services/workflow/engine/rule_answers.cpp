#include "services/workflow/engine/rule_answers.h"

#include <algorithm>

#include "absl/hash/hash.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kAnswersMax = 20'000;  // of all functions; a kilobyte each, or so
constexpr size_t kWaysMax = 8;          // of one function, looked through one after the other
constexpr size_t kAskedLeast = 100;     // before it is judged whether a function is shown the same again
constexpr size_t kFoundLeast = 10;      // of a hundred

// nullopt: on the way there is something that is no map with members, which the read has seen to be one.
std::optional<SeenValue> SeenAt(const SharedJson* at, const std::vector<std::string>& path) {
  size_t depth = 1;
  for (; at != nullptr && depth < path.size() && at->parts() != nullptr; ++depth) {
    if (at->names() == nullptr || at->names()->empty()) return std::nullopt;
    at = at->Part(path[depth]);
  }
  if (at == nullptr) return depth == path.size() ? std::optional(SeenValue{}) : std::nullopt;
  if (depth == path.size()) return SeenValue{at, nullptr};
  const json* part = &**at;
  for (; depth < path.size(); ++depth) {
    if (part == nullptr || !part->is_object() || part->empty()) return std::nullopt;
    const auto member = part->find(path[depth]);
    part = member == part->end() ? nullptr : &*member;
  }
  return SeenValue{nullptr, part};
}

std::optional<SeenValue> SeenAt(const RuleRead& read, const ShownToRule& shown) {
  if (read.argument == RuleRead::kParam) return SeenValue{nullptr, shown.param(read.path[0])};
  return SeenAt(shown.member(read.argument, read.path[0]), read.path);
}

size_t HashOf(const SeenValue& seen) {
  if (seen.shared != nullptr) return seen.shared->Hash();
  return seen.part != nullptr ? std::hash<json>()(*seen.part) : 0;
}

bool Same(const std::optional<SharedJson>& kept, const SeenValue& seen) {
  if (!kept.has_value() || !seen.there()) return kept.has_value() == seen.there();
  return seen.shared != nullptr ? Identical(*kept, *seen.shared) : Identical(**kept, *seen.part);
}

std::optional<SharedJson> Kept(const SeenValue& seen) {
  if (seen.shared != nullptr) return *seen.shared;
  return seen.part != nullptr ? std::optional(SharedJson(*seen.part)) : std::nullopt;
}

// Items are kept whole.
bool IsLookedUp(const RuleRead& read) { return read.argument < 2; }

// All of the form or the case is what no other case has.
bool CanBeKept(const RuleResult& result) {
  return result.ok && result.reads_all &&
         std::none_of(result.reads.begin(), result.reads.end(), [](const RuleRead& read) { return IsLookedUp(read) && read.path.empty(); });
}

bool AreLookedUp(const std::vector<RuleRead>& looked_up, const std::vector<RuleRead>& reads) {
  auto at = looked_up.begin();
  for (const RuleRead& read : reads) {
    if (IsLookedUp(read) && (at == looked_up.end() || !(*at++ == read))) return false;
  }
  return at == looked_up.end();
}

}  // namespace

bool RuleAnswers::Function::learns() const {
  return asked < kAskedLeast || found * 100 >= asked * kFoundLeast;
}

bool RuleAnswers::Way::Look(const ShownToRule& shown, Looked& looked) const {
  looked.all.clear();
  looked.hash = shown.item != nullptr ? std::hash<json>()(*shown.item) : 0;
  for (const RuleRead& read : reads) {
    const std::optional<SeenValue> seen = SeenAt(read, shown);
    if (!seen.has_value()) return false;
    looked.hash = absl::HashOf(looked.hash, HashOf(*seen));
    looked.all.push_back(*seen);
  }
  return true;
}

RuleAnswers::Answer* RuleAnswers::Way::Find(const Looked& looked, const json* item) {
  const auto [begin, end] = answers.equal_range(looked.hash);
  for (auto at = begin; at != end; ++at) {
    Answer& answer = at->second;
    const bool same_item = item == nullptr ? !answer.item.has_value() : answer.item.has_value() && Identical(*answer.item, *item);
    if (same_item && std::equal(answer.seen.begin(), answer.seen.end(), looked.all.begin(), looked.all.end(), Same)) return &answer;
  }
  return nullptr;
}

RuleAnswers::Function* RuleAnswers::Known(const ScriptBundle& bundle, int function) {
  const auto script = scripts_.find(&bundle);
  if (script == scripts_.end()) return nullptr;
  const auto known = script->second.functions.find(function);
  return known == script->second.functions.end() ? nullptr : &known->second;
}

const json* RuleAnswers::Find(const ScriptBundle& bundle, int function, const ShownToRule& shown) {
  Function* known = Known(bundle, function);
  if (known == nullptr || !known->learns()) return nullptr;
  Looked looked;
  for (Way& way : known->ways) {
    if (!way.Look(shown, looked)) continue;
    Answer* found = way.Find(looked, shown.item);
    if (found == nullptr) continue;
    known->asked += found->found;
    known->found += found->found;
    found->found = true;
    if (&way != &known->ways.front()) std::swap(way, known->ways.front());  // the next case will likely take it, too
    return &found->value;
  }
  ++known->asked;
  return nullptr;
}

bool RuleAnswers::Learns(const ScriptBundle& bundle, int function) {
  const Function* known = Known(bundle, function);
  return known == nullptr || known->learns();
}

void RuleAnswers::Add(const std::shared_ptr<const ScriptBundle>& bundle, int function, const ShownToRule& shown, const RuleResult& result) {
  Script& script = scripts_[bundle.get()];
  script.bundle = bundle;
  Function& of = script.functions[function];
  if (!CanBeKept(result)) return;
  auto way = std::find_if(of.ways.begin(), of.ways.end(), [&](const Way& each) { return AreLookedUp(each.reads, result.reads); });
  if (way == of.ways.end()) {
    if (of.ways.size() >= kWaysMax) return;
    way = of.ways.emplace(of.ways.end());
    std::copy_if(result.reads.begin(), result.reads.end(), std::back_inserter(way->reads), IsLookedUp);
  }
  Looked looked;
  if (!way->Look(shown, looked) || way->Find(looked, shown.item) != nullptr) return;
  Answer answer{{}, shown.item != nullptr ? std::optional(*shown.item) : std::nullopt, result.value, false};
  answer.seen.reserve(looked.all.size());
  for (const SeenValue& seen : looked.all) answer.seen.push_back(Kept(seen));
  way->answers.emplace(looked.hash, std::move(answer));
  ++answers_;
}

void RuleAnswers::MakeRoom() {
  if (answers_ < kAnswersMax) return;
  scripts_.clear();
  answers_ = 0;
}

}  // namespace lianban::workflow
