#pragma once
// The services' rows against the records of them in the city's log: what was changed behind a service's back is found.
// Fed after the events themselves were proved (verify_log.h).

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/casework/audit/verify_log.h"

namespace lianban::audit {

class RecordCheck {
 public:
  // An event of the log, in its order; those of cases are passed over.
  void AddEvent(const StoredEvent& event);
  // What a service keeps now, as the view "recorded" of its schema gives it.
  void AddRow(std::string_view subject, std::string_view body_json);
  // Its record is not in what was read of the log yet: nothing can be said about the row.
  void Excuse(const std::string& subject) { excused_.insert(subject); }

  // RECORD_CHANGED (with the parts that differ), RECORD_GONE, RECORD_UNKNOWN (a row nobody recorded); by subject.
  std::vector<LogFinding> Finish() const;
  int64_t records() const { return records_; }

 private:
  struct Recorded {
    int64_t log_index = 0;
    std::string body;  // JSON
  };
  std::map<std::string, Recorded, std::less<>> recorded_;  // the last of each subject
  std::map<std::string, std::string, std::less<>> rows_;
  std::set<std::string, std::less<>> excused_;
  int64_t records_ = 0;
};

}  // namespace lianban::audit
