#include "services/workflow/engine/form_value.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "fmt/format.h"
#include "re2/re2.h"
#include "services/workflow/engine/form_words.h"
#include "services/workflow/engine/run.h"
#include "services/workflow/language/block.h"
#include "services/workflow/validate/area_code.h"
#include "services/workflow/validate/citizen_id.h"
#include "services/workflow/validate/date.h"
#include "services/workflow/validate/phone.h"
#include "services/workflow/validate/uscc.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using Accepted = absl::StatusOr<json>;

constexpr int64_t kTextMax = 4000;
constexpr int64_t kItemsMax = 200;
constexpr int64_t kMoneyMax = 100'000'000'000'000;  // a million million yuan

int64_t Characters(const std::string& text) {
  int64_t count = 0;
  for (unsigned char c : text) count += (c & 0xC0) != 0x80;
  return count;
}

std::string Number(const json& value) { return value.dump(); }

absl::Status CheckRange(const Field& field, const json& value) {
  auto min = field.spec.find("min");
  if (min != field.spec.end() && value < *min)
    return Error("FIELD_TOO_SMALL", {{"label", field.label}, {"min", Number(*min)}});
  auto max = field.spec.find("max");
  if (max != field.spec.end() && *max < value)
    return Error("FIELD_TOO_LARGE", {{"label", field.label}, {"max", Number(*max)}});
  return absl::OkStatus();
}

// Compiling a pattern takes about eight times as long as asking it.
std::shared_ptr<const RE2> Compiled(const std::string& pattern) {
  constexpr size_t kKeptMax = 1000;
  static absl::Mutex mutex;
  static auto* const kept = new absl::flat_hash_map<std::string, std::shared_ptr<const RE2>>;
  {
    absl::ReaderMutexLock lock(&mutex);
    if (const auto found = kept->find(pattern); found != kept->end()) return found->second;
  }
  auto compiled = std::make_shared<const RE2>(pattern);
  absl::MutexLock lock(&mutex);
  if (kept->size() >= kKeptMax) kept->clear();
  return kept->try_emplace(pattern, std::move(compiled)).first->second;
}

Accepted AcceptText(const Field& field, const std::string& text) {
  auto limit = field.spec.find("max");
  int64_t max = limit != field.spec.end() && limit->is_number_integer() ? limit->get<int64_t>() : kTextMax;
  int64_t length = Characters(text);
  if (length > max) return Error("FIELD_TOO_LONG", {{"label", field.label}, {"max", std::to_string(max)}});
  auto least = field.spec.find("min");
  if (least != field.spec.end() && least->is_number_integer() && length < least->get<int64_t>()) {
    return Error("FIELD_TOO_SHORT", {{"label", field.label}, {"min", Number(*least)}});
  }
  auto pattern = field.spec.find("pattern");
  if (pattern != field.spec.end() && !RE2::FullMatch(text, *Compiled(pattern->get_ref<const std::string&>()))) {
    return Error("FIELD_PATTERN", {{"label", field.label}});
  }
  return text;
}

Accepted AcceptNumber(const Field& field, const json& value) {
  if (!value.is_number() || (value.is_number_float() && !std::isfinite(value.get<double>()))) return WrongType(field);
  LIANBAN_RETURN_IF_ERROR(CheckRange(field, value));
  return value;
}

Accepted AcceptInteger(const Field& field, const json& value) {
  if (!value.is_number_integer()) return WrongType(field);
  LIANBAN_RETURN_IF_ERROR(CheckRange(field, value));
  return value;
}

Accepted AcceptMoney(const Field& field, const json& value) {
  if (!value.is_number_integer() || value < 0 || value > kMoneyMax) return WrongType(field);
  LIANBAN_RETURN_IF_ERROR(CheckRange(field, value));
  return value;
}

bool IsOption(const Field& field, const json& value) {
  if (!value.is_string()) return false;
  for (const Option& option : field.options) {
    if (value == option.value) return true;
  }
  return false;
}

Accepted AcceptChoice(const Field& field, const json& value) {
  if (field.spec.value("many", json(false)) != true) {
    if (!IsOption(field, value)) return NoSuchOption(field.label, field.options);
    return value;
  }
  if (!value.is_array() || value.size() > field.options.size()) return WrongType(field);
  for (const json& each : value) {
    if (!IsOption(field, each)) return NoSuchOption(field.label, field.options);
  }
  return value;
}

Accepted AcceptFile(const Field& field, const json& value) {
  auto id = [](const json& each) { return each.is_string() && each.get_ref<const std::string&>().size() <= 200; };
  if (id(value)) return value;
  if (!value.is_array() || value.size() > kItemsMax) return WrongType(field);
  for (const json& each : value) {
    if (!id(each)) return WrongType(field);
  }
  return value;
}

