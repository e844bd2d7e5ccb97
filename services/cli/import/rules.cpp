// Calendar, parameters, duties, processes, items, tables and channels of a city folder.

#include <filesystem>

#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/cli/import/city_folder.h"
#include "services/cli/release/publish_folder.h"
#include "services/cli/terminal/file_text.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/read_overlay.h"

namespace lianban::cli {
namespace {

using namespace catalog::v1;

std::string CatalogMethodOf(const char* name) { return std::string("lianban.catalog.v1.Catalog/") + name; }

bool True(const std::string& text) { return text == "true" || text == "TRUE" || text == "1"; }

bool SameItem(const Item& a, const Item& b) {
  return a.name() == b.name() && a.process() == b.process() && a.duty() == b.duty() &&
         std::equal(a.applicants().begin(), a.applicants().end(), b.applicants().begin(), b.applicants().end()) &&
         a.legal_basis() == b.legal_basis() && a.statutory() == b.statutory() && a.promised() == b.promised() &&
         a.enabled() == b.enabled();
}

// Areas above before those inside them: each is laid over what is in force.
absl::Status ImportOverlays(CityFolder& city, ConnectClient& author, ConnectClient& approver) {
  if (!Exists(city.File("overlays"))) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(auto folders, workflow::FindOverlayFolders(city.File("overlays")));
  const auto area_size = [](const std::filesystem::path& folder) { return folder.parent_path().filename().string().size(); };
  std::stable_sort(folders.begin(), folders.end(), [&](const auto& a, const auto& b) { return area_size(a) < area_size(b); });
  size_t changed = 0;
  for (const auto& folder : folders) {
    LIANBAN_ASSIGN_OR_RETURN(Draft draft, DraftOfFolder(folder.string()));
    draft.set_note("import");
    const auto published = PublishFolder(author, approver, draft);
    const CsvTable file{(folder / "adapt.lua").string(), {}, {}};
    LIANBAN_RETURN_IF_ERROR(file.At(CsvRecord{1, {}}, published.status()));
    if (!published->unchanged) ++changed;
  }
  Told("各地调整", "overlays", folders.size(), changed);
  return absl::OkStatus();
}

}  // namespace

absl::Status ImportCalendar(CityFolder& city) {
  const std::string own = city.File("calendar.csv");
  LIANBAN_ASSIGN_OR_RETURN(const CsvTable table, ReadCsvTable(Exists(own) ? own : city.Workflow("calendars/cn.csv"),
                                                              {"date", "name", "is_off_day"}, {"source"}));
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("workflow_admin"));
  // By year of the notice: its rows are of that year, but a New Year's holiday may begin in December before.
  std::map<int, ImportCalendarRequest> years;
  for (const CsvRecord& row : table.rows) {
    const std::string& date = row["date"];
    if (date.size() != 10) return table.At(row, date);
    const int of_date = std::atoi(date.c_str());
    const int year = date.substr(5, 2) == "12" && row["name"] == "元旦" ? of_date + 1 : of_date;
    ImportCalendarRequest& request = years[year];
    request.set_year(year);
    if (!row["source"].empty()) request.set_source(row["source"]);
    CalendarDay& day = *request.add_days();
    day.set_date(date);
    day.set_name(row["name"]);
    day.set_is_off_day(True(row["is_off_day"]));
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto known, client->Call<GetEnvironmentResponse>(CatalogMethodOf("GetEnvironment"), GetEnvironmentRequest()));
  std::map<std::string, std::string> days;
  for (const CalendarDay& day : known.days()) days[day.date()] = day.SerializeAsString();
  size_t changed = 0;
  for (auto& [number, request] : years) {
    const auto differs = std::count_if(request.days().begin(), request.days().end(), [&](const CalendarDay& day) {
      const auto before = days.find(day.date());
      return before == days.end() || before->second != day.SerializeAsString();
    });
    if (differs == 0) continue;
    changed += static_cast<size_t>(differs);
    request.set_request_id(crypto::NewUuid());
    LIANBAN_RETURN_IF_ERROR(client->Call<ImportCalendarResponse>(CatalogMethodOf("ImportCalendar"), request).status());
  }
  Told("节假日", "holidays", table.rows.size(), changed);
  return absl::OkStatus();
}

absl::Status ImportParameters(CityFolder& city) {
  if (!Exists(city.File("parameters.csv"))) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(const CsvTable table, ReadCsvTable(city.File("parameters.csv"), {"key", "area_code", "value", "basis"}, {"locked"}));
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("workflow_admin"));
  SetParametersRequest request;
  request.set_request_id(crypto::NewUuid());
  for (const CsvRecord& row : table.rows) {
    Parameter& parameter = *request.add_parameters();
    parameter.set_key(row["key"]);
    parameter.set_area_code(row["area_code"]);
    parameter.set_value_json(row["value"]);
    parameter.set_basis(row["basis"]);
    if (!row["locked"].empty() && row["locked"] != "true" && row["locked"] != "false") return table.At(row, "locked: true / false");
    parameter.set_locked(row["locked"] == "true");
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto response, client->Call<SetParametersResponse>(CatalogMethodOf("SetParameters"), request));
  Told("参数", "parameters", table.rows.size(), static_cast<size_t>(response.changed()));
  return absl::OkStatus();
}

