#pragma once
// Text set with Pango on a Cairo surface: paragraphs with a fixed line pitch, as Chinese official papers are set.
// All lengths are PostScript points (1/72 inch).

#include <memory>
#include <string>
#include <string_view>

typedef struct _cairo cairo_t;

namespace lianban::records {

enum class Align { kLeft, kCenter, kRight };
enum class Face { kSerif, kSans };

struct TextStyle {
  double size = 10.5;
  Face face = Face::kSerif;
  bool bold = false;
  Align align = Align::kLeft;
  double leading = 1.5;     // line pitch as a multiple of the size
  double tracking = 0;      // added between letters
  double first_indent = 0;  // of the first line
  double gray = 0;          // 0 black … 1 white
};

// One paragraph laid out to a width. Copies share the layout.
class Paragraph {
 public:
  Paragraph(std::string_view text, const TextStyle& style, double width);
  int lines() const;
  double pitch() const;  // height of one line
  double height() const { return lines() * pitch(); }
  double ink_width() const;                             // of the widest line
  void Draw(cairo_t* cairo, double x, double y) const;  // x, y: upper left corner
  void DrawLine(cairo_t* cairo, int line, double x, double y) const;

 private:
  struct Layout;
  std::shared_ptr<Layout> layout_;
};

// Fonts are loaded once per process and shared; Pango's map is not thread-safe, so rendering holds this lock.
class TypesettingLock {
 public:
  TypesettingLock();
  ~TypesettingLock();
  TypesettingLock(const TypesettingLock&) = delete;
  TypesettingLock& operator=(const TypesettingLock&) = delete;
};

}  // namespace lianban::records
