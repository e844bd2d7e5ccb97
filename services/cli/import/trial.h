#pragma once
// A trial: real records into intake, their recorded outcomes played through the public API, and what came of it set
// beside what was recorded.

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "nlohmann/json.hpp"
#include "services/cli/connect/remote.h"
#include "services/cli/import/csv_table.h"
#include "services/cli/import/play_case.h"

namespace lianban::cli {

struct RecordedCase {
  const CsvRecord* row = nullptr;
  std::string source_no;
  absl::Time received;
  std::vector<PlayedStep> steps;       // what was done about it
  std::string status, result;          // as our process says it: running, or finished with this result
  std::optional<absl::Time> due, closed;
  bool due_told = true;                  // false: the source knows no time limits at all
  std::optional<std::string> unit_name;  // recorded; nullopt when the source does not say
  std::string remark;                    // what the source records and our process has no word for
};

struct TrialOptions {
  RemoteOptions remote;
  std::string file, passwords;
  int limit = 0;          // 0: all
  int concurrency = 16;
  int examples = 3;       // of each kind of difference
};

// What agreed, and each kind of difference with its number and a few examples.
class Comparison {
 public:
  void Add(const RecordedCase& recorded, const casework::v1::Case& ours, const std::string& unit_name);
  void AddRefused(const RecordedCase& recorded, const absl::Status& status);

  std::string Text(int examples) const;
  nlohmann::json Json(int examples) const;

 private:
  struct Kind {
    int64_t count = 0;
    std::vector<std::string> examples;
  };
  void Differ(const std::string& kind, const std::string& example);

  mutable std::mutex mutex_;
  int64_t records_ = 0, whole_ = 0, states_ = 0, dues_ = 0, closed_ = 0, units_ = 0, units_told_ = 0, dues_told_ = 0;
  std::map<std::string, Kind> kinds_;
};

struct TrialSource {
  std::string channel, city_id;
};

// Submits and plays every case, with progress, and prints the comparison. `seen` is told of each matter, from several
// threads. The exit code of the command.
int RunTrial(const TrialOptions& options, const CsvTable& table, const TrialSource& source,
             const std::vector<RecordedCase>& cases,
             const std::function<void(const RecordedCase&, const intake::v1::Matter&)>& seen = nullptr);

void AddTrialOptions(CLI::App& command, TrialOptions& options);

}  // namespace lianban::cli
