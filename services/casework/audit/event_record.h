#pragma once
// One event as the audit tree sees it: a record in one canonical form, and its salted leaf.

#include <cstdint>
#include <string>
#include <string_view>

#include "services/casework/audit/merkle_tree.h"

namespace lianban::audit {

struct EventRecord {
  std::string city_id;
  std::string case_id;
  int64_t sequence = 0;      // within the case, from 1
  int64_t time_us = 0;       // when it happened, unix microseconds
  int64_t record_time_us = 0;  // when it was entered; later than time for 补录
  std::string type;
  std::string actor_class;
  std::string actor_id;
  std::string actor_name;
  std::string process;
  int32_t release = 0;
  std::string payload;       // the stored bytes, not re-serialized
};

inline constexpr size_t kSaltBytes = 16;

// Every field with its length before it, after a line that names the form. Two different records never share bytes.
std::string CanonicalRecord(const EventRecord& record);

// SHA-256(0x00 || salt || record). Without the salt the leaf says nothing about the record, so that forgetting a person
// (salt and payload erased) leaves only a number.
Hash EventLeaf(std::string_view salt, const EventRecord& record);

}  // namespace lianban::audit
