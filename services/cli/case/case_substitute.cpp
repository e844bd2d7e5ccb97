#include "services/cli/case/case_substitute.h"

#include "fmt/format.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/cli/connect/remote.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/moment.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace casework::v1;

constexpr char kService[] = "lianban.casework.v1.Casework/";

struct SubstituteOptions {
  RemoteOptions remote;
  SetSubstituteRequest set;
  EndSubstituteRequest end;
  std::string from, until;
};

std::string Line(const Substitution& each) {
  return fmt::format("{} ← {}  {} – {}  {}\n", each.owner_id(), each.substitute_id(), Show(each.start_time()),
                     Show(each.end_time()), each.reason());
}

absl::Status SetSubstitute(SubstituteOptions& options) {
  for (const std::string& user : {options.set.substitute_id(), options.set.owner_id()}) {
    if (!user.empty() && !crypto::IsUuid(user)) return Error("USER_ID_INVALID", {{"value", user}});
  }
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  if (!options.from.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const absl::Time from, ParseMoment(options.from));
    *options.set.mutable_start_time() = TimestampOf(from);
  }
  LIANBAN_ASSIGN_OR_RETURN(const absl::Time until, ParseMoment(options.until));
  *options.set.mutable_end_time() = TimestampOf(until);
  LIANBAN_ASSIGN_OR_RETURN(const auto answer,
                           client->Call<Substitution>(std::string(kService) + "SetSubstitute", options.set));
  PrintAnswer(options.remote, answer, Line(answer));
  return absl::OkStatus();
}

absl::Status EndSubstitute(SubstituteOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  LIANBAN_ASSIGN_OR_RETURN(const auto answer,
                           client->Call<Substitution>(std::string(kService) + "EndSubstitute", options.end));
  PrintAnswer(options.remote, answer, Line(answer));
  return absl::OkStatus();
}

absl::Status ListSubstitutes(SubstituteOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  LIANBAN_ASSIGN_OR_RETURN(const auto answer, client->Call<ListSubstitutesResponse>(
                                                  std::string(kService) + "ListSubstitutes", ListSubstitutesRequest()));
  std::string text;
  for (const Substitution& each : answer.substitutions()) text += Line(each);
  PrintAnswer(options.remote, answer, text);
  return absl::OkStatus();
}

template <class Run>
CLI::App* Add(CLI::App& group, const std::shared_ptr<SubstituteOptions>& options, const char* name, const char* sentence, Run run) {
  CLI::App* command = group.add_subcommand(name, sentence);
  AddRemoteOptions(*command, options->remote);
  command->callback([options, run] { throw CLI::RuntimeError(Fail(run(*options))); });
  return command;
}

}  // namespace

void AddSubstitute(CLI::App& parent) {
  CLI::App* group = parent.add_subcommand("substitute", "代理 · Who may answer whose own tasks while they are away");
  group->require_subcommand(1);
  auto options = std::make_shared<SubstituteOptions>();
  CLI::App* set = Add(*group, options, "set", "指定一段时间的代理人 · Name a substitute for a term", SetSubstitute);
  set->add_option("user", *options->set.mutable_substitute_id(), "代理人 · Person who stands in")->required();
  set->add_option("--until", options->until, "代理到何时 · End of the term (2026-05-01 18:00)")->required();
  set->add_option("--from", options->from, "从何时开始，默认现在 · Begin of the term; default: now");
  set->add_option("--owner", *options->set.mutable_owner_id(), "代谁办，默认本人（替别人设须有系统管理员岗位） · Who is stood in for; default: you (others: role system_admin)");
  set->add_option("--reason", *options->set.mutable_reason(), "理由 · Why; kept with it");
  CLI::App* end = Add(*group, options, "end", "立即结束代理 · End a substitution now", EndSubstitute);
  end->add_option("user", *options->end.mutable_substitute_id(), "代理人 · Person who stood in")->required();
  end->add_option("--owner", *options->end.mutable_owner_id(), "代谁办，默认本人（替别人设须有系统管理员岗位） · Who was stood in for; default: you (others: role system_admin)");
  Add(*group, options, "list", "与您有关、尚未结束的代理 · Substitutions that concern you and have not ended", ListSubstitutes);
}

}  // namespace lianban::cli
