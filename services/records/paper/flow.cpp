#include "services/records/paper/flow.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <utility>

namespace lianban::records {
namespace {

std::function<void(cairo_t*, double, double)> RuleAt(double width, double thickness, double offset) {
  return [=](cairo_t* cairo, double x, double y) {
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_set_line_width(cairo, thickness);
    cairo_move_to(cairo, x, y + offset);
    cairo_line_to(cairo, x + width, y + offset);
    cairo_stroke(cairo);
  };
}

struct Cell {
  Paragraph paragraph;
  double x;
};

// One table row as a block; `above` and `below` are rule thicknesses, 0 for none.
Block RowBlock(const std::vector<Column>& columns, const std::vector<std::string>& texts, const TextStyle& style,
               const TableStyle& table, double width, double above, double below) {
  double shares = 0;
  for (const Column& column : columns) shares += column.share;
  std::vector<Cell> cells;
  double x = 0, tallest = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    double column_width = width * columns[i].share / shares;
    TextStyle cell_style = style;
    cell_style.align = columns[i].align;
    Paragraph paragraph(i < texts.size() ? texts[i] : "", cell_style, column_width - 2 * table.pad_x);
    tallest = std::max(tallest, paragraph.height());
    cells.push_back({std::move(paragraph), x + table.pad_x});
    x += column_width;
  }
  Block block;
  block.height = tallest + 2 * table.pad_y;
  block.draw = [cells, width, above, below, height = block.height, pad = table.pad_y](cairo_t* cairo, double left,
                                                                                      double y) {
    if (above > 0) RuleAt(width, above, 0)(cairo, left, y);
    for (const Cell& cell : cells) cell.paragraph.Draw(cairo, left + cell.x, y + pad);
    if (below > 0) RuleAt(width, below, height)(cairo, left, y);
  };
  return block;
}

}  // namespace

void Flow::AddSpace(double height) {
  Block block;
  block.height = height;
  block.draw = [](cairo_t*, double, double) {};
  Add(std::move(block));
}

void Flow::AddRule(double thickness, double space_before) {
  Block block;
  block.height = thickness;
  block.space_before = space_before;
  block.draw = RuleAt(width_, thickness, thickness / 2);
  Add(std::move(block));
}

void Flow::AddParagraph(std::string_view text, const TextStyle& style, double space_before, bool keep_with_next) {
  Paragraph paragraph(text, style, width_);
  for (int line = 0; line < paragraph.lines(); ++line) {
    Block block;
    block.height = paragraph.pitch();
    block.space_before = line == 0 ? space_before : 0;
    bool last = line == paragraph.lines() - 1;
    block.keep_with_next = last ? keep_with_next : (line == 0 || line == paragraph.lines() - 2);
    block.draw = [paragraph, line](cairo_t* cairo, double x, double y) { paragraph.DrawLine(cairo, line, x, y); };
    Add(std::move(block));
  }
}

void Flow::AddTable(const std::vector<Column>& columns, const std::vector<std::string>& head,
                    const std::vector<std::vector<std::string>>& rows, const TableStyle& style, double space_before) {
  auto header = std::make_shared<Block>(RowBlock(columns, head, style.head, style, width_, 1.0, 0.5));
  Block first = *header;
  first.space_before = space_before;
  first.keep_with_next = true;
  Add(std::move(first));
  for (size_t i = 0; i < rows.size(); ++i) {
    bool last = i + 1 == rows.size();
    Block row = RowBlock(columns, rows[i], style.body, style, width_, 0, last ? 1.0 : 0.25);
    row.header = header;
    Add(std::move(row));
  }
}

}  // namespace lianban::records
