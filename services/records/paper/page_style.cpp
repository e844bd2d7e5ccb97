#include "services/records/paper/page_style.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <numbers>

#include "fmt/format.h"
#include "services/records/paper/civil_text.h"

namespace lianban::records {
namespace {

constexpr double kLargePrintMin = 18;  // points

PageStyle Scale(double body, double title, double small) {
  PageStyle style;
  style.title = {.size = title, .bold = true, .align = Align::kCenter, .leading = 1.45, .tracking = title * 0.2};
  style.issuer = {.size = body * 1.15, .align = Align::kCenter, .tracking = body * 0.06};
  style.heading = {.size = body * 1.06, .face = Face::kSans, .bold = true, .leading = 1.5};
  style.label = {.size = std::min(body, small + 0.5), .face = Face::kSans, .leading = 1.5, .gray = 0.28};
  style.body = {.size = body, .leading = 1.55};
  style.strong = {.size = body, .face = Face::kSans, .bold = true, .leading = 1.5};
  style.small = {.size = small, .leading = 1.55, .gray = 0.15};
  style.footer = {.size = std::min(small, 8.0), .face = Face::kSans, .leading = 1.3, .gray = 0.35};
  style.gap = body * 1.1;
  return style;
}

PageStyle Enlarged(PageStyle style) {
  for (TextStyle* text : {&style.issuer, &style.title, &style.heading, &style.label, &style.body, &style.strong,
                          &style.small, &style.footer}) {
    text->size = std::max(text->size, kLargePrintMin);
    text->gray = 0;
    text->tracking = 0;
    text->leading = std::max(text->leading, 1.4);
  }
  return style;
}

void DashedSeal(cairo_t* cairo, double x, double y, double side) {
  cairo_save(cairo);
  const double dashes[] = {3, 2.5};
  cairo_set_dash(cairo, dashes, 2, 0);
  cairo_set_line_width(cairo, 0.5);
  cairo_set_source_rgb(cairo, 0.55, 0.55, 0.55);
  cairo_new_path(cairo);
  cairo_arc(cairo, x + side / 2, y + side / 2, side / 2, 0, 2 * std::numbers::pi);
  cairo_stroke(cairo);
  cairo_restore(cairo);
}

}  // namespace

PageStyle StyleFor(const PaperSize& paper, bool large_print) {
  PageStyle style = paper.roll() ? Scale(9.5, 15, 8) : paper.width < 450 ? Scale(9.5, 18, 8) : Scale(10.5, 22, 9);
  if (large_print) {
    style = Enlarged(paper.roll() ? Scale(18, 22, 18) : Scale(18, 28, 18));
  }
  style.qr_side = paper.roll() ? 110 : paper.width < 450 ? 88 : 104;
  // Under about 34 characters a line, four columns of Chinese are unreadable.
  style.narrow = paper.content_width() / style.body.size < 34;
  return style;
}

Furniture FooterWith(const PageStyle& style, std::string number, absl::Time print_time) {
  std::string printed = "打印时间 " + ChineseTime(print_time);
  return [style = style.footer, number, printed](cairo_t* cairo, const PaperSize& paper, double page_height, int page,
                                                 int pages) {
    if (paper.roll()) return;  // the slip says when it was printed in its last line
    double y = page_height - paper.margin_y + 8;
    TextStyle text = style;
    double width = paper.content_width();
    cairo_set_source_rgb(cairo, 0.6, 0.6, 0.6);
    cairo_set_line_width(cairo, 0.4);
    cairo_move_to(cairo, paper.margin_x, y - 2);
    cairo_line_to(cairo, paper.margin_x + width, y - 2);
    cairo_stroke(cairo);
    // In large print three texts do not fit on one line; the number is at the top of the paper anyway.
    bool roomy = text.size < 10;
    if (roomy) Paragraph(number, text, width / 2).Draw(cairo, paper.margin_x, y);
    text.align = roomy ? Align::kCenter : Align::kLeft;
    Paragraph(printed, text, width).Draw(cairo, paper.margin_x, y);
    text.align = Align::kRight;
    std::string count = roomy ? fmt::format("第 {} 页  共 {} 页", page, pages) : fmt::format("{}/{} 页", page, pages);
    Paragraph(count, text, width).Draw(cairo, paper.margin_x, y);
  };
}

void AddFacts(Flow& flow, const std::vector<Fact>& facts, const PageStyle& style, double space_before, bool together) {
  double label_width = 0;
  for (const Fact& fact : facts) {
    label_width = std::max(label_width, Paragraph(fact.label, style.label, flow.width()).ink_width());
  }
  label_width += style.body.size;
  // Large print on a roll leaves a value too little beside its label: it goes below.
  bool stacked = (flow.width() - label_width) / style.body.size < 8;
  for (size_t i = 0; i < facts.size(); ++i) {
    bool keep = together && i + 1 < facts.size();
    if (stacked) {
      flow.AddParagraph(facts[i].label, style.label, i == 0 ? space_before : style.gap * 0.2, true);
      flow.AddParagraph(facts[i].value, style.body, 0, keep);
      continue;
    }
    Paragraph label(facts[i].label, style.label, label_width);
    Paragraph value(facts[i].value, style.body, flow.width() - label_width);
    Block block;
    block.height = std::max(label.pitch(), value.height());
    block.space_before = i == 0 ? space_before : 0;
    block.keep_with_next = keep;
    double shift = (value.pitch() - label.pitch()) / 2;
    block.draw = [label, value, label_width, shift](cairo_t* cairo, double x, double y) {
      label.Draw(cairo, x, y + shift);
      value.Draw(cairo, x + label_width, y);
    };
    flow.Add(std::move(block));
  }
}

void AddSeal(Flow& flow, const std::string& unit, const std::string& date, const PageStyle& style,
             const std::string& left_text) {
  double side = std::min(42 * kPointsPerMillimetre, flow.width() * 0.42);  // round seals of these units: 42 mm
  TextStyle centered = style.body;
  centered.align = Align::kCenter;
  double column = std::min(std::max(side + 30, style.body.size * 17), flow.width() * (left_text.empty() ? 1.0 : 0.6));
  Paragraph name(unit, centered, column), day(date, centered, column);
  TextStyle hint_style = style.footer;
  hint_style.align = Align::kCenter;
  hint_style.gray = std::max(hint_style.gray, 0.5);
  Paragraph hint("（盖章）", hint_style, column);
  Paragraph left(left_text.empty() ? " " : left_text, style.body, flow.width() - column - 10);
  Block block;
  double text_height = name.height() + day.height();
  // A ring that the text would cross helps nobody.
  const bool ring = std::max(name.ink_width(), day.ink_width()) < side * 0.94;
  block.height = std::max({ring ? side + 2 : 0.0, left.height(), text_height + hint.height()});
  block.space_before = style.gap * 0.4;
  block.draw = [=, width = flow.width(), height = block.height](cairo_t* cairo, double x, double y) {
    double left_edge = x + width - column;
    if (ring) DashedSeal(cairo, left_edge + (column - side) / 2, y + (height - side) / 2, side);
    double top = y + (height - text_height) / 2;
    name.Draw(cairo, left_edge, top);
    day.Draw(cairo, left_edge, top + name.height());
    hint.Draw(cairo, left_edge, top + text_height);
    left.Draw(cairo, x, y + (height - left.height()) / 2);
  };
  flow.Add(std::move(block));
}

}  // namespace lianban::records
