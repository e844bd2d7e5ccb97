#pragma once
// For what cannot happen: stops the process with file, line and reason. Never reachable from input.

#include <cstdio>
#include <cstdlib>

#include "fmt/format.h"

#define LIANBAN_CHECK(condition, ...)                                                                   \
  do {                                                                                                  \
    if (!(condition)) [[unlikely]] {                                                                    \
      std::fprintf(stderr, "%s:%d: impossible: %s: %s\n", __FILE__, __LINE__, #condition,               \
                   fmt::format(__VA_ARGS__).c_str());                                                   \
      std::abort();                                                                                     \
    }                                                                                                   \
  } while (false)
