#pragma once
// Recently used cases in memory. Only ever a guess: what is true is decided by the revision check when a batch is
// written, so that a stale entry costs a second try and never a wrong answer.

#include <array>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "services/casework/case/case_record.h"

namespace lianban::casework {

class CaseCache {
 public:
  explicit CaseCache(size_t entries_max);

  CaseRecordPtr Find(const std::string& city_id, const std::string& case_id);  // nullptr when not here
  void Put(CaseRecordPtr record);
  void Drop(const std::string& city_id, const std::string& case_id);

 private:
  // Split by key, so that executors do not wait for one another.
  struct Part {
    std::mutex mutex;
    std::list<CaseRecordPtr> used;  // newest first
    std::unordered_map<std::string, std::list<CaseRecordPtr>::iterator> index;
  };
  Part& PartOf(const std::string& key);

  const size_t part_entries_max_;
  std::array<Part, 8> parts_;
};

}  // namespace lianban::casework
