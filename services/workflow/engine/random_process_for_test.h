#pragma once
// For tests: random processes, sound by construction, out of every kind of step. Equal seeds give equal scripts.

#include <random>
#include <string>
#include <vector>

#include "fmt/format.h"

namespace lianban::workflow {

class RandomProcess {
 public:
  // Without `all_words` only what BPMN can say as well.
  explicit RandomProcess(unsigned seed, bool all_words = true)
      : random_(seed), time_random_(seed + 1'000'000), all_words_(all_words) {}

  std::string Script() {
    steps_.clear();
    exclusive_.clear();
    std::string start = Block("finish_all", 3);
    std::string text = "return workflow \"random\" { form = { bool \"flag\" {} }, exclusive = { " + exclusive_ + " },\n";
    if (all_words_) text += Params();
    if (Chance(2))
      text += "  clock = { statutory = days(7), pauses = { " + pauses_ + " }, extension = { period = days(3) } },\n";
    text += "  steps = {\n    decide \"begin\" { branches = { { to = \"" + start + "\" } } },\n";
    for (const std::string& step : steps_) text += "    " + step + ",\n";
    return text + "    finish \"finish_all\" {} } }";
  }

 private:
  int Pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }
  bool Chance(int one_in) { return Pick(one_in) == 0; }
  std::string Name(const char* kind) { return fmt::format("{}{}", kind, ++count_); }

  // 催办、督办、提级 and 部门时限: what parameters say about time that has run out. Dice of their own, so that the rest of a
  // script is what it was without them.
  std::string Params() {
    const auto pick = [this](int count) { return std::uniform_int_distribution<int>(0, count - 1)(time_random_); };
    static const char* when[] = {"0d", "1d", "2wd", "3h", "1x", "2x", "3x"};
    static const char* acts[] = {"act = \"urge\"", "act = \"notify\", at = \"city\"", "act = \"notify\", role = \"handler\"",
                                 "act = \"supervise\"", "act = \"supervise\", level = \"red\", period = \"2d\"",
                                 "act = \"escalate\"", "act = \"escalate\", at = \"city\", role = \"r1\""};
    std::string params;
    if (pick(2) == 0) {
      std::string levels;
      for (int i = 1 + pick(4); i > 0; --i) levels += fmt::format("{{ after = \"{}\", {} }}, ", when[pick(7)], acts[pick(7)]);
      params += fmt::format("[\"escalation{}\"] = {{ {} }}, ", pick(2) == 0 ? "" : ".random", levels);
    }
    static const char* periods[] = {"1d", "2wd", "5h"};
    if (pick(2) == 0) params += fmt::format("[\"clock.department{}\"] = \"{}\", ", pick(2) == 0 ? "" : ".random", periods[pick(3)]);
    return params.empty() ? "" : "  params = { " + params + "},\n";
  }

  static constexpr int kSaidInBpmn[] = {0, 1, 2, 5, 6, 7, 8, 9, 13};

  // Adds steps that end at `next`; gives the first of them.
  std::string Block(const std::string& next, int depth) {
    if (all_words_ && depth > 0 && Chance(8)) return Chance(2) ? Cancelled(next) : Invited(next);
    switch (all_words_ ? Pick(depth > 0 ? 14 : 5) : kSaidInBpmn[Pick(depth > 0 ? 9 : 3)]) {
      case 0:
        return Task(next);
      case 1:
        return Wait(next);
      case 2:
        return Several(next);
      case 3:
        return Enough(next);
      case 4:
        return Joint(next);
      case 5:
        return Block(Block(next, depth - 1), depth - 1);
      case 6:
        return Parallel(next, depth);
      case 7:
        return Selection(next, depth);
      case 8:
        return Choice(next, depth);
      case 9:
        return Call(next);
      case 10:
        return Exclusive(next, depth);
      case 11:
        return Chance(2) ? Milestone(next, depth) : Closed(next);
      case 12:
        return Chance(2) ? Threads(next) : BranchEnd(next, depth);
      default:
        return Effect(Block(next, depth - 1));
    }
  }

  std::string Task(const std::string& next) {
    std::string name = Name("task"), extra;
    if (Chance(3)) extra += ", again = \"" + name + "\"";
    if (Chance(4)) extra += ", stop = \"finish_all\"";
    std::string within;
    if (Chance(3)) {
      within = ", within = days(2)";
      if (Chance(2)) extra += ", timeout = \"" + next + "\"";
    }
    steps_.push_back(
        fmt::format("task \"{}\" {{ by = role \"r{}\", edits = {{ \"flag\" }}, on = {{ done = \"{}\"{} }}{} }}", name,
                    Pick(3), next, extra, within));
    return name;
  }

  std::string Several(const std::string& next) {
    static const char* modes[] = {"\"all\"", "\"any\"", "\"sequence\"",
                                  "\"vote\", vote = { pass = \"yes\", otherwise = \"no\", threshold = 50 }"};
    std::string name = Name("several");
    steps_.push_back(
        fmt::format("task \"{}\" {{ by = role \"s\", each = {{ {{ role = \"a\" }}, {{ role = \"b\", weight = 2 }}, {{ "
                    "role = \"c\" }} }}, "
                    "mode = {}, on = {{ yes = \"{}\", no = \"{}\" }} }}",
                    name, modes[Pick(4)], next, next));
    return name;
  }

