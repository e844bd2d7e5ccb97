#pragma once
// A thread with a database connection and a completion queue. Whatever has come in while one batch was being written is
// the next batch (group commit without waiting); it is decided while the database still writes the one before.

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "grpcpp/alarm.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/server_builder.h"
#include "services/casework/command/batch_runner.h"
#include "services/casework/command/queue_tag.h"

namespace lianban::casework {

class Executor {
 public:
  Executor(std::unique_ptr<BatchRunner> runner, size_t batch_max);
  ~Executor();

  void Register(grpc::ServerBuilder& builder) { queue_ = builder.AddCompletionQueue(); }
  grpc::ServerCompletionQueue* queue() { return queue_.get(); }
  void Start();

  // Asks gRPC for another call, unless the executor drains: nothing is asked of a server that may be gone.
  void Ask(const std::function<void()>& ask);
  // The same from the executor's own thread, as soon as what has come in is on its way.
  void AskSoon(std::function<void()> ask) { asks_.push_back(std::move(ask)); }
  // From the executor's own thread: a call that came in.
  void Take(OrderPtr order);
  // From any thread: an order of the platform. Both answer SERVER_BUSY or SERVER_STOPPING at once when it is not taken.
  void Submit(OrderPtr order);

  // Takes nothing new and returns when everything taken is answered. After that the gRPC server may shut down.
  void Drain();
  // After the gRPC server has shut down and before it is destroyed: empties the queue and ends the thread.
  void Close();

 private:
  // Wakes the queue for submitted orders.
  struct Bell final : QueueTag {
    explicit Bell(Executor& executor) : executor(executor) {}
    void Proceed(bool ok) override;
    Executor& executor;
    grpc::Alarm alarm;
  };

  void Loop();
  void TakeWhatIsThere();
  void TakeSubmitted();
  // Of one city, no two of one case or one request, none that is being written; what does not fit keeps its place.
  std::vector<OrderPtr> NextBatch();

  std::unique_ptr<BatchRunner> runner_;
  const size_t batch_max_;
  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::deque<OrderPtr> waiting_;  // the thread's own
  std::vector<std::function<void()>> asks_;  // the thread's own
  std::mutex mutex_;
  std::condition_variable idle_;
  std::deque<OrderPtr> submitted_;
  Bell bell_;
  bool bell_set_ = false;
  bool busy_ = false;
  bool draining_ = false;
  bool closed_ = false;
  std::thread thread_;
};

// The executors of the process. Orders of one case usually meet the same one; when they do not, the revision check
// decides.
class Executors {
 public:
  explicit Executors(std::vector<std::unique_ptr<Executor>> executors) : executors_(std::move(executors)) {}
  const std::vector<std::unique_ptr<Executor>>& all() const { return executors_; }
  void Submit(OrderPtr order);
  void Drain();
  void Close();

 private:
  std::vector<std::unique_ptr<Executor>> executors_;
};

}  // namespace lianban::casework
