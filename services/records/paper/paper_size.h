#pragma once
// The papers a window prints on.

#include <optional>
#include <string_view>

namespace lianban::records {

struct PaperSize {
  double width = 0;   // points
  double height = 0;  // points; 0 for a roll, which is cut where the text ends
  double margin_x = 0;
  double margin_y = 0;
  bool roll() const { return height == 0; }
  double content_width() const { return width - 2 * margin_x; }
};

inline constexpr double kPointsPerMillimetre = 72.0 / 25.4;

// "A4", "A5", "80mm"; nullopt for anything else.
std::optional<PaperSize> PaperByName(std::string_view name);

}  // namespace lianban::records
