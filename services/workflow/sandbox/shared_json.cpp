#include "services/workflow/sandbox/shared_json.h"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace lianban::workflow {
namespace {

using nlohmann::json;

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

json& SharedJson::Edit() {
  if (held_.use_count() != 1) held_ = std::make_shared<Held>(held_->value);
  // Whoever held it last, in another thread, has read it before this.
  std::atomic_thread_fence(std::memory_order_acquire);
  delete held_->packed.exchange(nullptr, std::memory_order_relaxed);
  held_->size.store(0, std::memory_order_relaxed);
  stamp_ = NewStamp();
  return held_->value;
}

const json& SharedJson::operator[](const std::string& key) const {
  static const json null;
  const auto it = held_->value.find(key);
  return it == held_->value.end() ? null : *it;
}

void to_json(json& to, const SharedJson& from) { to = *from; }

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

}  // namespace lianban::workflow
