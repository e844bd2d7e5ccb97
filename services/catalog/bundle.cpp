#include "services/catalog/bundle.h"

#include "fmt/format.h"

namespace lianban::catalog {
namespace {

constexpr size_t kBundleBytesMax = 2 << 20;
constexpr int kFilesMax = 200;

}  // namespace

absl::StatusOr<CheckedBundle> LoadBundle(workflow::ScriptHost& scripts, const v1::Bundle& bundle) {
  size_t bytes = 0;
  auto loaded = std::make_shared<workflow::ScriptBundle>();
  loaded->main = bundle.main();
  for (const auto& [path, content] : bundle.files()) {
    bytes += path.size() + content.size();
    loaded->files[path] = content;
  }
  if (bytes > kBundleBytesMax || bundle.files_size() > kFilesMax) return Error("BUNDLE_TOO_LARGE");
  CheckedBundle checked;
  checked.bundle = std::move(loaded);
  auto model = workflow::LoadProcess(scripts, checked.bundle, &checked.diagnostics);
  if (model.ok()) {
    checked.model = *std::move(model);
  } else if (!absl::IsInvalidArgument(model.status())) {
    return model.status();
  } else if (checked.diagnostics.empty()) {
    checked.diagnostics.push_back(
        {bundle.main(), 0, 0, "SCRIPT_REFUSED", std::string(model.status().message()).substr(0, 300)});
  }
  return checked;
}

FieldViolation ViolationOf(const workflow::ScriptDiagnostic& finding) {
  const std::string place = fmt::format("{}:{}:{}", finding.file, finding.line, finding.column);
  return {place, "FINDING", {{"code", finding.code}, {"message", finding.message}, {"label", place}, {"field", place}}};
}

}  // namespace lianban::catalog
