// lianban sign-in, sign-out

#include "fmt/format.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/cli/account/password_file.h"
#include "services/cli/account/second_factor.h"
#include "services/cli/command.h"
#include "services/cli/connect/remote.h"
#include "services/cli/connect/session_file.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

struct SignInOptions {
  RemoteOptions remote;
  std::string city, login, password_file, one_time_code;
  bool print_token = false;
};

absl::Status SignIn(const SignInOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string password,
                           options.password_file.empty()
                               ? AskPassword(fmt::format("{} {}: ", options.login, Say("的密码", "password")))
                               : ReadPassword(options.password_file));
  auto client = ConnectWithoutSession(options.remote);
  identity::v1::SignInRequest request;
  request.set_city_id(options.city);
  request.set_login(options.login);
  request.set_password(password);
  request.set_one_time_code(options.one_time_code);
  constexpr char kSignIn[] = "lianban.identity.v1.Identity/SignIn";
  auto answer = client->Call<identity::v1::SignInResponse>(kSignIn, request);
  if (ReasonOf(answer.status()) == "ONE_TIME_CODE_REQUIRED" && options.password_file.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const std::string code, AskPassword(fmt::format("{}: ", Say("动态口令", "one-time code"))));
    request.set_one_time_code(code);
    answer = client->Call<identity::v1::SignInResponse>(kSignIn, request);
  }
  LIANBAN_ASSIGN_OR_RETURN(auto response, std::move(answer));
  if (options.print_token) {
    fmt::print("{}\n", response.session_token());
    return absl::OkStatus();
  }
  LIANBAN_RETURN_IF_ERROR(StoreSession({client->url(), options.city, options.login, response.session_token()}));
  if (options.remote.json) {
    response.clear_session_token();
    fmt::print("{}", MessageJson(response));
  } else {
    fmt::print("{}{} ({})\n", Say("已登录：", "signed in as "), response.user().name(), client->url());
    fmt::print("  {} {}\n", Say("用户编号", "user id"), response.user().user_id());
    for (const auto& desk : response.user().desks()) fmt::print("  {}/{}\n", desk.unit_id(), desk.role());
  }
  return absl::OkStatus();
}

absl::Status SignOut(const RemoteOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options));
  identity::v1::SignOutResponse response;
  const absl::Status ended =
      client->Call("lianban.identity.v1.Identity/SignOut", identity::v1::SignOutRequest(), &response);
  ForgetSession();
  // A session that had ended already is what was wanted.
  return absl::IsUnauthenticated(ended) ? absl::OkStatus() : ended;
}

}  // namespace

void AddSignIn(CLI::App& app) {
  auto options = std::make_shared<SignInOptions>();
  CLI::App* command = app.add_subcommand("sign-in", "登录 · Open a session for the commands below; it is kept in "
                                                    "~/.config/lianban/session, readable by you only");
  AddRemoteOptions(*command, options->remote);
  command->add_option("--city", options->city, "城市代码，如 330600 · Code of the city, for example 330600")->required()->envname("LIANBAN_CITY");
  command->add_option("--login", options->login, "登录名 · Your login")->required();
  command->add_option("--password-file", options->password_file, "密码文件（取第一行），- 读标准输入，不写则在终端输入 · File whose first line is the password; - reads standard "
                                                                 "input; without it the terminal asks");
  command->add_option("--code", options->one_time_code, "动态口令或恢复码（账号绑定了动态口令的），不写则在终端输入 · One-time code or recovery code, when the account has a second factor; without it the terminal asks");
  command->add_flag("--print-token", options->print_token, "只打印会话令牌（供 LIANBAN_TOKEN），不保存 · Print the session token (for LIANBAN_TOKEN) and store nothing");
  command->callback([options] { throw CLI::RuntimeError(Fail(SignIn(*options))); });

  auto remote = std::make_shared<RemoteOptions>();
  CLI::App* out = app.add_subcommand("sign-out", "退出 · End the session on the server and forget it here");
  AddRemoteOptions(*out, *remote);
  out->callback([remote] { throw CLI::RuntimeError(Fail(SignOut(*remote))); });

  AddSecondFactor(app);
}

}  // namespace lianban::cli
