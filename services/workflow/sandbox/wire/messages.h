#pragma once
// What the pool and a worker say to each other. A frame is a U32 length and that many bytes; the first byte is the Op.
//
//   kHello     fuel U64, deadline U32, memory U64                                   -> U8 kProtocol
//   kLoad      bundle                                                               -> LoadReply
//   kEvaluate  U32 bundle count { hash, U8 sent, [bundle] },
//              U32 batch count { U32 bundle, params, U32 shared count { shared },
//                                U32 call count { I64 function, U8 traced, U32 count { U32 shared }, arguments } }  -> batches
//
//   shared     U32 size, U8 SharedForm, then kWhole: value; kMembers: U32 count { name, value }, sorted by name
//   bundle     hash, main, U32 file count { path, text }
//   LoadReply  U8 ok, root, U32 { param key }, U32 { warning }, U32 { error }
//   batches    per batch U8 BatchStatus; when kDone: U32 call count { U8 ok, U64 fuel, [reads,] value | diagnostic };
//              reads, of a traced call: U8 all of them, U32 count { U32 argument, U32 names { text } }
//   diagnostic file, U32 line, U32 column, code, message
//
// Texts, params, arguments and values are a U32 length and bytes; the last three are MessagePack.

#include <algorithm>
#include <atomic>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/workflow/sandbox/wire/byte_stream.h"
#include "services/workflow/sandbox/wire/limits.h"
#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow::sandbox {

// Changes with every change of this file: a worker of another build is refused when it starts.
inline constexpr uint8_t kProtocol = 5;

enum class Op : uint8_t { kHello = 1, kLoad = 2, kEvaluate = 3 };
enum class BatchStatus : uint8_t {
  kDone = 0,
  kBundleUnknown = 1,  // send the bundle along
  kDeferred = 2,       // the answer was getting too long; ask again
};

// What is shared and has members is read one by one, as a rule comes to them.
enum class SharedForm : uint8_t { kWhole = 0, kMembers = 1 };

// File descriptors a worker starts with.
inline constexpr int kWorkerSocket = 0;
inline constexpr int kWorkerProgress = 3;

// One shared page: where the worker is, so that the pool knows whom to blame when it has to kill.
struct Progress {
  std::atomic<uint64_t> serial;  // grows with every load and every call begun
  std::atomic<uint32_t> batch;   // of the current request; kLoadingBundle + n while bundle n is being loaded
};
inline constexpr uint32_t kLoadingBundle = 0x80000000;
inline constexpr size_t kProgressBytes = 4096;
static_assert(sizeof(Progress) <= kProgressBytes && std::atomic<uint64_t>::is_always_lock_free);

struct WireDiagnostic {
  std::string file;
  int line = 0;
  int column = 0;
  std::string code;
  std::string message;  // "中文 (English)", at most kErrorBytesMax
};

inline void Write(ByteWriter& out, const WireDiagnostic& d) {
  out.Text(d.file);
  out.U32(static_cast<uint32_t>(d.line));
  out.U32(static_cast<uint32_t>(d.column));
  out.Text(d.code);
  out.Text(d.message);
}

inline WireDiagnostic ReadDiagnostic(ByteReader& in) {
  WireDiagnostic d;
  d.file = in.Text();
  d.line = static_cast<int>(in.U32());
  d.column = static_cast<int>(in.U32());
  d.code = in.Text();
  d.message = in.Text();
  return d;
}

// What a rule has read: of the argument with this number (from 0), or a parameter by its key.
inline constexpr uint32_t kParamRead = 0xFFFFFFFF;
struct WireRead {
  uint32_t argument = 0;
  std::vector<std::string> path;  // names from the outside in; empty: all of the argument
  friend auto operator<=>(const WireRead&, const WireRead&) = default;
};

struct WireReads {
  std::vector<WireRead> list;
  bool all = true;  // false: there were more, or some whose name cannot be told
};

inline void Write(ByteWriter& out, const WireReads& reads) {
  out.U8(reads.all);
  out.U32(static_cast<uint32_t>(reads.list.size()));
  for (const WireRead& read : reads.list) {
    out.U32(read.argument);
    out.U32(static_cast<uint32_t>(read.path.size()));
    for (const std::string& name : read.path) out.Text(name);
  }
}

// Fails the reader when there are more than a worker tells.
inline WireReads ReadReads(ByteReader& in) {
  WireReads reads;
  reads.all = in.U8() != 0;
  reads.list.resize(std::min<size_t>(in.U32(), kReadsMax + 1));
  if (reads.list.size() > kReadsMax) in.Fail();
  for (WireRead& read : reads.list) {
    read.argument = in.U32();
    const uint32_t names = in.U32();
    if (names > kArgumentDepthMax) in.Fail();
    for (uint32_t i = 0; i < names && in.ok(); ++i) {
      const std::string_view name = in.Text();
      read.path.push_back(Printable(name, kReadBytesMax));
      reads.all &= read.path.back() == name;
    }
  }
  return reads;
}

}  // namespace lianban::workflow::sandbox
