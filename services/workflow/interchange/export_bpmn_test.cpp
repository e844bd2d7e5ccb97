// What other modellers need of an exported file, and what the picture shows.

#include "services/workflow/interchange/export_bpmn.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"
#include "services/workflow/interchange/picture.h"
#include "services/workflow/language/outcome_label.h"
#include "services/workflow/language/read_bundle.h"

namespace lianban::workflow {
namespace {

using testing::HasSubstr;

std::shared_ptr<const Model> LegalAid() {
  static const auto host = StartWorkerPool({.workers = 1, .soft_deadline_ms = 2000, .hard_deadline_ms = 5000}).value();
  return LoadProcess(*host, ReadBundle("workflows/base/legal_aid").value(), nullptr).value();
}

TEST(ExportBpmn, EveryElementHasItsShapeAndEveryFlowItsEdge) {
  const auto exported = ExportBpmn(*LegalAid());
  ASSERT_TRUE(exported.ok()) << exported.status();
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(exported->xml.c_str()));
  std::set<std::string> ids, drawn;
  for (const auto& found : document.select_nodes("//*[@id]")) {
    EXPECT_TRUE(ids.insert(found.node().attribute("id").value()).second) << found.node().attribute("id").value();
  }
  for (const auto& found : document.select_nodes("//bpmndi:BPMNShape|//bpmndi:BPMNEdge")) {
    drawn.insert(found.node().attribute("bpmnElement").value());
    if (std::string_view(found.node().name()) != "bpmndi:BPMNEdge") continue;
    EXPECT_GE(std::distance(found.node().children("di:waypoint").begin(), found.node().children("di:waypoint").end()), 2);
  }
  const pugi::xml_node process = document.select_node("//bpmn:process").node();
  for (pugi::xml_node child : process.children()) {
    const std::string id = child.attribute("id").value();
    EXPECT_TRUE(id.empty() || drawn.contains(id)) << id;
  }
  for (const auto& found : document.select_nodes("//bpmn:sequenceFlow")) {
    const std::string id = found.node().attribute("id").value();
    EXPECT_TRUE(document.select_node(("//bpmn:outgoing[text()='" + id + "']").c_str())) << id;
    EXPECT_TRUE(document.select_node(("//bpmn:incoming[text()='" + id + "']").c_str())) << id;
  }
}

TEST(ExportBpmn, ListsWhatBpmnCannotSay) {
  std::string lost;
  for (const Unmapped& each : BpmnOf(*LegalAid()).unmapped) lost += each.element + ": " + each.en + "\n";
  EXPECT_THAT(lost, HasSubstr("the clock of the case"));
  EXPECT_THAT(lost, HasSubstr("supplement: working days are written as P10D"));
  EXPECT_THAT(lost, HasSubstr("refused: no counterpart in BPMN: notice remedy"));
}

TEST(Picture, ShowsEveryStepAndOutcome) {
  const auto model = LegalAid();
  const auto svg = SvgOf(*model);
  ASSERT_TRUE(svg.ok()) << svg.status();
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(svg->c_str()));
  for (const Step& step : model->steps) {
    EXPECT_THAT(*svg, HasSubstr(">" + step.title + "</text>"));
    if (step.kind != StepKind::kTask) continue;
    for (const std::string& outcome : step.outcome_order) EXPECT_THAT(*svg, HasSubstr(">" + LabelOfOutcome(*model, step, outcome).zh + "</text>"));
  }
  EXPECT_EQ(*svg, SvgOf(*model).value());
}

TEST(Picture, ShowsTheWayToWhatIsWrong) {
  const auto model = LegalAid();
  const std::string plain = SvgOf(*model).value();
  EXPECT_EQ(plain.find("class=\"n\""), std::string::npos);
  PictureMarks marks{{"accept", "supplement", "accept"}, {"supplement"}, {"refused"}, "会卡住 <1>"};
  const std::string svg = SvgOf(*model, marks).value();
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(svg.c_str()));
  EXPECT_STREQ(document.select_node("//*[@class='w']").node().text().get(), "会卡住 <1>");
  std::vector<std::string> numbers;
  for (const auto& each : document.select_nodes("//*[@class='n']")) numbers.push_back(each.node().text().get());
  EXPECT_THAT(numbers, testing::UnorderedElementsAre("1, 3", "2"));
  EXPECT_EQ(document.select_nodes("//*[@class='open']").size(), 1u);
  EXPECT_EQ(document.select_nodes("//*[@class='dead']").size(), 1u);
}

}  // namespace
}  // namespace lianban::workflow
