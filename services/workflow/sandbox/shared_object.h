#pragma once
// A JSON object whose members are shared one by one: copies share all of them, and whoever edits one takes a copy of that
// one alone. The variables of a case, and what a rule sees of it: large, copied at every step, and little of it changes.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/workflow/sandbox/shared_json.h"

namespace lianban::workflow {

class SharedObject {
 public:
  using json = nlohmann::json;
  using NamedValue = std::pair<std::string, SharedJson>;

  SharedObject();                            // {}
  explicit SharedObject(json object);
  explicit SharedObject(std::vector<NamedValue> members);  // sorted by name, each once

  // nullptr, which is end(): not there.
  const json* find(std::string_view name) const;
  const json* end() const { return nullptr; }
  const SharedJson* Member(std::string_view name) const;  // nullptr: not there
  bool contains(std::string_view name) const { return Member(name) != nullptr; }
  const json& operator[](std::string_view name) const;  // null when it is not there
  json value(std::string_view name, json otherwise) const;
  std::string value(std::string_view name, const char* otherwise) const;

  // To change a member; it is null when it was not there. The reference holds until this object is copied or edited again.
  json& Edit(std::string_view name) { return EditMember(name).Edit(); }
  SharedJson& EditMember(std::string_view name);
  void Set(std::string_view name, json value);  // nothing of what was there is copied
  void Set(std::vector<NamedValue> members);     // sorted by name, each once
  void Erase(std::string_view name);

  bool empty() const { return held_->members.empty(); }
  const std::vector<NamedValue>& members() const { return held_->members; }
  // Changes with every edit: equal stamps, equal values. Not the other way round.
  uint64_t stamp() const { return stamp_; }
  // What `make(*this)` gave is kept, as SharedJson keeps it.
  template <class Make>
  const std::string* Packed(Make make) const {
    return PackedOnce(held_->packed, *this, make);
  }

 private:
  struct Held {
    explicit Held(std::vector<NamedValue> list) : members(std::move(list)) {}
    ~Held() { delete packed.load(std::memory_order_relaxed); }

    std::vector<NamedValue> members;
    std::atomic<const std::string*> packed = nullptr;
  };
  std::vector<NamedValue>& Own();

  std::shared_ptr<Held> held_;
  uint64_t stamp_;
};

void to_json(nlohmann::json& to, const SharedObject& from);

bool Identical(const SharedObject& a, const SharedObject& b);

}  // namespace lianban::workflow
