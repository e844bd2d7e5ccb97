#include "services/records/paper/receipt_paper.h"

#include "gmock/gmock.h"
#include "services/lib/errors/error.h"
#include "services/records/paper/civil_text.h"
#include "services/records/paper/page_style.h"
#include "services/records/paper/printed_test_reader.h"

namespace lianban::records {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kUrl[] = "https://lianban.example.cn/?no=330602JC0120260918000013";

// The visit of scenario JC-01.
nlohmann::json Visit() {
  return nlohmann::json::parse(R"({
    "number": "330602JC0120260918000013", "issue_time": "2026-09-18T09:12:00+08:00",
    "unit": {"name": "绍兴市越城区社会治理综合服务中心", "phone": "0575-12345678"},
    "party": {"name": "王*", "document": "330602********0020", "phone": "138****0001"},
    "matters": [
      {"title": "法律援助申请", "unit": "绍兴市越城区司法局", "due": "2026-09-28", "materials": [
        {"label": "身份证明", "state": "original"},
        {"label": "经济困难状况说明表", "state": "copy", "count": 2},
        {"label": "工伤认定决定书", "state": "follows", "due": "2026-10-15"}]},
      {"title": "房屋租赁纠纷调解", "unit": "府山街道人民调解委员会", "due": "2026-10-19",
        "materials": [{"label": "租赁合同", "state": "copy"}]},
      {"title": "道路破损信访", "unit": "绍兴市越城区信访局", "due": "2026-10-08"}],
    "query_url": "https://lianban.example.cn/?no=330602JC0120260918000013", "operator": "张一",
    "notes": ["本凭证仅证明收到上述申请和材料，不代表已经受理。"]})");
}

absl::Time ReceiptTime() { return absl::FromCivil(absl::CivilMinute(2026, 9, 18, 9, 13), PaperZone()); }

std::string RenderedReceipt(const nlohmann::json& data, std::string_view paper, bool large_print = false) {
  auto receipt = ReadReceipt(data);
  EXPECT_TRUE(receipt.ok()) << receipt.status();
  auto pdf = RenderReceipt(*receipt, *PaperByName(paper), large_print, ReceiptTime());
  EXPECT_TRUE(pdf.ok()) << pdf.status();
  return *pdf;
}

class EveryPaper : public testing::TestWithParam<std::tuple<const char*, bool>> {};

TEST_P(EveryPaper, NamesNumberPartyEveryMatterDateAndMaterial) {
  auto [paper, large_print] = GetParam();
  Printed printed(RenderedReceipt(Visit(), paper, large_print));
  std::string text = printed.Text();
  for (const char* wanted : {"收件凭证",
                             "330602JC0120260918000013",
                             "2026年9月18日09:12",
                             "王*",
                             "330602********0020",
                             "138****0001",
                             "法律援助申请",
                             "2026年9月28日（星期一）",
                             "房屋租赁纠纷调解",
                             "2026年10月19日（星期一）",
                             "道路破损信访",
                             "2026年10月8日（星期四）",
                             "身份证明",
                             "经济困难状况说明表",
                             "复印件",
                             "工伤认定决定书",
                             "2026年10月15日前补交",
                             "租赁合同",
                             "张一",
                             "打印时间2026年9月18日09:13",
                             "（盖章）"}) {
    EXPECT_THAT(text, HasSubstr(wanted)) << paper;
  }
}

TEST_P(EveryPaper, CarriesACodeAScannerReads) {
  auto [paper, large_print] = GetParam();
  EXPECT_EQ(Printed(RenderedReceipt(Visit(), paper, large_print)).Code(), kUrl);
}

INSTANTIATE_TEST_SUITE_P(Receipt, EveryPaper, testing::Combine(testing::Values("A4", "A5", "80mm"), testing::Bool()));

TEST(Receipt, OneVisitFitsOneSheetOfA4) { EXPECT_EQ(Printed(RenderedReceipt(Visit(), "A4")).Pages(), 1); }

TEST(Receipt, ARollIsOnePieceHoweverLong) {
  nlohmann::json data = Visit();
  for (int i = 0; i < 40; ++i) data["matters"].push_back(data["matters"][0]);
  EXPECT_EQ(Printed(RenderedReceipt(data, "80mm", true)).Pages(), 1);
}

