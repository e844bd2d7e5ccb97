#include "services/workflow/interchange/import_bpmn.h"


#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/interchange/bpmn_importer.h"
#include "services/workflow/language/block.h"

namespace lianban::workflow {

BpmnImporter::BpmnImporter(const BpmnProcess& in) : in_(in) {
  for (const BpmnNode& node : in.nodes) nodes_[node.id] = &node;
  for (const BpmnFlow& flow : in.flows) {
    out_[flow.from].push_back(&flow);
    ++arriving_[flow.to];
  }
  for (const BpmnNode& node : in.nodes) {
    if (!node.attached_to.empty()) boundary_[node.attached_to].push_back(&node);
  }
}

Draft BpmnImporter::Run() {
  draft_.process = NameFrom(in_.id, "process");
  draft_.title = in_.name.empty() ? draft_.process : in_.name;
  draft_.basis = in_.documentation;
  draft_.unmapped = in_.unmapped;
  for (const BpmnNode& node : in_.nodes) names_[node.id] = Unique(ValidName(node.id) ? node.id : NameFrom(node.id, "step"));
  Begin("", "");
  // Everything that can be met, step by step; a step made on the way adds what it leads to.
  for (const BpmnNode& node : in_.nodes) {
    ListWords(node);
    if (InsideEventSubProcess(node)) Lost(node.id, "属于事件子流程，没有写入", "part of an event sub-process, left out");
    else Translate(node);
  }
  FillCancels();
  MoveFirst();
  return std::move(draft_);
}

std::string BpmnImporter::Unique(std::string name) {
  const std::string stem = name;
  for (int n = 2; !used_.insert(name).second; ++n) name = fmt::format("{}_{}", stem, n);
  return name;
}

std::string BpmnImporter::Own(const std::map<std::string, std::string>& own, const char* key) {
  const auto it = own.find(key);
  return it == own.end() ? "" : it->second;
}

void BpmnImporter::Lost(const std::string& id, std::string zh, std::string en) {
  draft_.unmapped.push_back({id, std::move(zh), std::move(en)});
}

DraftStep& BpmnImporter::Add(const std::string& kind, const std::string& name, const std::string& title, const std::string& scope) {
  steps_.push_back(std::make_unique<DraftStep>());
  DraftStep& step = *steps_.back();
  step.kind = kind;
  step.name = name;
  step.title = title.empty() ? name : title;
  scope_[name] = scope;
  return step;
}

DraftStep& BpmnImporter::AddFor(const BpmnNode& node, const std::string& kind) {
  DraftStep& step = Add(kind, Name(node), node.name, node.scope);
  if (!node.documentation.empty()) step.keys.push_back("basis = " + LuaText(node.documentation));
  TakeCancels(node, step);
  return step;
}

void BpmnImporter::TakeCancels(const BpmnNode& node, DraftStep& step) {
  const std::vector<std::string> cancelled = absl::StrSplit(Own(node, "cancels"), ' ', absl::SkipEmpty());
  for (const std::string& name : cancelled) {
    if (ValidName(name)) step.cancels.insert(name);
  }
}

bool BpmnImporter::InsideEventSubProcess(const BpmnNode& node) {
  if (node.by_event) return true;
  const auto parent = nodes_.find(node.scope);
  return parent != nodes_.end() && InsideEventSubProcess(*parent->second);
}

Draft DraftOf(const BpmnProcess& process) { return BpmnImporter(process).Run(); }

absl::StatusOr<Imported> ImportBpmn(std::string_view xml, const std::string& file) {
  LIANBAN_ASSIGN_OR_RETURN(BpmnProcess process, ReadBpmn(xml, file));
  Draft draft = DraftOf(process);
  std::string script = WriteScript(draft);
  return Imported{draft.process, std::move(script), std::move(draft.unmapped)};
}

}  // namespace lianban::workflow
