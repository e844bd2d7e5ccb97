#include "services/casework/store/city_list.h"

#include "absl/time/time.h"

namespace lianban::casework {

std::vector<std::string> ListCities(ConnectionPool& connections) {
  // "*" is no city: the list is readable by all, and nothing else is.
  const auto results = connections.RunTx("*", {{"list_cities", {}}}, absl::ZeroDuration());
  std::vector<std::string> cities;
  if (!results.ok()) return cities;
  for (int row = 0; row < (*results)[0]->size(); ++row) cities.push_back((*results)[0]->GetString(row, 0));
  return cities;
}

}  // namespace lianban::casework