  std::string Wait(const std::string& next) {
    std::string name = Name("wait");
    if (!pauses_.empty()) pauses_ += ", ";
    pauses_ += "\"" + name + "\"";
    static const char* what[] = {"message = \"m\", ", "message = \"m\", persistent = true, ", "of = applicant, ",
                                 "till = function(f) return f.flag == true end, "};
    steps_.push_back(fmt::format("wait \"{}\" {{ {}within = days(3), on = {{ come = \"{}\", timeout = \"{}\" }} }}",
                                 name, what[all_words_ ? Pick(4) : 2 * Pick(2)], next, next));
    return name;
  }

  // So many of several, with clocks of their own.
  std::string Enough(const std::string& next) {
    std::string name = Name("enough");
    static const char* how[] = {"wait_for = 2", "wait_for = 1, cancelling = true",
                                "wait_for = function(f, case) return #case.answers.NAME >= 2 or f.flag == true end"};
    std::string many = how[Pick(3)];
    if (size_t at = many.find("NAME"); at != std::string::npos) many.replace(at, 4, name);
    steps_.push_back(
        fmt::format("task \"{}\" {{ by = role \"s\", each = {{ {{ role = \"a\" }}, {{ role = \"b\", within = \"1d\" }}, {{ role = "
                    "\"c\" }} }}, mode = \"all\", {}, each_within = days(2), on = {{ yes = \"{}\", no = \"{}\" }} }}",
                    name, many, next, next));
    return name;
  }

  std::string Joint(const std::string& next) {
    std::string name = Name("joint");
    steps_.push_back(fmt::format("task \"{}\" {{ by = role \"s\", each = {{ {{ role = \"a\" }}, {{ role = \"b\", lead = true }} }}, mode = "
                                 "\"joint\", each_within = days(1), on = {{ replied = \"{}\" }} }}",
                                 name, next));
    return name;
  }

  // Parts of one or two steps that exclude one another.
  std::string Exclusive(const std::string& next, int depth) {
    std::string fork = Name("fork"), join = Name("join"), to, members;
    for (int i = 0; i < 2; ++i) {
      std::string last = Chance(2) ? Task(join) : Wait(join);
      std::string first = Chance(2) ? Task(last) : last;
      members += fmt::format("{{ \"{}\"{} }}, ", first, first == last ? "" : ", \"" + last + "\"");
      to += fmt::format("\"{}\", ", first);
    }
    exclusive_ += "{ " + members + "}, ";
    steps_.push_back(fmt::format("fork \"{}\" {{ to = {{ {} }}, join = \"{}\" }}", fork, to, join));
    steps_.push_back(fmt::format("join \"{}\" {{ next = \"{}\" }}", join, Block(next, depth - 1)));
    return fork;
  }

  std::string Milestone(const std::string& next, int depth) {
    std::string fork = Name("fork"), join = Name("join"), name = Name("milestone");
    std::string state = Chance(2) ? Task(join) : Wait(join);
    std::string before = Block(state, depth - 1);
    steps_.push_back(fmt::format("task \"{}\" {{ by = role \"s\", during = {{ \"{}\" }}, on = {{ done = \"{}\", passed = \"{}\" }} }}", name,
                                 state, join, join));
    steps_.push_back(fmt::format("fork \"{}\" {{ to = {{ \"{}\", \"{}\" }}, join = \"{}\" }}", fork, before, name, join));
    steps_.push_back(fmt::format("join \"{}\" {{ next = \"{}\" }}", join, next));
    return fork;
  }

  std::string Closed(const std::string& next) {
    std::string fork = Name("fork"), join = Name("join"), several = Name("closed"), closer = Name("closer");
    steps_.push_back(fmt::format("task \"{}\" {{ by = role \"s\", each = {{ {{ role = \"a\" }}, {{ role = \"b\" }} }}, on = {{ yes = \"{}\", "
                                 "closed = \"{}\" }} }}",
                                 several, join, join));
    steps_.push_back(fmt::format("task \"{}\" {{ by = role \"s\", completes = {{ \"{}\" }}, on = {{ done = \"{}\" }} }}", closer, several, join));
    steps_.push_back(fmt::format("fork \"{}\" {{ to = {{ \"{}\", \"{}\" }}, join = \"{}\" }}", fork, several, closer, join));
    steps_.push_back(fmt::format("join \"{}\" {{ next = \"{}\" }}", join, next));
    return fork;
  }

