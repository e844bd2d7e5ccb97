#include "services/workflow/language/read_bundle.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

namespace fs = std::filesystem;

absl::Status AddFile(const fs::path& path, const std::string& name, ScriptBundle& bundle) {
  std::error_code failed;
  uintmax_t size = fs::file_size(path, failed);
  std::ifstream in(path, std::ios::binary);
  if (failed || !in) return Error("FILE_UNREADABLE", {{"file", path.string()}});
  if (size > kFileBytesMax)
    return Error("FILE_INVALID", {{"file", path.string()}, {"line", "1"}, {"detail", "> 1 MiB"}});
  bundle.files[name] = std::string(std::istreambuf_iterator<char>(in), {});
  return absl::OkStatus();
}

absl::Status AddFolder(const fs::path& folder, const std::string& prefix, bool tables, ScriptBundle& bundle) {
  std::error_code failed;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    std::string extension = it->path().extension().string();
    if (!it->is_regular_file() || (extension != ".lua" && !(tables && extension == ".csv"))) continue;
    LIANBAN_RETURN_IF_ERROR(AddFile(it->path(), prefix + it->path().filename().string(), bundle));
  }
  return failed ? Error("FILE_UNREADABLE", {{"file", folder.string()}}) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<fs::path>> FindProcessFolders(const fs::path& root) {
  std::error_code failed;
  if (!fs::is_directory(root, failed)) return Error("FILE_UNREADABLE", {{"file", root.string()}});
  if (fs::exists(root / "process.lua", failed)) return std::vector<fs::path>{root};
  std::vector<fs::path> folders;
  for (fs::recursive_directory_iterator it(root, failed), end; !failed && it != end; it.increment(failed)) {
    if (it->path().filename() == "process.lua" && it->is_regular_file()) folders.push_back(it->path().parent_path());
  }
  if (failed) return Error("FILE_UNREADABLE", {{"file", root.string()}});
  std::sort(folders.begin(), folders.end());
  return folders;
}

absl::StatusOr<std::shared_ptr<const ScriptBundle>> ReadBundle(const fs::path& folder, const std::string& main) {
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = main;
  LIANBAN_RETURN_IF_ERROR(AddFolder(folder, "", true, *bundle));
  if (!bundle->files.contains(bundle->main))
    return Error("FILE_UNREADABLE", {{"file", (folder / main).string()}});
  std::error_code failed;
  for (fs::path above = fs::absolute(folder, failed).lexically_normal(); above.has_relative_path();
       above = above.parent_path()) {
    fs::path library = above.parent_path() / "lib";
    if (!fs::is_directory(library, failed)) continue;
    LIANBAN_RETURN_IF_ERROR(AddFolder(library, "lib/", false, *bundle));
    break;
  }
  return bundle;
}

}  // namespace lianban::workflow
