#pragma once
// For tests: small random scripts with every construct that moves tokens, about half of them broken somewhere. Equal seeds
// give equal scripts.

#include <random>
#include <string>
#include <vector>

#include "fmt/format.h"

namespace lianban::workflow {

class RandomScript {
 public:
  explicit RandomScript(unsigned seed) : random_(seed) {}

  std::string Make() {
    const std::string first = Block("done", 2);
    std::string text = "return workflow \"x\" { exclusive = {" + exclusive_ + "}, steps = {\n";
    text += Step("decide \"begin\"", "branches = { { to = \"" + first + "\" } }");
    for (const std::string& step : steps_) text += step;
    const std::string left = Chance(4) ? "" : left_open_;
    text += Step("finish \"done\"", "cancels = {" + left + "}") + "} }";
    if (Chance(2)) Break(text);
    return text;
  }

 private:
  int Pick(int n) { return static_cast<int>(random_() % n); }
  bool Chance(int one_in) { return Pick(one_in) == 0; }
  std::string Name(const char* kind) {
    names_.push_back(fmt::format("{}{}", kind, names_.size()));
    return names_.back();
  }
  static std::string Step(const std::string& head, const std::string& keys) { return head + " { " + keys + " },\n"; }
  void Add(const std::string& head, const std::string& keys) { steps_.push_back(Step(head, keys)); }
  static std::string Quoted(const std::string& name) { return "\"" + name + "\""; }

  std::string Task(const std::string& next, const std::string& more = "", const std::string& ways = "") {
    const std::string name = Name("t");
    std::string on = "done = " + Quoted(next) + ways;
    if (more.empty() && Chance(4)) on += ", again = " + Quoted(name);
    Add("task " + Quoted(name), "by = role \"r\", " + more + "on = { " + on + " }");
    return name;
  }

  std::string Wait(const std::string& next) {
    const std::string name = Name("w");
    Add("wait " + Quoted(name), "message = " + Quoted("m_" + name) + ", on = { come = " + Quoted(next) + " }");
    return name;
  }

  std::string Fork(const std::vector<std::string>& to, const std::string& more) {
    const std::string name = Name("f");
    std::string list;
    for (const std::string& each : to) list += Quoted(each) + ", ";
    Add("fork " + Quoted(name), "to = { " + list + "}" + more);
    return name;
  }

  // Adds steps that end at `next`; gives the first of them.
  std::string Block(const std::string& next, int depth) {
    switch (depth == 0 ? Pick(2) : Pick(14)) {
      case 0: return Task(next);
      case 1: return Wait(next);
      case 2: return Block(Block(next, depth - 1), depth - 1);
      case 3: return Parallel(next, depth);
      case 4: return Selection(next, depth);
      case 5: return Exclusive(next);
      case 6: return Milestone(next, depth);
      case 7: return Threads(next);
      case 8: return Several(next);
      case 9: return Closed(next);
      case 10: return Race(next, depth);
      case 11: return Supplement(next);
      case 12: return Vote(next);
      default: return BranchEnd(next, depth);
    }
  }

  std::string Parallel(const std::string& next, int depth) {
    static const char* how[] = {"", "wait_for = \"any\", ", "wait_for = \"any\", cancelling = true, ", "wait_for = 2, "};
    const std::string join = Name("j");
    const std::string a = Block(join, depth - 1), b = Block(join, depth - 1);
    Add("join " + Quoted(join), how[Pick(4)] + ("next = " + Quoted(next)));
    left_open_ += Quoted(join) + ", " + Quoted(a) + ", " + Quoted(b) + ", ";
    return Fork({a, b}, ", join = " + Quoted(join));
  }

  std::string Selection(const std::string& next, int depth) {
    const std::string join = Name("j"), name = Name("s");
    const std::string a = Block(join, depth - 1), b = Block(join, depth - 1);
    Add("join " + Quoted(join), "wait_for = \"synchronising\", next = " + Quoted(next));
    Add("select " + Quoted(name), "join = " + Quoted(join) + ", branches = { { when = function(f) return f.a end, to = " + Quoted(a) +
                                      " }, { when = function(f) return f.b end, to = " + Quoted(b) + " }, { to = " + Quoted(a) + " } }");
    return name;
  }

  // Two parts of one or two steps each, and sometimes a second set that overlaps the first.
  std::string Exclusive(const std::string& next) {
    const std::string join = Name("j");
    std::vector<std::string> parts, firsts;
    for (int part = 0; part < 2; ++part) {
      const std::string last = Chance(3) ? Wait(join) : Task(join);
      const std::string first = Chance(2) ? (Chance(2) ? Wait(last) : Task(last)) : last;
      firsts.push_back(first);
      parts.push_back("{ " + Quoted(first) + (first == last ? "" : ", " + Quoted(last)) + " }");
    }
    exclusive_ += "{ " + parts[0] + ", " + parts[1] + " }, ";
    Add("join " + Quoted(join), "next = " + Quoted(next));
    if (Chance(4)) exclusive_ += "{ " + Quoted(firsts[0]) + ", " + Quoted(join) + " }, ";
    return Fork(firsts, ", join = " + Quoted(join));
  }

