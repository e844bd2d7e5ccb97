#include "services/workflow/language/model.h"

#include <algorithm>

namespace lianban::workflow {

const Step* Model::Find(std::string_view name) const {
  auto it = index.find(absl::string_view(name.data(), name.size()));
  return it == index.end() ? nullptr : &steps[it->second];
}

const Field* Model::FindField(std::string_view name) const {
  auto it = form_index.by_name.find(absl::string_view(name.data(), name.size()));
  return it == form_index.by_name.end() ? nullptr : &form[it->second];
}

void Model::AddField(Field field) {
  const int position = static_cast<int>(form.size());
  const bool* always = std::get_if<bool>(&field.required);
  form_index.by_name.emplace(field.name, position);
  if (field.shown) form_index.shown.push_back(position);
  if (field.valid) form_index.valid.push_back(position);
  if (always == nullptr || *always) form_index.required.push_back(position);
  form.push_back(std::move(field));
}

std::vector<std::string> NeededFor(const Step& step, std::string_view outcome) {
  std::vector<std::string> names = step.needs;
  if (auto more = step.needs_for.find(std::string(outcome)); more != step.needs_for.end()) {
    names.insert(names.end(), more->second.begin(), more->second.end());
  }
  return names;
}

bool IsFoundByMachine(const Step& step, std::string_view outcome) {
  if (outcome == "timeout" || outcome == "mixed") return true;
  return (outcome == "closed" && step.closable) || (outcome == "passed" && !step.during.empty());
}

int GroupOf(const Step& join, std::string_view source) {
  for (size_t i = 0; i < join.groups.size(); ++i) {
    const auto& group = join.groups[i];
    if (std::find(group.begin(), group.end(), source) != group.end()) return static_cast<int>(i);
  }
  return 0;
}

int OutcomeColumn(const DecisionTable& table) {
  int outputs = 0;
  for (const TableColumn& column : table.columns) {
    if (column.kind != TableColumn::Kind::kOut) continue;
    if (column.name == "outcome") return outputs;
    ++outputs;
  }
  return outputs > 0 ? 0 : -1;
}

}  // namespace lianban::workflow
