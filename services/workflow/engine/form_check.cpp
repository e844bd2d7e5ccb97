#include "services/workflow/engine/form_check.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/form_value.h"
#include "services/workflow/engine/form_words.h"
#include "services/workflow/engine/json_size.h"
#include "services/workflow/engine/look_up.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/validate/violation.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using Violations = std::vector<FieldViolation>;

// An absent value: nothing, or an empty text or list.
bool IsEmpty(const json& value) {
  return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty()) ||
         (value.is_array() && value.empty());
}

const json::object_t& MembersOf(const json& table) {
  static const json::object_t none;
  return table.is_object() ? table.get_ref<const json::object_t&>() : none;
}

absl::Status Invalid(const Violations& violations) { return Error("FORM_INVALID", {}, violations); }

template <class Named>
std::string NamesIn(const std::vector<Named>& all) {
  std::vector<std::string> names;
  for (const Named& each : all) names.push_back(each.name);
  return Listed(names);
}

// Types and limits of what was handed in; `form` gets the accepted values.
void AcceptValues(Run& run, const json& submitted, SharedObject& form, Violations& violations) {
  const ValueContext context{run.now, run.environment.zone};
  std::vector<SharedObject::NamedValue> taken;
  for (const auto& [name, value] : MembersOf(submitted)) {
    const Field* field = run.model.FindField(name);
    if (!field) {
      violations.push_back({name, "FIELD_UNKNOWN", {{"field", name}, {"known", NamesIn(run.model.form)}}});
      continue;
    }
    if (IsEmpty(value)) {
      form.Erase(name);
      continue;
    }
    absl::StatusOr<json> accepted = AcceptValue(*field, value, context);
    if (!accepted.ok())
      violations.push_back(ViolationOf(name, accepted.status()));
    else if (IsEmpty(*accepted))  // an empty list that came as {}
      form.Erase(name);
    else
      taken.emplace_back(name, *std::move(accepted));
  }
  form.Set(std::move(taken));
}

bool AnyField(const Field&) { return true; }

// Positions in Model::form.
using Positions = std::vector<int>;

// Fields that are hidden, of those that are `looked_at`. The rules see the form as it was handed in.
absl::StatusOr<Positions> HiddenFields(Run& run, absl::FunctionRef<bool(const Field&)> looked_at = AnyField) {
  Positions hidden;
  absl::Status first = absl::OkStatus();
  for (const int i : run.model.form_index.shown) {
    if (!looked_at(run.model.form[i])) continue;
    absl::StatusOr<bool> shown = AskYesNo(run, *run.model.form[i].shown);
    if (shown.ok() && !*shown)
      hidden.push_back(i);
    else if (!shown.ok() && first.ok())
      first = shown.status();
  }
  if (!first.ok()) return first;
  return hidden;
}

void Hide(Run& run, const Positions& hidden) {
  for (const int i : hidden) run.state.form.Erase(run.model.form[i].name);
}

bool IsHidden(const Positions& hidden, int field) { return std::binary_search(hidden.begin(), hidden.end(), field); }

// An empty list may come as {}.
bool TakesAway(const json& patch) {
  const auto& members = MembersOf(patch);
  return std::any_of(members.begin(), members.end(), [](const auto& member) { return IsEmpty(member.second) || member.second.empty(); });
}

// Of all fields, or of those that `patch` has written: what is required may be changed later, but not taken away.
absl::Status RequireFields(Run& run, const Positions& hidden, const json* patch, Violations& violations) {
  absl::Status first = absl::OkStatus();
  if (patch && !TakesAway(*patch)) return first;
  for (const int i : run.model.form_index.required) {
    const Field& field = run.model.form[i];
    if (IsHidden(hidden, i) || (patch && (!patch->contains(field.name) || run.state.form.contains(field.name)))) continue;
    bool required = false;
    if (const RuleRef* rule = std::get_if<RuleRef>(&field.required)) {
      absl::StatusOr<bool> answer = AskYesNo(run, *rule);
      if (answer.ok())
        required = *answer;
      else if (first.ok())
        first = answer.status();
    } else {
      required = std::get<bool>(field.required);
    }
    if (required && !run.state.form.contains(field.name)) {
      violations.push_back({field.name, "FIELD_REQUIRED", {{"label", field.label}}});
    }
  }
  return first;
}

