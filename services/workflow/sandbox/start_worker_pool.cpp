#include <unistd.h>

#include <climits>

#include "services/lib/errors/error.h"
#include "services/workflow/sandbox/sandboxed_host.h"

namespace lianban::workflow {
namespace {

std::string BesideThisExecutable(std::string_view name) {
  char path[PATH_MAX];
  ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  std::string self(path, size > 0 ? static_cast<size_t>(size) : 0);
  return self.substr(0, self.rfind('/') + 1) + std::string(name);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScriptHost>> StartWorkerPool(const WorkerPoolOptions& options) {
  std::string path = options.worker_path.empty() ? BesideThisExecutable("lianban-worker") : options.worker_path;
  auto host = std::make_unique<sandbox::SandboxedHost>(path, options);
  LIANBAN_RETURN_IF_ERROR(host->Start());
  return host;
}

}  // namespace lianban::workflow
