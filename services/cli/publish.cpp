// lianban publish: process folders become releases.

#include <filesystem>

#include "fmt/format.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "services/cli/command.h"
#include "services/cli/connect/remote.h"
#include "services/cli/failure.h"
#include "services/cli/locale.h"
#include "services/cli/publish_folder.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

struct PublishOptions {
  RemoteOptions remote;
  std::string path, process, note;
  bool check = false;
};

int Publish(const PublishOptions& options) {
  auto client = Connect(options.remote);
  if (!client.ok()) return Fail(client.status());
  const std::string process =
      options.process.empty() ? std::filesystem::path(options.path).lexically_normal().filename().string() : options.process;
  if (options.check) {
    auto checked = CheckFolderOnServer(**client, options.path);
    if (!checked.ok()) return Fail(checked.status());
    if (options.remote.json) fmt::print("{}", MessageJson(*checked));
    for (const auto& finding : checked->diagnostics()) {
      if (!options.remote.json) {
        fmt::print("{}:{}:{}: {}: {}\n", finding.file(), finding.line(), finding.column(), finding.code(), finding.message());
      }
    }
    return checked->clean() ? kOk : kFindings;
  }
  auto published = PublishFolder(**client, process, options.path, options.note);
  if (!published.ok()) return Fail(published.status());
  const catalog::v1::Release& release = published->release;
  if (options.remote.json) {
    fmt::print("{}", MessageJson(release));
  } else {
    fmt::print("{} v{} {} {}\n", process, release.number(), release.title(),
               published->unchanged ? Say("（内容未变，没有新版本）", "(unchanged, no new release)") : Say("已发布", "published"));
  }
  return kOk;
}

}  // namespace

void AddPublish(CLI::App& app) {
  auto options = std::make_shared<PublishOptions>();
  CLI::App* command = app.add_subcommand("publish", "发布流程 · Publish a process folder; the server checks it and plays its "
                                                    "scenarios first");
  AddRemoteOptions(*command, options->remote);
  command->add_option("path", options->path, "Folder with process.lua")->required()->check(CLI::ExistingDirectory);
  command->add_option("--process", options->process, "Name of the process; default: the folder's name");
  command->add_option("--note", options->note, "Why, for the record");
  command->add_flag("--check", options->check, "Only let the server check it; exit code 1 when something is wrong");
  command->callback([options] { throw CLI::RuntimeError(Publish(*options)); });
}

}  // namespace lianban::cli
