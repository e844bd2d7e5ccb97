#pragma once
// Follows casework's log and keeps the words of every notice and message: once each, in the order of the log, nothing left
// out over a restart. Typesetting waits until somebody wants the paper (read_notices.h): it costs a hundred times more.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/lib/journal/log_follower.h"
#include "services/records/letter/compose_notice.h"
#include "services/records/notice/notice_store.h"
#include "services/records/notice/peers.h"

namespace lianban::records {

class NoticeFollower {
 public:
  // Both outlive the follower.
  NoticeFollower(NoticeStore& notices, Peers& peers);

  void Start() { follower_.Start(); }
  void Stop() { follower_.Stop(); }

 private:
  absl::Status Apply(const std::string& city_id, const casework::v1::WatchResponse& batch);
  // The notices of a case with these numbers; none when the case is not to be had for good.
  absl::StatusOr<std::vector<NoticeRecord>> Issue(const std::string& city_id, const std::string& case_id,
                                                  const std::set<int64_t>& effects);

  NoticeStore& notices_;
  Peers& peers_;
  journal::LogFollower follower_;
};

}  // namespace lianban::records
