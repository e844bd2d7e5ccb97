#pragma once
// string.format: %d %i %u %c %x %X %o %e %E %f %F %g %G %a %A %s %q %%. No %p: scripts see no addresses.

#include <lua.h>

namespace lianban::workflow::sandbox {

int FormatText(lua_State* L);

}  // namespace lianban::workflow::sandbox
