// Areas, units and people of a city folder.

#include <fstream>

#include "absl/strings/str_split.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/cli/import/city_folder.h"
#include "services/cli/terminal/file_text.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/text/csv.h"

namespace lianban::cli {
namespace {

using namespace identity::v1;

constexpr char kIdentity[] = "lianban.identity.v1.Identity/";

std::string IdentityMethodOf(const char* name) { return std::string(kIdentity) + name; }

// Every page of a list.
template <class Response, class Request, class Each>
absl::Status ForEachPage(ConnectClient& client, const char* method, Request request, Each each) {
  request.set_page_size(1000);
  do {
    LIANBAN_ASSIGN_OR_RETURN(const Response page, client.Call<Response>(IdentityMethodOf(method), request));
    each(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

// An area without a recorded beginning gets one from the service.
bool SameArea(const Area& old, const Area& now) {
  return old.name() == now.name() && old.parent() == now.parent() && old.level() == now.level() &&
         (now.valid_from().empty() || old.valid_from() == now.valid_from()) && old.valid_to() == now.valid_to();
}

bool SameUnit(const Unit& a, const Unit& b) {
  return a.name() == b.name() && a.kind() == b.kind() && a.area_code() == b.area_code() && a.level() == b.level() &&
         a.parent() == b.parent() && a.phone() == b.phone();
}

std::set<std::string> DeskTexts(const User& user) {
  std::set<std::string> desks;
  for (const Desk& desk : user.desks()) desks.insert(desk.unit_id() + "/" + desk.role());
  return desks;
}

// 16 characters that cannot be confused when read aloud: about 79 bits.
std::string FirstPassword() {
  static constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";
  std::string password;
  while (password.size() < 16) {
    for (const char byte : crypto::RandomBytes(32)) {
      const auto value = static_cast<unsigned char>(byte);
      // Bytes beyond the last whole round of letters would favour the first letters.
      if (value < 256 / kLetters.size() * kLetters.size() && password.size() < 16) password += kLetters[value % kLetters.size()];
    }
  }
  return password;
}

// Adds lines to the file of first passwords, or begins it, mode 0600.
absl::Status KeepPasswords(const std::string& path, const std::vector<std::pair<User, std::string>>& made) {
  std::string text = "login,name,password\n";
  if (Exists(path)) {
    LIANBAN_ASSIGN_OR_RETURN(text, ReadText(path));
  }
  for (const auto& [user, password] : made) {
    text += CsvCell(user.login()) + "," + CsvCell(user.name()) + "," + password + "\n";
  }
  return WriteFile(path, text, 0600);
}

absl::StatusOr<User> UserOf(const CsvTable& table, const CsvRecord& row) {
  User user;
  user.set_login(row["login"]);
  user.set_name(row["name"]);
  user.set_unit_id(row["unit_id"]);
  for (absl::string_view desk : absl::StrSplit(row["desks"], ' ', absl::SkipEmpty())) {
    const size_t slash = desk.find('/');
    if (slash == absl::string_view::npos) return table.At(row, "desks: " + std::string(desk));
    Desk& out = *user.add_desks();
    out.set_unit_id(std::string(desk.substr(0, slash)));
    out.set_role(std::string(desk.substr(slash + 1)));
  }
  return user;
}

}  // namespace

absl::Status ImportAreas(CityFolder& city) {
  LIANBAN_ASSIGN_OR_RETURN(const CsvTable table, ReadCsvTable(city.File("areas.csv"), {"code", "name", "parent", "level"},
                                                              {"valid_from", "valid_to"}));
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("system_admin"));
  std::map<std::string, Area> known;
  ListAreasRequest list;
  list.set_recursive(true);
  LIANBAN_RETURN_IF_ERROR(ForEachPage<ListAreasResponse>(*client, "ListAreas", list, [&](const auto& page) {
    for (const Area& area : page.areas()) known[area.code()] = area;
  }));
  ImportAreasRequest request;
  request.set_request_id(crypto::NewUuid());
  for (const CsvRecord& row : table.rows) {
    Area area;
    area.set_code(row["code"]);
    area.set_name(row["name"]);
    area.set_parent(row["parent"]);
    area.set_level(row["level"]);
    area.set_valid_from(row["valid_from"]);
    area.set_valid_to(row["valid_to"]);
    const auto before = known.find(area.code());
    if (before == known.end() || !SameArea(before->second, area)) *request.add_areas() = std::move(area);
  }
  if (request.areas_size() > 0) {
    LIANBAN_RETURN_IF_ERROR(client->Call<ImportAreasResponse>(IdentityMethodOf("ImportAreas"), request).status());
  }
  Told("区划", "areas", table.rows.size(), static_cast<size_t>(request.areas_size()));
  return absl::OkStatus();
}

absl::Status ImportUnits(CityFolder& city) {
  LIANBAN_ASSIGN_OR_RETURN(const CsvTable table,
                           ReadCsvTable(city.File("units.csv"), {"unit_id", "name", "kind", "area_code", "level", "parent", "phone"}));
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("system_admin"));
  std::map<std::string, Unit> known;
  LIANBAN_RETURN_IF_ERROR(ForEachPage<ListUnitsResponse>(*client, "ListUnits", ListUnitsRequest(), [&](const auto& page) {
    for (const Unit& unit : page.units()) known[unit.unit_id()] = unit;
  }));
  size_t changed = 0;
  for (const CsvRecord& row : table.rows) {
    PutUnitRequest request;
    Unit& unit = *request.mutable_unit();
    unit.set_unit_id(row["unit_id"]);
    unit.set_name(row["name"]);
    unit.set_kind(row["kind"]);
    unit.set_area_code(row["area_code"]);
    unit.set_level(row["level"]);
    unit.set_parent(row["parent"]);
    unit.set_phone(row["phone"]);
    const auto before = known.find(unit.unit_id());
    if (before != known.end() && SameUnit(before->second, unit)) continue;
    request.set_request_id(crypto::NewUuid());
    LIANBAN_RETURN_IF_ERROR(table.At(row, client->Call<Unit>(IdentityMethodOf("PutUnit"), request).status()));
    ++changed;
  }
  Told("单位", "units", table.rows.size(), changed);
  return absl::OkStatus();
}

absl::Status ImportUsers(CityFolder& city) {
  if (!Exists(city.File("users.csv"))) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(const CsvTable table, ReadCsvTable(city.File("users.csv"), {"login", "name", "unit_id", "desks"}));
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("system_admin"));
  std::map<std::string, User> known;
  LIANBAN_RETURN_IF_ERROR(ForEachPage<ListUsersResponse>(*client, "ListUsers", ListUsersRequest(), [&](const auto& page) {
    for (const User& user : page.users()) known[user.login()] = user;
  }));
  size_t changed = 0;
  for (const CsvRecord& row : table.rows) {
    LIANBAN_ASSIGN_OR_RETURN(User user, UserOf(table, row));
    const auto before = known.find(user.login());
    if (before != known.end()) {
      const User& old = before->second;
      if (old.name() == user.name() && old.unit_id() == user.unit_id() && DeskTexts(old) == DeskTexts(user)) continue;
      user.set_user_id(old.user_id());
      user.set_disabled(old.disabled());
    }
    PutUserRequest request;
    request.set_request_id(crypto::NewUuid());
    *request.mutable_user() = user;
    if (before == known.end()) {
      request.set_initial_password(FirstPassword());
      // Before the account: a password that is written down and not used is harmless, the reverse is not.
      LIANBAN_RETURN_IF_ERROR(KeepPasswords(city.passwords, {{user, request.initial_password()}}));
    }
    LIANBAN_RETURN_IF_ERROR(table.At(row, client->Call<User>(IdentityMethodOf("PutUser"), request).status()));
    ++changed;
  }
  Told("人员", "people", table.rows.size(), changed);
  return absl::OkStatus();
}

}  // namespace lianban::cli
