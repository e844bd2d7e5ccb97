#pragma once
// Content that flows down pages: blocks that are never torn apart, placed one below the other.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/records/paper/paper_size.h"
#include "services/records/paper/typesetter.h"

namespace lianban::records {

struct Block {
  double height = 0;
  double space_before = 0;      // dropped at the top of a page
  bool keep_with_next = false;  // headings, first line of a paragraph
  std::function<void(cairo_t*, double x, double y)> draw;
  std::shared_ptr<const Block> header;  // drawn again when a page begins with this block (table heads)
};

struct Column {
  double share = 1;  // of the width, relative to the other columns
  Align align = Align::kLeft;
};

struct TableStyle {
  TextStyle head;
  TextStyle body;
  double pad_x = 4;
  double pad_y = 3;
};

class Flow {
 public:
  explicit Flow(double width) : width_(width) {}
  double width() const { return width_; }

  void Add(Block block) { blocks_.push_back(std::move(block)); }
  void AddSpace(double height);
  void AddRule(double thickness, double space_before = 0);
  // Lines may fall on two pages, but never one line alone.
  void AddParagraph(std::string_view text, const TextStyle& style, double space_before = 0,
                    bool keep_with_next = false);
  // A thick rule above and below, hairlines between the rows, the head repeated on every page.
  void AddTable(const std::vector<Column>& columns, const std::vector<std::string>& head,
                const std::vector<std::vector<std::string>>& rows, const TableStyle& style, double space_before = 0);

  const std::vector<Block>& blocks() const { return blocks_; }

 private:
  double width_;
  std::vector<Block> blocks_;
};

struct DocumentProperties {
  std::string title;
  std::string author;   // the issuing unit
  std::string subject;  // the number of the paper
  std::string keywords;
  absl::Time create_time;
};

// Draws page furniture (footer) into the bottom margin: page is 1-based.
using Furniture = std::function<void(cairo_t*, const PaperSize& paper, double page_height, int page, int pages)>;

// PDF bytes with subset fonts; the same flow, properties and fonts give the same bytes.
// Error: DOCUMENT_TOO_LONG past 50 pages. The caller holds a TypesettingLock.
absl::StatusOr<std::string> WritePdf(const PaperSize& paper, const Flow& flow, const Furniture& furniture,
                                     const DocumentProperties& properties);

}  // namespace lianban::records
