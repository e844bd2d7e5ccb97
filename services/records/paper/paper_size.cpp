#include "services/records/paper/paper_size.h"

namespace lianban::records {
namespace {

constexpr PaperSize Sheet(double width_mm, double height_mm, double margin_x_mm, double margin_y_mm) {
  return {width_mm * kPointsPerMillimetre, height_mm * kPointsPerMillimetre, margin_x_mm * kPointsPerMillimetre,
          margin_y_mm * kPointsPerMillimetre};
}

}  // namespace

std::optional<PaperSize> PaperByName(std::string_view name) {
  if (name == "A4") return Sheet(210, 297, 22, 17);
  if (name == "A5") return Sheet(148, 210, 13, 12);
  // Thermal rolls of 80 mm print 72 mm.
  if (name == "80mm") return Sheet(80, 0, 4, 5);
  return std::nullopt;
}

}  // namespace lianban::records
