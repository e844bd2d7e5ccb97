#include "services/records/paper/typesetter.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <mutex>
#include <vector>

#include "services/lib/check/check.h"

namespace lianban::records {
namespace {

// Share of the em above the baseline in the Noto CJK faces; keeps Latin-only and Chinese lines on one grid.
constexpr double kAscent = 0.88;

std::mutex& Mutex() {
  static std::mutex mutex;
  return mutex;
}

PangoContext* Context() {
  static PangoContext* context = [] {
    PangoFontMap* fonts = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts), 72);
    PangoContext* made = pango_font_map_create_context(fonts);
    pango_context_set_language(made, pango_language_from_string("zh-cn"));
    pango_context_set_round_glyph_positions(made, FALSE);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(made, options);
    cairo_font_options_destroy(options);
    return made;
  }();
  return context;
}

const char* Family(Face face) {
  return face == Face::kSerif ? "Noto Serif CJK SC, serif" : "Noto Sans CJK SC, sans-serif";
}

PangoAlignment Alignment(Align align) {
  switch (align) {
    case Align::kCenter:
      return PANGO_ALIGN_CENTER;
    case Align::kRight:
      return PANGO_ALIGN_RIGHT;
    case Align::kLeft:
      break;
  }
  return PANGO_ALIGN_LEFT;
}

}  // namespace

struct Paragraph::Layout {
  struct Line {
    PangoLayoutLine* line;
    double x;
    double width;
  };
  PangoLayout* pango = nullptr;
  TextStyle style;
  std::vector<Line> lines;
  ~Layout() { g_object_unref(pango); }
};

Paragraph::Paragraph(std::string_view text, const TextStyle& style, double width)
    : layout_(std::make_shared<Layout>()) {
  layout_->style = style;
  PangoLayout* pango = layout_->pango = pango_layout_new(Context());
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, Family(style.face));
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  if (style.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(pango, font);
  pango_font_description_free(font);
  pango_layout_set_text(pango, text.data(), static_cast<int>(text.size()));
  pango_layout_set_width(pango, static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(pango, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(pango, Alignment(style.align));
  if (style.first_indent > 0) pango_layout_set_indent(pango, static_cast<int>(style.first_indent * PANGO_SCALE));
  if (style.tracking > 0) {
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_letter_spacing_new(static_cast<int>(style.tracking * PANGO_SCALE)));
    pango_layout_set_attributes(pango, attributes);
    pango_attr_list_unref(attributes);
  }
  PangoLayoutIter* at = pango_layout_get_iter(pango);
  do {
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(at, nullptr, &logical);
    layout_->lines.push_back({pango_layout_iter_get_line_readonly(at), logical.x / double(PANGO_SCALE),
                              logical.width / double(PANGO_SCALE)});
  } while (pango_layout_iter_next_line(at));
  pango_layout_iter_free(at);
}

int Paragraph::lines() const { return static_cast<int>(layout_->lines.size()); }

double Paragraph::pitch() const { return layout_->style.size * layout_->style.leading; }

double Paragraph::ink_width() const {
  double widest = 0;
  for (const auto& line : layout_->lines) widest = std::max(widest, line.width);
  return widest;
}

void Paragraph::Draw(cairo_t* cairo, double x, double y) const {
  for (int i = 0; i < lines(); ++i) DrawLine(cairo, i, x, y + i * pitch());
}

void Paragraph::DrawLine(cairo_t* cairo, int line, double x, double y) const {
  LIANBAN_CHECK(line >= 0 && line < lines(), "line {} of {}", line, lines());
  const TextStyle& style = layout_->style;
  cairo_set_source_rgb(cairo, style.gray, style.gray, style.gray);
  cairo_move_to(cairo, x + layout_->lines[line].x, y + (pitch() - style.size) / 2 + kAscent * style.size);
  pango_cairo_show_layout_line(cairo, layout_->lines[line].line);
}

TypesettingLock::TypesettingLock() { Mutex().lock(); }
TypesettingLock::~TypesettingLock() { Mutex().unlock(); }

}  // namespace lianban::records
