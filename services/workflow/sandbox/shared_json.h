#pragma once
// A JSON value that many hold and few change: copies share it, and whoever edits first takes a copy of its own. Forms, what
// rules see, and the variables of a case are copied at every step and changed at few.
//
// A list or an object may be held in parts, which are shared one by one: the children of a case, of which every event changes one;
// the answers by step, where every answer adds to one list.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nlohmann/json.hpp"

namespace lianban::workflow {

class SharedJson {
 public:
  using json = nlohmann::json;

  SharedJson();                 // null
  SharedJson(json value);       // NOLINT(google-explicit-constructor)
  static SharedJson InParts(std::vector<SharedJson> parts);
  static SharedJson InParts(std::vector<std::string> names, std::vector<SharedJson> parts);  // an object; sorted by name, each once

  const json& operator*() const { return held_->whole(); }
  const json* operator->() const { return &held_->whole(); }
  operator const json&() const { return held_->whole(); }  // NOLINT(google-explicit-constructor)

  // To change it. The reference holds until this value is copied or edited again.
  json& Edit();

  // nullptr when it is not held in parts.
  const std::vector<SharedJson>* parts() const { return held_->in_parts ? &held_->parts : nullptr; }
  // Of an object in parts, sorted, as its parts are; otherwise nullptr.
  const std::vector<std::string>* names() const { return held_->by_name ? &held_->names : nullptr; }
  const SharedJson* Part(std::string_view name) const;  // nullptr: not there, or not an object in parts
  // A list of any kind, without putting its parts together.
  size_t ListSize() const { return held_->in_parts ? held_->parts.size() : held_->value.size(); }
  const json& ListAt(size_t i) const { return held_->in_parts ? *held_->parts[i] : held_->value[i]; }
  SharedJson PartAt(size_t i) const { return held_->in_parts ? held_->parts[i] : SharedJson(held_->value[i]); }
  // To change one element; null and a list only. From then on the list is held in parts.
  json& EditAt(size_t i);
  void Append(SharedJson element);
  // To change one member; null, where it is not there yet. null and an object only. From then on the object is held in parts.
  SharedJson& EditPart(std::string_view name);

  // Changes with every edit: equal stamps, equal values. Not the other way round.
  uint64_t stamp() const { return stamp_; }

  // What `make(*this)` gave is kept with the value for all who share it, until somebody edits it. nullopt: nothing is kept.
  template <class Make>
  const std::string* Packed(Make make) const;
  // Equal values that are held alike have equal hashes. Kept as well.
  size_t Hash() const;
  // The same for a number above 0; 0: nothing is kept.
  template <class Measure>
  size_t Size(Measure measure) const;

  template <class Key>
  json::const_iterator find(Key&& key) const { return held_->whole().find(std::forward<Key>(key)); }
  json::const_iterator end() const { return held_->whole().cend(); }
  template <class Key>
  bool contains(Key&& key) const { return held_->whole().contains(std::forward<Key>(key)); }
  template <class Key>
  const json& at(Key&& key) const { return held_->whole().at(std::forward<Key>(key)); }
  template <class Key, class Value>
  auto value(Key&& key, Value&& otherwise) const { return held_->whole().value(std::forward<Key>(key), std::forward<Value>(otherwise)); }
  const json& operator[](const std::string& key) const;  // null when it is not there
  bool empty() const { return ListSize() == 0; }
  size_t size() const { return ListSize(); }
  std::string dump() const { return held_->whole().dump(); }

 private:
  struct Held {
    explicit Held(json of) : value(std::move(of)) {}
    explicit Held(std::vector<SharedJson> list) : in_parts(true), parts(std::move(list)) {}
    Held(std::vector<std::string> of, std::vector<SharedJson> members)
        : in_parts(true), by_name(true), names(std::move(of)), parts(std::move(members)) {}
    ~Held();
    const json& whole() const { return in_parts ? PutTogether() : value; }
    const json& PutTogether() const;
    void Changed();  // what was worked out of it no longer holds

    json value;  // unless it is held in parts
    bool in_parts = false, by_name = false;
    std::vector<std::string> names;
    std::vector<SharedJson> parts;
    mutable std::atomic<const json*> put_together = nullptr;
    std::atomic<const std::string*> packed = nullptr;
    std::atomic<size_t> size = 0;
    std::atomic<size_t> hash = 0;  // 0: not worked out yet
  };

  Held& Own();         // a copy, unless nobody else holds it
  Held& OwnInParts();
  Held& OwnByName();

  std::shared_ptr<Held> held_;
  uint64_t stamp_;
};

// What `make(value)` gives, kept at `place`; nullptr when it gives nothing.
template <class Value, class Make>
const std::string* PackedOnce(std::atomic<const std::string*>& place, const Value& value, Make make) {
  if (const std::string* kept = place.load(std::memory_order_acquire)) return kept;
  std::optional<std::string> made = make(value);
  if (!made) return nullptr;
  auto mine = std::make_unique<const std::string>(*std::move(made));
  const std::string* first = nullptr;  // of two threads that make it at the same time
  if (!place.compare_exchange_strong(first, mine.get(), std::memory_order_acq_rel)) return first;
  return mine.release();
}

template <class Make>
const std::string* SharedJson::Packed(Make make) const {
  return PackedOnce(held_->packed, *this, make);
}

template <class Measure>
size_t SharedJson::Size(Measure measure) const {
  size_t size = held_->size.load(std::memory_order_relaxed);
  if (size == 0) held_->size.store(size = measure(held_->whole()), std::memory_order_relaxed);
  return size;
}

void to_json(nlohmann::json& to, const SharedJson& from);  // of parts, without keeping them put together

// Never given twice.
uint64_t NewStamp();

// Empties it in half the library's time: that one moves all that it frees into a list first, to be safe from any depth. What is
// as deep as that could not be copied either.
void Discard(nlohmann::json& value);

// The same to the last bit and type: 1 is not 1.0, as it is not for a script.
bool Identical(const nlohmann::json& a, const nlohmann::json& b);
bool Identical(const SharedJson& a, const SharedJson& b);

}  // namespace lianban::workflow
