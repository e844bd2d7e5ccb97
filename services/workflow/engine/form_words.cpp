#include "services/workflow/engine/form_words.h"

#include <map>
#include <string_view>

#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

constexpr size_t kListedMax = 30;

struct Words {
  const char* zh;
  const char* en;
};

Words WordsOf(std::string_view type) {
  static const std::map<std::string_view, Words> words = {
      {"text", {"文字", "a text"}},
      {"number", {"数", "a number"}},
      {"integer", {"整数", "an integer"}},
      {"money", {"以分为单位的整数，如 12.50 元写 1250", "an integer in fen: 1250 for 12.50 yuan"}},
      {"bool", {"true 或 false", "true or false"}},
      {"choice", {"选项的列表，每项至多一次", "a list of options, each once"}},
      {"file", {"附件编号或其列表", "the id of an attachment or a list of them"}},
      {"list", {"列表，每行的各项有名称", "a list; a row has named cells"}},
      {"date", {"日期，如 2026-03-03", "a date such as 2026-03-03"}},
      {"datetime", {"日期时间，如 2026-03-03 10:20", "a date and time such as 2026-03-03 10:20"}},
      {"phone", {"写成文字的电话号码", "a telephone number written as text"}},
      {"citizen_id", {"写成文字的居民身份证号", "a citizen's number written as text"}},
      {"uscc", {"写成文字的统一社会信用代码", "a unified social credit code written as text"}},
      {"area", {"写成文字的区划代码", "an area code written as text"}},
  };
  const auto found = words.find(type);
  return found == words.end() ? Words{"别的类型", "of another type"} : found->second;
}

}  // namespace

absl::Status WrongType(const Field& field) {
  const Words words = WordsOf(field.type);
  return Error("FIELD_TYPE", {{"label", field.label}, {"type_zh", words.zh}, {"type_en", words.en}});
}

absl::Status NoSuchOption(const std::string& label, const std::vector<Option>& options) {
  std::vector<std::string> names;
  for (const Option& option : options) {
    const bool named = !option.label.empty() && option.label != option.value;
    names.push_back(named ? option.value + " " + option.label : option.value);
  }
  return Error("FIELD_OPTION", {{"label", label}, {"allowed", Listed(names)}});
}

std::string Listed(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < names.size() && i < kListedMax; ++i) text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > kListedMax ? text + " …" : text;
}

}  // namespace lianban::workflow
