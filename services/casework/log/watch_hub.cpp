#include "services/casework/log/watch_hub.h"

#include "absl/time/clock.h"
#include "services/casework/case/case_message.h"
#include "services/casework/log/log_hashes.h"
#include "services/casework/log/watch_stream.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kWatchPoll = absl::Milliseconds(250);
constexpr int kEventsPerMessage = 500;
// An event is shown at once when nothing was shown just before. While events keep coming they are gathered: readers who
// are woken by each commit, and write down each time how far they are, cost more than the commits.
constexpr absl::Duration kGather = absl::Milliseconds(100);

}  // namespace

void WatchHub::Start() { thread_ = std::thread([this] { Loop(); }); }

void WatchHub::Wake() {
  {
    std::lock_guard lock(mutex_);
    if (streams_.empty()) return;
    woken_ = true;
  }
  wake_.notify_one();
}

void WatchHub::Stop() {
  std::multimap<std::string, std::shared_ptr<WatchStream>> open;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    open = streams_;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  for (const auto& [city_id, stream] : open) {
    stream->Close(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server is shutting down"));
  }
}

grpc::ServerWriteReactor<v1::WatchResponse>* WatchHub::Open(std::string city_id, const v1::WatchRequest& request) {
  const int64_t cursor = request.from_now() ? -1 : std::max<int64_t>(0, request.after_log_index());
  auto stream = std::make_shared<WatchStream>(*this, city_id, cursor);
  stream->Hold(stream);
  bool stopping = false;
  {
    std::lock_guard lock(mutex_);
    stopping = stopping_;
    if (!stopping) streams_.emplace(std::move(city_id), stream);
    woken_ = true;
  }
  if (stopping) stream->Close(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server is shutting down"));
  wake_.notify_one();
  return stream.get();
}

void WatchHub::Forget(const WatchStream* stream) {
  std::lock_guard lock(mutex_);
  std::erase_if(streams_, [&](const auto& entry) { return entry.second.get() == stream; });
}

void WatchHub::Loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    std::map<std::string, std::vector<std::shared_ptr<WatchStream>>> by_city;
    for (const auto& [city_id, stream] : streams_) by_city[city_id].push_back(stream);
    woken_ = false;
    lock.unlock();
    const absl::Time begun = absl::Now();
    bool more = false;
    for (const auto& [city_id, streams] : by_city) more = Feed(city_id, streams) || more;
    by_city.clear();
    lock.lock();
    wake_.wait_for(lock, absl::ToChronoMilliseconds(kWatchPoll), [this] { return woken_ || stopping_; });
    const absl::Duration rest = begun + kGather - absl::Now();
    if (!more && rest > absl::ZeroDuration()) {
      wake_.wait_for(lock, absl::ToChronoMilliseconds(rest), [this] { return stopping_; });
    }
  }
}

bool WatchHub::Feed(const std::string& city_id, const std::vector<std::shared_ptr<WatchStream>>& streams) {
  const auto size = LogHashes(connections_, city_id).Size();
  std::map<int64_t, Events> read;  // streams that stand at the same place share one read
  const absl::Time now = absl::Now();
  bool more = false;
  for (const auto& stream : streams) {
    int64_t cursor = 0;
    if (!stream->Ready(&cursor)) continue;
    if (size.ok() && cursor < 0) {
      cursor = *size;
      stream->Begin(cursor);
      stream->Send({}, cursor);  // tells the client where "now" is
      continue;
    }
    Events events;
    if (size.ok() && cursor < *size) {
      Events& shared = read[cursor];
      if (shared == nullptr) shared = ReadAfter(city_id, cursor);
      events = shared;
    }
    if (events != nullptr && !events->empty()) {
      stream->Send(*events, events->back().log_index());
      more = more || events->size() == kEventsPerMessage;
    } else if (cursor >= 0 && stream->HeartbeatDue(now)) {
      stream->Send({}, cursor);
    }
  }
  return more;
}

WatchHub::Events WatchHub::ReadAfter(const std::string& city_id, int64_t cursor) {
  const auto results = connections_.RunTx(
      city_id, {{"list_events_after", {city_id, std::to_string(cursor), std::to_string(kEventsPerMessage)}}},
      absl::ZeroDuration());
  auto events = std::make_shared<std::vector<v1::Event>>();
  if (!results.ok()) return events;
  for (int row = 0; row < (*results)[0]->size(); ++row) events->push_back(EventFrom(*(*results)[0], row));
  return events;
}

}  // namespace lianban::casework
