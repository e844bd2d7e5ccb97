#include "tests/load/varied_cases.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "fmt/format.h"
#include "services/workflow/language/block.h"
#include "services/workflow/validate/citizen_id.h"
#include "services/workflow/validate/phone.h"
#include "services/workflow/validate/uscc.h"

namespace lianban::load {
namespace {

using nlohmann::json;
using workflow::Field;

void AddTexts(const json& value, std::set<std::string>& texts) {
  if (value.is_string()) texts.insert(value.get<std::string>());
  if (!value.is_structured()) return;
  for (const auto& [name, member] : value.items()) {
    if (value.is_object()) texts.insert(name);
    AddTexts(member, texts);
  }
}

// The digits from `at` count on by `number`; where there are letters, nothing changes.
std::string CountedOn(std::string text, size_t at, size_t digits, int number) {
  int value = 0, limit = 1;
  if (!absl::SimpleAtoi(text.substr(at, digits), &value)) return text;
  for (size_t i = 0; i < digits; ++i) limit *= 10;
  return text.replace(at, digits, fmt::format("{:0{}}", (value + number) % limit, digits));
}

// The last character is a check of the others; `valid` says whether it is right.
template <class Valid>
std::string Checked(std::string text, Valid valid) {
  for (const char last : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
    text.back() = last;
    if (valid(text)) break;
  }
  return text;
}

// People write Chinese; a text without it stands for something.
bool IsCode(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); });
}

class Variant {
 public:
  Variant(const workflow::Model& model, const json& given, int number, Varied how) : number_(number), how_(how) {
    for (const auto& [name, value] : given.items()) {
      if (name != "form") AddTexts(value, kept_);
    }
    for (const Field& field : model.form) AddTypes(field);
  }

  json Of(const json& value, const std::string& name) const {
    if (value.is_structured()) {
      json varied = value;
      if (value.is_array()) {
        for (json& element : varied) element = Of(element, name);
      } else {
        for (auto& [member, of] : varied.items()) of = Of(of, member);
      }
      return varied;
    }
    const auto type = types_.find(name);
    if (how_ == Varied::kAmounts && type != types_.end() && type->second == "money" && value.is_number_integer()) {
      return value.get<int64_t>() + number_;
    }
    if (!value.is_string() || kept_.contains(value.get_ref<const std::string&>())) return value;
    return Written(value.get<std::string>(), type == types_.end() ? "" : type->second);
  }

 private:
  void AddTypes(const Field& field) {
    types_[field.name] = field.type;
    const auto of = field.spec.find("of");
    if (of == field.spec.end() || !of->is_array()) return;
    for (const json& column : *of) types_[workflow::NameOf(column)] = workflow::KindOf(column);
  }

  // Numbers are known by what they are, so that they are changed in messages, too.
  std::string Written(const std::string& text, const std::string& type) const {
    const absl::CivilDay today(2026, 1, 1);
    if (type != "text" && workflow::ParseCitizenId(text, today).ok()) {
      return Checked(CountedOn(text, 14, 3, 2 * number_), [&](const std::string& id) { return workflow::ParseCitizenId(id, today).ok(); });
    }
    if (const auto phone = workflow::ParsePhone(text); phone.ok() && phone->kind == workflow::Phone::Kind::kMobile) {
      return CountedOn(phone->number, 7, 4, number_);
    }
    if (type == "uscc" && workflow::ParseUscc(text).ok()) {
      return Checked(CountedOn(text, 13, 3, number_), [](const std::string& code) { return workflow::ParseUscc(code).ok(); });
    }
    return type == "text" && !IsCode(text) ? text + std::to_string(number_) : text;
  }

  int number_;
  Varied how_;
  std::set<std::string> kept_;
  std::map<std::string, std::string> types_;
};

}  // namespace

workflow::PastCase VariedCase(const workflow::PastCase& of, const workflow::Model& model, const json& given, int number, Varied how) {
  workflow::PastCase varied = of;
  const Variant variant(model, given, number, how);
  for (workflow::PastEvent& event : varied.events) {
    event.time += absl::Seconds(number);
    if (how == Varied::kTimes) continue;
    for (workflow::Act& act : event.acts) act.command.data = variant.Of(act.command.data, "");
  }
  return varied;
}

}  // namespace lianban::load
