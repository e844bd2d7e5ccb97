#include "services/casework/case/form_seals.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/casework/command/command_answer.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr char kSealed[] = "$sealed";
constexpr char kMask[] = "***";

std::string PlaceOf(std::string_view case_id, std::string_view field) { return fmt::format("case/{}/{}", field, case_id); }

bool IsSensitive(const workflow::Model& model, std::string_view name) {
  return std::any_of(model.form.begin(), model.form.end(),
                     [&](const workflow::Field& field) { return field.sensitive && field.name == name; });
}

const std::string* SealedText(const nlohmann::json& value) {
  if (!value.is_object() || value.size() != 1) return nullptr;
  const auto text = value.find(kSealed);
  return text != value.end() && text->is_string() ? text->get_ptr<const std::string*>() : nullptr;
}

// replace(name, value): true when it has dealt with the value, which is then not looked into.
template <class Replace>
void Walk(nlohmann::json& value, const Replace& replace) {
  if (value.is_array()) {
    for (auto& item : value) Walk(item, replace);
  } else if (value.is_object()) {
    for (auto& [name, member] : value.items()) {
      if (!replace(name, member)) Walk(member, replace);
    }
  }
}

bool HoldsSealed(std::string_view text) { return text.find(kSealed) != std::string_view::npos; }

}  // namespace

nlohmann::json FormSeal::Sealed(const workflow::Model& model, std::string_view case_id, nlohmann::json value) const {
  Walk(value, [&](const std::string& name, nlohmann::json& member) {
    if (member.is_null() || !IsSensitive(model, name)) return false;
    const std::string sealed = keys_->Seal(city_id_, PlaceOf(case_id, name), member.dump());
    member = {{kSealed, crypto::Base64Url(sealed)}};
    return true;
  });
  return value;
}

absl::Status FormSeal::Open(std::string_view case_id, nlohmann::json& value) const {
  absl::Status status;
  Walk(value, [&](const std::string& name, nlohmann::json& member) {
    const std::string* text = SealedText(member);
    if (text == nullptr) return false;
    const auto open = [&]() -> absl::StatusOr<nlohmann::json> {
      LIANBAN_ASSIGN_OR_RETURN(const std::string sealed, crypto::FromBase64Url(*text));
      LIANBAN_ASSIGN_OR_RETURN(const std::string plain, keys_->Open(city_id_, PlaceOf(case_id, name), sealed));
      return nlohmann::json::parse(plain, nullptr, false);
    };
    if (auto plain = open(); plain.ok()) {
      member = *std::move(plain);
    } else {
      status.Update(absl::InternalError(fmt::format("field {}: {}", name, plain.status().ToString())));
    }
    return true;
  });
  return status;
}

absl::StatusOr<FormSeal> FormSeals::Of(const std::string& city_id) {
  LIANBAN_ASSIGN_OR_RETURN(auto keys, keys_.Get(city_id));
  return FormSeal(city_id, std::move(keys));
}

absl::StatusOr<nlohmann::json> FormSeals::Parse(const std::string& city_id, std::string_view case_id,
                                                std::string_view text) {
  nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
  if (!HoldsSealed(text)) return value;
  LIANBAN_ASSIGN_OR_RETURN(const FormSeal seal, Of(city_id));
  LIANBAN_RETURN_IF_ERROR(seal.Open(case_id, value));
  return value;
}

bool HasSensitive(const workflow::Model& model) {
  return std::any_of(model.form.begin(), model.form.end(), [](const workflow::Field& field) { return field.sensitive; });
}

std::string WithoutSealed(std::string_view text) {
  if (!HoldsSealed(text)) return std::string(text);
  nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
  Walk(value, [](const std::string&, nlohmann::json& member) {
    if (SealedText(member) == nullptr) return false;
    member = kMask;
    return true;
  });
  return Dump(value);
}

}  // namespace lianban::casework
