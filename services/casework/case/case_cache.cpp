#include "services/casework/case/case_cache.h"

#include <algorithm>

namespace lianban::casework {
namespace {

std::string Key(const std::string& city_id, const std::string& case_id) { return case_id + city_id; }

}  // namespace

CaseCache::CaseCache(size_t entries_max) : part_entries_max_(std::max<size_t>(1, entries_max / 8)) {}

CaseCache::Part& CaseCache::PartOf(const std::string& key) { return parts_[std::hash<std::string>()(key) % parts_.size()]; }

CaseRecordPtr CaseCache::Find(const std::string& city_id, const std::string& case_id) {
  const std::string key = Key(city_id, case_id);
  Part& part = PartOf(key);
  std::lock_guard lock(part.mutex);
  const auto found = part.index.find(key);
  if (found == part.index.end()) return nullptr;
  part.used.splice(part.used.begin(), part.used, found->second);
  return *found->second;
}

void CaseCache::Put(CaseRecordPtr record) {
  const std::string key = Key(record->city_id, record->case_id);
  Part& part = PartOf(key);
  CaseRecordPtr gone;  // freed after the lock
  std::lock_guard lock(part.mutex);
  const auto found = part.index.find(key);
  if (found != part.index.end()) {
    // A slower writer must not put back what a faster one has already replaced.
    if ((*found->second)->state.revision > record->state.revision) return;
    gone = std::exchange(*found->second, std::move(record));
    part.used.splice(part.used.begin(), part.used, found->second);
    return;
  }
  part.used.push_front(std::move(record));
  part.index.emplace(key, part.used.begin());
  if (part.used.size() > part_entries_max_) {
    gone = std::move(part.used.back());
    part.index.erase(Key(gone->city_id, gone->case_id));
    part.used.pop_back();
  }
}

void CaseCache::Drop(const std::string& city_id, const std::string& case_id) {
  const std::string key = Key(city_id, case_id);
  Part& part = PartOf(key);
  std::lock_guard lock(part.mutex);
  const auto found = part.index.find(key);
  if (found == part.index.end()) return;
  part.used.erase(found->second);
  part.index.erase(found);
}

}  // namespace lianban::casework
