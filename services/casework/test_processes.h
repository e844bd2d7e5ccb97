#pragma once
// The processes of the test city, as scripts.

#include <map>
#include <string>

namespace lianban::casework {

// 受理后按去向：一个环节、并行、多人、子事项。Release 2 has another step for one of its own and a shorter time limit for
// everybody; release 3 a third branch and opinions by whoever is first. Hours never roll: whatever day it is, the difference is four days.
inline std::string MovingProcess(int release) {
  const bool second = release == 2, third = release == 3;
  return std::string(R"(
return workflow "moving" {
  title = "版本迁移",
  clock = { statutory = hours()") + (second ? "144), law = \"as_of_today\"" : "240)") + R"( },
  steps = {
    task "accept" { title = "受理", by = role "handler",
      on = { plain = ")" + (second ? "review" : "examine") + R"(", parallel = "both", several = "opinions", child = "sub" } },
    task ")" + (second ? "review\" { title = \"复核" : "examine\" { title = \"审查") + R"(", by = role "handler", on = { done = "close" } },
    fork "both" { to = { "left", "right")" + (third ? ", \"middle\"" : "") + R"( }, join = "together" },
    task "left" { title = "左", by = role "handler", on = { ok = "together" } },
    task "right" { title = "右", by = role "handler", on = { ok = "together" } },)" +
         (third ? R"(
    task "middle" { title = "中", by = role "handler", on = { ok = "together" } },)" : "") + R"(
    join "together" { next = "close" },
    task "opinions" { title = "征求意见", by = role "handler", each = { "甲", "乙" }, mode = ")" + (third ? "any" : "all") +
         R"(", on = { ok = "close" } },
    call "sub" { title = "子事项", process = "single", wait = "all", on = { done = "close" } },
    task "close" { title = "办结", by = role "handler", on = { done = "done" } },
    finish "done" { title = "完成", result = "done" },
  },
})";
}

inline const std::map<std::string, std::string>& TestProcesses() {
  static const std::map<std::string, std::string> processes = {
      // 派单、处理、核查、回访，第三步按规则分流。
      {"repair", R"(
return workflow "repair" {
  title = "公共设施报修",
  form = { text "body" { label = "内容", max = 200 }, integer "cost" { label = "费用" } },
  clock = { statutory = days(7) },
  steps = {
    task "dispatch" { title = "派单", by = role "handler", on = { send = "handle", refuse = "refused" } },
    task "handle" { title = "处理", by = role "handler", edits = { "body", "cost" }, on = { done = "route" } },
    decide "route" { title = "分流", branches = {
      { when = function(form) return (form.cost or 0) > 100000 end, to = "approve" },
      { to = "check" },
    } },
    task "approve" { title = "审批", by = role("leader", { at = "district" }), on = { agree = "check" } },
    task "check" { title = "核查", by = role "handler", on = { pass = "closed", back = "handle" } },
    finish "closed" { title = "办结", result = "done" },
    finish "refused" { title = "不予受理", result = "refused" },
  },
})"},
      // 三十分钟内无人补正，按撤回处理。
      {"patience", R"(
return workflow "patience" {
  title = "等待补正",
  steps = {
    wait "supplement" { title = "补正", of = applicant, within = minutes(30), on = { supplied = "look", timeout = "withdrawn" } },
    task "look" { title = "审查", by = role "handler", on = { ok = "done" } },
    finish "withdrawn" { title = "视为撤回", result = "withdrawn" },
    finish "done" { title = "办结", result = "done" },
  },
})"},
      // 一次来访，若干事项。
      {"visit", R"(
return workflow "visit" {
  title = "一次来访",
  form = { list "matters" { label = "事项", required = true, min = 1, max = 9 } },
  steps = {
    call "matters" { title = "各事项", each = function(form) return form.matters end,
      process = function(_, _, item) return item.process end, wait = "all", on = { done = "closed" } },
    finish "closed" { title = "办结", result = "closed" },
  },
})"},
      // 单步事项，供大量办理。
      {"single", R"(
return workflow "single" {
  title = "单步",
  steps = {
    task "do" { title = "办理", by = role "handler", on = { done = "closed", again = "do" } },
    finish "closed" { title = "办结", result = "done" },
  },
})"},
      // 受理、审查、办结，供各种操作。
      {"matter", R"(
return workflow "matter" {
  title = "事项",
  clock = { statutory = days(10), extension = { period = days(10) } },
  steps = {
    task "accept" { title = "受理", by = role "handler", on = { done = "examine" } },
    task "examine" { title = "审查", by = role "handler", on = { grant = "close", refuse = "close" } },
    task "close" { title = "办结", by = role "handler", on = { done = "done" } },
    finish "done" { title = "完成", result = "done" },
  },
})"},
      // 办结前告知外部系统。
      {"tell_court", R"(
return workflow "tell_court" {
  title = "告知法院",
  form = { text "number" { label = "案号", max = 40 } },
  steps = {
    task "look" { title = "核对", by = role "handler", on = { send = "tell" } },
    effect "tell" { title = "告知", connector = "court", next = "closed",
      payload = function(form) return { number = form.number } end },
    finish "closed" { title = "办结", result = "done" },
  },
})"},
      {"moving", MovingProcess(1)},
      {"moving@2", MovingProcess(2)},
      {"moving@3", MovingProcess(3)},
      // 裁定记入台账，以后同一事项照办。
      {"ruling", R"(
return workflow "ruling" {
  title = "职责裁定",
  form = { text "item" { label = "事项", max = 1000, required = true } },
  reads = { rulings = "item" },
  steps = {
    decide "known" { title = "有无裁定", branches = {
      { when = function(_, case) return #case.ledger.rulings > 0 end, to = "follow" }, { to = "dispute" } } },
    task "dispute" { title = "裁定", by = role "handler", on = { ruled = "enter" } },
    effect "enter" { title = "登记", ledger = "rulings", next = "follow", payload = function(form) return { key = form.item } end },
    task "follow" { title = "办理", by = role "handler", on = { done = "closed" } },
    finish "closed" { title = "办结", result = "done" },
  },
})"},
      // 收入与电话是敏感字段；“child” 一路另开子事项并带上收入。
      {"hardship", R"(
return workflow "hardship" {
  title = "困难审查",
  form = {
    money "income" { label = "收入", sensitive = true },
    phone "contact" { label = "电话", sensitive = true },
    text "note" { label = "说明", max = 100 },
  },
  steps = {
    task "examine" { title = "审查", by = role "handler", edits = { "income", "contact", "note" },
      on = { decide = "route", child = "sub" } },
    decide "route" { title = "是否困难", branches = {
      { when = function(form) return form.income < 200000 end, to = "poor" }, { to = "not_poor" } } },
    call "sub" { title = "子事项", process = "hardship", form = function(form) return { income = form.income } end,
      wait = "all", on = { done = "poor" } },
    finish "poor" { title = "困难", result = "poor" },
    finish "not_poor" { title = "不困难", result = "not_poor" },
  },
})"},
      // 规则出错的流程。
      {"broken_rule", R"(
return workflow "broken_rule" {
  title = "规则出错",
  form = { text "body" { label = "内容", max = 20 } },
  steps = {
    task "first" { title = "第一步", by = role "handler", on = { go = "choose" } },
    decide "choose" { title = "判断", branches = {
      { when = function(form) return form.nothing.at_all end, to = "closed" }, { to = "closed" } } },
    finish "closed" { title = "办结", result = "done" },
  },
})"},
  };
  return processes;
}

}  // namespace lianban::casework
