#include <cairo-pdf.h>
#include <cairo.h>

#include <algorithm>
#include <memory>

#include "services/lib/errors/error.h"
#include "services/records/paper/flow.h"

namespace lianban::records {
namespace {

constexpr int kPagesMax = 50;

struct Placed {
  const Block* block;
  double y;
};
using Page = std::vector<Placed>;

// Blocks that have to stay together with block `first`, as one height.
size_t EndOfGroup(const std::vector<Block>& blocks, size_t first) {
  while (first + 1 < blocks.size() && blocks[first].keep_with_next) ++first;
  return first + 1;
}

double GroupHeight(const std::vector<Block>& blocks, size_t first, size_t end) {
  double height = blocks[first].height;
  for (size_t i = first + 1; i < end; ++i) height += blocks[i].space_before + blocks[i].height;
  return height;
}

// `available`: height for content on one page. A group taller than a page starts a page and is torn where it must be.
std::vector<Page> Paginate(const std::vector<Block>& blocks, double available, double* used_on_last) {
  std::vector<Page> pages(1);
  double y = 0;
  for (size_t i = 0; i < blocks.size(); ++i) {
    bool starts_group = i == 0 || !blocks[i - 1].keep_with_next;
    double needed = starts_group ? GroupHeight(blocks, i, EndOfGroup(blocks, i)) : blocks[i].height;
    if (needed > available) needed = blocks[i].height;
    double space = pages.back().empty() ? 0 : blocks[i].space_before;
    if (!pages.back().empty() && y + space + needed > available) {
      pages.emplace_back();
      y = space = 0;
      if (blocks[i].header != nullptr) {
        pages.back().push_back({blocks[i].header.get(), y});
        y += blocks[i].header->height;
      }
    }
    pages.back().push_back({&blocks[i], y + space});
    y += space + blocks[i].height;
  }
  *used_on_last = y;
  return pages;
}

cairo_status_t Append(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void SetMetadata(cairo_surface_t* surface, const DocumentProperties& properties) {
  auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
    cairo_pdf_surface_set_metadata(surface, key, value.c_str());
  };
  // Cairo would stamp its own clock otherwise, and no two copies would be the same.
  std::string time = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", properties.create_time, absl::UTCTimeZone());
  set(CAIRO_PDF_METADATA_TITLE, properties.title);
  set(CAIRO_PDF_METADATA_AUTHOR, properties.author);
  set(CAIRO_PDF_METADATA_SUBJECT, properties.subject);
  set(CAIRO_PDF_METADATA_KEYWORDS, properties.keywords);
  set(CAIRO_PDF_METADATA_CREATOR, "Lianban");
  set(CAIRO_PDF_METADATA_CREATE_DATE, time);
  set(CAIRO_PDF_METADATA_MOD_DATE, time);
}

}  // namespace

absl::StatusOr<std::string> WritePdf(const PaperSize& paper, const Flow& flow, const Furniture& furniture,
                                     const DocumentProperties& properties) {
  constexpr double kEndless = 1e9;
  double available = paper.roll() ? kEndless : paper.height - 2 * paper.margin_y;
  double used_on_last = 0;
  std::vector<Page> pages = Paginate(flow.blocks(), available, &used_on_last);
  if (pages.size() > kPagesMax) {
    return Error("DOCUMENT_TOO_LONG", {{"pages", std::to_string(pages.size())}, {"max", std::to_string(kPagesMax)}});
  }
  double page_height = paper.roll() ? used_on_last + 2 * paper.margin_y : paper.height;
  std::string bytes;
  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
      cairo_pdf_surface_create_for_stream(Append, &bytes, paper.width, page_height), cairo_surface_destroy);
  SetMetadata(surface.get(), properties);
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo(cairo_create(surface.get()), cairo_destroy);
  for (size_t i = 0; i < pages.size(); ++i) {
    for (const Placed& placed : pages[i]) placed.block->draw(cairo.get(), paper.margin_x, paper.margin_y + placed.y);
    furniture(cairo.get(), paper, page_height, static_cast<int>(i) + 1, static_cast<int>(pages.size()));
    cairo_show_page(cairo.get());
  }
  cairo.reset();
  cairo_surface_finish(surface.get());
  if (cairo_status_t status = cairo_surface_status(surface.get()); status != CAIRO_STATUS_SUCCESS) {
    return absl::InternalError(cairo_status_to_string(status));
  }
  return bytes;
}

}  // namespace lianban::records
