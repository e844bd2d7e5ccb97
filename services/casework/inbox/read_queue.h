#pragma once
// A thread with a completion queue for short reads: the thread a call arrives on reads the database and answers, no
// other thread is woken in between.

#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "grpcpp/completion_queue.h"
#include "grpcpp/server_builder.h"
#include "services/casework/command/queue_tag.h"

namespace lianban::casework {

class ReadQueue {
 public:
  ~ReadQueue() { Close(); }

  void Register(grpc::ServerBuilder& builder) { queue_ = builder.AddCompletionQueue(); }
  grpc::ServerCompletionQueue* queue() { return queue_.get(); }
  void Start() { thread_ = std::thread([this] { Loop(); }); }

  // Asks gRPC for another call, unless the queue drains: nothing is asked of a server that may be gone.
  void Ask(const std::function<void()>& ask);
  // Asks for no more calls. What has arrived is still answered while the gRPC server shuts down.
  void Drain();
  // After the gRPC server has shut down and before it is destroyed: empties the queue and ends the thread.
  void Close();

 private:
  void Loop();

  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::thread thread_;
  std::mutex mutex_;
  bool draining_ = false;
  bool closed_ = false;
};

}  // namespace lianban::casework
