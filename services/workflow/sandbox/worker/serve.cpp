#include "services/workflow/sandbox/worker/serve.h"

#include <unistd.h>

#include <memory>
#include <vector>

#include "services/workflow/sandbox/worker/image_cache.h"
#include "services/workflow/sandbox/worker/script_state.h"

namespace lianban::workflow::sandbox {
namespace {

bool ReadAll(int socket, char* bytes, size_t size) {
  while (size > 0) {
    ssize_t got = read(socket, bytes, size);
    if (got <= 0) return false;
    bytes += got;
    size -= static_cast<size_t>(got);
  }
  return true;
}

bool ReadFrame(int socket, std::string& frame) {
  uint32_t size = 0;
  if (!ReadAll(socket, reinterpret_cast<char*>(&size), sizeof size) || size == 0 || size > kFrameBytesMax) return false;
  frame.resize(size);
  return ReadAll(socket, frame.data(), size);
}

// `frame` begins with four bytes for its length.
bool WriteFrame(int socket, std::string& frame) {
  auto size = static_cast<uint32_t>(frame.size() - sizeof(uint32_t));
  std::memcpy(frame.data(), &size, sizeof size);
  for (size_t done = 0; done < frame.size();) {
    ssize_t put = write(socket, frame.data() + done, frame.size() - done);
    if (put <= 0) return false;
    done += static_cast<size_t>(put);
  }
  return true;
}

BundleFiles ReadBundle(ByteReader& in, std::string* hash) {
  BundleFiles bundle;
  *hash = in.Text();
  bundle.main = in.Text();
  uint32_t count = in.U32();
  for (uint32_t i = 0; i < count && in.ok(); ++i) {
    std::string path(in.Text());
    bundle.files[path] = in.Text();
  }
  return bundle;
}

void WriteDiagnostics(ByteWriter& out, const std::vector<WireDiagnostic>& all) {
  out.U32(static_cast<uint32_t>(std::min(all.size(), kDiagnosticsMax)));
  for (size_t i = 0; i < all.size() && i < kDiagnosticsMax; ++i) Write(out, all[i]);
}

class Session {
 public:
  explicit Session(Progress& progress) : progress_(progress) {}

  // False when the request makes no sense.
  bool Answer(std::string_view request, std::string& reply) {
    ByteReader in(request);
    ByteWriter out(reply);
    switch (static_cast<Op>(in.U8())) {
      case Op::kHello: return Hello(in, out);
      case Op::kLoad: return runner_ != nullptr && Load(in, out);
      case Op::kEvaluate: return runner_ != nullptr && Evaluate(in, out);
    }
    return false;
  }

  void Rest() {
    if (runner_ != nullptr) runner_->Rest();
  }

 private:
  bool Hello(ByteReader& in, ByteWriter& out) {
    ScriptLimits limits{.fuel_max = in.U64(), .soft_deadline_ms = in.U32(), .memory_bytes_max = in.U64()};
    if (!in.ok() || limits.memory_bytes_max > kWorkerAddressSpaceBytes / 8) return false;
    runner_ = std::make_unique<ScriptRunner>(limits);
    out.U8(kProtocol);
    return true;
  }

  const ScriptImage& LoadBundle(ByteReader& in) {
    std::string hash;
    BundleFiles bundle = ReadBundle(in, &hash);
    if (const ScriptImage* known = images_.Find(hash)) return *known;
    progress_.serial.fetch_add(1);
    return images_.Keep(hash, runner_->Load(bundle));
  }

  bool Load(ByteReader& in, ByteWriter& out) {
    const ScriptImage& image = LoadBundle(in);
    if (!in.ok()) return false;
    out.U8(image.errors.empty());
    out.Text(image.root);
    out.U32(static_cast<uint32_t>(image.param_keys.size()));
    for (const std::string& key : image.param_keys) out.Text(key);
    WriteDiagnostics(out, image.warnings);
    WriteDiagnostics(out, image.errors);
    return true;
  }

