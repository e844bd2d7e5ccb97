#include "services/lib/telemetry/trace.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::telemetry {
namespace {

thread_local std::string current;

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsZero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

}  // namespace

std::string NewTraceId() {
  std::string id = crypto::Hex(crypto::RandomBytes(16));
  if (IsZero(id)) id.back() = '1';
  return id;
}

std::string TraceIdOf(std::string_view traceparent) {
  // version "-" trace-id "-" parent-id "-" flags; a later version may append fields.
  if (traceparent.size() < 55 || traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-') return "";
  const auto version = traceparent.substr(0, 2), id = traceparent.substr(3, 32), parent = traceparent.substr(36, 16);
  const auto flags = traceparent.substr(53, 2);
  if (!IsHex(version) || version == "ff" || !IsHex(id) || !IsHex(parent) || !IsHex(flags)) return "";
  if (IsZero(id) || IsZero(parent)) return "";
  if (traceparent.size() > 55 && (version == "00" || traceparent[55] != '-')) return "";
  return std::string(id);
}

std::string TraceparentOf(std::string_view trace_id) {
  return fmt::format("00-{}-{}-01", trace_id, NewTraceId().substr(0, 16));
}

const std::string& CurrentTraceId() { return current; }

TraceScope::TraceScope(std::string trace_id) : before_(std::exchange(current, std::move(trace_id))) {}
TraceScope::~TraceScope() { current = std::move(before_); }

}  // namespace lianban::telemetry
