#include <cairo.h>

#include <algorithm>
#include <optional>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/records/paper/civil_text.h"
#include "services/records/paper/notice_paper.h"
#include "services/records/paper/page_style.h"
#include "services/records/paper/qr_code.h"

namespace lianban::records {
namespace {

// Letters are read as running text: a size larger than forms, first lines indented by two characters.
PageStyle LetterStyle(const PaperSize& paper, bool large_print) {
  PageStyle style = StyleFor(paper, large_print);
  if (!large_print && paper.width > 450) style.body.size = 12;
  style.body.leading = 1.75;
  return style;
}

// The list belongs under the paragraph that announces it with a colon; without one, at the end.
void AddBody(Flow& flow, const NoticePaper& notice, const TextStyle& running) {
  bool listed = notice.items.empty();
  auto add_items = [&] {
    for (size_t i = 0; i < notice.items.size(); ++i) {
      flow.AddParagraph(fmt::format("（{}）{}", i + 1, notice.items[i]), running);
    }
    listed = true;
  };
  for (const std::string& text : notice.paragraphs) {
    flow.AddParagraph(text, running);
    if (!listed && (text.ends_with("：") || text.ends_with(":"))) add_items();
  }
  if (!listed) add_items();
}

void AddContact(Flow& flow, const NoticePaper& notice, const PageStyle& style) {
  std::vector<Fact> facts;
  if (!notice.unit_phone.empty()) facts.push_back({"咨询电话", notice.unit_phone});
  if (!notice.unit_address.empty()) facts.push_back({"联系地址", notice.unit_address});
  if (!facts.empty()) AddFacts(flow, facts, style, style.gap);
}

void AddCode(Flow& flow, const QrCode& qr, const PageStyle& style) {
  TextStyle caption_style = style.label;
  Paragraph caption("扫码查询办理进度", caption_style, flow.width() - style.qr_side * 0.7);
  double side = style.qr_side * 0.7;
  Block block;
  block.height = side;
  block.space_before = style.gap * 0.5;
  block.draw = [qr, caption, side](cairo_t* cairo, double x, double y) {
    qr.Draw(cairo, x - side * 0.08, y, side);
    caption.Draw(cairo, x + side, y + (side - caption.height()) / 2);
  };
  flow.Add(std::move(block));
}

}  // namespace

absl::StatusOr<std::string> RenderNotice(const NoticePaper& notice, const PaperSize& paper, bool large_print,
                                         absl::Time print_time) {
  std::optional<QrCode> qr;
  if (!notice.query_url.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(qr, QrCode::Encode(notice.query_url));
  }
  TypesettingLock lock;
  PageStyle style = LetterStyle(paper, large_print);
  Flow flow(paper.content_width());
  flow.AddParagraph(notice.unit_name, style.issuer, 0, true);
  flow.AddParagraph(notice.title, style.title, style.gap * 0.2, true);
  TextStyle number = style.body;
  number.align = Align::kCenter;
  number.leading = 1.5;
  flow.AddParagraph("编号：" + notice.number, number, style.gap * 0.3, true);
  flow.AddRule(0.8, style.gap * 0.3);

  flow.AddParagraph(notice.addressee + "：", style.body, style.gap * 1.2, true);
  TextStyle running = style.body;
  running.first_indent = style.body.size * 2;
  AddBody(flow, notice, running);
  if (!notice.legal_basis.empty()) {
    std::string basis = "法律依据：";
    for (size_t i = 0; i < notice.legal_basis.size(); ++i) basis += (i == 0 ? "" : "；") + notice.legal_basis[i];
    flow.AddParagraph(basis + "。", running);
  }
  if (!notice.remedy.empty()) flow.AddParagraph("救济途径：" + notice.remedy, running);
  AddContact(flow, notice, style);
  if (qr) AddCode(flow, *qr, style);
  AddSeal(flow, notice.unit_name, ChineseDate(absl::ToCivilDay(notice.issue_time, PaperZone())), style);
  if (paper.roll()) flow.AddParagraph("打印时间 " + ChineseTime(print_time), style.footer, style.gap * 0.5);
  DocumentProperties properties{notice.title + " " + notice.number, notice.unit_name, notice.number, notice.matter,
                                print_time};
  return WritePdf(paper, flow, FooterWith(style, notice.number, print_time), properties);
}

}  // namespace lianban::records
