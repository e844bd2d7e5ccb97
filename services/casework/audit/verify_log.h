#pragma once
// The offline check of a city's log: what lies in the rows against the signed checkpoints. Fed event by event, so that
// its memory does not grow with the log (but for one number per case).

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/casework/audit/event_record.h"
#include "services/casework/audit/signed_note.h"

namespace lianban::audit {

struct StoredEvent {
  int64_t log_index = 0;
  EventRecord record;
  std::optional<std::string> salt;  // nullopt: erased by law, together with the payload
  Hash leaf_hash;
};

struct LogFinding {
  int64_t log_index = 0;  // the first position that is wrong; 0: not about a position
  std::string code;       // EVENT_CHANGED EVENT_MISSING EVENT_ORDER LOG_TRUNCATED ROOT_DIFFERS CHECKPOINT_INVALID
  std::string detail;
};

struct LogReport {
  int64_t events = 0;
  int64_t erased = 0;
  int64_t checkpoints = 0;     // that were compared
  int64_t covered = 0;         // size of the newest checkpoint that fits
  std::vector<LogFinding> findings;
  bool ok() const { return findings.empty(); }
};

class LogVerifier {
 public:
  // `notes`: every checkpoint known, from the database and from copies outside it, in any order.
  LogVerifier(std::string city_id, std::string public_key, const std::vector<std::string>& notes);

  void Add(const StoredEvent& event);  // in log order
  LogReport Finish();

 private:
  void Find(int64_t log_index, std::string code, std::string detail);
  bool HasFindingIn(int64_t first, int64_t last) const;
  void CompareCheckpoints();

  std::string city_id_;
  std::vector<SignedCheckpoint> checkpoints_;  // by size
  size_t next_checkpoint_ = 0;
  GrowingTree tree_;
  bool diverged_ = false;  // from a signed root
  std::unordered_map<std::string, int64_t> sequences_;
  LogReport report_;
};

}  // namespace lianban::audit
