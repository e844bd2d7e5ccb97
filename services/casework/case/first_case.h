#pragma once

namespace lianban::casework {

// Sorts before the identifier of every case: where reading by identifier begins.
inline constexpr char kFirstCase[] = "00000000-0000-0000-0000-000000000000";

}  // namespace lianban::casework
