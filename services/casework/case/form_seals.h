#pragma once
// Values of form fields that a script declares sensitive, on their way to and from the database: there they lie sealed,
// each by itself, under the city's key. Sealed, a value is {"$sealed": text} in its place of the JSON.

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "services/lib/sealing/city_keys.h"
#include "services/workflow/language/model.h"

namespace lianban::casework {

// Seals for one city.
class FormSeal {
 public:
  FormSeal(std::string city_id, std::shared_ptr<const sealing::CityKeySet> keys)
      : city_id_(std::move(city_id)), keys_(std::move(keys)) {}

  // `value` with everything sealed that stands, at whatever depth, under the name of a field of `model` that is sensitive.
  // What is sealed opens for this case only.
  nlohmann::json Sealed(const workflow::Model& model, std::string_view case_id, nlohmann::json value) const;
  // Opens what is sealed. INTERNAL when a value was changed or moved, or its key was erased.
  absl::Status Open(std::string_view case_id, nlohmann::json& value) const;

 private:
  std::string city_id_;
  std::shared_ptr<const sealing::CityKeySet> keys_;
};

class FormSeals {
 public:
  explicit FormSeals(sealing::CityKeys& keys) : keys_(keys) {}

  // Reads the city's key the first time. DATABASE_UNAVAILABLE.
  absl::StatusOr<FormSeal> Of(const std::string& city_id);
  // JSON as the database has it, with everything open; a discarded value when it is no JSON.
  absl::StatusOr<nlohmann::json> Parse(const std::string& city_id, std::string_view case_id, std::string_view text);

 private:
  sealing::CityKeys& keys_;
};

// Whether the script has sensitive fields at all.
bool HasSensitive(const workflow::Model& model);
// JSON as the database has it, with "***" for what is sealed.
std::string WithoutSealed(std::string_view text);

}  // namespace lianban::casework
