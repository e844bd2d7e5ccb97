#pragma once
// The number under which a request is found in the logs of every service: the trace-id of W3C Trace Context.

#include <string>
#include <string_view>

namespace lianban::telemetry {

std::string NewTraceId();  // 32 lower-case hexadecimal digits, never all zero

// The trace-id of a "traceparent" header; "" when malformed.
std::string TraceIdOf(std::string_view traceparent);
// A header to send on, with a new span id.
std::string TraceparentOf(std::string_view trace_id);

// The trace of what this thread is doing; "" when nothing was set.
const std::string& CurrentTraceId();

// Sets it for a scope.
class TraceScope {
 public:
  explicit TraceScope(std::string trace_id);
  ~TraceScope();
  TraceScope(const TraceScope&) = delete;
  TraceScope& operator=(const TraceScope&) = delete;

 private:
  std::string before_;
};

}  // namespace lianban::telemetry