  bool Evaluate(ByteReader& in, ByteWriter& out) {
    std::vector<std::string> bundles(std::min<size_t>(in.U32(), in.remaining()));
    for (uint32_t i = 0; i < bundles.size(); ++i) {
      progress_.batch.store(kLoadingBundle + i);
      bundles[i] = in.Text();
      if (in.U8() != 0) LoadBundle(in);
    }
    uint32_t batches = in.U32();
    for (uint32_t i = 0; i < batches && in.ok(); ++i) {
      progress_.batch.store(i);
      uint32_t bundle = in.U32();
      if (bundle >= bundles.size()) return false;
      bool defer = i > 0 && out.size() > kReplyBytesEnough;
      EvaluateBatch(in, out, images_.Find(bundles[bundle]), defer);
    }
    return in.ok();
  }

  void EvaluateBatch(ByteReader& in, ByteWriter& out, const ScriptImage* image, bool defer) {
    std::string_view params = in.Text();
    shared_.resize(std::min<size_t>(in.U32(), in.remaining()));
    for (SharedArgument& value : shared_) {
      if (!ReadShared(in.Text(), value)) return in.Fail();
    }
    uint32_t calls = in.U32();
    BatchStatus status = image == nullptr ? BatchStatus::kBundleUnknown : defer ? BatchStatus::kDeferred : BatchStatus::kDone;
    out.U8(static_cast<uint8_t>(status));
    if (status == BatchStatus::kDone) {
      out.U32(calls);
      if (image->errors.empty()) runner_->BeginCase(*image, params);
    }
    size_t start = out.size();
    for (uint32_t i = 0; i < calls && in.ok(); ++i) {
      int64_t function = in.I64();
      const bool traced = in.U8() != 0;
      CallArguments arguments;
      if (!ReadArguments(in, arguments)) return in.Fail();
      if (status == BatchStatus::kDone) EvaluateCall(*image, function, arguments, traced, out.size() - start, out);
    }
  }

  bool ReadArguments(ByteReader& in, CallArguments& arguments) const {
    const uint32_t shares = in.U32();
    if (shares > kArgumentsMax) return false;
    for (uint32_t i = 0; i < shares; ++i) {
      const uint32_t at = in.U32();
      if (at >= shared_.size()) return false;
      arguments.shared[arguments.shares++] = &shared_[at];
    }
    arguments.own = in.Text();
    return true;
  }

  void EvaluateCall(const ScriptImage& image, int64_t function, const CallArguments& arguments, bool traced, size_t case_bytes, ByteWriter& out) {
    progress_.serial.fetch_add(1);
    CallOutcome outcome;
    if (image.errors.empty()) {
      outcome = runner_->Call(function, arguments, traced);
    } else {
      outcome.error = image.errors.front();
    }
    if (outcome.ok && case_bytes + outcome.value.size() > kCaseResultBytesMax) {
      outcome.ok = false;
      outcome.error = {.line = 1, .column = 1, .code = "SCRIPT_VALUE",
                       .message = "一个事项的规则结果合计超过 4 MiB (the results of one case are larger than 4 MiB)"};
    }
    out.U8(outcome.ok);
    out.U64(outcome.fuel_used);
    if (traced) Write(out, outcome.reads);
    if (outcome.ok) {
      out.Text(outcome.value);
    } else {
      Write(out, outcome.error);
    }
  }

  Progress& progress_;
  std::unique_ptr<ScriptRunner> runner_;
  ImageCache images_;
  std::vector<SharedArgument> shared_;  // of the batch in hand
};

}  // namespace

void Serve(int socket, Progress& progress) {
  Session session(progress);
  std::string request, reply;
  while (ReadFrame(socket, request)) {
    reply.assign(sizeof(uint32_t), '\0');
    if (!session.Answer(request, reply)) return;
    if (!WriteFrame(socket, reply)) return;
    session.Rest();
  }
}

}  // namespace lianban::workflow::sandbox
