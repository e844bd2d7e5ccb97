#pragma once

namespace lianban::workflow::sandbox {

// Gives up everything a worker does not need: new privileges, core dumps, debuggers, files, processes, and all system
// calls but those for memory, the clock and the one socket. Dies with its parent. False when any part is refused: then
// the worker must not run a script.
bool EnterJail();

}  // namespace lianban::workflow::sandbox
