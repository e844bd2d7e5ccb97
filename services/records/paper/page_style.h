#pragma once
// One typographic scale for every paper. Large print follows the rule for elderly readers: nothing under 18 pt.

#include "services/records/paper/flow.h"

namespace lianban::records {

struct PageStyle {
  TextStyle issuer;  // name of the issuing unit above the title
  TextStyle title;
  TextStyle heading;
  TextStyle label;  // names of fields, heads of tables
  TextStyle body;
  TextStyle strong;  // values that must be found at a glance: number, due date
  TextStyle small;   // notes
  TextStyle footer;
  double qr_side = 0;   // points
  double gap = 0;       // between sections
  bool narrow = false;  // too narrow for tables with many columns: lists instead
};

PageStyle StyleFor(const PaperSize& paper, bool large_print);

// "number · printed at · page x of y" in the bottom margin. On a roll it ends the slip without a page count.
Furniture FooterWith(const PageStyle& style, std::string number, absl::Time print_time);

// Label and value side by side, values aligned; `together`: never torn over two pages.
struct Fact {
  std::string label;
  std::string value;
};
void AddFacts(Flow& flow, const std::vector<Fact>& facts, const PageStyle& style, double space_before,
              bool together = false);

// Unit and date on the right, over the place of the seal.
void AddSeal(Flow& flow, const std::string& unit, const std::string& date, const PageStyle& style,
             const std::string& left_text = "");

}  // namespace lianban::records