  // Whoever is done first withdraws the other.
  std::string Cancelled(const std::string& next) {
    std::string fork = Name("fork"), join = Name("join"), first = Name("first"), other = Wait(join);
    steps_.push_back(fmt::format("task \"{}\" {{ by = role \"s\", law = \"at_filing\", cancels = {{ \"{}\" }}, on = {{ done = \"{}\" }} }}",
                                 first, other, join));
    steps_.push_back(fmt::format("fork \"{}\" {{ to = {{ \"{}\", \"{}\" }}, join = \"{}\" }}", fork, first, other, join));
    steps_.push_back(fmt::format("join \"{}\" {{ next = \"{}\", wait_for = \"any\", cancelling = true }}", join, next));
    return fork;
  }

  // A case of cases: children come while it is open, and one rule settles those that wait.
  std::string Invited(const std::string& next) {
    std::string call = Name("invited"), settle = Name("settle");
    steps_.push_back(fmt::format("call \"{}\" {{ process = \"child\", invite = \"{}\", open = days({}), wait = \"arrived\", on = {{ done = "
                                 "\"{}\" }} }}",
                                 call, call, 1 + Pick(3), settle));
    steps_.push_back(fmt::format("effect \"{}\" {{ of = \"{}\", gives = {{ \"yes\", \"no\" }}, next = \"{}\", settle = function(f, case, children) "
                                 "local all = {{}} for i, child in ipairs(children) do all[i] = {{ no = child.no, outcome = i == 1 and \"yes\" "
                                 "or \"no\", zh = \"先到先得\", en = \"first come\" }} end return all end }}",
                                 settle, call, next));
    return call;
  }

  std::string Threads(const std::string& next) {
    std::string fork = Name("fork"), join = Name("join"), step = Task(join);
    steps_.push_back(fmt::format("fork \"{}\" {{ to = {{ \"{}\" }}, threads = 2 }}", fork, step));
    steps_.push_back(fmt::format("join \"{}\" {{ next = \"{}\", threads = 2 }}", join, next));
    return fork;
  }

  std::string BranchEnd(const std::string& next, int depth) {
    std::string fork = Name("fork"), end = Name("end"), aside = Task(end);
    steps_.push_back(fmt::format("finish \"{}\" {{ ends = \"branch\" }}", end));
    steps_.push_back(fmt::format("fork \"{}\" {{ to = {{ \"{}\", \"{}\" }} }}", fork, aside, Block(next, depth - 1)));
    return fork;
  }

  std::string Parallel(const std::string& next, int depth) {
    std::string fork = Name("fork"), join = Name("join"), to;
    int branches = 2 + Pick(2);
    for (int i = 0; i < branches; ++i) to += fmt::format("\"{}\", ", Effect(Block(join, depth - 1)));
    static const char* waits[] = {"\"all\"", "\"any\"", "2", "\"synchronising\""};
    // What is left open by a join that does not wait for all has to be withdrawn, or it would come again.
    steps_.push_back(fmt::format("fork \"{}\" {{ to = {{ {} }}, join = \"{}\" }}", fork, to, join));
    steps_.push_back(fmt::format("join \"{}\" {{ next = \"{}\", wait_for = {}, cancelling = {} }}", join, next,
                                 waits[Pick(4)], Chance(2) ? "true" : "false"));
    return fork;
  }

  std::string Selection(const std::string& next, int depth) {
    std::string select = Name("select"), join = Name("join");
    std::string a = Effect(Block(join, depth - 1)), b = Effect(Block(join, depth - 1));
    steps_.push_back(
        fmt::format("select \"{}\" {{ join = \"{}\", branches = {{ {{ when = function(f) return f.flag == true end, to "
                    "= \"{}\" }}, "
                    "{{ when = function() return {} end, to = \"{}\" }}, {{ to = \"{}\" }} }} }}",
                    select, join, a, Chance(2) ? "true" : "false", b, b));
    steps_.push_back(fmt::format("join \"{}\" {{ next = \"{}\", wait_for = \"synchronising\" }}", join, next));
    return select;
  }

  std::string Choice(const std::string& next, int depth) {
    std::string name = Name("decide");
    std::string a = Block(next, depth - 1), b = Block(next, depth - 1);
    steps_.push_back(
        fmt::format("decide \"{}\" {{ branches = {{ {{ when = function(f) return f.flag == true end, to = \"{}\" }}, "
                    "{{ to = \"{}\" }} }} }}",
                    name, a, b));
    return name;
  }

  std::string Call(const std::string& next) {
    std::string name = Name("call");
    static const char* waits[] = {"\"all\"", "\"any\"", "\"none\"", "2"};
    steps_.push_back(fmt::format(
        "call \"{}\" {{ process = \"child\", each = {{ {{}}, {{}} }}, wait = {}, on = {{ done = \"{}\" }} }}", name,
        waits[Pick(4)], next));
    return name;
  }

  std::string Effect(const std::string& next) {
    std::string name = Name("effect");
    steps_.push_back(fmt::format("effect \"{}\" {{ notice = \"n\", next = \"{}\" }}", name, next));
    return name;
  }

  std::mt19937 random_, time_random_;
  std::vector<std::string> steps_;
  std::string pauses_, exclusive_;
  int count_ = 0;
  bool all_words_ = true;
};

}  // namespace lianban::workflow
