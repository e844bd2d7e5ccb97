#pragma once
// The cities that have cases here; background loops work through them.

#include <string>
#include <vector>

#include "services/casework/store/connection_pool.h"

namespace lianban::casework {

// Empty while the database cannot be reached.
std::vector<std::string> ListCities(ConnectionPool& connections);

}  // namespace lianban::casework
