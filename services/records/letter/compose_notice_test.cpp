#include "services/records/letter/compose_notice.h"

#include <fstream>
#include <regex>
#include <set>

#include "gmock/gmock.h"
#include "services/records/letter/letters.h"
#include "services/records/paper/notice_paper.h"

namespace lianban::records {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

NoticeSource Source(const char* process, json payload) {
  NoticeSource source;
  source.kind = "notice";
  source.payload = std::move(payload);
  source.effect_no = 7;
  source.issue_time = absl::FromUnixSeconds(1'781'000'000);
  source.filed.set_case_id("0190c1f0-0000-7000-8000-000000000001");
  source.filed.set_process(process);
  source.filed.set_title("王*申请援助");
  source.filed.set_receipt_no("330602LA0120260918000019");
  source.unit.set_name("越城区法律援助中心");
  source.unit.set_phone("0575-12348000");
  return source;
}

std::string Body(const json& data) { return data["paragraphs"].dump(); }

TEST(Letter, TellsOnceEverythingThatIsMissingAndUntilWhen) {
  const json data = ComposeNotice(Source("legal_aid", {{"template", "supplement_notice"},
                                                       {"basis", "《法律援助法》第43条"},
                                                       {"told", {{"matter", "法律援助申请"},
                                                                 {"due", "2026-06-23"},
                                                                 {"missing", {"身份证明", "经济困难状况说明"}}}}}));
  EXPECT_EQ(data["title"], "法律援助申请补充材料告知书");
  EXPECT_THAT(Body(data), AllOf(HasSubstr("2026年6月23日"), HasSubstr("视为撤回申请"), Not(HasSubstr("{"))));
  EXPECT_THAT(data["items"], ElementsAre("身份证明", "经济困难状况说明"));
  EXPECT_THAT(data["legal_basis"], ElementsAre("《法律援助法》第43条"));
  EXPECT_TRUE(ReadNotice(data, "").ok());
}

TEST(Letter, ARefusalOfLegalAidGivesReasonAndTheWayToObject) {
  const json data = ComposeNotice(Source("legal_aid", {{"template", "refusal_letter"},
                                                       {"remedy", "objection"},
                                                       {"told", {{"reason", "家庭人均收入高于标准"}}}}));
  EXPECT_THAT(Body(data), HasSubstr("理由：家庭人均收入高于标准"));
  EXPECT_THAT(data["remedy"].get<std::string>(), AllOf(HasSubstr("司法行政部门"), HasSubstr("行政复议")));
  EXPECT_THAT(data["legal_basis"].dump(), HasSubstr("第四十三条"));
}

TEST(Letter, WithoutAReasonHasNoEmptySentence) {
  EXPECT_THAT(Body(ComposeNotice(Source("legal_aid", {{"template", "refusal_letter"}}))), Not(HasSubstr("理由")));
}

TEST(Letter, NamesWhoIsAssignedAsTheScriptGaveIt) {
  const json data = ComposeNotice(Source("legal_aid", {{"template", "assignment_notice"}, {"lawyer", "李律师"}}));
  EXPECT_THAT(Body(data), HasSubstr("现指派李律师承办"));
}

TEST(Letter, AnExtensionSaysHowLongAndWhy) {
  const json data = ComposeNotice(
      Source("petition", {{"template", "extension_notice"}, {"period", "30d"}, {"reason", "产权单位多"}}));
  EXPECT_THAT(Body(data), AllOf(HasSubstr("延长30日"), HasSubstr("产权单位多")));
}

TEST(Letter, AKindOfItsOwnInACityStillSaysWhatItIs) {
  const json data = ComposeNotice(Source("stairs", {{"template", "stairs_notice"},
                                                    {"remedy", "reconsideration"},
                                                    {"told", {{"matter", "楼道清理"}, {"step", "限期清理"}}}}));
  EXPECT_THAT(Body(data), AllOf(HasSubstr("楼道清理"), HasSubstr("限期清理")));
  EXPECT_THAT(data["remedy"].get<std::string>(), HasSubstr("六十日"));
  EXPECT_TRUE(ReadNotice(data, "").ok());
}

TEST(Letter, OfBeforeTheWordsWereRecordedStillPrints) {
  NoticeSource source = Source("legal_aid", {{"template", "grant_letter"}, {"step", "tell_grant"}});
  source.filed.clear_title();
  source.filed.clear_receipt_no();
  EXPECT_TRUE(ReadNotice(ComposeNotice(source), "").ok());
}

// Notices that the processes of the four headline services issue, by the letters they must find.
TEST(Letters, EveryNoticeOfTheShippedProcessesHasWordsOfItsOwn) {
  const std::vector<std::string> all = LetterKeys();
  const std::set<std::string> keys(all.begin(), all.end());
  for (const char* process : {"legal_aid", "legal_aid_objection", "legal_aid_defence", "project_call", "project_application",
                              "publicity_objection", "joint_centre", "mediation", "petition", "return_visit", "whistle",
                              "duty_list", "duty_dispatch"}) {
    std::ifstream file(std::string("workflows/base/") + process + "/process.lua");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    ASSERT_FALSE(text.empty()) << process;
    const std::regex notice("notice = \"([a-z_]+)\"");
    for (std::sregex_iterator each(text.begin(), text.end(), notice), end; each != end; ++each) {
      const std::string name = (*each)[1];
      EXPECT_TRUE(keys.contains(std::string(process) + "/" + name) || keys.contains(name)) << process << " " << name;
    }
  }
}

}  // namespace
}  // namespace lianban::records
