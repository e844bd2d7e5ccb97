// lianban admin bootstrap-city: a city and the one person who can add everything else.

#include "fmt/format.h"
#include "services/cli/account/password_file.h"
#include "services/cli/admin/admin_command.h"
#include "services/cli/command.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/identity/bootstrap_city.h"
#include "services/lib/config/config.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

struct City {
  config::Config config;
  std::string id, name, login, password_file;
};

absl::Status Bootstrap(const City& city) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string password, ReadPassword(city.password_file));
  LIANBAN_ASSIGN_OR_RETURN(const crypto::Keys keys, crypto::LoadKeys(city.config.data_dir + "/keys"));
  const auto database = identity::OpenIdentityDatabase(city.config.database, 1);
  const absl::Status made = identity::BootstrapCity(*database, keys, city.id, city.name, city.login, password);
  // Repeating an installation is not a failure.
  if (ReasonOf(made) == "CITY_EXISTS") {
    fmt::print("{} {}\n", city.id, Say("已存在，未作改动。", "exists; nothing was changed."));
    return absl::OkStatus();
  }
  LIANBAN_RETURN_IF_ERROR(made);
  fmt::print("{} {} {} {}\n", city.id, city.name, Say("已建立，管理员：", "is set up; administrator:"), city.login);
  return absl::OkStatus();
}

}  // namespace

void AddBootstrapCity(CLI::App& admin) {
  auto city = std::make_shared<City>();
  CLI::App* command = admin.add_subcommand("bootstrap-city", "Set up a city with its first administrator; nothing "
                                                             "happens when the city exists");
  config::AddOptions(*command, city->config);
  command->add_option("--city", city->id, "Code of the city (GB/T 2260), for example 330600")->required();
  command->add_option("--name", city->name, "Name of the city, for example 绍兴市")->required();
  command->add_option("--login", city->login, "Login of the first administrator")->required();
  command->add_option("--password-file", city->password_file, "File whose first line is the password; - reads standard input")
      ->required();
  command->callback([city] { throw CLI::RuntimeError(Fail(Bootstrap(*city))); });
}

}  // namespace lianban::cli
