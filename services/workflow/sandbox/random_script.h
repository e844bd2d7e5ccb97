#pragma once
// Random scripts over the allowed environment, for the fuzz test: mostly meaningful, often wrong, sometimes endless.

#include <random>
#include <string>

namespace lianban::workflow {

class RandomScript {
 public:
  explicit RandomScript(uint64_t seed) : random_(seed) {}

  std::string Process() {
    std::string script = "local a, b, c, s, t = 1, 2.5, 'x', 'text 中文', { 3, 1, 2, k = 'v' }\nlocal f = function(x, y) return x end\n";
    for (int i = Below(3); i > 0; --i) script += Guarded(2);
    script += "return { rule = function(p, q)\n";
    for (int i = 1 + Below(6); i > 0; --i) script += Guarded(3);
    return script + "return { pcall(function() return " + Expression(2) + " end) }\nend, data = " + Data(2) + " }";
  }

  // Changes a few bytes of a script.
  std::string Damaged(std::string script) {
    for (int i = 1 + Below(4); i > 0 && !script.empty(); --i) {
      size_t at = random_() % script.size();
      switch (Below(4)) {
        case 0: script.erase(at, 1 + random_() % 8); break;
        case 1: script.insert(at, script.substr(random_() % script.size(), random_() % 30)); break;
        case 2: script[at] = static_cast<char>(random_()); break;
        default: script.insert(at, Pick({"[[", "]]", "--[==[", "\"", "\\", "end ", "function ", "{", "}", "(", "0x1p", "::", "...", "\xE4\xB8\xAD", "local "}));
      }
    }
    return script;
  }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  std::string Pick(std::initializer_list<const char*> from) { return *(from.begin() + Below(static_cast<int>(from.size()))); }

  std::string Name() { return Pick({"a", "b", "c", "s", "t", "f"}); }

  std::string Block(int depth) {
    std::string out;
    for (int i = 1 + Below(4); i > 0; --i) out += Statement(depth);
    return out;
  }

  // Mostly caught, so that one error does not end the script.
  std::string Guarded(int depth) {
    return Below(8) == 0 ? Statement(depth) : "pcall(function()\n" + Statement(depth) + "end)\n";
  }

  std::string Statement(int depth) {
    std::string d = depth > 0 ? Block(depth - 1) : "";
    switch (Below(depth > 0 ? 16 : 6)) {
      case 0: case 1: return Name() + " = " + Expression(3) + "\n";
      case 2: return "local " + Name() + " = " + Expression(3) + "\n";
      case 3: return "t[" + Expression(1) + "] = " + Expression(2) + "\n";
      case 4: return "pcall(" + Pick({"f", "error", "table.sort", "table.insert", "string.rep", "tonumber"}) + ", " + Arguments() + ")\n";
      case 5: return Call() + "\n";
      case 6: return "if " + Expression(2) + " then\n" + d + "else\n" + Block(depth - 1) + "end\n";
      case 7: return "for i = " + Number() + ", " + Number() + (Below(3) == 0 ? ", " + Number() : "") + " do\n" + d + "end\n";
      case 8: return "for k, v in pairs(type(t) == 'table' and t or {}) do\n" + d + "a = k\nend\n";
      case 9: return "for i, v in ipairs(type(t) == 'table' and t or {}) do\n" + d + "end\n";
      case 10: return "for w in tostring(s):gmatch(" + Pattern() + ") do\n" + d + "s = w\nend\n";
      case 11: return "while " + Expression(1) + " do\n" + d + Pick({"break\n", "", "a = not a\n"}) + "end\n";
      case 12: return "repeat\n" + d + "until " + Pick({"true", "a", "b"}) + "\n";
      case 13: return "f = function(x, y)\n" + d + "return " + Expression(2) + "\nend\n";
      case 14: return "pcall(function()\n" + d + "end)\n";
      default: return "do\n" + d + "end\n";
    }
  }

