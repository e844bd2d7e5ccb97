// lianban draft, approve, publish, rollback: a process on its way through the gate, one person at a time.

#include <filesystem>

#include "fmt/format.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/moment.h"
#include "services/cli/command.h"
#include "services/cli/connect/remote.h"
#include "services/cli/release/draft_text.h"
#include "services/cli/release/publish_folder.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace catalog::v1;

struct GateOptions {
  RemoteOptions remote;
  std::string what, process, area, note, reason, from;
  std::vector<std::string> areas;
  int number = 0;
  bool check = false, back = false;
};

std::string Method(const char* name) { return std::string("lianban.catalog.v1.Catalog/") + name; }

template <class Response>
int Answer(const GateOptions& options, const absl::StatusOr<Response>& response, const std::string& text) {
  if (!response.ok()) return Fail(response.status());
  PrintAnswer(options.remote, *response, text);
  return kOk;
}

absl::StatusOr<Draft> Get(ConnectClient& client, const std::string& draft_id) {
  GetDraftRequest request;
  request.set_draft_id(draft_id);
  return client.Call<Draft>(Method("GetDraft"), request);
}

// A folder becomes a draft and is checked; who wrote it cannot take the next step.
int Put(ConnectClient& client, const GateOptions& options) {
  auto wanted = DraftOfFolder(options.what);
  if (!wanted.ok()) return Fail(wanted.status());
  if (!options.process.empty()) wanted->set_process(options.process);
  wanted->set_note(options.note);
  auto draft = PutDraft(client, *wanted);
  if (draft.ok()) draft = CheckDraft(client, *draft);
  if (!draft.ok()) return Fail(draft.status());
  PrintAnswer(options.remote, *draft, DraftText(*draft));
  return draft->report().passed() ? kOk : kFindings;
}

int Publish(const GateOptions& options) {
  auto client = Connect(options.remote);
  if (!client.ok()) return Fail(client.status());
  const bool folder = std::filesystem::is_directory(options.what);
  if (folder && options.check) {
    auto checked = CheckFolderOnServer(**client, options.what);
    if (!checked.ok()) return Fail(checked.status());
    PrintAnswer(options.remote, *checked, FindingsText(checked->diagnostics()));
    return checked->clean() ? kOk : kFindings;
  }
  if (folder) return Put(**client, options);
  PublishReleaseRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_draft_id(options.what);
  request.set_note(options.note);
  for (const std::string& area : options.areas) request.add_area_codes(area);
  if (!options.from.empty()) {
    absl::Time from;
    std::string wrong;
    if (!absl::ParseTime("%Y-%m-%d", options.from, absl::FixedTimeZone(8 * 3600), &from, &wrong)) {
      return Fail(Error("OPTION_INVALID", {{"option", "--from"}, {"value", options.from}}));
    }
    *request.mutable_effective_time() = catalog::MomentOf(absl::ToUnixMicros(from));
  }
  auto release = (*client)->Call<Release>(Method("PublishRelease"), request);
  return Answer(options, release, release.ok() ? ReleaseText(*release) : "");
}

int ShowDraft(const GateOptions& options) {
  auto client = Connect(options.remote);
  if (!client.ok()) return Fail(client.status());
  if (!options.what.empty()) {
    auto draft = Get(**client, options.what);
    return Answer(options, draft, draft.ok() ? DraftText(*draft) : "");
  }
  ListDraftsRequest request;
  request.set_process(options.process);
  auto drafts = (*client)->Call<ListDraftsResponse>(Method("ListDrafts"), request);
  return Answer(options, drafts, drafts.ok() ? DraftsText(*drafts) : "");
}

int Approve(const GateOptions& options) {
  auto client = Connect(options.remote);
  if (!client.ok()) return Fail(client.status());
  auto draft = Get(**client, options.what);
  if (draft.ok()) draft = DecideDraft(**client, *draft, !options.back, options.reason);
  return Answer(options, draft, draft.ok() ? DraftText(*draft) : "");
}

int RollBack(const GateOptions& options) {
  auto client = Connect(options.remote);
  if (!client.ok()) return Fail(client.status());
  RollBackReleaseRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_process(options.process);
  request.set_to_number(options.number);
  request.set_reason(options.reason);
  auto release = (*client)->Call<Release>(Method("RollBackRelease"), request);
  return Answer(options, release, release.ok() ? ReleaseText(*release) : "");
}

CLI::App* Command(CLI::App& app, const char* name, const char* about, GateOptions& options) {
  CLI::App* command = app.add_subcommand(name, about);
  AddRemoteOptions(*command, options.remote);
  return command;
}

}  // namespace

void AddPublish(CLI::App& app) {
  auto options = std::make_shared<GateOptions>();
  CLI::App* publish = Command(app, "publish",
                              "发布流程：文件夹存为草稿并检查；已批准的草稿发布 · A folder becomes a checked draft; an approved "
                              "draft becomes a release", *options);
  publish->add_option("what", options->what, "流程文件夹，或草稿号 · Folder of a process or overlay, or an approved draft")->required();
  publish->add_option("--process", options->process, "流程名，默认为文件夹名 · Name of the process; default: the folder's name");
  publish->add_option("--note", options->note, "为什么改 · Why, for the record");
  publish->add_option("--from", options->from, "生效日期 YYYY-MM-DD · From which day on; now without it");
  publish->add_option("--area", options->areas, "先在这些地区生效 · Only in these areas at first");
  publish->add_flag("--check", options->check, "只检查，不保存 · Only let the server check a folder");
  publish->callback([options] { throw CLI::RuntimeError(Publish(*options)); });

  auto shown = std::make_shared<GateOptions>();
  CLI::App* draft = Command(app, "draft", "查看草稿与检查结果 · Drafts and what their check has found", *shown);
  draft->add_option("draft", shown->what, "草稿号，不写则列出 · A draft; all without it");
  draft->add_option("--process", shown->process, "只看这个流程 · Only of this process");
  draft->callback([shown] { throw CLI::RuntimeError(ShowDraft(*shown)); });

  auto decided = std::make_shared<GateOptions>();
  CLI::App* approve = Command(app, "approve", "批准草稿（须是没有参与编写的人）· Approve a draft somebody else wrote", *decided);
  approve->add_option("draft", decided->what, "草稿号 · Draft")->required();
  approve->add_option("--reason", decided->reason, "理由，退回时必填 · Why; required to return it");
  approve->add_flag("--return", decided->back, "不批准，退回修改 · Return it to be edited");
  approve->callback([decided] { throw CLI::RuntimeError(Approve(*decided)); });

  auto back = std::make_shared<GateOptions>();
  CLI::App* rollback = Command(app, "rollback", "回到以前的版本，作为新版本 · An earlier release becomes the next one", *back);
  rollback->add_option("process", back->process, "流程名 · Process")->required();
  rollback->add_option("number", back->number, "回到第几版 · Number of the release")->required();
  rollback->add_option("--reason", back->reason, "为什么 · Why")->required();
  rollback->callback([back] { throw CLI::RuntimeError(RollBack(*back)); });
}

}  // namespace lianban::cli