// Fields that are judged beside others (承办人员的年限与案件). Of all fields, or of those that the step may write or `patch` has written.
absl::Status JudgeFields(Run& run, const Positions& hidden, const json* patch, const std::vector<std::string>& allowed,
                         Violations& violations) {
  absl::Status first = absl::OkStatus();
  for (const int i : run.model.form_index.valid) {
    const Field& field = run.model.form[i];
    if (IsHidden(hidden, i) || (patch && !patch->contains(field.name) && !Contains(allowed, field.name))) continue;
    const absl::StatusOr<json> answer = Ask(run, *field.valid);
    if (!answer.ok()) {
      if (first.ok()) first = answer.status();
    } else if (answer->is_string()) {
      violations.push_back({field.name, "FIELD_RULE", {{"label", field.label}, {"detail", answer->get<std::string>()}}});
    } else if (!answer->is_null() && *answer != true) {
      return RuleFailed(run, *field.valid, "RULE_TYPE",
                        "valid 应当给出 true，或者说明哪里不对的文字 (valid must return true, or a text that says what is wrong)");
    }
  }
  return first;
}

bool KnownState(const json& state) {
  static constexpr std::array<const char*, 5> states = {"original", "copy", "electronic", "commitment", "follows"};
  return std::any_of(states.begin(), states.end(), [&](const char* each) { return state == each; });
}

absl::Status AcceptMaterials(Run& run, const json& submitted, Violations& violations) {
  for (const auto& [name, value] : submitted.items()) {
    std::string path = "materials." + name;
    auto material = std::find_if(run.model.materials.begin(), run.model.materials.end(),
                                 [&, key = name](const Material& each) { return each.name == key; });
    if (material == run.model.materials.end()) {
      violations.push_back({path, "FIELD_UNKNOWN", {{"field", name}, {"known", NamesIn(run.model.materials)}}});
      continue;
    }
    if (value.is_null()) {
      run.state.materials.Edit().erase(name);
      continue;
    }
    json entry = value.is_string() ? json{{"state", value}} : value;
    if (!entry.is_object() || !entry.contains("state") || !KnownState(entry["state"]) || !FitsInto(entry, 4096)) {
      violations.push_back({path, "MATERIAL_STATE", {{"label", material->label}}});
    } else if (entry["state"] == "follows" && !material->may_follow) {
      violations.push_back({path, "MATERIAL_CANNOT_FOLLOW", {{"label", material->label}}});
    } else {
      run.state.materials.Edit()[name] = std::move(entry);
    }
  }
  return absl::OkStatus();
}

// Required by the script and not there.
absl::StatusOr<json> MissingMaterials(Run& run) {
  json missing = json::array();
  absl::Status first = absl::OkStatus();
  for (const Material& material : run.model.materials) {
    bool required = false;
    if (const RuleRef* rule = std::get_if<RuleRef>(&material.required)) {
      absl::StatusOr<bool> answer = AskYesNo(run, *rule);
      if (answer.ok())
        required = *answer;
      else if (first.ok())
        first = answer.status();
    } else {
      required = std::get<bool>(material.required);
    }
    if (required && !run.state.materials.contains(material.name)) missing.push_back(material.name);
  }
  if (!first.ok()) return first;
  return missing;
}

// People are told once what is missing, in one notice (补正). Kept where rules can see it.
void NoteMissing(Run& run, json missing) {
  if (!missing.empty())
    run.state.vars.Edit("missing") = std::move(missing);
  else if (run.state.vars.contains("missing"))
    run.state.vars.Erase("missing");
}

// Asked in the same crossing as what is hidden, for a form of which nothing is: that is what people nearly always hand in. For
// any other form these rules are asked again when the hidden fields are gone, and only that counts.
void AskWhatIsRequired(Run& run) {
  for (const int i : run.model.form_index.required) {
    if (const auto* rule = std::get_if<RuleRef>(&run.model.form[i].required)) AskYesNo(run, *rule).IgnoreError();
  }
  MissingMaterials(run).IgnoreError();
}

