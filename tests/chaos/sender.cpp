#include "tests/chaos/sender.h"

#include <thread>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"

namespace lianban::chaos {
namespace {

namespace v1 = casework::v1;

constexpr absl::Duration kTimeout = absl::Seconds(25);  // longer than the server's own patience
constexpr absl::Duration kLastWords = absl::Seconds(60);

// Whether the command was done is open: try again with the same id. Everything else is an answer.
bool IsOpen(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
      return ReasonOf(status) != "CASE_CHANGED";
    default:
      return false;
  }
}

std::string Reason(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

bool Chance(Random& random, int once_in) { return once_in > 0 && OnceIn(random, once_in); }

}  // namespace

std::string RandomUuid(Random& random) {
  const uint64_t a = random(), b = random();
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xfff,
                     0x8000 | ((b >> 48) & 0x3fff), b & 0xffff'ffff'ffff);
}

struct Sender::Try {
  absl::Status status;
  v1::CommandResponse response;
};

Sender::Sender(const Door& door, Notebook& notebook, Random& random, Patience patience, const std::atomic<bool>& stop)
    : door_(door),
      notebook_(notebook),
      random_(random),
      patience_(patience),
      stop_(stop),
      stub_(v1::Casework::NewStub(door.Connect())),
      other_(v1::Casework::NewStub(door.Connect())) {}

void Sender::TryOnce(v1::Casework::Stub& stub, const Command& command, absl::Duration timeout, Try& result) {
  grpc::ClientContext call;
  door_.Prepare(call, command.user, {"handler"}, timeout);
  grpc::Status status;
  if (command.call == Call::kStart) {
    v1::StartCaseRequest request;
    request.ParseFromString(command.request);
    status = stub.StartCase(&call, request, &result.response);
  } else {
    v1::CompleteTaskRequest request;
    request.ParseFromString(command.request);
    status = stub.CompleteTask(&call, request, &result.response);
  }
  result.status = rpc::FromGrpc(status);
  if (status.ok()) {
    notebook_.Answered(command.request_id, result.response.SerializeAsString());
  } else if (IsOpen(result.status)) {
    notebook_.Failed(command.request_id, Reason(result.status));
  } else {
    notebook_.Refused(command.request_id, Reason(result.status));
  }
}

absl::Duration Sender::Timeout() {
  return Chance(random_, patience_.hurried_try) ? absl::Milliseconds(1 + random_() % 20) : kTimeout;
}

bool Sender::MayGoOn(absl::Time& stopped) {
  if (!stop_) return true;
  stopped = std::min(stopped, absl::Now());
  return absl::Now() < stopped + kLastWords;
}

std::optional<v1::CommandResponse> Sender::Send(const Command& command) {
  notebook_.Sent(command);
  return Repeat(command);
}

std::optional<v1::CommandResponse> Sender::Repeat(const Command& command) {
  absl::Time stopped = absl::InfiniteFuture();
  while (true) {
    Try one, two;
    if (Chance(random_, patience_.twin)) {
      const absl::Duration timeout = Timeout();
      std::thread twin([&] { TryOnce(*other_, command, timeout, two); });
      TryOnce(*stub_, command, Timeout(), one);
      twin.join();
      if (!one.status.ok() && two.status.ok()) one = two;
    } else {
      TryOnce(*stub_, command, Timeout(), one);
    }
    if (one.status.ok()) {
      if (Chance(random_, patience_.repeat)) TryOnce(*other_, command, kTimeout, two);
      return one.response;
    }
    if (!IsOpen(one.status)) return std::nullopt;
    if (Chance(random_, patience_.give_up)) break;
    if (!MayGoOn(stopped)) {
      notebook_.Failed(command.request_id, kStuck);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random_() % 180));
  }
  notebook_.Abandoned(command.request_id);
  return std::nullopt;
}

}  // namespace lianban::chaos