Field ColumnOf(const json& written) {
  Field column;
  column.name = NameOf(written);
  column.type = KindOf(written);
  column.label =
      written.value("label", json(column.name)).is_string() ? written.value("label", column.name) : column.name;
  column.spec = written;
  auto options = written.find("options");
  for (const json& option : options != written.end() && options->is_array() ? *options : json::array()) {
    if (option.is_string())
      column.options.push_back({option, option});
    else if (option.is_object() && option.value("value", json()).is_string())
      column.options.push_back({option["value"], ""});
  }
  return column;
}

// Read once for all rows of a list.
struct Column {
  Field field;
  bool required;
};

std::vector<Column> ColumnsOf(const json& written) {
  std::vector<Column> columns;
  for (const json& each : written) columns.push_back({ColumnOf(each), each.value("required", json(false)) == true});
  return columns;
}

absl::Status UnknownColumn(const Field& field, const std::vector<Column>& columns, const json& row) {
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.field.name);
  std::string unknown = field.name;
  for (const auto& [name, cell] : row.items()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) unknown = field.name + "." + name;
  }
  return Error("FIELD_UNKNOWN", {{"field", unknown}, {"known", Listed(names)}});
}

Accepted AcceptRow(const Field& field, const std::vector<Column>& columns, const json& value, const ValueContext& context) {
  if (!value.is_object()) return WrongType(field);
  json row = json::object();
  size_t known = 0;
  for (const auto& [column, required] : columns) {
    auto cell = value.find(column.name);
    bool missing = cell == value.end() || cell->is_null();
    if (missing && required) {
      return Error("FIELD_REQUIRED", {{"label", fmt::format("{}：{}", field.label, column.label)}});
    }
    known += cell != value.end();
    if (missing) continue;
    LIANBAN_ASSIGN_OR_RETURN(row[column.name], AcceptValue(column, *cell, context));
  }
  if (known != value.size()) return UnknownColumn(field, columns, value);
  return row;
}

Accepted AcceptList(const Field& field, const json& value, const ValueContext& context) {
  auto limit = field.spec.find("max");
  int64_t max = limit != field.spec.end() && limit->is_number_integer() ? limit->get<int64_t>() : kItemsMax;
  bool empty_object = value.is_object() && value.empty();
  if (!value.is_array() && !empty_object) return WrongType(field);
  if (static_cast<int64_t>(value.size()) > max)
    return Error("FIELD_TOO_MANY", {{"label", field.label}, {"max", std::to_string(max)}});
  const auto of = field.spec.find("of");
  if (value.empty()) return json::array();
  if (of == field.spec.end() || of->is_null()) return value;  // rows as they come; what they hold is checked where it is used
  json list = json::array();
  if (of->is_array()) {
    const std::vector<Column> columns = ColumnsOf(*of);
    for (const json& each : value) {
      LIANBAN_ASSIGN_OR_RETURN(json row, AcceptRow(field, columns, each, context));
      list.push_back(std::move(row));
    }
    return list;
  }
  Field item;
  item.label = field.label;
  item.type = of->get<std::string>();
  item.options = field.options;
  item.spec = json::object();
  for (const json& each : value) {
    LIANBAN_ASSIGN_OR_RETURN(json accepted, AcceptValue(item, each, context));
    list.push_back(std::move(accepted));
  }
  return list;
}

// Types that people write as text.
Accepted AcceptWritten(const Field& field, const std::string& text, const ValueContext& context) {
  const std::string_view type = field.type;
  if (type == "date") {
    LIANBAN_ASSIGN_OR_RETURN(absl::CivilDay day, ParseDate(text));
    return absl::FormatCivilTime(day);
  }
  if (type == "datetime") {
    LIANBAN_ASSIGN_OR_RETURN(absl::Time time, ParseDateTime(text, context.zone));
    return DateTimeText(time, context.zone);
  }
  if (type == "phone") {
    LIANBAN_ASSIGN_OR_RETURN(Phone phone, ParsePhone(text));
    return phone.number;
  }
  if (type == "citizen_id") {
    LIANBAN_ASSIGN_OR_RETURN(CitizenId id, ParseCitizenId(text, absl::ToCivilDay(context.now, context.zone)));
    return id.number;
  }
  if (type == "uscc") {
    LIANBAN_ASSIGN_OR_RETURN(Uscc code, ParseUscc(text));
    return code.code;
  }
  if (type == "area") {
    LIANBAN_ASSIGN_OR_RETURN(AreaCode area, ParseAreaCode(text));
    return area.code;
  }
  return AcceptText(field, text);
}

}  // namespace

Accepted AcceptValue(const Field& field, const json& value, const ValueContext& context) {
  const std::string_view type = field.type;  // which compares lengths first
  if (type == "number") return AcceptNumber(field, value);
  if (type == "integer") return AcceptInteger(field, value);
  if (type == "money") return AcceptMoney(field, value);
  if (type == "choice") return AcceptChoice(field, value);
  if (type == "file") return AcceptFile(field, value);
  if (type == "list") return AcceptList(field, value, context);
  if (type == "bool") return value.is_boolean() ? Accepted(value) : WrongType(field);
  if (!value.is_string()) return WrongType(field);
  return AcceptWritten(field, value.get_ref<const std::string&>(), context);
}

}  // namespace lianban::workflow
