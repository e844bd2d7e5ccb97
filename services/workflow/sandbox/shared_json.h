#pragma once
// A JSON value that many hold and few change: copies share it, and whoever edits first takes a copy of its own. Forms, what
// rules see, and the variables of a case are copied at every step and changed at few.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "nlohmann/json.hpp"

namespace lianban::workflow {

class SharedJson {
 public:
  using json = nlohmann::json;

  SharedJson();                 // null
  SharedJson(json value);       // NOLINT(google-explicit-constructor)

  const json& operator*() const { return held_->value; }
  const json* operator->() const { return &held_->value; }
  operator const json&() const { return held_->value; }  // NOLINT(google-explicit-constructor)

  // To change it. The reference holds until this value is copied or edited again.
  json& Edit();

  // Changes with every edit: equal stamps, equal values. Not the other way round.
  uint64_t stamp() const { return stamp_; }

  // What `make(value)` gave is kept with the value for all who share it, until somebody edits it. nullopt: nothing is kept.
  template <class Make>
  const std::string* Packed(Make make) const;
  // The same for a number above 0; 0: nothing is kept.
  template <class Measure>
  size_t Size(Measure measure) const;

  template <class Key>
  json::const_iterator find(Key&& key) const { return held_->value.find(std::forward<Key>(key)); }
  json::const_iterator end() const { return held_->value.cend(); }
  template <class Key>
  bool contains(Key&& key) const { return held_->value.contains(std::forward<Key>(key)); }
  template <class Key>
  const json& at(Key&& key) const { return held_->value.at(std::forward<Key>(key)); }
  template <class Key, class Value>
  auto value(Key&& key, Value&& otherwise) const { return held_->value.value(std::forward<Key>(key), std::forward<Value>(otherwise)); }
  const json& operator[](const std::string& key) const;  // null when it is not there
  bool empty() const { return held_->value.empty(); }
  size_t size() const { return held_->value.size(); }
  std::string dump() const { return held_->value.dump(); }

 private:
  struct Held {
    explicit Held(json of) : value(std::move(of)) {}
    ~Held() { delete packed.load(std::memory_order_relaxed); }
    json value;
    std::atomic<const std::string*> packed = nullptr;
    std::atomic<size_t> size = 0;
  };

  std::shared_ptr<Held> held_;
  uint64_t stamp_;
};

template <class Make>
const std::string* SharedJson::Packed(Make make) const {
  if (const std::string* kept = held_->packed.load(std::memory_order_acquire)) return kept;
  std::optional<std::string> made = make(held_->value);
  if (!made) return nullptr;
  auto mine = std::make_unique<const std::string>(*std::move(made));
  const std::string* first = nullptr;  // of two threads that make it at the same time
  if (!held_->packed.compare_exchange_strong(first, mine.get(), std::memory_order_acq_rel)) return first;
  return mine.release();
}

template <class Measure>
size_t SharedJson::Size(Measure measure) const {
  size_t size = held_->size.load(std::memory_order_relaxed);
  if (size == 0) held_->size.store(size = measure(held_->value), std::memory_order_relaxed);
  return size;
}

void to_json(nlohmann::json& to, const SharedJson& from);

// Never given twice.
uint64_t NewStamp();

// The same to the last bit and type: 1 is not 1.0, as it is not for a script.
bool Identical(const nlohmann::json& a, const nlohmann::json& b);

}  // namespace lianban::workflow
