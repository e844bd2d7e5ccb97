#pragma once
// One client: plays cases until it is told to stop. All of them share one desk; nobody answers for another, except the
// rival that a client sends against itself.

#include <atomic>

#include "absl/time/time.h"
#include "tests/chaos/sender.h"

namespace lianban::chaos {

inline constexpr absl::Duration kPatienceOfWait = absl::Minutes(30);  // of processes/patience

struct ClientOptions {
  int number = 0;
  uint64_t seed = 0;
  int pause_ms = 20;  // on average between two commands
  std::string folder;  // of the records
};

class Client {
 public:
  Client(const Door& door, const ClientOptions& options, const std::atomic<bool>& stop);
  void Run();

 private:
  using Answer = std::optional<casework::v1::CommandResponse>;

  void PlayRepair();
  void PlayPatience();
  void PlayVisit();
  std::vector<casework::v1::Task> TasksOfChildren(const std::string& case_id);
  Answer Start(const std::string& process, const std::string& form_json, absl::Time received);
  Answer Complete(const std::string& case_id, int64_t task_no, const std::string& outcome);
  // Two commands for one task at once: one of them is to be done.
  Answer CompleteAgainstRival(const std::string& case_id, int64_t task_no, const std::string& outcome);
  Command CompleteCommand(const std::string& user, const std::string& case_id, int64_t task_no,
                          const std::string& outcome);
  std::string OutcomeFor(const std::string& step);
  void Pause();

  const Door& door_;
  const ClientOptions options_;
  const std::atomic<bool>& stop_;
  const std::string user_, rival_user_;
  Random random_, rival_random_;
  Notebook notebook_;
  Sender sender_, rival_;
};

}  // namespace lianban::chaos
