#include "services/cli/account/second_factor.h"

#include <iostream>

#include "fmt/format.h"
#include "lianban/identity/v1/second_factor.pb.h"
#include "services/cli/account/password_file.h"
#include "services/cli/connect/remote.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using identity::v1::ConfirmSecondFactorRequest;
using identity::v1::ConfirmSecondFactorResponse;
using identity::v1::EnrolSecondFactorRequest;
using identity::v1::EnrolSecondFactorResponse;
using identity::v1::GetSecondFactorRequest;
using identity::v1::GetSecondFactorResponse;
using identity::v1::RemoveSecondFactorRequest;
using identity::v1::RemoveSecondFactorResponse;
using identity::v1::SetSecondFactorRolesRequest;
using identity::v1::SetSecondFactorRolesResponse;

constexpr char kFactorService[] = "lianban.identity.v1.SecondFactor/";

struct FactorOptions {
  RemoteOptions remote;
  std::string city, login, password_file, code;
  RemoveSecondFactorRequest remove;
  SetSecondFactorRolesRequest roles;
};

absl::StatusOr<std::string> PasswordOf(const FactorOptions& options) {
  if (!options.password_file.empty()) return ReadPassword(options.password_file);
  return AskPassword(fmt::format("{} {}: ", options.login, Say("的密码", "password")));
}

template <class Request>
Request WithCredentials(const FactorOptions& options, const std::string& password) {
  Request request;
  request.set_city_id(options.city);
  request.set_login(options.login);
  request.set_password(password);
  return request;
}

absl::Status Enrol(const FactorOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string password, PasswordOf(options));
  auto client = ConnectWithoutSession(options.remote);
  LIANBAN_ASSIGN_OR_RETURN(
      const auto enrolled,
      client->Call<EnrolSecondFactorResponse>(std::string(kFactorService) + "EnrolSecondFactor",
                                              WithCredentials<EnrolSecondFactorRequest>(options, password)));
  PrintAnswer(options.remote, enrolled,
              fmt::format("{}\n  {}\n  {}\n{}\n", Say("请把密钥加入身份验证器应用：", "Add this to your authenticator app:"),
                          enrolled.secret(), enrolled.uri(),
                          Say("再用应用上的口令确认：lianban second-factor confirm --code …",
                              "Then confirm with the code it shows: lianban second-factor confirm --code …")));
  return absl::OkStatus();
}

absl::Status Confirm(const FactorOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string password, PasswordOf(options));
  auto client = ConnectWithoutSession(options.remote);
  auto request = WithCredentials<ConfirmSecondFactorRequest>(options, password);
  request.set_code(options.code);
  LIANBAN_ASSIGN_OR_RETURN(const auto confirmed, client->Call<ConfirmSecondFactorResponse>(
                                                     std::string(kFactorService) + "ConfirmSecondFactor", request));
  std::string text = fmt::format("{}\n", Say("已绑定。恢复码只显示这一次，请妥善保存，每个可用一次：",
                                             "Done. These recovery codes are shown once; keep them, each works once:"));
  for (const std::string& code : confirmed.recovery_codes()) text += "  " + code + "\n";
  PrintAnswer(options.remote, confirmed, text);
  return absl::OkStatus();
}

absl::Status Remove(const FactorOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  LIANBAN_ASSIGN_OR_RETURN(const auto removed, client->Call<RemoveSecondFactorResponse>(
                                                   std::string(kFactorService) + "RemoveSecondFactor", options.remove));
  PrintAnswer(options.remote, removed, fmt::format("{}\n", Say("已解除，请重新登录", "removed; sign in again")));
  return absl::OkStatus();
}

absl::Status Status(const FactorOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  LIANBAN_ASSIGN_OR_RETURN(const auto status, client->Call<GetSecondFactorResponse>(
                                                  std::string(kFactorService) + "GetSecondFactor", GetSecondFactorRequest()));
  PrintAnswer(options.remote, status,
              fmt::format("{}{}  {} {}\n", status.confirmed() ? Say("已绑定", "confirmed") : Say("未绑定", "none"),
                          status.required() ? Say("（岗位要求）", " (required by your role)") : "",
                          Say("剩余恢复码", "recovery codes left"), status.recovery_codes_left()));
  return absl::OkStatus();
}

absl::Status SetRoles(const FactorOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  LIANBAN_ASSIGN_OR_RETURN(const auto set, client->Call<SetSecondFactorRolesResponse>(
                                               std::string(kFactorService) + "SetSecondFactorRoles", options.roles));
  std::string text = fmt::format("{}", Say("须绑定动态口令的岗位：", "roles that need a second factor:"));
  for (const std::string& role : set.roles()) text += " " + role;
  PrintAnswer(options.remote, set, text + "\n");
  return absl::OkStatus();
}

void AddCredentials(CLI::App& command, FactorOptions& options) {
  AddRemoteOptions(command, options.remote);
  command.add_option("--city", options.city, "城市代码，如 330600 · Code of the city, for example 330600")->required()->envname("LIANBAN_CITY");
  command.add_option("--login", options.login, "登录名 · Your login")->required();
  command.add_option("--password-file", options.password_file, "密码文件（取第一行），- 读标准输入 · File whose first line is the password; - reads standard input");
}

}  // namespace

void AddSecondFactor(CLI::App& app) {
  CLI::App* group = app.add_subcommand("second-factor", "动态口令 · One-time codes of an authenticator app beside the password");
  group->require_subcommand(1);
  auto options = std::make_shared<FactorOptions>();
  const auto run = [options](absl::Status (*act)(const FactorOptions&)) {
    return [options, act] { throw CLI::RuntimeError(Fail(act(*options))); };
  };
  CLI::App* command = group->add_subcommand("enrol", "绑定 · A new secret for your authenticator app; counts once confirmed");
  AddCredentials(*command, *options);
  command->callback(run(Enrol));

  command = group->add_subcommand("confirm", "确认 · With a first code of the app; shows the recovery codes");
  AddCredentials(*command, *options);
  command->add_option("--code", options->code, "应用上显示的六位数字 · The six digits the app shows")->required();
  command->callback(run(Confirm));

  command = group->add_subcommand("remove", "解除 · Your own with a code; somebody else's as security administrator");
  AddRemoteOptions(*command, options->remote);
  command->add_option("--code", *options->remove.mutable_code(), "口令或恢复码（解除本人的） · A code of the app or a recovery code, for your own");
  command->add_option("--user", *options->remove.mutable_user_id(), "他人的用户编号 · Identifier of somebody else");
  command->add_option("--reason", *options->remove.mutable_reason(), "原因，解除他人的必填 · Why, for the record; needed for somebody else's");
  command->callback(run(Remove));

  command = group->add_subcommand("status", "查看 · Whether you have one, and how many recovery codes are left");
  AddRemoteOptions(*command, options->remote);
  command->callback(run(Status));

  auto roles = std::make_shared<std::vector<std::string>>();
  command = group->add_subcommand("roles", "要求 · Roles that nobody holds without one; for the security administrator");
  AddRemoteOptions(*command, options->remote);
  command->add_option("role", *roles, "岗位，如 workflow_approver system_admin；不写为不要求 · Roles, for example workflow_approver system_admin; none: nobody has to");
  command->add_option("--reason", *options->roles.mutable_reason(), "依据 · Why, for the record")->required();
  command->callback([options, roles] {
    for (const std::string& role : *roles) options->roles.add_roles(role);
    throw CLI::RuntimeError(Fail(SetRoles(*options)));
  });
}

}  // namespace lianban::cli
