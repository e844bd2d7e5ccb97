#include "services/casework/audit/event_record.h"

namespace lianban::audit {
namespace {

void AppendField(std::string& out, std::string_view value) {
  const auto size = static_cast<uint32_t>(value.size());
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((size >> shift) & 0xff);
  out += value;
}

}  // namespace

std::string CanonicalRecord(const EventRecord& record) {
  std::string out;
  out.reserve(record.payload.size() + 256);
  AppendField(out, "lianban.event.v1");
  AppendField(out, record.city_id);
  AppendField(out, record.case_id);
  AppendField(out, std::to_string(record.sequence));
  AppendField(out, std::to_string(record.time_us));
  AppendField(out, std::to_string(record.record_time_us));
  AppendField(out, record.type);
  AppendField(out, record.actor_class);
  AppendField(out, record.actor_id);
  AppendField(out, record.actor_name);
  AppendField(out, record.process);
  AppendField(out, std::to_string(record.release));
  AppendField(out, record.payload);
  return out;
}

Hash EventLeaf(std::string_view salt, const EventRecord& record) {
  std::string entry(salt);
  entry += CanonicalRecord(record);
  return LeafHash(entry);
}

}  // namespace lianban::audit
