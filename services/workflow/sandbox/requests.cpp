#include "services/workflow/sandbox/requests.h"

#include <map>

#include "services/workflow/sandbox/json_codec.h"
#include "services/workflow/sandbox/wire/limits.h"
#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow::sandbox {
namespace {

// Only scripts cross: tables and other files of the folder are none of the worker's business.
void WriteBundle(ByteWriter& out, const std::string& hash, const ScriptBundle& bundle) {
  auto crosses = [&](const std::string& path) { return path == bundle.main || path.ends_with(".lua"); };
  uint32_t count = 0;
  for (const auto& [path, text] : bundle.files) count += crosses(path);
  out.Text(hash);
  out.Text(bundle.main);
  out.U32(count);
  for (const auto& [path, text] : bundle.files) {
    if (!crosses(path)) continue;
    out.Text(path);
    out.Text(text);
  }
}

ScriptDiagnostic ReadScriptDiagnostic(ByteReader& in) {
  WireDiagnostic d = ReadDiagnostic(in);
  return {.file = Printable(d.file, 300),
          .line = d.line,
          .column = d.column,
          .code = Printable(d.code, 60),
          .message = Printable(d.message, kErrorBytesMax)};
}

bool ReadDiagnostics(ByteReader& in, bool warnings, std::vector<ScriptDiagnostic>& all) {
  uint32_t count = in.U32();
  if (count > kDiagnosticsMax) return false;
  for (uint32_t i = 0; i < count; ++i) {
    all.push_back(ReadScriptDiagnostic(in));
    all.back().warning = warnings;
  }
  return in.ok();
}

void ReadReadsOf(ByteReader& in, RuleResult& result) {
  WireReads reads = ReadReads(in);
  result.reads_all = reads.all;
  result.reads.reserve(reads.list.size());
  for (WireRead& read : reads.list) {
    const int argument = read.argument == kParamRead ? RuleRead::kParam : static_cast<int>(read.argument);
    result.reads.push_back({argument, std::move(read.path)});
  }
}

// Where it stays: a result is large, and there is one for every call.
bool ReadResult(ByteReader& in, bool traced, RuleResult& result) {
  result.ok = in.U8() != 0;
  result.fuel_used = in.U64();
  if (traced) ReadReadsOf(in, result);
  if (!result.ok) {
    result.error = ReadScriptDiagnostic(in);
  } else {
    auto value = DecodeJson(in.Text());
    if (!value.has_value()) return false;
    result.value = *std::move(value);
  }
  return in.ok();
}

}  // namespace

size_t PendingBatch::bytes() const {
  size_t total = params.size() + 64;
  for (const PendingCall& call : calls) total += call.arguments.size() + 32;
  for (const std::string_view one : shared) total += one.size() + 4;
  return total;
}

std::string LoadRequest(const std::string& hash, const ScriptBundle& bundle) {
  std::string bytes;
  ByteWriter out(bytes);
  out.U8(static_cast<uint8_t>(Op::kLoad));
  WriteBundle(out, hash, bundle);
  return bytes;
}

std::optional<LoadAnswer> ReadLoadAnswer(std::string_view bytes) {
  ByteReader in(bytes);
  LoadAnswer answer;
  answer.ok = in.U8() != 0;
  std::string_view root = in.Text();
  uint32_t keys = in.U32();
  if (keys > in.remaining()) return std::nullopt;
  for (uint32_t i = 0; i < keys; ++i) answer.param_keys.push_back(Printable(in.Text(), 200));
  if (!ReadDiagnostics(in, true, answer.warnings) || !ReadDiagnostics(in, false, answer.errors)) return std::nullopt;
  if (answer.ok) {
    auto value = DecodeJson(root);
    if (!value.has_value()) return std::nullopt;
    answer.root = *std::move(value);
  }
  return answer;
}

EvaluateRequest BuildEvaluateRequest(std::span<PendingBatch* const> batches, std::set<std::string>& known) {
  EvaluateRequest request;
  std::map<std::string, uint32_t> numbers;
  std::vector<const ScriptBundle*> sources;
  const std::string* last = nullptr;  // most batches are of the script of the one before
  size_t bytes = 1024;
  for (const PendingBatch* batch : batches) {
    bytes += batch->bytes();
    if (batch->hash.get() == last) continue;
    last = batch->hash.get();
    if (!numbers.emplace(*last, request.bundles.size()).second) continue;
    request.bundles.push_back(*last);
    sources.push_back(batch->bundle);
  }
  request.bytes.reserve(bytes);
  ByteWriter out(request.bytes);
  out.U8(static_cast<uint8_t>(Op::kEvaluate));
  out.U32(static_cast<uint32_t>(request.bundles.size()));
  for (size_t i = 0; i < request.bundles.size(); ++i) {
    bool send = known.insert(request.bundles[i]).second;
    out.Text(request.bundles[i]);
    out.U8(send);
    if (send) WriteBundle(out, request.bundles[i], *sources[i]);
    request.sends_bundle |= send;
  }
  out.U32(static_cast<uint32_t>(batches.size()));
  uint32_t number = 0;
  last = nullptr;
  for (const PendingBatch* batch : batches) {
    if (batch->hash.get() != last) number = numbers[*batch->hash];
    last = batch->hash.get();
    out.U32(number);
    out.Text(batch->params);
    out.U32(static_cast<uint32_t>(batch->shared.size()));
    for (const std::string_view value : batch->shared) out.Text(value);
    out.U32(static_cast<uint32_t>(batch->calls.size()));
    for (const PendingCall& call : batch->calls) {
      out.I64(call.function);
      out.U8(call.traced);
      out.U32(static_cast<uint32_t>(call.shared.size()));
      for (const uint32_t position : call.shared) out.U32(position);
      out.Text(call.arguments);
    }
  }
  return request;
}

std::optional<EvaluateAnswer> ReadEvaluateAnswer(std::string_view bytes, std::span<PendingBatch* const> batches) {
  ByteReader in(bytes);
  EvaluateAnswer answer;
  answer.reserve(batches.size());
  for (const PendingBatch* batch : batches) {
    BatchAnswer& one = answer.emplace_back();
    one.status = static_cast<BatchStatus>(in.U8());
    if (one.status == BatchStatus::kBundleUnknown || one.status == BatchStatus::kDeferred) continue;
    if (one.status != BatchStatus::kDone || in.U32() != batch->calls.size()) return std::nullopt;
    one.results.resize(batch->calls.size());
    for (size_t i = 0; i < one.results.size(); ++i) {
      if (!ReadResult(in, batch->calls[i].traced, one.results[i])) return std::nullopt;
    }
  }
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return answer;
}

}  // namespace lianban::workflow::sandbox
