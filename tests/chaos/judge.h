#pragma once
// Compares what the clients wrote down with what the server says. Pure: no server is asked here.

#include <cstdint>
#include <string>
#include <vector>

#include "tests/chaos/history.h"
#include "tests/chaos/records.h"
#include "tests/chaos/rule_book.h"

namespace lianban::chaos {

struct Rule {
  std::string text;                 // "every acknowledged command is in the history exactly once"
  int64_t looked_at = 0;            // how often the rule could have been broken
  std::vector<std::string> broken;  // one sentence each
};

std::vector<Rule> JudgeCommands(const Records& records, const History& history);
std::vector<Rule> JudgeLog(const History& history);
std::vector<Rule> JudgeCases(const Records& records, const History& history);
// Changes of the rules, and what they did to cases.
std::vector<Rule> JudgeRules(const Records& records, const RuleBook& book, const History& history);
// Children and timers: what the platform had to do by itself. To be asked when it had the time.
std::vector<Rule> JudgePlatform(const History& history);
// `audit_key`: raw Ed25519 key of the checkpoints.
std::vector<Rule> JudgeWatcher(const Records& records, const History& history, const std::string& audit_key);

}  // namespace lianban::chaos
