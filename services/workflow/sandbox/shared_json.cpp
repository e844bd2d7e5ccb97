#include "services/workflow/sandbox/shared_json.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "absl/hash/hash.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

json Joined(const std::vector<std::string>* names, const std::vector<SharedJson>& parts) {
  if (names == nullptr) return json::array_t(parts.begin(), parts.end());
  json::object_t whole;
  for (size_t i = 0; i < parts.size(); ++i) whole.emplace_hint(whole.end(), (*names)[i], parts[i]);
  return whole;
}

bool SameBits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

}  // namespace

uint64_t NewStamp() {
  static std::atomic<uint64_t> last = 1;
  return last.fetch_add(1, std::memory_order_relaxed);
}

SharedJson::SharedJson() : stamp_(0) {
  static const auto null = std::make_shared<Held>(json());
  held_ = null;
}

SharedJson::SharedJson(json value) : held_(std::make_shared<Held>(std::move(value))), stamp_(NewStamp()) {}

SharedJson SharedJson::InParts(std::vector<SharedJson> parts) {
  SharedJson list;
  list.held_ = std::make_shared<Held>(std::move(parts));
  list.stamp_ = NewStamp();
  return list;
}

SharedJson SharedJson::InParts(std::vector<std::string> names, std::vector<SharedJson> parts) {
  SharedJson object;
  object.held_ = std::make_shared<Held>(std::move(names), std::move(parts));
  object.stamp_ = NewStamp();
  return object;
}

SharedJson::Held::~Held() {
  Discard(value);
  delete packed.load(std::memory_order_relaxed);
  delete put_together.load(std::memory_order_relaxed);
}

const json& SharedJson::Held::PutTogether() const {
  if (const json* kept = put_together.load(std::memory_order_acquire)) return *kept;
  auto mine = std::make_unique<const json>(Joined(by_name ? &names : nullptr, parts));
  const json* first = nullptr;  // of two threads that do it at the same time
  if (!put_together.compare_exchange_strong(first, mine.get(), std::memory_order_acq_rel)) return *first;
  return *mine.release();
}

void SharedJson::Held::Changed() {
  delete packed.exchange(nullptr, std::memory_order_relaxed);
  delete put_together.exchange(nullptr, std::memory_order_relaxed);
  size.store(0, std::memory_order_relaxed);
  hash.store(0, std::memory_order_relaxed);
}

size_t SharedJson::Hash() const {
  size_t hash = held_->hash.load(std::memory_order_relaxed);
  if (hash != 0) return hash;
  hash = held_->in_parts ? absl::HashOf(held_->names) : std::hash<json>()(held_->value);
  for (const SharedJson& part : held_->parts) hash = absl::HashOf(hash, part.Hash());
  held_->hash.store(hash = std::max<size_t>(hash, 1), std::memory_order_relaxed);
  return hash;
}

SharedJson::Held& SharedJson::Own() {
  if (held_.use_count() != 1) {
    held_ = held_->by_name    ? std::make_shared<Held>(held_->names, held_->parts)
            : held_->in_parts ? std::make_shared<Held>(held_->parts)
                              : std::make_shared<Held>(held_->value);
  }
  // Whoever held it last, in another thread, has read it before this.
  std::atomic_thread_fence(std::memory_order_acquire);
  stamp_ = NewStamp();
  return *held_;
}

json& SharedJson::Edit() {
  if (held_->in_parts) {
    *this = SharedJson(json(held_->whole()));
    return held_->value;
  }
  Held& own = Own();
  own.Changed();
  return own.value;
}

SharedJson::Held& SharedJson::OwnInParts() {
  if (!held_->in_parts) {
    std::vector<SharedJson> parts;
    parts.reserve(held_->value.size() + 1);
    for (const json& element : held_->value) parts.emplace_back(element);
    *this = InParts(std::move(parts));
    return *held_;
  }
  Held& own = Own();
  own.Changed();
  return own;
}

SharedJson::Held& SharedJson::OwnByName() {
  if (!held_->in_parts) {
    std::vector<std::string> names;
    std::vector<SharedJson> members;
    for (const auto& [name, member] : held_->value.items()) {
      names.push_back(name);
      members.emplace_back(member);
    }
    held_ = std::make_shared<Held>(std::move(names), std::move(members));
    stamp_ = NewStamp();
    return *held_;
  }
  Held& own = Own();
  own.Changed();
  return own;
}

const SharedJson* SharedJson::Part(std::string_view name) const {
  const auto at = std::lower_bound(held_->names.begin(), held_->names.end(), name);
  return at == held_->names.end() || *at != name ? nullptr : &held_->parts[static_cast<size_t>(at - held_->names.begin())];
}

SharedJson& SharedJson::EditPart(std::string_view name) {
  Held& own = OwnByName();
  const auto at = std::lower_bound(own.names.begin(), own.names.end(), name);
  const auto part = own.parts.begin() + (at - own.names.begin());
  if (at != own.names.end() && *at == name) return *part;
  own.names.insert(at, std::string(name));
  return *own.parts.insert(part, SharedJson());
}

json& SharedJson::EditAt(size_t i) { return OwnInParts().parts[i].Edit(); }

void SharedJson::Append(SharedJson element) { OwnInParts().parts.push_back(std::move(element)); }

const json& SharedJson::operator[](const std::string& key) const {
  static const json null;
  const json& whole = held_->whole();
  const auto it = whole.find(key);
  return it == whole.end() ? null : *it;
}

void to_json(json& to, const SharedJson& from) {
  if (from.parts() != nullptr) to = Joined(from.names(), *from.parts());
  else to = *from;
}

void Discard(json& value) {
  if (auto* object = value.get_ptr<json::object_t*>()) {
    for (auto& [name, member] : *object) {
      if (member.is_structured()) Discard(member);
    }
    object->clear();
  } else if (auto* list = value.get_ptr<json::array_t*>()) {
    for (json& element : *list) {
      if (element.is_structured()) Discard(element);
    }
    list->clear();
  }
}

bool Identical(const json& a, const json& b) {
  if (&a == &b) return true;
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case json::value_t::object: {
      const auto& left = a.get_ref<const json::object_t&>();
      const auto& right = b.get_ref<const json::object_t&>();
      return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const auto& one, const auto& other) {
        return one.first == other.first && Identical(one.second, other.second);
      });
    }
    case json::value_t::array: {
      const auto& left = a.get_ref<const json::array_t&>();
      const auto& right = b.get_ref<const json::array_t&>();
      return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                        [](const json& one, const json& other) { return Identical(one, other); });
    }
    case json::value_t::number_float: return SameBits(a.get<double>(), b.get<double>());
    default: return a == b;
  }
}

bool Identical(const SharedJson& a, const SharedJson& b) {
  if (a.stamp() == b.stamp()) return true;
  const std::vector<SharedJson>*left = a.parts(), *right = b.parts();
  if (left == nullptr || right == nullptr || (a.names() == nullptr) != (b.names() == nullptr)) return Identical(*a, *b);
  if (a.names() != nullptr && *a.names() != *b.names()) return false;
  return std::equal(left->begin(), left->end(), right->begin(), right->end(),
                    [](const SharedJson& one, const SharedJson& other) { return Identical(one, other); });
}

}  // namespace lianban::workflow