TEST(Receipt, CountsItsPages) {
  nlohmann::json data = Visit();
  for (int i = 0; i < 12; ++i) data["matters"].push_back(data["matters"][0]);
  Printed printed(RenderedReceipt(data, "A4"));
  ASSERT_GT(printed.Pages(), 1);
  EXPECT_THAT(printed.Text(), AllOf(HasSubstr("第1页共" + std::to_string(printed.Pages()) + "页"),
                                    HasSubstr("第2页共" + std::to_string(printed.Pages()) + "页")));
}

TEST(Receipt, SameInputAndTimeGiveTheSameBytes) { EXPECT_EQ(RenderedReceipt(Visit(), "A5"), RenderedReceipt(Visit(), "A5")); }

TEST(Receipt, SaysWhenADueDateIsProvisional) {
  nlohmann::json data = Visit();
  EXPECT_THAT(Printed(RenderedReceipt(data, "A4")).Text(), Not(HasSubstr("暂定")));
  data["matters"][0]["due_unverified"] = true;
  EXPECT_THAT(Printed(RenderedReceipt(data, "A4")).Text(), AllOf(HasSubstr("（暂定）"), HasSubstr("以重新计算的日期为准")));
}

TEST(Receipt, EmbedsSubsetFontsAndSaysWhatItIs) {
  Printed printed(RenderedReceipt(Visit(), "A4"));
  EXPECT_THAT(printed.Info(),
              AllOf(HasSubstr("收件凭证 330602JC0120260918000013"), HasSubstr("绍兴市越城区社会治理综合服务中心")));
  std::string fonts = printed.Fonts();
  EXPECT_THAT(fonts, HasSubstr("NotoSerifCJK"));
  EXPECT_THAT(fonts, Not(HasSubstr(" no "))) << "every font is embedded, subset and mapped to Unicode";
}

TEST(Receipt, LargePrintSetsNothingUnderEighteenPoints) {
  for (const char* paper : {"A4", "A5", "80mm"}) {
    PageStyle style = StyleFor(*PaperByName(paper), true);
    for (const TextStyle* text : {&style.issuer, &style.title, &style.heading, &style.label, &style.body, &style.strong,
                                  &style.small, &style.footer}) {
      EXPECT_GE(text->size, 18) << paper;
      EXPECT_GE(text->leading, 1.3) << paper;
    }
  }
}

TEST(Receipt, NamesTheFieldThatIsWrong) {
  auto fault = [](nlohmann::json data) {
    auto receipt = ReadReceipt(data);
    auto detail = DetailOf(receipt.status());
    return detail && detail->reason == "DOCUMENT_DATA_INVALID" ? detail->metadata["detail"] : "no fault";
  };
  nlohmann::json data = Visit();
  data.erase("number");
  EXPECT_EQ(fault(data), "number");
  data = Visit();
  data["matters"][1]["due"] = "2026-02-30";
  EXPECT_EQ(fault(data), "matters[1].due");
  data = Visit();
  data["matters"][0]["materials"][2]["state"] = "lost";
  EXPECT_EQ(fault(data), "matters[0].materials[2].state");
  data = Visit();
  data["matters"] = nlohmann::json::array();
  EXPECT_EQ(fault(data), "matters");
  data = Visit();
  data["unit"] = "中心";
  EXPECT_EQ(fault(data), "unit.");
  EXPECT_EQ(fault(nlohmann::json::array()), "");
}

TEST(Receipt, RefusesMoreThanFiftyPages) {
  nlohmann::json data = Visit();
  nlohmann::json matter = data["matters"][0];
  for (int i = 0; i < 400; ++i) data["matters"].push_back(matter);
  auto receipt = ReadReceipt(data);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(ReasonOf(RenderReceipt(*receipt, *PaperByName("A5"), true, ReceiptTime()).status()), "DOCUMENT_TOO_LONG");
}

TEST(Receipt, PrintsTextAsTextNotAsMarkup) {
  nlohmann::json data = Visit();
  data["matters"][0]["title"] = "<b>&amp;</b> 围墙";
  EXPECT_THAT(Printed(RenderedReceipt(data, "A4")).Text(), HasSubstr("<b>&amp;</b>围墙"));
}

}  // namespace
}  // namespace lianban::records
