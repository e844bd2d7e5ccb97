#include "services/workflow/engine/ledger.h"

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

using nlohmann::json;

namespace {

const std::string* TextOf(const json& of, const char* name) {
  const auto found = of.is_object() ? of.find(name) : of.end();
  return of.is_object() && found != of.end() ? found->get_ptr<const std::string*>() : nullptr;
}

}  // namespace

std::vector<LedgerEntry> EntriesOf(const Effect& effect, absl::Time time, absl::TimeZone zone, const std::string& case_id) {
  std::vector<LedgerEntry> entries;
  const std::string* ledger = effect.kind == "ledger" ? TextOf(effect.payload, "name") : nullptr;
  if (ledger == nullptr) return entries;
  const auto enter = [&](json entry) {
    const std::string* key = TextOf(entry, "key");
    if (key == nullptr) return;
    LedgerKey under{*ledger, *key};
    entry["day"] = DateText(time, zone);
    entry["entered"] = DateTimeText(time, zone);
    entry["case"] = case_id;
    entries.push_back({std::move(under), std::move(entry)});
  };
  json whole = effect.payload;
  if (const auto rows = whole.find("rows"); rows != whole.end() && rows->is_array()) {
    for (const json& row : *rows) enter(row);
  }
  for (const char* own : {"rows", "name", "step", "basis"}) whole.erase(own);
  enter(std::move(whole));
  return entries;
}

json NewestEntries(json entries) {
  if (!entries.is_array() || entries.size() <= kLedgerEntriesMax) return entries;
  return json(json::array_t(entries.end() - kLedgerEntriesMax, entries.end()));
}

}  // namespace lianban::workflow