  std::string Number() {
    return Pick({"0", "1", "2", "3", "-1", "10", "100", "1000", "1e3", "0.5", "-0.0", "math.maxinteger", "math.mininteger", "math.huge", "#t", "2^53", "0/0", "1 << 40"});
  }
  std::string Text() {
    return Pick({"''", "'x'", "'abc'", "'中文'", "'a,b,c'", "('ab'):rep(50)", "'\\xff'", "'\\0'", "'10'", "s", "c", "tostring(a)", "('%d'):rep(9)"});
  }
  std::string Pattern() {
    std::string out = "'";
    for (int i = 1 + Below(4); i > 0; --i) {
      out += Pick({"a", ".", "%a", "%w+", ".-", "a*", "[a-c]", "(.)", "%b()", "%f[%a]", "()", "^", "$", "[^x]*", "%1", "(", "x?", "%", "[", "中"});
    }
    return out + "'";
  }

  std::string Call() {
    return Pick({"table.insert(t, a)", "table.remove(t)", "table.sort(t)", "table.sort(t, function(x, y) return f(x, y) end)", "f(a, b)", "error(c)",
                 "assert(a, c)", "table.insert(t, 1, t)", "s:gsub('.', f)", "t.k()", "string.format(s, a, b)", "table.unpack(t)", "select(a, b, c)"});
  }

  std::string Arguments() { return Expression(1) + ", " + Expression(1); }

  std::string Expression(int depth) {
    if (depth == 0) return Below(2) == 0 ? Name() : Below(2) == 0 ? Number() : Text();
    std::string e = Expression(depth - 1);
    switch (Below(16)) {
      case 0: case 1: return "(" + e + " " + Pick({"+", "-", "*", "/", "//", "%", "^", "..", "&", "|", "~", "<<", ">>"}) + " " + Expression(depth - 1) + ")";
      case 2: return "(" + e + " " + Pick({"==", "~=", "<", "<=", ">", ">=", "and", "or"}) + " " + Expression(depth - 1) + ")";
      case 3: return Pick({"not ", "- ", "#", "~ "}) + e;
      case 4: return "{ " + e + ", k = " + Expression(depth - 1) + " }";
      case 5: return "tostring(" + e + ")";
      case 6: return "tonumber(" + e + ")";
      case 7: return "string." + Pick({"len", "upper", "reverse", "lower"}) + "(tostring(" + e + "))";
      case 8: return "tostring(" + e + "):" + Pick({"sub", "rep", "byte"}) + "(" + Number() + ", " + Number() + ")";
      case 9: return "tostring(s):" + Pick({"find", "match"}) + "(" + Pattern() + ")";
      case 10: return "(tostring(" + e + "):gsub(" + Pattern() + ", " + Pick({"'%0'", "'%1'", "f", "t", "'-'", "''"}) + "))";
      case 11: return "math." + Pick({"floor", "abs", "max", "tointeger", "sqrt", "type"}) + "(" + e + ")";
      case 12: return "table." + Pick({"concat", "unpack", "remove"}) + "(" + Pick({"t", "{ 1, 2, 3 }", "{}"}) + ")";
      case 13: return "select(" + Pick({"'#'", "1", "-1", "2"}) + ", " + Arguments() + ")";
      case 14: return "utf8." + Pick({"len", "char", "codepoint"}) + "(" + e + ")";
      default: return Pick({"f(" , "type(", "pcall(f, "}) + e + ")";
    }
  }

  std::string Data(int depth) {
    switch (Below(depth > 0 ? 7 : 3)) {
      case 0: return Pick({"1", "-7", "2.5", "math.maxinteger", "1 << 40"});
      case 1: return Pick({"'x'", "'中文'", "'a,b'", "tostring(1.5)"});
      case 2: return Pick({"applicant", "days(3)", "param 'p'", "role 'r'", "true", "otherwise"});
      case 3: return "task '" + Pick({"x", "y", "z"}) + "' { " + Data(depth - 1) + ", k = " + Data(depth - 1) + " }";
      case 4: return "{ " + Data(depth - 1) + ", " + Data(depth - 1) + " }";
      case 5: return "function(x) return " + Expression(1) + " end";
      default: return Below(10) == 0 ? Expression(2) : "{ a = " + Data(depth - 1) + " }";
    }
  }

  std::mt19937_64 random_;
};

}  // namespace lianban::workflow
