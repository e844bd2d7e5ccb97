#include "tests/load/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "fmt/format.h"
#include "nlohmann/json.hpp"

namespace lianban::load {
namespace {

std::string Text(double value) {
  const double size = std::abs(value);
  return size >= 1000 ? fmt::format("{:.0f}", value) : size >= 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.3f}", value);
}

}  // namespace

void Report::Add(const std::string& name, double value) {
  figures_.emplace_back(name, value);
  if (json_) return;
  fmt::print("{} {}\n", name, Text(value));
  std::fflush(stdout);
}

void Report::Finish() const {
  if (!json_) return;
  nlohmann::ordered_json all;
  for (const auto& [name, value] : figures_) all[name] = value;
  fmt::print("{}\n", all.dump(2));
}

double Percentile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  const auto place = std::min(values.size() - 1, static_cast<size_t>(p * static_cast<double>(values.size())));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place), values.end());
  return values[place];
}

double Median(std::vector<double> values) { return Percentile(std::move(values), 0.5); }

}  // namespace lianban::load
