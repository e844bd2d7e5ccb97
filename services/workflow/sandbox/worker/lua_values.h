#pragma once
// Values across the border: MessagePack to the Lua stack and back. Tables are read raw, keys in order, so that the same
// value always gives the same bytes and the same functions the same numbers.

#include <lua.h>

#include <string>
#include <string_view>

#include "services/workflow/sandbox/wire/byte_stream.h"

namespace lianban::workflow::sandbox {

// Pushes the next value of `in`. Raises a Lua error when the bytes are bad or too deep.
void PushValue(lua_State* L, ByteReader& in, int depth_left);

// Pushes the value of `key` in the map `bytes`; false (and nothing pushed) when there is none.
bool PushField(lua_State* L, std::string_view map_bytes, std::string_view key);

struct OutputLimits {
  int depth;
  int nodes;
  size_t bytes;
};

// Appends the value at `index` to `out`. `functions` is the stack index of a table that collects script functions and
// numbers them 1.. ; 0 when functions are not allowed. Raises a Lua error that says what is wrong and at which path.
void EncodeValue(lua_State* L, int index, int functions, const OutputLimits& limits, std::string& out);

}  // namespace lianban::workflow::sandbox
