#include "services/workflow/sandbox/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "services/lib/errors/error.h"

namespace lianban::workflow::sandbox {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kStartDeadlineMs = 2000;

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  void Close() { close(std::exchange(fd_, -1)); }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

absl::Status CannotStart(std::string_view what, int error) {
  return Error("SCRIPT_WORKER_START", {{"detail", std::string(what) + ": " + std::strerror(error)}});
}

// The child's view: socket, nothing, nothing, progress; everything else closed; default signals; a session of its own,
// so that an interrupt typed at the terminal reaches the server and not the worker. `socket` and `progress` lie above
// the descriptors they become.
int Spawn(const std::string& path, int socket, int progress, pid_t* pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, socket, kWorkerSocket);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, progress, kWorkerProgress);
  posix_spawn_file_actions_addclosefrom_np(&actions, kWorkerProgress + 1);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  char name[] = "lianban-worker";
  char* arguments[] = {name, nullptr};
  char* environment[] = {nullptr};
  int error = posix_spawn(pid, path.c_str(), &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

int64_t ProcessorNanoseconds(pid_t pid) {
  clockid_t clock;
  timespec used{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) return 0;
  return used.tv_sec * 1'000'000'000LL + used.tv_nsec;
}

}  // namespace

// Decides when a worker has been busy with one call for too long.
class WorkerProcess::Watch {
 public:
  // A worker that is kept from the processor gets this long, whatever its deadline.
  static constexpr std::chrono::milliseconds kStallMax{2000};

  Watch(const WorkerProcess& worker, int hard_deadline_ms) : worker_(worker), deadline_(hard_deadline_ms) { Reset(); }

  enum class Verdict { kGoOn, kOverrun, kStalled };
  Verdict Look() {
    uint64_t serial = worker_.progress_->serial.load();
    if (serial != serial_) {
      serial_ = serial;
      Reset();
      return Verdict::kGoOn;
    }
    auto waited = Clock::now() - started_;
    if (waited <= deadline_) return Verdict::kGoOn;
    auto used = std::chrono::nanoseconds(ProcessorNanoseconds(worker_.pid_) - processor_started_);
    // Half the deadline on the processor is beyond every soft budget; a worker that only waited is not to blame.
    if (used > deadline_ / 2) return Verdict::kOverrun;
    return waited > std::max(kStallMax, deadline_) ? Verdict::kStalled : Verdict::kGoOn;
  }
  int poll_ms() const { return std::max<int>(1, static_cast<int>(deadline_.count() / 8)); }

 private:
  void Reset() {
    started_ = Clock::now();
    processor_started_ = ProcessorNanoseconds(worker_.pid_);
  }
  const WorkerProcess& worker_;
  std::chrono::milliseconds deadline_;
  uint64_t serial_ = 0;
  Clock::time_point started_;
  int64_t processor_started_ = 0;
};

absl::StatusOr<std::unique_ptr<WorkerProcess>> WorkerProcess::Start(const std::string& path, const ScriptLimits& limits) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return CannotStart("socketpair", errno);
  Descriptor ours(pair[0]), theirs(pair[1]);
  Descriptor page(memfd_create("lianban-worker", MFD_CLOEXEC));
  if (page.get() < 0 || ftruncate(page.get(), kProgressBytes) != 0) return CannotStart("memfd", errno);
  Descriptor high_socket(fcntl(theirs.get(), F_DUPFD_CLOEXEC, kWorkerProgress + 1));
  Descriptor high_page(fcntl(page.get(), F_DUPFD_CLOEXEC, kWorkerProgress + 1));
  if (high_socket.get() < 0 || high_page.get() < 0) return CannotStart("fcntl", errno);
  void* mapped = mmap(nullptr, kProgressBytes, PROT_READ | PROT_WRITE, MAP_SHARED, page.get(), 0);
  if (mapped == MAP_FAILED) return CannotStart("mmap", errno);

  std::unique_ptr<WorkerProcess> worker(new WorkerProcess);
  worker->progress_ = new (mapped) Progress{};
  if (int error = Spawn(path, high_socket.get(), high_page.get(), &worker->pid_); error != 0) {
    worker->pid_ = -1;
    return CannotStart(path, error);
  }
  fcntl(ours.get(), F_SETFL, O_NONBLOCK);
  worker->socket_ = ours.Release();
  theirs.Close();  // the worker's end lives in the worker alone, so that its death is seen
  high_socket.Close();
  std::string hello, reply;
  ByteWriter out(hello);
  out.U8(static_cast<uint8_t>(Op::kHello));
  out.U64(limits.fuel_max);
  out.U32(limits.soft_deadline_ms);
  out.U64(limits.memory_bytes_max);
  if (worker->Ask(hello, kStartDeadlineMs, &reply) != Exchange::kAnswered) return CannotStart(path, EPERM);
  if (reply.size() != 1 || static_cast<uint8_t>(reply[0]) != kProtocol) return CannotStart(path, EPROTO);
  return worker;
}

WorkerProcess::~WorkerProcess() {
  Kill();
  if (socket_ >= 0) close(socket_);
  if (progress_ != nullptr) munmap(progress_, kProgressBytes);
}

void WorkerProcess::Kill() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

WorkerProcess::Exchange WorkerProcess::Ask(std::string_view request, int hard_deadline_ms, std::string* reply) {
  serial_at_start_ = progress_->serial.load();
  Watch watch(*this, hard_deadline_ms);
  auto size = static_cast<uint32_t>(request.size());
  std::string head(reinterpret_cast<const char*>(&size), sizeof size);
  for (std::string_view part : {std::string_view(head), request}) {
    if (Exchange end = Send(part, watch); end != Exchange::kAnswered) return end;
  }
  if (Exchange end = Receive(head.data(), head.size(), watch); end != Exchange::kAnswered) return end;
  std::memcpy(&size, head.data(), sizeof size);
  if (size == 0 || size > kFrameBytesMax) return Kill(), Exchange::kDied;
  reply->resize(size);
  return Receive(reply->data(), size, watch);
}

WorkerProcess::Exchange WorkerProcess::Send(std::string_view bytes, Watch& watch) {
  while (!bytes.empty()) {
    ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (Exchange end = Wait(sent, POLLOUT, watch); end != Exchange::kAnswered) {
      return end;
    }
  }
  return Exchange::kAnswered;
}

WorkerProcess::Exchange WorkerProcess::Receive(char* bytes, size_t size, Watch& watch) {
  while (size > 0) {
    ssize_t got = recv(socket_, bytes, size, 0);
    if (got > 0) {
      bytes += got;
      size -= static_cast<size_t>(got);
    } else if (Exchange end = Wait(got, POLLIN, watch); end != Exchange::kAnswered) {
      return end;
    }
  }
  return Exchange::kAnswered;
}

// After a send or recv that gave nothing. kAnswered: try again.
WorkerProcess::Exchange WorkerProcess::Wait(ssize_t result, short event, Watch& watch) {
  bool again = result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  if (!again) return Kill(), Exchange::kDied;
  switch (watch.Look()) {
    case Watch::Verdict::kOverrun: return Kill(), Exchange::kOverrun;
    case Watch::Verdict::kStalled: return Kill(), Exchange::kStalled;
    case Watch::Verdict::kGoOn: break;
  }
  pollfd ready{socket_, event, 0};
  poll(&ready, 1, watch.poll_ms());
  return Exchange::kAnswered;
}

}  // namespace lianban::workflow::sandbox
