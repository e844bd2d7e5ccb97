#pragma once
// A JSON value that many hold and few change: copies share it, and whoever edits first takes a copy of its own. Forms, what
// rules see, and the variables of a case are copied at every step and changed at few.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "nlohmann/json.hpp"

namespace lianban::workflow {

class SharedJson {
 public:
  using json = nlohmann::json;

  SharedJson();                 // null
  SharedJson(json value);       // NOLINT(google-explicit-constructor)

  const json& operator*() const { return *value_; }
  const json* operator->() const { return value_.get(); }
  operator const json&() const { return *value_; }  // NOLINT(google-explicit-constructor)

  // To change it. The reference holds until this value is copied or edited again.
  json& Edit();

  // Changes with every edit: equal stamps, equal values. Not the other way round.
  uint64_t stamp() const { return stamp_; }

  template <class Key>
  json::const_iterator find(Key&& key) const { return value_->find(std::forward<Key>(key)); }
  json::const_iterator end() const { return value_->cend(); }
  template <class Key>
  bool contains(Key&& key) const { return value_->contains(std::forward<Key>(key)); }
  template <class Key>
  const json& at(Key&& key) const { return value_->at(std::forward<Key>(key)); }
  template <class Key, class Value>
  auto value(Key&& key, Value&& otherwise) const { return value_->value(std::forward<Key>(key), std::forward<Value>(otherwise)); }
  const json& operator[](const std::string& key) const;  // null when it is not there
  bool empty() const { return value_->empty(); }
  size_t size() const { return value_->size(); }
  std::string dump() const { return value_->dump(); }

 private:
  std::shared_ptr<json> value_;
  uint64_t stamp_;
};

void to_json(nlohmann::json& to, const SharedJson& from);

// Never given twice.
uint64_t NewStamp();

// The same to the last bit and type: 1 is not 1.0, as it is not for a script.
bool Identical(const nlohmann::json& a, const nlohmann::json& b);

}  // namespace lianban::workflow
