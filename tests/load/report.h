#pragma once
// Figures as they are measured: `name value`, one a line, printed at once. Ratios are what counts; absolutes only say on
// what machine they were taken.

#include <map>
#include <string>
#include <vector>

namespace lianban::load {

class Report {
 public:
  explicit Report(bool json) : json_(json) {}

  void Add(const std::string& name, double value);
  // As one JSON object, when asked for.
  void Finish() const;

 private:
  const bool json_;
  std::vector<std::pair<std::string, double>> figures_;
};

double Median(std::vector<double> values);
// p in [0, 1].
double Percentile(std::vector<double> values, double p);

}  // namespace lianban::load