  std::string Milestone(const std::string& next, int depth) {
    const std::string join = Name("j");
    const std::string state = Chance(2) ? Wait(join) : Task(join);
    const std::string before = Block(state, depth - 1);
    const std::string step = Task(join, "during = { " + Quoted(state) + " }, ", Chance(3) ? "" : ", passed = " + Quoted(join));
    Add("join " + Quoted(join), "next = " + Quoted(next));
    return Fork({before, step}, ", join = " + Quoted(join));
  }

  std::string Threads(const std::string& next) {
    const std::string join = Name("j"), step = Chance(3) ? Wait(join) : Task(join);
    Add("join " + Quoted(join), "threads = 2, next = " + Quoted(next));
    return Fork({step}, fmt::format(", threads = {}", Chance(5) ? 3 : 2));
  }

  std::string Several(const std::string& next) {
    const bool cancelling = Chance(2);
    const std::string name = Task(next, fmt::format("each = {{ \"a\", \"b\" }}, mode = \"all\", wait_for = 1, cancelling = {}, ", cancelling));
    if (!cancelling) left_open_ += Quoted(name) + ", ";
    return name;
  }

  std::string Closed(const std::string& next) {
    const std::string join = Name("j");
    const std::string several = Task(join, "each = { \"a\", \"b\" }, mode = \"all\", ", ", closed = " + Quoted(join));
    const std::string closer = Task(join, "completes = { " + Quoted(several) + " }, ");
    Add("join " + Quoted(join), "next = " + Quoted(next));
    return Fork({several, closer}, ", join = " + Quoted(join));
  }

  // Whichever begins first withdraws the other; sometimes it forgets to, or withdraws what has gone on already.
  std::string Race(const std::string& next, int depth) {
    const std::string a = Name("t"), b = Name("t"), later = Block(next, depth - 1);
    const std::string rest = Chance(3) ? ", " + Quoted(later) : "";
    Add("task " + Quoted(a), "by = role \"r\", cancels = { " + Quoted(b) + rest + " }, on = { done = " + Quoted(next) + " }");
    Add("task " + Quoted(b), "by = role \"r\", " + (Chance(4) ? std::string() : "cancels = { " + Quoted(a) + " }, ") +
                             "on = { done = " + Quoted(later) + " }");
    return Fork({a, b}, "");
  }

  // 一次性告知: what is missing may be asked for once; sometimes nothing else can be done a second time.
  std::string Supplement(const std::string& next) {
    const std::string look = Name("t"), check = Name("t"), wait = Name("w");
    Add("wait " + Quoted(wait), "message = " + Quoted("m_" + wait) + ", once = true, on = { come = " + Quoted(check) + " }");
    std::string again = "missing = " + Quoted(wait);
    if (Chance(2)) again = "missing = " + Quoted(Decision(wait, Chance(2) ? next : wait));
    Add("task " + Quoted(check), "by = role \"r\", on = { " + again + (Chance(3) ? "" : ", done = " + Quoted(next)) + " }");
    Add("task " + Quoted(look), "by = role \"r\", on = { missing = " + Quoted(wait) + ", done = " + Quoted(next) + " }");
    return look;
  }

  std::string Decision(const std::string& a, const std::string& b) {
    const std::string name = Name("d");
    Add("decide " + Quoted(name), "branches = { { when = function(f) return f.a end, to = " + Quoted(a) + " }, { to = " + Quoted(b) + " } }");
    return name;
  }

  // 票签: who abstains has voted, but abstaining is never the result.
  std::string Vote(const std::string& next) {
    const std::string aside = Task(next);
    return Task(next, "each = { \"a\", \"b\" }, mode = \"vote\", vote = { pass = \"done\", otherwise = \"no\", threshold = 60 }, ",
                ", no = " + Quoted(Chance(2) ? aside : next) + ", abstain = " + Quoted(aside));
  }

  std::string BranchEnd(const std::string& next, int depth) {
    const std::string end = Name("e");
    Add("finish " + Quoted(end), "ends = \"branch\"");
    const std::string aside = Task(end);
    left_open_ += Quoted(aside) + ", ";
    return Fork({aside, Block(next, depth - 1)}, "");
  }

  // Sends one way somewhere else. What the language refuses is left to the caller.
  void Break(std::string& text) {
    std::vector<size_t> ways;
    for (size_t at = text.find("done = \""); at != std::string::npos; at = text.find("done = \"", at + 1)) ways.push_back(at + 8);
    if (ways.empty() || names_.empty()) return;
    const size_t from = ways[Pick(static_cast<int>(ways.size()))];
    const std::string& to = Chance(4) ? std::string("done") : names_[Pick(static_cast<int>(names_.size()))];
    text.replace(from, text.find('"', from) - from, to);
  }

  std::mt19937 random_;
  std::vector<std::string> steps_, names_;
  std::string exclusive_, left_open_;
};

}  // namespace lianban::workflow
