// lianban migrate preview | start | approve | status | undo | cancel: running cases go to another release.

#include <thread>

#include "CLI/CLI.hpp"
#include "fmt/format.h"
#include "lianban/casework/v1/migration.pb.h"
#include "services/cli/command.h"
#include "services/cli/connect/remote.h"
#include "services/cli/release/migrate_text.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/progress.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace casework::v1;

constexpr int kPage = 200;
constexpr auto kLookEvery = std::chrono::milliseconds(500);

struct MigrateOptions {
  RemoteOptions remote;
  std::string process, id, area, show, reason, cases;
  std::vector<int> from;
  std::vector<std::string> names;
  int to = 0, limit = 100;
  bool wait = false;
};

std::string MigrationMethod(const char* name) { return std::string("lianban.casework.v1.Migrations/") + name; }

absl::StatusOr<MigrationPlan> PlanOf(const MigrateOptions& options) {
  MigrationPlan plan;
  plan.set_process(options.process);
  plan.set_to_release(options.to);
  plan.set_area_code(options.area);
  for (const int number : options.from) plan.add_from_releases(number);
  for (const std::string& name : options.names) {
    const size_t sign = name.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == name.size()) {
      return Error("OPTION_INVALID", {{"option", "--map"}, {"value", name}});
    }
    (*plan.mutable_renamed())[name.substr(0, sign)] = name.substr(sign + 1);
  }
  return plan;
}

absl::StatusOr<Migration> GetMigration(ConnectClient& client, const std::string& id) {
  GetMigrationRequest request;
  request.set_migration_id(id);
  return client.Call<Migration>(MigrationMethod("GetMigration"), request);
}

bool IsAtWork(const Migration& migration) { return migration.state() == "running" || migration.state() == "undoing"; }

int64_t DoneOf(const Migration& migration) {
  return migration.state() == "undoing" || migration.state() == "undone" ? migration.undone() + migration.stayed()
                                                                         : migration.moved() + migration.refused();
}

// Until nothing is under way any more.
absl::StatusOr<Migration> WaitFor(ConnectClient& client, Migration migration) {
  const bool back = migration.state() == "undoing";
  Progress progress(std::string(back ? Say("撤销迁移", "going back") : Say("迁移", "moving cases")),
                    back ? migration.moved() + DoneOf(migration) : migration.total());
  int64_t shown = 0;
  while (IsAtWork(migration)) {
    progress.Add(DoneOf(migration) - shown);
    shown = DoneOf(migration);
    std::this_thread::sleep_for(kLookEvery);
    LIANBAN_ASSIGN_OR_RETURN(migration, GetMigration(client, migration.migration_id()));
  }
  progress.Add(DoneOf(migration) - shown);
  progress.Finish();
  return migration;
}

// Prints the migration; kFindings when some of its cases are not where they were meant to be.
int Answer(const MigrateOptions& options, ConnectClient& client, absl::StatusOr<Migration> migration) {
  if (migration.ok() && options.wait) migration = WaitFor(client, *std::move(migration));
  if (!migration.ok()) return Fail(migration.status());
  PrintAnswer(options.remote, *migration, MigrationText(*migration));
  return migration->refused() + migration->stayed() > 0 ? kFindings : kOk;
}

