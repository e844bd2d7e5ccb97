#pragma once
// The vocabulary inside the sandbox: what `task "accept" { … }` and its like do.

#include <lua.h>

#include <string_view>

#include "services/workflow/sandbox/wire/message_pack.h"

namespace lianban::workflow::sandbox {

// Sets one function per word of Vocabulary() in the table on top of the stack. `select` keeps its Lua meaning for a
// number or "#" and is the step kind for a name.
void RegisterWords(lua_State* L);

// When the value at `index` is a bare word (applicant, person): writes its data and returns "". When it is a word that
// still waits for its name or block: returns what is missing. nullptr for any other value.
const char* EncodeWord(lua_State* L, int index, MessagePackWriter& out);

// "$kind", "$name" and so on: the names that constructors write.
bool IsConstructorKey(std::string_view name);

}  // namespace lianban::workflow::sandbox
