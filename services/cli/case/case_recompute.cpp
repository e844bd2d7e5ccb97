#include "services/cli/case/case_recompute.h"

#include "fmt/format.h"
#include "lianban/casework/v1/casework.pb.h"
#include "lianban/casework/v1/clock_runs.pb.h"
#include "services/cli/connect/remote.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/cli/terminal/progress.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace casework::v1;

struct RecomputeOptions {
  RemoteOptions remote;
  RecomputeClocksRequest request;
  bool runs = false;
  std::string moves_of;
};

std::string Line(const MovedClock& moved) {
  return fmt::format("{}  {}  {} → {}{}\n", moved.case_id(), moved.clock(), ShowDue(moved.before()), ShowDue(moved.due()),
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

absl::Status ListRuns(const RecomputeOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  ListClockRunsRequest request;
  request.set_page_size(50);
  LIANBAN_ASSIGN_OR_RETURN(const auto runs, client->Call<ListClockRunsResponse>(
                                                "lianban.casework.v1.ClockRuns/ListClockRuns", request));
  std::string text;
  for (const ClockRun& run : runs.runs()) {
    text += fmt::format("{}  {}  {}  {} {}  {} {}  {} {}{}\n", run.run_id(), Show(run.start_time()), run.cause(),
                        Say("检查", "examined"), run.examined(), Say("变化", "moved"), run.moved(), Say("未能重算", "not counted"),
                        run.failed(), run.has_finish_time() ? "" : std::string(Say("  进行中", "  under way")));
  }
  PrintAnswer(options.remote, runs, text);
  return absl::OkStatus();
}

absl::Status ListMoves(const RecomputeOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  ListRunMovesRequest request;
  request.set_run_id(options.moves_of);
  request.set_page_size(1000);
  ListRunMovesResponse all;
  std::string text;
  do {
    LIANBAN_ASSIGN_OR_RETURN(const auto page, client->Call<ListRunMovesResponse>(
                                                  "lianban.casework.v1.ClockRuns/ListRunMoves", request));
    for (const RunMove& move : page.moves()) {
      MovedClock moved;
      moved.set_case_id(move.case_id());
      moved.set_clock(move.clock());
      moved.set_before(move.before());
      moved.set_due(move.due());
      moved.set_unverified(move.unverified());
      text += Line(moved);
    }
    all.mutable_moves()->MergeFrom(page.moves());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
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
  CLI::Option* runs = command->add_flag("--runs", options->runs, "列出放假安排变动引起的各次重算，不重算 · List the runs that changes of a calendar have started; nothing is counted");
  command->add_option("--moves", options->moves_of, "列出某次重算改了哪些期限（写编号） · List what a run has moved: its UUID")->excludes(runs);
  command->callback([options] {
    if (options->runs) throw CLI::RuntimeError(Fail(ListRuns(*options)));
    if (!options->moves_of.empty()) throw CLI::RuntimeError(Fail(ListMoves(*options)));
    throw CLI::RuntimeError(Fail(Recompute(*options)));
  });
}

}  // namespace lianban::cli
