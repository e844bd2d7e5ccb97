#include "services/records/letter/compose_notice.h"

#include <map>
#include <optional>

#include "fmt/format.h"
#include "services/records/letter/letters.h"
#include "services/records/paper/civil_text.h"

namespace lianban::records {
namespace {

using nlohmann::json;
using Words = std::map<std::string, std::string, std::less<>>;

std::string TextOf(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

json ToldOf(const NoticeSource& source) {
  const auto told = source.payload.find("told");
  return told != source.payload.end() && told->is_object() ? *told : json::object();
}

// "2026-10-08" as papers write it; another text as it is.
std::string Day(const std::string& text) {
  absl::CivilDay day;
  return absl::ParseCivilTime(text, &day) ? ChineseDate(day) : text;
}

// "7d" as a sentence says it.
std::string PeriodText(const std::string& period) {
  static const std::map<std::string, const char*, std::less<>> units = {
      {"d", "日"}, {"wd", "个工作日"}, {"h", "小时"}, {"mo", "个月"}, {"y", "年"}};
  const size_t digits = period.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos) return period;
  const auto unit = units.find(period.substr(digits));
  return unit == units.end() ? period : period.substr(0, digits) + unit->second;
}

Words WordsOf(const NoticeSource& source, bool has_items) {
  Words words;
  for (const auto& [key, value] : source.payload.items()) {
    if (value.is_string() && !value.get_ref<const std::string&>().empty()) words[key] = value;
  }
  const json told = ToldOf(source);
  for (const char* key : {"matter", "step", "reason"}) {
    if (const std::string text = TextOf(told, key); !text.empty()) words[key] = text;
  }
  for (const char* key : {"due", "case_due"}) {
    if (const std::string text = TextOf(told, key); !text.empty()) words[key] = Day(text);
  }
  if (const auto period = words.find("period"); period != words.end()) period->second = PeriodText(period->second);
  const auto& filed = source.filed;
  words["case"] = filed.title().empty() ? words["matter"] : filed.title();
  if (words["matter"].empty()) words["matter"] = filed.process();
  if (words["case"].empty()) words["case"] = words["matter"];
  if (filed.has_receive_time()) {
    words["receive"] = ChineseDate(absl::ToCivilDay(absl::FromUnixSeconds(filed.receive_time().seconds()), PaperZone()));
  }
  if (has_items) words["items"] = "";
  return words;
}

// nullopt: a word is missing.
std::optional<std::string> Filled(std::string_view text, const Words& words) {
  std::string filled;
  while (true) {
    const size_t open = text.find('{'), close = text.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) return filled.append(text);
    const auto word = words.find(text.substr(open + 1, close - open - 1));
    if (word == words.end()) return std::nullopt;
    filled.append(text.substr(0, open)).append(word->second);
    text.remove_prefix(close + 1);
  }
}

}  // namespace

std::string LetterName(const NoticeSource& source) {
  for (const char* key : {"template", "to", "name"}) {
    if (std::string name = TextOf(source.payload, key); !name.empty()) return name;
  }
  return source.kind;
}

json ComposeNotice(const NoticeSource& source) {
  const Letter& letter = LetterFor(source.filed.process(), source.kind, LetterName(source));
  const json told = ToldOf(source);
  json items = told.value("missing", json::array());
  const Words words = WordsOf(source, !items.empty());
  json paragraphs = json::array();
  for (const std::string& paragraph : letter.paragraphs) {
    if (auto filled = Filled(paragraph, words)) paragraphs.push_back(*std::move(filled));
  }
  if (const std::string more = TextOf(source.payload, "text"); !more.empty()) paragraphs.push_back(more);
  const std::string& receipt = source.filed.receipt_no();
  json data = {{"number", fmt::format("{}-{}", receipt.empty() ? source.filed.case_id().substr(0, 8) : receipt, source.effect_no)},
               {"title", letter.title},
               {"issue_time", absl::FormatTime(absl::RFC3339_sec, source.issue_time, PaperZone())},
               {"unit", {{"name", source.unit.name().empty() ? source.filed.unit_id() : source.unit.name()},
                         {"phone", source.unit.phone()}}},
               {"addressee", receipt.empty() ? "当事人" : fmt::format("申请人（受理凭证 {}）", receipt)},
               {"matter", words.at("matter")},
               {"paragraphs", std::move(paragraphs)},
               {"items", std::move(items)}};
  // The clause beside the step in the script comes first: it may be a city's own.
  if (const std::string basis = TextOf(source.payload, "basis"); !basis.empty()) {
    data["legal_basis"] = json::array({basis});
  } else if (!letter.basis.empty()) {
    data["legal_basis"] = letter.basis;
  }
  const std::string remedy = letter.remedy.empty() ? RemedyText(TextOf(source.payload, "remedy")) : letter.remedy;
  if (!remedy.empty()) data["remedy"] = remedy;
  return data;
}

}  // namespace lianban::records
