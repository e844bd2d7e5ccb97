#pragma once
// For tests: the traffic fine process of the repository, edited or not, and logs written on the spot.

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "services/workflow/engine/story_for_test.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/replay/conformance.h"
#include "services/workflow/replay/mapping.h"
#include "services/workflow/replay/what_if.h"

namespace lianban::workflow {

// A file that is gone after the test.
class TestFile {
 public:
  explicit TestFile(const std::string& bytes) {
    char name[] = "/tmp/lianban-replay-XXXXXX";
    int file = mkstemp(name);
    EXPECT_GE(file, 0);
    close(file);
    path_ = name;
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~TestFile() { std::remove(path_.c_str()); }
  TestFile(const TestFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::shared_ptr<const Model> FineModel(const std::string& from = "", const std::string& to = "") {
  auto bundle = std::make_shared<ScriptBundle>(**ReadBundle("workflows/base/traffic_fine"));
  std::string& source = bundle->files["process.lua"];
  if (!from.empty()) {
    size_t at = source.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    source.replace(at, from.size(), to);
  }
  auto model = LoadProcess(TestHost(), bundle, nullptr);
  EXPECT_TRUE(model.ok()) << model.status();
  return *model;
}

inline Recording FineRecording(const Model& model, const std::string& csv) {
  TestFile file(csv);
  auto mapping = LoadMapping(TestHost(), model, nullptr);
  EXPECT_TRUE(mapping.ok() && *mapping) << mapping.status();
  auto log = ReadCsvLog(file.path(), *(*mapping)->columns, absl::FixedTimeZone(8 * 3600));
  EXPECT_TRUE(log.ok()) << log.status();
  return BindLog(*log, **mapping, model);
}

inline Replay Tell(std::shared_ptr<const Model> model, const Recording& recording, ReplayMode mode, int threads = 1) {
  ReplayOptions options;
  options.mode = mode;
  options.threads = threads;
  return ReplayCases(TestHost(), std::move(model), recording, options);
}

}  // namespace lianban::workflow
