#include "services/intake/matter/near.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

constexpr double kEarthMetres = 6371008.8;

double Radians(double degrees) { return degrees * std::numbers::pi / 180; }

// A value that is no positive number leaves the usual one.
double NumberFrom(const workflow::Parameters& parameters, const char* key, const std::string& area, double usual) {
  const nlohmann::json* value = parameters.Find(key, area);
  return value != nullptr && value->is_number() && value->get<double>() > 0 ? value->get<double>() : usual;
}

// A box a little larger than the circle lets the index do the coarse work.
Neighbourhood Around(const Matter& matter, double metres) {
  const double latitude_span = metres * 1.01 / (kEarthMetres * std::numbers::pi / 180);
  const double longitude_span = latitude_span / std::max(0.01, std::cos(Radians(matter.position->latitude)));
  Neighbourhood where;
  where.kind = matter.kind;
  where.except_matter_id = matter.matter_id;
  where.south_west = {matter.position->latitude - latitude_span, matter.position->longitude - longitude_span};
  where.north_east = {matter.position->latitude + latitude_span, matter.position->longitude + longitude_span};
  return where;
}

}  // namespace

NearLimits LimitsFrom(const workflow::Parameters& parameters, const std::string& area) {
  const NearLimits usual;
  return {NumberFrom(parameters, "merge.metres", area, usual.metres),
          absl::Hours(NumberFrom(parameters, "merge.hours", area, absl::ToDoubleHours(usual.time))),
          absl::Hours(24 * NumberFrom(parameters, "merge.repeat_days", area, absl::ToDoubleHours(usual.repeat) / 24))};
}

NearLimits LimitsFrom(const absl::StatusOr<std::shared_ptr<const CitySnapshot>>& snapshot, const std::string& area) {
  return snapshot.ok() ? LimitsFrom((*snapshot)->environment.parameters, area) : NearLimits();
}

double DistanceMetres(const Position& a, const Position& b) {
  double south_north = std::sin(Radians(b.latitude - a.latitude) / 2);
  double west_east = std::sin(Radians(b.longitude - a.longitude) / 2);
  double h =
      south_north * south_north + std::cos(Radians(a.latitude)) * std::cos(Radians(b.latitude)) * west_east * west_east;
  return 2 * kEarthMetres * std::asin(std::min(1.0, std::sqrt(h)));
}

absl::StatusOr<std::vector<NearMatter>> FindNear(MatterStore& matters, postgres::Transaction& tx,
                                                 const std::string& city, const Matter& matter,
                                                 const NearLimits& limits) {
  std::vector<NearMatter> near;
  if (!matter.position || matter.kind.empty()) return near;
  Neighbourhood where = Around(matter, limits.metres);
  where.from = matter.receive_time - limits.time;
  where.to = matter.receive_time + limits.time;
  LIANBAN_ASSIGN_OR_RETURN(std::vector<Matter> boxed, matters.Near(tx, city, where));
  for (Matter& other : boxed) {
    double distance = DistanceMetres(*matter.position, *other.position);
    if (distance > limits.metres) continue;
    absl::Duration apart = absl::AbsDuration(other.receive_time - matter.receive_time);
    near.push_back({std::move(other), distance, apart});
  }
  std::sort(near.begin(), near.end(), [](const NearMatter& a, const NearMatter& b) {
    return std::tie(a.distance_m, a.apart, a.matter.matter_id) < std::tie(b.distance_m, b.apart, b.matter.matter_id);
  });
  return near;
}

absl::StatusOr<std::optional<Matter>> FindRepeated(MatterStore& matters, postgres::Transaction& tx, const std::string& city,
                                                   const Matter& matter, const NearLimits& limits) {
  if (!matter.position || matter.kind.empty()) return std::nullopt;
  LIANBAN_ASSIGN_OR_RETURN(const auto open, FindNear(matters, tx, city, matter, limits));
  if (!open.empty()) return std::nullopt;
  Neighbourhood where = Around(matter, limits.metres);
  where.from = matter.receive_time - limits.repeat;
  where.to = matter.receive_time;
  LIANBAN_ASSIGN_OR_RETURN(std::vector<Matter> closed, matters.NearClosed(tx, city, where));
  for (Matter& other : closed) {
    const bool closed_by_then = !other.finish_time || *other.finish_time <= matter.receive_time;
    if (closed_by_then && DistanceMetres(*matter.position, *other.position) <= limits.metres) return std::move(other);
  }
  return std::nullopt;
}

}  // namespace lianban::intake
