// lianban new

#include "services/cli/new_process/new_process.h"

#include <filesystem>
#include <map>

#include "CLI/CLI.hpp"
#include "absl/strings/str_replace.h"
#include "fmt/format.h"
#include "re2/re2.h"
#include "services/cli/command.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/file_text.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace new_process {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

absl::Status WriteNewProcess(const std::string& folder, const std::string& name, const std::string& title) {
  static const RE2 names("[a-z][a-z0-9_]{0,63}"), titles("[^\"\\\\\\pC]{1,100}");
  const auto invalid = [](const char* option, const std::string& value) {
    return Error("OPTION_INVALID", {{"option", option}, {"value", value}});
  };
  if (!RE2::FullMatch(name, names)) return Error("PROCESS_NAME_INVALID");
  if (!RE2::FullMatch(title, titles)) return invalid("title", title);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (const auto& [path, text] : new_process::EmbeddedFiles()) {
    const auto file = std::filesystem::path(folder) / std::filesystem::path(path).filename();
    if (std::filesystem::exists(file, error)) return invalid("folder", file.string());
    LIANBAN_RETURN_IF_ERROR(WriteFile(
        file.string(), absl::StrReplaceAll(absl::string_view(text.data(), text.size()),
                                           {{"{{name}}", name}, {"{{title}}", title}})));
  }
  return absl::OkStatus();
}

void AddNew(CLI::App& app) {
  struct Options {
    std::string folder, name, title;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("new", "新建流程 · A new process to begin with");
  command->add_option("folder", options->folder, "流程文件夹，名称即流程名（小写字母、数字、下划线），或者另写 --name · Its folder, named like the process (small letters, digits, _), or see --name")
      ->required();
  command->add_option("--name", options->name, "流程名，不写则取文件夹名 · Name, otherwise that of the folder");
  command->add_option("--title", options->title, "中文名称 · Title people read");
  command->callback([options] {
    const std::string last = std::filesystem::path(options->folder).lexically_normal().filename().string();
    const std::string& name = options->name.empty() ? last : options->name;
    const absl::Status written = WriteNewProcess(options->folder, name, options->title.empty() ? name : options->title);
    if (written.ok()) {
      fmt::print("{}\n", fmt::format(fmt::runtime(Say("已新建 {0}。下一步：lianban check {0} && lianban test {0}",
                                                      "made {0}. Next: lianban check {0} && lianban test {0}")),
                                     options->folder));
    }
    throw CLI::RuntimeError(Fail(written));
  });
}

}  // namespace lianban::cli
