#include "services/records/paper/qr_code.h"

#include <cairo.h>
#include <qrencode.h>

#include <memory>

#include "services/lib/errors/error.h"

namespace lianban::records {
namespace {

constexpr int kQuietModules = 4;

}  // namespace

absl::StatusOr<QrCode> QrCode::Encode(std::string_view text) {
  std::string terminated(text);
  std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      terminated.empty() ? nullptr : QRcode_encodeString8bit(terminated.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  if (code == nullptr) return Error("DOCUMENT_DATA_INVALID", {{"detail", "query_url"}});
  QrCode result;
  result.modules_ = code->width;
  result.dark_.resize(static_cast<size_t>(code->width) * code->width);
  for (size_t i = 0; i < result.dark_.size(); ++i) result.dark_[i] = code->data[i] & 1;
  return result;
}

void QrCode::Draw(cairo_t* cairo, double x, double y, double side) const {
  double module = side / (modules_ + 2 * kQuietModules);
  cairo_set_source_rgb(cairo, 0, 0, 0);
  for (int row = 0; row < modules_; ++row) {
    for (int column = 0; column < modules_;) {
      int run = 0;
      while (column + run < modules_ && dark(row, column + run)) ++run;
      // Runs are drawn as one rectangle, a hair taller than a module: no white lines between rows on any printer.
      if (run > 0) {
        cairo_rectangle(cairo, x + (kQuietModules + column) * module, y + (kQuietModules + row) * module, run * module,
                        module * 1.01);
      }
      column += run > 0 ? run : 1;
    }
  }
  cairo_fill(cairo);
}

}  // namespace lianban::records
