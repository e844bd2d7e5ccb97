#include "services/records/paper/notice_paper.h"

#include "gmock/gmock.h"
#include "services/lib/errors/error.h"
#include "services/records/paper/civil_text.h"
#include "services/records/paper/printed_test_reader.h"

namespace lianban::records {
namespace {

using testing::AllOf;
using testing::HasSubstr;

nlohmann::json Supplement() {
  return nlohmann::json::parse(R"({
    "number": "越法援补〔2026〕12号", "issue_time": "2026-09-19T10:00:00+08:00",
    "unit": {"name": "绍兴市越城区法律援助中心", "phone": "0575-12348000", "address": "府山街道示例路1号"},
    "addressee": "王*",
    "paragraphs": ["您提出的法律援助申请收悉，请补充下列材料：", "请于2026年10月8日前补齐。"],
    "items": ["工伤认定决定书复印件1份；", "证明劳动关系的材料。"],
    "legal_basis": ["《中华人民共和国法律援助法》第四十一条", "第四十三条"],
    "remedy": "对本告知有疑问的，可以向本中心咨询。",
    "query_url": "https://lianban.example.cn/?no=1"})");
}

absl::Time NoticeTime() { return absl::FromCivil(absl::CivilMinute(2026, 9, 19, 10, 1), PaperZone()); }

std::string RenderedNotice(const nlohmann::json& data, std::string_view paper, bool large_print = false) {
  auto notice = ReadNotice(data, NoticeTitle("supplement_notice"));
  EXPECT_TRUE(notice.ok()) << notice.status();
  auto pdf = RenderNotice(*notice, *PaperByName(paper), large_print, NoticeTime());
  EXPECT_TRUE(pdf.ok()) << pdf.status();
  return *pdf;
}

TEST(Notice, HasNumberUnitSealDateAddresseeBasisContentRemedyContact) {
  for (const char* paper : {"A4", "A5"}) {
    EXPECT_THAT(Printed(RenderedNotice(Supplement(), paper)).Text(),
                AllOf(HasSubstr("一次性告知书"), HasSubstr("编号：越法援补〔2026〕12号"), HasSubstr("王*"),
                      HasSubstr("（1）工伤认定决定书复印件1份"), HasSubstr("（2）证明劳动关系的材料"),
                      HasSubstr("法律依据：《中华人民共和国法律援助法》第四十一条；第四十三条。"),
                      HasSubstr("救济途径：对本告知有疑问的"), HasSubstr("0575-12348000"), HasSubstr("2026年9月19日"),
                      HasSubstr("（盖章）")));
  }
}

TEST(Notice, PutsTheListUnderTheParagraphThatAnnouncesIt) {
  std::string text = Printed(RenderedNotice(Supplement(), "A4")).Text();
  EXPECT_LT(text.find("下列材料"), text.find("工伤认定决定书"));
  EXPECT_LT(text.find("证明劳动关系"), text.find("前补齐"));
}

TEST(Notice, PutsTheListLastWhenNoParagraphAnnouncesIt) {
  nlohmann::json data = Supplement();
  data["paragraphs"] = {"甲段。", "乙段。"};
  std::string text = Printed(RenderedNotice(data, "A4")).Text();
  EXPECT_LT(text.find("乙段"), text.find("工伤认定决定书"));
}

TEST(Notice, TakesTheTitleOfItsKindUnlessTheDataGivesOne) {
  EXPECT_EQ(NoticeTitle("refusal_letter"), "不予决定书");
  EXPECT_EQ(NoticeTitle("love_letter"), "");
  nlohmann::json data = Supplement();
  data["title"] = "补正通知书";
  EXPECT_THAT(Printed(RenderedNotice(data, "A4")).Text(), HasSubstr("补正通知书"));
}

TEST(Notice, NeedsAnAddresseeAndContent) {
  nlohmann::json data = Supplement();
  data.erase("addressee");
  EXPECT_EQ(DetailOf(ReadNotice(data, "告知书").status())->metadata["detail"], "addressee");
  data = Supplement();
  data["paragraphs"] = nlohmann::json::array();
  EXPECT_EQ(DetailOf(ReadNotice(data, "告知书").status())->metadata["detail"], "paragraphs");
}

}  // namespace
}  // namespace lianban::records