int Preview(const MigrateOptions& options) {
  PreviewMigrationRequest request;
  request.set_migration_id(options.id);
  request.set_show(options.show);
  request.set_page_size(kPage);
  if (options.id.empty()) {
    auto plan = PlanOf(options);
    if (!plan.ok()) return Fail(plan.status());
    *request.mutable_plan() = *std::move(plan);
  }
  auto client = Connect(options.remote);
  if (!client.ok()) return Fail(client.status());
  PreviewMigrationResponse all;
  std::unique_ptr<Progress> progress;
  do {
    const auto page = (*client)->Call<PreviewMigrationResponse>(MigrationMethod("PreviewMigration"), request);
    if (!page.ok()) return Fail(page.status());
    if (!progress) progress = std::make_unique<Progress>(std::string(Say("预览", "previewing")), page->total());
    progress->Add(page->examined());
    AddPage(all, *page, options.limit);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  progress->Finish();
  PrintAnswer(options.remote, all, PreviewText(all));
  return all.refused() > 0 ? kFindings : kOk;
}

int Start(const MigrateOptions& options) {
  auto plan = PlanOf(options);
  if (!plan.ok()) return Fail(plan.status());
  auto client = Connect(options.remote);
  if (!client.ok()) return Fail(client.status());
  StartMigrationRequest request;
  request.set_request_id(crypto::NewUuid());
  *request.mutable_plan() = *std::move(plan);
  request.set_reason(options.reason);
  return Answer(options, **client, (*client)->Call<Migration>(MigrationMethod("StartMigration"), request));
}

template <class Request>
int Decide(const MigrateOptions& options, const char* method) {
  auto client = Connect(options.remote);
  if (!client.ok()) return Fail(client.status());
  Request request;
  request.set_migration_id(options.id);
  request.set_reason(options.reason);
  return Answer(options, **client, (*client)->Call<Migration>(MigrationMethod(method), request));
}

int ShowCases(const MigrateOptions& options, ConnectClient& client) {
  ListMigrationCasesRequest request;
  request.set_migration_id(options.id);
  request.set_state(options.cases == "all" ? "" : options.cases);
  request.set_page_size(options.limit);
  const auto list = client.Call<ListMigrationCasesResponse>(MigrationMethod("ListMigrationCases"), request);
  if (!list.ok()) return Fail(list.status());
  PrintAnswer(options.remote, *list, MigrationCasesText(*list));
  return kOk;
}

int Status(const MigrateOptions& options) {
  auto client = Connect(options.remote);
  if (!client.ok()) return Fail(client.status());
  if (!options.id.empty() && !options.cases.empty()) return ShowCases(options, **client);
  if (!options.id.empty()) return Answer(options, **client, GetMigration(**client, options.id));
  ListMigrationsRequest request;
  request.set_process(options.process);
  request.set_page_size(options.limit);
  const auto list = (*client)->Call<ListMigrationsResponse>(MigrationMethod("ListMigrations"), request);
  if (!list.ok()) return Fail(list.status());
  PrintAnswer(options.remote, *list, MigrationsText(*list));
  return kOk;
}

using OptionsPtr = std::shared_ptr<MigrateOptions>;

std::pair<CLI::App*, OptionsPtr> Command(CLI::App& group, const char* name, const char* about,
                                         int (*run)(const MigrateOptions&)) {
  auto options = std::make_shared<MigrateOptions>();
  CLI::App* command = group.add_subcommand(name, about);
  AddRemoteOptions(*command, options->remote);
  command->callback([options, run] { throw CLI::RuntimeError(run(*options)); });
  return {command, options};
}

void AddPlan(CLI::App& command, MigrateOptions& options, bool required) {
  auto* process = command.add_option("process", options.process, "流程名 · Process");
  auto* to = command.add_option("--to", options.to, "迁移到第几版 · Release to move to");
  if (required) process->required(), to->required();
  command.add_option("--from", options.from, "只迁移这些版本的办件 · Only cases of these releases; every other one without it")
      ->allow_extra_args(false);
  command.add_option("--area", options.area, "只迁移该地区的办件 · Only cases of this area");
  command.add_option("--map", options.names,
                     "旧环节=新环节；写成 环节=环节 表示必要时重新开始 · OLD=NEW step; STEP=STEP: begin it anew where it "
                     "cannot be taken over")
      ->allow_extra_args(false);
}

void AddWait(CLI::App& command, MigrateOptions& options) {
  command.add_flag("--wait", options.wait, "等到做完，显示进度 · Wait until it is done, with progress");
}

void AddReason(CLI::App& command, MigrateOptions& options, bool required) {
  command.add_option("--reason", options.reason, "理由，写入每件的历史 · Why, for the history of every case")->required(required);
}

void AddId(CLI::App& command, MigrateOptions& options, bool required) {
  command.add_option("migration", options.id, "迁移编号 · Id of the migration")->required(required);
}

}  // namespace

void AddMigrateCases(CLI::App& app) {
  CLI::App* group = app.add_subcommand("migrate", "运行中办件迁移 · Running cases go to another release: preview, approval, undo");
  group->require_subcommand(1);

  const auto [preview, previewed] = Command(*group, "preview", "预览：能否迁移、为什么、对任务和期限的影响；什么都不写 · What would become of every running case", Preview);
  AddPlan(*preview, *previewed, false);
  preview->add_option("--migration", previewed->id, "预览已提出的迁移（供批准人） · Preview what was asked for, for the approver");
  preview->add_option("--show", previewed->show, "列出办件：all、moves、changes 或原因代码 · List cases: all, moves, changes, or the code of a reason");
  preview->add_option("--limit", previewed->limit, "最多列出多少件 · How many cases are listed")->check(CLI::Range(1, 100000))->capture_default_str();

  const auto [start, started] = Command(*group, "start", "提出迁移，等待另一人批准 · Ask for it; nothing moves before somebody else approves", Start);
  AddPlan(*start, *started, true);
  AddReason(*start, *started, true);

  const auto [approve, approved] = Command(*group, "approve", "批准（不能是提出的人），随即开始 · Approve what somebody else asked for; it begins at once",
                                           [](const MigrateOptions& o) { return Decide<ApproveMigrationRequest>(o, "ApproveMigration"); });
  AddId(*approve, *approved, true);
  AddReason(*approve, *approved, false);
  AddWait(*approve, *approved);

  const auto [status, shown] = Command(*group, "status", "进度与结果；不写编号则列出 · Progress and outcome; a list without an id", Status);
  AddId(*status, *shown, false);
  AddWait(*status, *shown);
  status->add_option("--process", shown->process, "只列这个流程的 · Only of this process");
  status->add_option("--cases", shown->cases, "列出办件：all waiting moved refused undone stayed · List its cases in this state")
      ->check(CLI::IsMember({"all", "waiting", "moved", "refused", "undone", "stayed"}));
  status->add_option("--limit", shown->limit, "最多列出多少 · How many at most")->check(CLI::Range(1, 1000))->capture_default_str();

  const auto [undo, undone] = Command(*group, "undo", "撤销：迁移后没有再办理的办件回到原版本 · Whatever was not worked on since goes back",
                                      [](const MigrateOptions& o) { return Decide<UndoMigrationRequest>(o, "UndoMigration"); });
  AddId(*undo, *undone, true);
  AddReason(*undo, *undone, true);
  AddWait(*undo, *undone);

  const auto [cancel, cancelled] = Command(*group, "cancel", "取消：还没有迁移的不再迁移 · What has not moved yet stays",
                                           [](const MigrateOptions& o) { return Decide<CancelMigrationRequest>(o, "CancelMigration"); });
  AddId(*cancel, *cancelled, true);
  AddReason(*cancel, *cancelled, true);
}

}  // namespace lianban::cli
