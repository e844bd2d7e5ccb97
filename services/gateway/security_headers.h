#pragma once
// What every answer tells the browser about how little it may do with it.

#include "services/gateway/http.h"

namespace lianban::gateway {

// For files: scripts, styles and connections from here only, nothing inline, in nobody's frame.
void AddPageHeaders(bool secure, Headers& headers);

// For API answers: not kept, not sniffed, not run.
void AddApiHeaders(bool secure, Headers& headers);

}  // namespace lianban::gateway
