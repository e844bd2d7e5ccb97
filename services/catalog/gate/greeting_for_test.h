#pragma once
// The smallest process that goes through the gate, and an adaptation of it, for the tests of the gate and of locks.

#include "services/catalog/catalog_test_city.h"

namespace lianban::catalog {

inline workflow::ScriptHost& Scripts() {
  static const auto host = workflow::StartWorkerPool({.hard_deadline_ms = 5000}).value();
  return *host;
}

inline constexpr char kGreetingScript[] = R"lua(
return workflow "greeting" {
  title = "问候",
  params = { ["hi.days"] = 2 },
  locked = { ["steps.finished"] = "章程第三条" },
  steps = {
    task "hello" { title = "打招呼", by = role "window", within = days(param "hi.days"), on = { done = "finished", timeout = "late" } },
    finish "finished" { result = "done" },
    finish "late" { result = "late" },
  },
}
)lua";

inline constexpr char kGreetingScenarios[] = R"lua(
return {
  scenario "打过招呼就结束" {
    given = { at = "2026-03-03 10:20" },
    story = { { act = "complete", task = "hello", outcome = "done" }, { expect = { result = "done" } } },
  },
}
)lua";

inline v1::Draft Greeting(std::string title = "问候") {
  std::string script = kGreetingScript;
  script.replace(script.find("问候"), std::string("问候").size(), title);
  v1::Draft draft;
  draft.set_process("greeting");
  draft.set_note("改标题");
  (*draft.mutable_bundle()->mutable_files())["process.lua"] = script;
  (*draft.mutable_bundle()->mutable_files())["scenarios.lua"] = kGreetingScenarios;
  return draft;
}

inline v1::Draft Adapted(const std::string& area, const std::string& body) {
  v1::Draft draft;
  draft.set_process("greeting");
  draft.set_area_code(area);
  (*draft.mutable_bundle()->mutable_files())["adapt.lua"] =
      "return adapt \"greeting\" { area = \"" + area + "\", " + body + " }";
  return draft;
}

}  // namespace lianban::catalog
