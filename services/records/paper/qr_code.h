#pragma once
// QR codes (ISO/IEC 18004) as vector squares.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

typedef struct _cairo cairo_t;

namespace lianban::records {

class QrCode {
 public:
  // Error correction M (15 %), which a creased slip needs. Error: DOCUMENT_DATA_INVALID when the text does not fit.
  static absl::StatusOr<QrCode> Encode(std::string_view text);

  int modules() const { return modules_; }  // per side, without the quiet zone
  bool dark(int row, int column) const { return dark_[row * modules_ + column]; }

  // Fills a square of `side` points; the quiet zone of four modules lies inside it.
  void Draw(cairo_t* cairo, double x, double y, double side) const;

 private:
  int modules_ = 0;
  std::vector<bool> dark_;
};

}  // namespace lianban::records
