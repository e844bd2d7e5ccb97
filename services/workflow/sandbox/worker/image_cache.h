#pragma once
// Loaded scripts of a worker, bounded in number and memory; the one not asked for longest goes first.

#include <list>
#include <map>
#include <string>

#include "services/workflow/sandbox/wire/limits.h"
#include "services/workflow/sandbox/worker/script_state.h"

namespace lianban::workflow::sandbox {

class ImageCache {
 public:
  // nullptr when unknown. Valid until the next Keep.
  const ScriptImage* Find(const std::string& hash) {
    auto found = entries_.find(hash);
    if (found == entries_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second.place);
    return &found->second.image;
  }

  const ScriptImage& Keep(const std::string& hash, ScriptImage image) {
    bytes_ += Size(image);
    order_.push_front(hash);
    auto [entry, added] = entries_.insert_or_assign(hash, Entry{std::move(image), order_.begin()});
    while (entries_.size() > 1 && (entries_.size() > kSnapshotsMax || bytes_ > kSnapshotBytesMax)) {
      auto oldest = entries_.find(order_.back());
      bytes_ -= Size(oldest->second.image);
      entries_.erase(oldest);
      order_.pop_back();
    }
    return entry->second.image;
  }

 private:
  struct Entry {
    ScriptImage image;
    std::list<std::string>::iterator place;
  };
  static size_t Size(const ScriptImage& image) { return image.memory.bytes.size() + image.root.size(); }

  std::map<std::string, Entry> entries_;
  std::list<std::string> order_;  // most recent first
  size_t bytes_ = 0;
};

}  // namespace lianban::workflow::sandbox
