#include "services/intake/channel/adapter_runner.h"

#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

constexpr size_t kLoadedMax = 256;
constexpr size_t kFindingsShown = 3;

std::string Text(const workflow::ScriptDiagnostic& finding) {
  return fmt::format("{}:{}: {}", finding.file, finding.line, finding.message);
}

absl::Status Invalid(const std::string& channel, const std::string& detail) {
  return Error("ADAPTER_INVALID", {{"channel", channel}, {"detail", detail}});
}

// The number of the function under "read"; -1 when the script is something else.
int ReadFunctionOf(const nlohmann::json& root) {
  if (!root.is_object() || root.value("$kind", "") != "adapter") return -1;
  auto read = root.find("read");
  if (read == root.end() || !read->is_object()) return -1;
  auto number = read->find("$function");
  return number == read->end() || !number->is_number_integer() ? -1 : number->get<int>();
}

}  // namespace

absl::StatusOr<AdapterRunner::Loaded> AdapterRunner::Load(const std::string& channel, const std::string& source) {
  auto bundle = std::make_shared<workflow::ScriptBundle>();
  bundle->main = fmt::format("adapters/{}.lua", channel);
  bundle->files[bundle->main] = source;
  std::string hash = bundle->Hash();
  {
    std::lock_guard lock(mutex_);
    auto at = loaded_.find(hash);
    if (at != loaded_.end()) return at->second;
  }
  std::vector<workflow::ScriptDiagnostic> findings;
  absl::StatusOr<workflow::LoadedScript> script = scripts_.Load(*bundle, &findings);
  if (!script.ok()) {
    if (!absl::IsInvalidArgument(script.status())) return script.status();
    std::string detail;
    for (size_t i = 0; i < findings.size() && i < kFindingsShown; ++i) detail += (i ? "; " : "") + Text(findings[i]);
    return Invalid(channel, detail);
  }
  Loaded loaded{bundle, ReadFunctionOf(script->root)};
  if (loaded.read < 0) return Invalid(channel, "return adapter \"name\" { read = function(record) … end }");
  std::lock_guard lock(mutex_);
  if (loaded_.size() >= kLoadedMax) loaded_.clear();
  loaded_[hash] = loaded;
  return loaded;
}

absl::Status AdapterRunner::Check(const std::string& channel, const std::string& source) {
  return Load(channel, source).status();
}

absl::StatusOr<Report> AdapterRunner::Read(const std::string& channel, const std::string& source,
                                           const nlohmann::json& record) {
  LIANBAN_ASSIGN_OR_RETURN(Loaded adapter, Load(channel, source));
  workflow::RuleBatch batch;
  batch.bundle = adapter.bundle;
  batch.params = nlohmann::json::object();
  batch.calls.push_back({adapter.read, nlohmann::json::array({record})});
  auto results = scripts_.Evaluate({&batch, 1});
  workflow::RuleResult& result = results.at(0).at(0);
  if (!result.ok) return Error("ADAPTER_FAILED", {{"channel", channel}, {"detail", Text(result.error)}});
  return ReadReport(result.value, channel);
}

}  // namespace lianban::intake