absl::Status TooLarge() { return Error("FORM_TOO_LARGE", {{"max", std::to_string(kFormBytesMax)}}); }

// Of what is handed in only what is too large anyway is refused; the form that it becomes is measured to the byte.
absl::Status CheckSubmitted(const json& submitted) { return MayFitInto(submitted, kFormBytesMax) ? absl::OkStatus() : TooLarge(); }
absl::Status CheckForm(const SharedObject& form) { return FitsInto(form, kFormBytesMax) ? absl::OkStatus() : TooLarge(); }

void ReportChanges(Run& run, const char* type, const json& patch) {
  AddFact(run, type, [&] {
    json names = json::array();
    for (const auto& [name, value] : patch.items()) names.push_back(name);
    json fact = {{"fields", std::move(names)}};  // names only: values may be personal
    if (!run.command.reason.empty()) fact["reason"] = run.command.reason;
    return fact;
  });
}

bool IsTable(const json& value) { return value.is_object() || value.is_null() || (value.is_array() && value.empty()); }

}  // namespace

namespace {

// Types and limits, of which no rule knows.
absl::Status TakeNewForm(Run& run, const json& form, const json& materials) {
  if (!IsTable(form) || !IsTable(materials))
    return Error("REQUEST_INVALID", {{"detail", "form and materials are objects"}});
  LIANBAN_RETURN_IF_ERROR(CheckSubmitted(form));
  LIANBAN_RETURN_IF_ERROR(CheckSubmitted(materials));
  Violations violations;
  run.state.form = SharedObject();
  run.state.materials = json::object();
  AcceptValues(run, form, run.state.form, violations);
  LIANBAN_RETURN_IF_ERROR(AcceptMaterials(run, materials, violations));
  if (!violations.empty()) return Invalid(violations);  // rules are not asked about values of the wrong type
  return CheckForm(run.state.form);
}

}  // namespace

absl::Status AcceptNewForm(Run& run, const json& form, const json& materials) {
  LIANBAN_RETURN_IF_ERROR(TakeNewForm(run, form, materials));
  LIANBAN_ASSIGN_OR_RETURN(const Positions hidden, Together(run, [&] {
    auto answer = HiddenFields(run);
    if (run.waits()) AskWhatIsRequired(run);
    return answer;
  }));
  Hide(run, hidden);
  Violations violations;
  LIANBAN_ASSIGN_OR_RETURN(json missing, Together(run, [&]() -> absl::StatusOr<json> {
    violations.clear();
    const absl::Status required = RequireFields(run, hidden, nullptr, violations);
    const absl::Status judged = JudgeFields(run, hidden, nullptr, {}, violations);
    auto not_there = MissingMaterials(run);
    LIANBAN_RETURN_IF_ERROR(required);
    LIANBAN_RETURN_IF_ERROR(judged);
    return not_there;
  }));
  if (!run.model.materials.empty()) NoteMissing(run, std::move(missing));
  if (!violations.empty()) return Invalid(violations);
  run.form_changed = true;
  run.materials_changed = true;
  return absl::OkStatus();
}

