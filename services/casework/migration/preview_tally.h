#pragma once
// Adds up what would become of cases, for a preview.

#include <string>

#include "lianban/casework/v1/migration.pb.h"
#include "services/casework/case/case_record.h"
#include "services/casework/peers/environment_cache.h"
#include "services/workflow/migration/move.h"

namespace lianban::casework {

class PreviewTally {
 public:
  // `show` as in PreviewMigrationRequest.
  PreviewTally(v1::PreviewMigrationResponse& response, std::string show) : response_(response), show_(std::move(show)) {}

  void Add(const CaseRecord& record, const workflow::Moved& moved, const workflow::Environment& environment);
  // A case whose own release cannot be had.
  void AddRefused(const CaseRecord& record, const std::string& place, const absl::Status& status);

 private:
  void AddTasks(const CaseRecord& record, const workflow::Moved& moved);
  void AddDeadlines(const workflow::Migration& migration, absl::TimeZone zone);
  void Show(const CaseRecord& record, const std::string& group, std::string zh, std::string en,
            const workflow::Migration* migration, absl::TimeZone zone);

  v1::PreviewMigrationResponse& response_;
  const std::string show_;
};

// The sample of a group holds a few cases.
inline constexpr int kSampleMax = 3;

}  // namespace lianban::casework
