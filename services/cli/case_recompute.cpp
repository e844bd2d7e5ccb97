#include "services/cli/case_recompute.h"

#include "fmt/format.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/cli/connect/remote.h"
#include "services/cli/failure.h"
#include "services/cli/locale.h"
#include "services/cli/progress.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace casework::v1;

struct RecomputeOptions {
  RemoteOptions remote;
  RecomputeClocksRequest request;
};

std::string Line(const MovedClock& moved) {
  return fmt::format("{}  {}  {} → {}{}\n", moved.case_id(), moved.clock(), moved.before(), moved.due(),
                     moved.unverified() ? std::string(Say("（暂定）", " (provisional)")) : "");
}

absl::Status Recompute(RecomputeOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  RecomputeClocksRequest& request = options.request;
  if (request.run_id().empty()) request.set_run_id(crypto::NewUuid());
  request.set_page_size(200);
  RecomputeClocksResponse all;
  Progress progress(std::string(Say("重算期限", "counting due dates again")), 0);
  do {
    LIANBAN_ASSIGN_OR_RETURN(const auto page, client->Call<RecomputeClocksResponse>(
                                                  "lianban.casework.v1.Casework/RecomputeClocks", request));
    all.set_examined(all.examined() + page.examined());
    all.mutable_moved()->MergeFrom(page.moved());
    all.mutable_failed_case_ids()->MergeFrom(page.failed_case_ids());
    progress.Add(page.examined());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  progress.Finish();
  std::string text;
  for (const MovedClock& moved : all.moved()) text += Line(moved);
  for (const std::string& id : all.failed_case_ids()) text += fmt::format("{}  {}\n", id, Say("未能重算，请再运行一次", "not counted, run again"));
  text += Locale() == "en" ? fmt::format("{} cases examined, {} due dates moved, {} to be run again\n", all.examined(),
                                         all.moved_size(), all.failed_case_ids_size())
                           : fmt::format("检查 {} 件，{} 个期限有变化，{} 件需再运行\n", all.examined(), all.moved_size(),
                                         all.failed_case_ids_size());
  PrintAnswer(options.remote, all, text);
  return absl::OkStatus();
}

}  // namespace

void AddRecompute(CLI::App& group) {
  auto options = std::make_shared<RecomputeOptions>();
  CLI::App* command = group.add_subcommand(
      "recompute", "重算期限 · Count due dates again after a calendar was imported or a parameter changed; lists what moved");
  AddRemoteOptions(*command, options->remote);
  command->add_option("--process", *options->request.mutable_process(), "只算这个流程的事项 · Only cases of this process");
  command->add_option("--run-id", *options->request.mutable_run_id(), "接着上一次没有做完的，不会重复移动 · UUID of a run that is repeated; moves nothing twice");
  command->callback([options] { throw CLI::RuntimeError(Fail(Recompute(*options))); });
}

}  // namespace lianban::cli
