#include "services/workflow/sandbox/shared_object.h"

#include <algorithm>
#include <atomic>
#include <iterator>

namespace lianban::workflow {
namespace {

using nlohmann::json;
using Members = std::vector<SharedObject::NamedValue>;

Members MembersOf(json object) {
  Members members;
  if (!object.is_object()) return members;
  members.reserve(object.size());
  for (auto& [name, value] : object.get_ref<json::object_t&>()) members.emplace_back(name, std::move(value));
  return members;
}

template <class List>
auto PlaceOf(List& members, std::string_view name) {
  return std::lower_bound(members.begin(), members.end(), name,
                          [](const SharedObject::NamedValue& member, std::string_view wanted) { return member.first < wanted; });
}

}  // namespace

SharedObject::SharedObject() : stamp_(0) {
  static const auto none = std::make_shared<Held>(Members());
  held_ = none;
}

SharedObject::SharedObject(json object) : SharedObject(MembersOf(std::move(object))) {}

SharedObject::SharedObject(Members members)
    : held_(std::make_shared<Held>(std::move(members))), stamp_(NewStamp()) {}

const SharedJson* SharedObject::Member(std::string_view name) const {
  const auto at = PlaceOf(members(), name);
  return at == members().end() || at->first != name ? nullptr : &at->second;
}

const json* SharedObject::find(std::string_view name) const {
  const SharedJson* found = Member(name);
  return found == nullptr ? nullptr : &**found;
}

const json& SharedObject::operator[](std::string_view name) const {
  static const json null;
  const json* found = find(name);
  return found == nullptr ? null : *found;
}

json SharedObject::value(std::string_view name, json otherwise) const {
  const json* found = find(name);
  return found == nullptr ? std::move(otherwise) : *found;
}

std::string SharedObject::value(std::string_view name, const char* otherwise) const {
  const json* found = find(name);
  return found == nullptr ? otherwise : found->get<std::string>();
}

Members& SharedObject::Own() {
  if (held_.use_count() != 1) held_ = std::make_shared<Held>(held_->members);
  // Whoever held it last, in another thread, has read it before this.
  std::atomic_thread_fence(std::memory_order_acquire);
  delete held_->packed.exchange(nullptr, std::memory_order_relaxed);
  stamp_ = NewStamp();
  return held_->members;
}

SharedJson& SharedObject::EditMember(std::string_view name) {
  Members& members = Own();
  auto at = PlaceOf(members, name);
  if (at == members.end() || at->first != name) at = members.emplace(at, name, SharedJson());
  return at->second;
}

void SharedObject::Set(std::string_view name, json value) {
  Members& members = Own();
  const auto at = PlaceOf(members, name);
  if (at != members.end() && at->first == name) at->second = SharedJson(std::move(value));
  else members.emplace(at, name, std::move(value));
}

void SharedObject::Set(Members values) {
  if (values.empty()) return;
  if (empty()) {
    *this = SharedObject(std::move(values));
    return;
  }
  Members merged;
  merged.reserve(members().size() + values.size());
  auto next = values.begin();
  for (const NamedValue& member : members()) {
    while (next != values.end() && next->first < member.first) merged.push_back(std::move(*next++));
    const bool replaced = next != values.end() && next->first == member.first;
    merged.push_back(replaced ? std::move(*next++) : member);
  }
  std::move(next, values.end(), std::back_inserter(merged));
  *this = SharedObject(std::move(merged));
}

void SharedObject::Erase(std::string_view name) {
  if (!contains(name)) return;
  Members& members = Own();
  members.erase(PlaceOf(members, name));
}

void to_json(json& to, const SharedObject& from) {
  to = json::object();
  auto& object = to.get_ref<json::object_t&>();
  for (const auto& [name, value] : from.members()) to_json(object.emplace_hint(object.end(), name, nullptr)->second, value);
}

bool Identical(const SharedObject& a, const SharedObject& b) {
  if (a.stamp() == b.stamp()) return true;
  return std::equal(a.members().begin(), a.members().end(), b.members().begin(), b.members().end(),
                    [](const SharedObject::NamedValue& one, const SharedObject::NamedValue& other) {
                      return one.first == other.first && Identical(one.second, other.second);
                    });
}

}  // namespace lianban::workflow