namespace {

// Types, limits and who may write what, of which no rule knows.
absl::Status TakePatch(Run& run, const json& patch, const std::vector<std::string>& allowed, const std::vector<std::string>& needed) {
  LIANBAN_RETURN_IF_ERROR(CheckSubmitted(patch));
  Violations violations;
  for (const auto& [name, value] : MembersOf(patch)) {
    if (run.model.FindField(name) && !Contains(allowed, name) && !Contains(needed, name)) {
      violations.push_back({name, "FIELD_NOT_EDITABLE", {{"field", name}}});
    }
  }
  AcceptValues(run, patch, run.state.form, violations);
  if (!violations.empty()) return Invalid(violations);
  return CheckForm(run.state.form);
}

// Whether the rule may say something else than before the patch: it can read the case, a field of the patch, or one that is not there and
// may have been hidden since.
bool MaySayOtherwise(const Run& run, const RuleRef& rule, const json& patch) {
  const auto changed = [&](const std::string& name) {
    const Field* field = run.model.FindField(name);
    return patch.contains(name) || (field != nullptr && field->shown && !run.state.form.contains(name));
  };
  if (rule.takes > 1 && (rule.of_case == nullptr || !rule.of_case->empty())) return true;
  return rule.takes > 0 && (rule.of_form == nullptr || std::any_of(rule.of_form->begin(), rule.of_form->end(), changed));
}

// Whether a rule is asked about the patched form once its hidden fields are gone.
bool RulesSeeTheRest(const Run& run, const json& patch, const std::vector<std::string>& allowed) {
  const auto any = [&](const std::vector<int>& fields, auto asks) {
    return std::any_of(fields.begin(), fields.end(), [&](int i) { return asks(run.model.form[i]); });
  };
  const auto judged = [&](const Field& field) { return patch.contains(field.name) || Contains(allowed, field.name); };
  const auto taken_away = [&](const Field& field) {
    return std::holds_alternative<RuleRef>(field.required) && patch.contains(field.name) && !run.state.form.contains(field.name);
  };
  return any(run.model.form_index.valid, judged) || any(run.model.form_index.required, taken_away);
}

}  // namespace

absl::Status PatchForm(Run& run, const json& patch, const std::vector<std::string>& allowed,
                       const std::vector<std::string>& needed, PatchUse use) {
  if (!IsTable(patch)) return Error("REQUEST_INVALID", {{"detail", "the form patch is an object"}});
  Violations violations;
  if (!patch.empty()) {
    LIANBAN_RETURN_IF_ERROR(TakePatch(run, patch, allowed, needed));
    const bool few = use == PatchUse::kAnswer && !RulesSeeTheRest(run, patch, allowed);
    const auto looked_at = [&](const Field& field) {
      return patch.contains(field.name) || Contains(needed, field.name) ||
             (!few && (MaySayOtherwise(run, *field.shown, patch) || (field.valid && Contains(allowed, field.name))));
    };
    LIANBAN_ASSIGN_OR_RETURN(const Positions hidden, Together(run, [&] { return HiddenFields(run, looked_at); }));
    Hide(run, hidden);
    LIANBAN_RETURN_IF_ERROR(Together(run, [&] {
      violations.clear();
      absl::Status required = RequireFields(run, hidden, &patch, violations);
      absl::Status judged = JudgeFields(run, hidden, &patch, allowed, violations);
      return required.ok() ? judged : required;
    }));
    run.form_changed = true;
    ReportChanges(run, "FormChanged", patch);
  }
  for (const std::string& name : needed) {
    if (name.starts_with(kMaterialPath) || run.state.form.contains(name)) continue;
    const Field* field = run.model.FindField(name);
    violations.push_back({name, "FIELD_REQUIRED", {{"label", field ? field->label : name}}});
  }
  return violations.empty() ? absl::OkStatus() : Invalid(violations);
}

absl::Status PatchMaterials(Run& run, const json& patch) {
  if (!IsTable(patch)) return Error("REQUEST_INVALID", {{"detail", "the materials patch is an object"}});
  if (patch.empty()) return absl::OkStatus();
  LIANBAN_RETURN_IF_ERROR(CheckSubmitted(patch));
  Violations violations;
  LIANBAN_RETURN_IF_ERROR(AcceptMaterials(run, patch, violations));
  if (!violations.empty()) return Invalid(violations);
  if (!run.model.materials.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(json missing, Together(run, [&] { return MissingMaterials(run); }));
    NoteMissing(run, std::move(missing));
  }
  run.materials_changed = true;
  ReportChanges(run, "MaterialsChanged", patch);
  return absl::OkStatus();
}

absl::Status RequireMaterials(const Run& run, const std::vector<std::string>& needed) {
  Violations violations;
  for (const Material& material : run.model.materials) {
    const std::string path = std::string(kMaterialPath) + material.name;
    if (!Contains(needed, path)) continue;
    const auto found = run.state.materials.find(material.name);
    if (found != run.state.materials.end() && found->value("state", "") != "follows") continue;
    violations.push_back({path, "MATERIAL_REQUIRED", {{"label", material.label}}});
  }
  return violations.empty() ? absl::OkStatus() : Invalid(violations);
}

}  // namespace lianban::workflow