absl::Status ImportDuties(CityFolder& city) {
  if (!Exists(city.File("duties.csv"))) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(const CsvTable table, ReadCsvTable(city.File("duties.csv"), {"duty", "area_code", "unit_id"}));
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("workflow_admin"));
  SetDutiesRequest request;
  request.set_request_id(crypto::NewUuid());
  for (const CsvRecord& row : table.rows) {
    Duty& duty = *request.add_duties();
    duty.set_duty(row["duty"]);
    duty.set_area_code(row["area_code"]);
    duty.set_unit_id(row["unit_id"]);
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto response, client->Call<SetDutiesResponse>(CatalogMethodOf("SetDuties"), request));
  Told("职责", "duties", table.rows.size(), static_cast<size_t>(response.changed()));
  return absl::OkStatus();
}

absl::Status ImportProcesses(CityFolder& city) {
  if (!Exists(city.File("processes.csv"))) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(const CsvTable table, ReadCsvTable(city.File("processes.csv"), {"process", "folder"}));
  // The gate wants two people: one writes, another approves.
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * author, city.sessions->For("workflow_admin"));
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * approver, city.sessions->For("workflow_approver"));
  size_t changed = 0;
  for (const CsvRecord& row : table.rows) {
    auto draft = DraftOfFolder(city.Workflow(row["folder"]));
    LIANBAN_RETURN_IF_ERROR(table.At(row, draft.status()));
    draft->set_process(row["process"]);
    draft->set_note("import");
    const auto published = PublishFolder(*author, *approver, *draft);
    LIANBAN_RETURN_IF_ERROR(table.At(row, published.status()));
    if (!published->unchanged) ++changed;
  }
  Told("流程", "processes", table.rows.size(), changed);
  return ImportOverlays(city, *author, *approver);
}

absl::Status ImportItems(CityFolder& city) {
  if (!Exists(city.File("items.csv"))) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(const CsvTable table,
                           ReadCsvTable(city.File("items.csv"), {"code", "name", "process", "duty", "applicants", "legal_basis",
                                                                 "statutory", "promised", "enabled"}));
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("workflow_admin"));
  std::map<std::string, Item> known;
  ListItemsRequest list;
  list.set_page_size(1000);
  do {
    LIANBAN_ASSIGN_OR_RETURN(const auto page, client->Call<ListItemsResponse>(CatalogMethodOf("ListItems"), list));
    for (const Item& item : page.items()) known[item.code()] = item;
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  size_t changed = 0;
  for (const CsvRecord& row : table.rows) {
    PutItemRequest request;
    Item& item = *request.mutable_item();
    item.set_code(row["code"]);
    item.set_name(row["name"]);
    item.set_process(row["process"]);
    item.set_duty(row["duty"]);
    for (absl::string_view applicant : absl::StrSplit(row["applicants"], ' ', absl::SkipEmpty())) {
      item.add_applicants(std::string(applicant));
    }
    item.set_legal_basis(row["legal_basis"]);
    item.set_statutory(row["statutory"]);
    item.set_promised(row["promised"]);
    item.set_enabled(True(row["enabled"]));
    const auto before = known.find(item.code());
    if (before != known.end() && SameItem(before->second, item)) continue;
    if (before != known.end()) item.set_etag(before->second.etag());
    request.set_request_id(crypto::NewUuid());
    LIANBAN_RETURN_IF_ERROR(table.At(row, client->Call<Item>(CatalogMethodOf("PutItem"), request).status()));
    ++changed;
  }
  Told("事项", "items", table.rows.size(), changed);
  return absl::OkStatus();
}

absl::Status ImportTables(CityFolder& city) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(city.File("tables"), error)) {
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  }
  if (files.empty()) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("workflow_admin"));
  for (const auto& file : files) {
    PutTableRequest request;
    request.set_request_id(crypto::NewUuid());
    request.mutable_table()->set_name(file.stem().string());
    LIANBAN_ASSIGN_OR_RETURN(*request.mutable_table()->mutable_csv(), ReadText(file.string()));
    const auto put = client->Call<Table>(CatalogMethodOf("PutTable"), request);
    const CsvTable table{file.string(), {}, {}};
    LIANBAN_RETURN_IF_ERROR(table.At(CsvRecord{1, {}}, put.status()));
  }
  fmt::print("  {}\n", Line(Say("决策表", "decision tables"), files.size()));
  return absl::OkStatus();
}

absl::Status ImportChannels(CityFolder& city) {
  if (!Exists(city.File("channels.csv"))) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(const CsvTable table,
                           ReadCsvTable(city.File("channels.csv"), {"code", "name", "adapter", "enabled", "default_process"}));
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("workflow_admin"));
  LIANBAN_ASSIGN_OR_RETURN(const auto known, client->Call<intake::v1::ListChannelsResponse>(
                                                 "lianban.intake.v1.Intake/ListChannels", intake::v1::ListChannelsRequest()));
  size_t changed = 0;
  for (const CsvRecord& row : table.rows) {
    intake::v1::PutChannelRequest request;
    intake::v1::Channel& channel = *request.mutable_channel();
    channel.set_code(row["code"]);
    channel.set_name(row["name"]);
    channel.set_enabled(True(row["enabled"]));
    channel.set_default_process(row["default_process"]);
    const auto adapter = ReadText(city.Workflow(row["adapter"]));
    if (!adapter.ok()) return table.At(row, adapter.status());
    channel.set_adapter(*adapter);
    const bool same = std::any_of(known.channels().begin(), known.channels().end(), [&](const auto& old) {
      return old.SerializeAsString() == channel.SerializeAsString();
    });
    if (same) continue;
    request.set_request_id(crypto::NewUuid());
    LIANBAN_RETURN_IF_ERROR(
        table.At(row, client->Call<intake::v1::Channel>("lianban.intake.v1.Intake/PutChannel", request).status()));
    ++changed;
  }
  Told("来源渠道", "channels", table.rows.size(), changed);
  return absl::OkStatus();
}

}  // namespace lianban::cli
