#pragma once
// For tests: random processes, sound by construction, out of every kind of step. Equal seeds give equal scripts.

#include <random>
#include <string>
#include <vector>

#include "fmt/format.h"

namespace lianban::workflow {

class RandomProcess {
 public:
  explicit RandomProcess(unsigned seed) : random_(seed) {}

  std::string Script() {
    steps_.clear();
    std::string start = Block("finish_all", 3);
    std::string text = "return workflow \"random\" { form = { bool \"flag\" {} },\n";
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

  // Adds steps that end at `next`; gives the first of them.
  std::string Block(const std::string& next, int depth) {
    switch (depth > 0 ? Pick(9) : Pick(3)) {
      case 0:
        return Task(next);
      case 1:
        return Wait(next);
      case 2:
        return Several(next);
      case 3:
        return Block(Block(next, depth - 1), depth - 1);
      case 4:
        return Parallel(next, depth);
      case 5:
        return Selection(next, depth);
      case 6:
        return Choice(next, depth);
      case 7:
        return Call(next);
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
    static const char* what[] = {"message = \"m\", ", "of = applicant, ",
                                 "till = function(f) return f.flag == true end, "};
    steps_.push_back(fmt::format("wait \"{}\" {{ {}within = days(3), on = {{ come = \"{}\", timeout = \"{}\" }} }}",
                                 name, what[Pick(3)], next, next));
    return name;
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

  std::mt19937 random_;
  std::vector<std::string> steps_;
  std::string pauses_;
  int count_ = 0;
};

}  // namespace lianban::workflow
