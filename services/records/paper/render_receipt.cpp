#include <cairo.h>

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/records/paper/civil_text.h"
#include "services/records/paper/page_style.h"
#include "services/records/paper/qr_code.h"
#include "services/records/paper/receipt_paper.h"

namespace lianban::records {
namespace {

std::string StateText(const ReceiptMaterial& material) {
  if (material.state == "original") return "原件";
  if (material.state == "copy") return "复印件";
  if (material.state == "electronic") return "电子材料";
  if (material.state == "commitment") return "告知承诺书";
  return material.due ? fmt::format("容缺，{}前补交", ChineseDate(*material.due)) : "容缺，后补";
}

std::string DueText(const ReceiptMatter& matter) {
  if (!matter.due) return "按规定期限";
  return ChineseDateWithWeekday(*matter.due) + (matter.due_unverified ? "（暂定）" : "");
}

// Area, item, day, serial with its check digit: to be read aloud, and typed in with or without the spaces.
std::string Spaced(const std::string& number) {
  if (number.size() < 22) return number;
  const size_t day = number.size() - 14;
  return fmt::format("{} {} {} {}", number.substr(0, 6), number.substr(6, day - 6), number.substr(day, 8),
                     number.substr(day + 8));
}

std::vector<Fact> WhoAndWhen(const ReceiptPaper& receipt) {
  std::vector<Fact> facts = {{"收件编号", Spaced(receipt.number)}, {"收件时间", ChineseTime(receipt.issue_time)}};
  auto add = [&](const char* label, const std::string& value) {
    if (!value.empty()) facts.push_back({label, value});
  };
  add("申请人", receipt.party_name);
  add("证件号码", receipt.party_document);
  add("联系电话", receipt.party_phone);
  add("代办人", receipt.party_agent);
  add("收件单位", receipt.unit_name);
  add("咨询电话", receipt.unit_phone);
  return facts;
}

// The facts on the left, the code on the right with its caption.
void AddHead(Flow& flow, const ReceiptPaper& receipt, const QrCode& qr, const PageStyle& style) {
  TextStyle caption_style = style.label;
  caption_style.align = Align::kCenter;
  double side = style.qr_side;
  double column = std::max(side, caption_style.size * 6.5);
  if (style.narrow) {
    AddFacts(flow, WhoAndWhen(receipt), style, style.gap * 0.6);
    Paragraph caption("扫码查询办理进度", caption_style, flow.width());
    Block block;
    block.height = side + caption.height();
    block.space_before = style.gap * 0.6;
    block.draw = [qr, caption, side, width = flow.width()](cairo_t* cairo, double x, double y) {
      qr.Draw(cairo, x + (width - side) / 2, y, side);
      caption.Draw(cairo, x, y + side);
    };
    return flow.Add(std::move(block));
  }
  Flow left(flow.width() - column - 12);
  AddFacts(left, WhoAndWhen(receipt), style, 0);
  double height = 0;
  for (const Block& block : left.blocks()) height += block.height;
  Paragraph caption("扫码查询办理进度", caption_style, column);
  Block block;
  block.height = std::max(height, side + caption.height());
  block.space_before = style.gap * 0.8;
  block.draw = [blocks = left.blocks(), qr, caption, side, column, width = flow.width()](cairo_t* cairo, double x,
                                                                                         double y) {
    double line = y;
    for (const Block& fact : blocks) {
      fact.draw(cairo, x, line);
      line += fact.height;
    }
    // The quiet zone of the code is white: it may stand out to the margin, so that its ink aligns with the text.
    qr.Draw(cairo, x + width - column + (column - side) / 2, y - side * 0.06, side);
    caption.Draw(cairo, x + width - column, y + side * 0.92);
  };
  flow.Add(std::move(block));
}

TableStyle TableStyleOf(const PageStyle& style) {
  TextStyle body = style.body;
  body.leading = 1.4;
  return {.head = style.label, .body = body, .pad_x = style.body.size * 0.35, .pad_y = style.body.size * 0.32};
}

void AddMattersAsTable(Flow& flow, const ReceiptPaper& receipt, const PageStyle& style) {
  std::vector<std::vector<std::string>> rows;
  for (size_t i = 0; i < receipt.matters.size(); ++i) {
    const ReceiptMatter& matter = receipt.matters[i];
    std::string title = matter.title;
    if (!matter.basis.empty()) title += "\n依据：" + matter.basis;
    rows.push_back({std::to_string(i + 1), title, matter.unit, DueText(matter)});
  }
  // On small paper the date keeps its one line at the cost of the matter.
  bool small = flow.width() < 400;
  double matter_share = small ? 2.8 : 3.8, due_share = small ? 3.5 : 3.0;
  flow.AddTable({{small ? 0.8 : 0.6, Align::kCenter}, {matter_share}, {2.6}, {due_share}}, {"序号", "事项", "承办单位", "办理期限至"},
                rows, TableStyleOf(style), style.gap * 0.3);
}

void AddMattersAsList(Flow& flow, const ReceiptPaper& receipt, const PageStyle& style) {
  for (size_t i = 0; i < receipt.matters.size(); ++i) {
    const ReceiptMatter& matter = receipt.matters[i];
    flow.AddParagraph(fmt::format("{}. {}", i + 1, matter.title), style.strong, style.gap * 0.35, true);
    std::string due = DueText(matter);
    const size_t weekday = due.find("（");
    if (flow.width() / style.body.size < 14 && weekday != std::string::npos) due.insert(weekday, "\n");
    AddFacts(flow, {{"承办单位", matter.unit}, {"期限至", due}}, style, 0, true);
  }
}

void AddMaterials(Flow& flow, const ReceiptPaper& receipt, const PageStyle& style) {
  std::vector<std::vector<std::string>> rows;
  for (size_t i = 0; i < receipt.matters.size(); ++i) {
    for (const ReceiptMaterial& material : receipt.matters[i].materials) {
      bool follows = material.state == "follows";
      rows.push_back(
          {std::to_string(i + 1), material.label, StateText(material), follows ? "—" : std::to_string(material.count),
           follows ? "—" : ChineseDate(material.date.value_or(absl::ToCivilDay(receipt.issue_time, PaperZone())))});
    }
  }
  if (rows.empty()) return;
  flow.AddParagraph("收取材料", style.heading, style.gap, true);
  if (!style.narrow) {
    const bool small = flow.width() < 400;
    flow.AddTable({{small ? 0.8 : 0.7, Align::kCenter}, {2.7}, {small ? 2.6 : 3.3}, {small ? 0.8 : 0.7, Align::kCenter},
                   {small ? 2.5 : 2.0}},
                  {"事项", "材料名称", "形式", "份数", "收取日期"}, rows, TableStyleOf(style), style.gap * 0.3);
    return;
  }
  for (const auto& row : rows) {
    flow.AddParagraph(fmt::format("事项{}：{}", row[0], row[1]), style.body, style.gap * 0.25, true);
    std::string detail = row[3] == "—" ? row[2] : fmt::format("{} {}份，{}", row[2], row[3], row[4]);
    TextStyle indented = style.small;
    indented.first_indent = style.body.size;
    flow.AddParagraph(detail, indented);
  }
}

void AddNotes(Flow& flow, const ReceiptPaper& receipt, const PageStyle& style) {
  flow.AddParagraph("说明", style.heading, style.gap, true);
  std::vector<std::string> notes;
  notes.push_back(receipt.query_hint.empty() ? "凭收件编号和证件号码（或手机号码）后四位，可以查询办理进度。"
                                             : receipt.query_hint);
  notes.insert(notes.end(), receipt.notes.begin(), receipt.notes.end());
  for (const ReceiptMatter& matter : receipt.matters) {
    if (!matter.due_unverified) continue;
    notes.push_back("标“暂定”的期限跨入节假日安排尚未公布的年度，公布后以重新计算的日期为准。");
    break;
  }
  for (size_t i = 0; i < notes.size(); ++i) {
    flow.AddParagraph(fmt::format("{}. {}", i + 1, notes[i]), style.small, style.small.size * 0.15);
  }
}

}  // namespace

absl::StatusOr<std::string> RenderReceipt(const ReceiptPaper& receipt, const PaperSize& paper, bool large_print,
                                          absl::Time print_time) {
  LIANBAN_ASSIGN_OR_RETURN(QrCode qr, QrCode::Encode(receipt.query_url));
  TypesettingLock lock;
  PageStyle style = StyleFor(paper, large_print);
  Flow flow(paper.content_width());
  flow.AddParagraph(receipt.unit_name, style.issuer, 0, true);
  flow.AddParagraph(receipt.title, style.title, style.gap * 0.15, true);
  flow.AddRule(1.4, style.gap * 0.35);
  flow.AddRule(0.4, 1.6);
  AddHead(flow, receipt, qr, style);
  flow.AddParagraph(fmt::format("办理事项（共 {} 项）", receipt.matters.size()), style.heading, style.gap, true);
  style.narrow ? AddMattersAsList(flow, receipt, style) : AddMattersAsTable(flow, receipt, style);
  AddMaterials(flow, receipt, style);
  AddNotes(flow, receipt, style);
  std::string left = receipt.operator_name.empty() ? "" : "经办人：" + receipt.operator_name;
  if (style.narrow) {
    if (!left.empty()) flow.AddParagraph(left, style.body, style.gap * 0.6, true);
    if (!paper.roll()) flow.AddParagraph("申请人签字：", style.body, style.gap * 0.3, true);
    left.clear();
  } else {
    left += (left.empty() ? "" : "\n\n") + std::string("申请人签字：");
  }
  AddSeal(flow, receipt.unit_name, ChineseDate(absl::ToCivilDay(receipt.issue_time, PaperZone())), style, left);
  if (paper.roll()) flow.AddParagraph("打印时间 " + ChineseTime(print_time), style.footer, style.gap * 0.5);
  DocumentProperties properties{receipt.title + " " + receipt.number, receipt.unit_name, receipt.number, "收件凭证",
                                print_time};
  return WritePdf(paper, flow, FooterWith(style, receipt.number, print_time), properties);
}

}  // namespace lianban::records
