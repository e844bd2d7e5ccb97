#pragma once
// The two people who change the rules while everybody works: one publishes releases, sets parameters, imports calendars
// and asks for migrations, the other approves. Each request is tried until it is answered, with the request_id it had.

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <random>

#include "lianban/casework/v1/migration.grpc.pb.h"
#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "tests/chaos/door.h"
#include "tests/chaos/records.h"
#include "tests/chaos/sender.h"

namespace lianban::chaos {

inline constexpr char kAuthor[] = "official-author", kApprover[] = "official-approver";
inline constexpr char kChangedProcess[] = "chaos_repair";
inline constexpr char kLatestParameter[] = "chaos.latest";  // every change sets it to its own mark
inline constexpr int kCalendarDays = 3;

class Official {
 public:
  // All outlive it. `pause_ms`: on average between two changes.
  Official(const Door& door, const std::string& folder, uint64_t seed, int pause_ms, const std::atomic<bool>& stop);
  void Run();

 private:
  void Publish();
  void SetParameter();
  void ImportCalendar();
  void Migrate();

  // Of the change under way, until it is answered. nullopt: refused, or no answer for a minute after `stop`.
  template <class Stub, class Request, class Response>
  std::optional<Response> Insist(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                 const char* user, const Request& request);
  // The migration when it has come to rest; nullopt when told to stop before.
  std::optional<casework::v1::Migration> WaitForRest(const std::string& migration_id);
  RuleChange Begin(const char* kind, std::string subject);
  void Pause();

  const Door& door_;
  const int pause_ms_;
  const std::atomic<bool>& stop_;
  Random random_;
  Notebook notebook_;
  std::unique_ptr<catalog::v1::Catalog::Stub> catalog_;
  std::unique_ptr<casework::v1::Migrations::Stub> migrations_;
  std::string change_id_;  // under way
  int next_year_ = 2030;
  int latest_release_ = 0;
};

}  // namespace lianban::chaos
