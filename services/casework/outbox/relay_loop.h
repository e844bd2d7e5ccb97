#pragma once
// Delivers effects from the outbox, at least once and with an idempotency key: starts child cases, tells parents that a
// child has ended or waits, tells children what was settled, and children and merged cases what concerns them. Failures are
// retried with growing pauses and stay visible in the table.

#include <optional>
#include <string>

#include "services/casework/case/form_seals.h"
#include "services/casework/command/executor.h"
#include "services/casework/command/flights.h"
#include "services/casework/store/connection_pool.h"
#include "services/lib/background/loop.h"

namespace lianban::casework {

class RelayLoop {
 public:
  RelayLoop(ConnectionPool& connections, FormSeals& seals, Executors& executors)
      : connections_(connections), seals_(seals), executors_(executors) {}

  void Start() { loop_.Start(); }
  void Wake() { loop_.Wake(); }  // a commit has written to the outbox
  void Stop() { loop_.Stop(); }

 private:
  struct Claimed {
    std::string city_id;
    std::string case_id;
    int64_t effect_no = 0;
    std::string kind;
    std::string payload;
    absl::Time event_time;
    int64_t attempt = 0;
  };

  absl::Duration Round();
  int DeliverDue(const std::string& city_id);
  void Deliver(const Claimed& effect);
  absl::StatusOr<OrderPtr> OrderFor(const Claimed& effect);
  absl::StatusOr<OrderPtr> StartChild(const Claimed& effect, nlohmann::json payload);
  OrderPtr TellParent(const Claimed& effect, const nlohmann::json& payload);
  OrderPtr TellChild(const Claimed& effect, const nlohmann::json& payload);
  absl::StatusOr<OrderPtr> OperateOnChild(const Claimed& effect, const nlohmann::json& payload);
  OrderPtr TellMerged(const Claimed& effect, const nlohmann::json& payload);
  // A leading case that cannot take a case in sends it back.
  void SendBack(const std::vector<std::pair<Claimed, absl::Status>>& landed);
  postgres::Statement Settled(const Claimed& effect, const absl::Status& status);

  ConnectionPool& connections_;
  FormSeals& seals_;
  Executors& executors_;
  Flights<Claimed> flights_;
  background::Loop loop_{[this] { return Round(); }};
};

}  // namespace lianban::casework
