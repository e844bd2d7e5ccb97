#include "services/workflow/sandbox/worker/source_scan.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/workflow/sandbox/worker/source_findings.h"
#include "services/workflow/sandbox/worker/source_lexer.h"

namespace lianban::workflow::sandbox {
namespace {

using Kind = SourceToken::Kind;
using Names = std::set<std::string, std::less<>>;

template <size_t N>
bool OneOf(const SourceToken& token, const std::string_view (&symbols)[N]) {
  for (std::string_view symbol : symbols) {
    if (token.Is(symbol)) return true;
  }
  return false;
}

constexpr std::string_view kComparisons[] = {"==", "~=", "<", ">", "<=", ">="};
constexpr std::string_view kBitwise[] = {"&", "|", "~", "<<", ">>"};
constexpr std::string_view kArithmetic[] = {"+", "-", "*", "/", "//", "%", "^"};
constexpr std::string_view kOtherBinary[] = {"..", "and", "or"};
constexpr std::string_view kUnary[] = {"not", "-", "#", "~"};
constexpr std::string_view kBlockEnds[] = {"end", "else", "elseif", "until"};
constexpr std::string_view kMoneyWords[] = {"money", "amount", "income", "fee", "price", "cost", "fen", "yuan", "budget", "salary"};

bool LooksLikeMoney(std::string_view name) {
  for (std::string_view word : kMoneyWords) {
    if (name.find(word) != name.npos) return true;
  }
  return false;
}

// Follows the grammar without precedence: it only needs to know scopes and neighbours.
class Scan {
 public:
  Scan(Context& context, std::string_view path, std::string_view source)
      : globals_(context.globals), findings_(context, path), lexer_(source), token_(lexer_.Next()), ahead_(lexer_.Next()) {}

  void File() {
    functions_.push_back({.first = token_});
    Block();
    EndFunction();
    Names told;
    for (const SourceToken& name : reads_) {
      bool known = globals_.contains(name.text) || defined_.contains(name.text);
      if (known || told.size() >= kDiagnosticsMax || !told.emplace(name.text).second) continue;
      findings_.UnknownGlobal(name, defined_);
    }
  }

 private:
  struct Function {
    SourceToken first;
    Names constants;
    std::optional<SourceToken> bitwise;
  };
  // What one chain of operands says about itself.
  struct Facts {
    bool money = false;
    std::optional<SourceToken> fraction;
    void Add(const Facts& inner) {
      money |= inner.money;
      if (!fraction.has_value()) fraction = inner.fraction;
    }
  };

  // --- tokens
  SourceToken Take() {
    SourceToken taken = token_;
    token_ = ahead_;
    ahead_ = lexer_.Next();
    return taken;
  }
  bool TakeIf(std::string_view symbol) {
    if (!token_.Is(symbol)) return false;
    Take();
    return true;
  }
  bool AtEnd() const { return token_.kind == Kind::kEnd; }

  // --- names
  void Declare(const SourceToken& name) {
    CheckName(name);
    scopes_.back().emplace(name.text);
  }
  bool IsLocal(std::string_view name) const {
    for (const Names& scope : scopes_) {
      if (scope.contains(name)) return true;
    }
    return false;
  }
  void CheckName(const SourceToken& name) {
    if (name.text == "_ENV") findings_.Forbidden(name, "不能使用 _ENV", "_ENV cannot be used");
  }
  void Read(const SourceToken& name) {
    CheckName(name);
    if (IsLocal(name.text) || name.text == "_ENV") return;
    Constant(name.text);
    reads_.push_back(name);
  }
  void Write(const SourceToken& name) {
    CheckName(name);
    if (IsLocal(name.text) || name.text == "_ENV") return;
    Constant(name.text);
    std::string text(name.text);
    if (globals_.contains(name.text)) {
      findings_.Forbidden(name, text + " 是语言的词，不能改写；请用 local 换个名字",
                          text + " is a word of the language and cannot be changed; use a local of another name");
    } else if (functions_.size() > 1) {
      findings_.Forbidden(name, "函数内不能给全局变量 " + text + " 赋值；请用 local",
                          "a function cannot set the global " + text + "; use a local");
    } else {
      findings_.Warn(name, "SCRIPT_LINT_GLOBAL", text + " 是全局变量；建议写 local", text + " is global; write local");
    }
    defined_.emplace(name.text);
  }
  void Constant(std::string_view value) { functions_.back().constants.emplace(value); }

  // --- blocks and statements
  struct ScopeGuard {
    explicit ScopeGuard(Scan& scan) : scan(scan) { scan.scopes_.emplace_back(); }
    ~ScopeGuard() { scan.scopes_.pop_back(); }
    Scan& scan;
  };

  void Block() {
    ScopeGuard scope(*this);
    Statements();
  }
  void Statements() {
    while (!AtEnd() && !OneOf(token_, kBlockEnds)) Statement();
  }

  void Statement() {
    if (TakeIf("if")) return If();
    if (TakeIf("while")) return Expression(), TakeIf("do"), Block(), static_cast<void>(TakeIf("end"));
    if (TakeIf("do")) return Block(), static_cast<void>(TakeIf("end"));
    if (TakeIf("for")) return For();
    if (TakeIf("repeat")) return Repeat();
    if (TakeIf("function")) return GlobalFunction();
    if (TakeIf("local")) return Local();
    if (TakeIf("return")) {
      if (!AtEnd() && !OneOf(token_, kBlockEnds) && !token_.Is(";")) Expressions();
      return;
    }
    if (token_.Is("goto") || token_.Is("::")) {
      findings_.Forbidden(token_, "不能使用 goto 和标签", "goto and labels cannot be used");
      bool label = Take().Is("::");
      Take();
      if (label) TakeIf("::");
      return;
    }
    if (TakeIf(";") || TakeIf("break")) return;
    ExpressionStatement();
  }

  void If() {
    Expression();
    TakeIf("then");
    Block();
    while (TakeIf("elseif")) {
      Expression();
      TakeIf("then");
      Block();
    }
    if (TakeIf("else")) Block();
    TakeIf("end");
  }

  void For() {
    std::vector<SourceToken> names = {Take()};
    while (TakeIf(",")) names.push_back(Take());
    if (!TakeIf("=")) TakeIf("in");
    Expressions();
    TakeIf("do");
    ScopeGuard scope(*this);
    for (const SourceToken& name : names) Declare(name);
    Statements();
    TakeIf("end");
  }

  void Repeat() {
    ScopeGuard scope(*this);  // the condition sees the locals of the block
    Statements();
    TakeIf("until");
    Expression();
  }

  void GlobalFunction() {
    SourceToken name = Take();
    bool plain = !token_.Is(".") && !token_.Is(":");
    if (plain) {
      Write(name);
    } else {
      Read(name);
    }
    bool method = false;
    while (token_.Is(".") || token_.Is(":")) {
      method = Take().Is(":");
      Constant(Take().text);
    }
    FunctionBody(method);
  }

  void Local() {
    if (TakeIf("function")) {
      Declare(Take());
      return FunctionBody(false);
    }
    std::vector<SourceToken> names;
    do {
      names.push_back(Take());
      if (TakeIf("<")) {
        SourceToken attribute = Take();
        if (attribute.text != "const") findings_.Forbidden(attribute, "不能使用 <close>", "<close> cannot be used");
        TakeIf(">");
      }
    } while (TakeIf(","));
    if (TakeIf("=")) Expressions();
    for (const SourceToken& name : names) Declare(name);
  }

  void ExpressionStatement() {
    std::vector<SourceToken> plain_targets;
    Facts facts;
    do {
      SourceToken first = token_;
      bool plain = Suffixed(facts, /*target=*/true);
      if (plain) plain_targets.push_back(first);
    } while (TakeIf(","));
    if (TakeIf("=")) Expressions();
    for (const SourceToken& name : plain_targets) Write(name);
  }

  void FunctionBody(bool method) {
    functions_.push_back({.first = token_});
    ScopeGuard scope(*this);
    if (method) scopes_.back().emplace("self");
    TakeIf("(");
    while (!AtEnd() && !token_.Is(")")) {
      if (token_.kind == Kind::kName) Declare(token_);
      Take();
    }
    TakeIf(")");
    bool in_index = std::exchange(in_index_, false);
    Statements();
    in_index_ = in_index;
    TakeIf("end");
    EndFunction();
  }

  void EndFunction() {
    constexpr size_t kConstantsMax = 250;
    const Function& function = functions_.back();
    if (function.bitwise.has_value() && function.constants.size() > kConstantsMax) {
      findings_.Miscompiled(*function.bitwise, "函数常量超过 250 个时位运算会算错；请拆分函数",
                            "with more than 250 constants in one function bitwise operators give wrong values; split the function");
    }
    functions_.pop_back();
  }

  // --- expressions
  void Expressions() {
    do Expression();
    while (TakeIf(","));
  }

  void Expression() {
    Facts facts = Chain();
    if (facts.money && facts.fraction.has_value()) {
      findings_.Warn(*facts.fraction, "SCRIPT_LINT_MONEY", "金额以分为单位用整数计算，不要用小数",
                     "count money in whole fen, not with fractions");
    }
  }

  Facts Chain() {
    Facts facts;
    for (;;) {
      while (OneOf(token_, kUnary)) {
        if (token_.Is("~")) functions_.back().bitwise = token_;
        Take();
      }
      bool text_before = token_.kind == Kind::kText;
      Simple(facts);
      bool arithmetic = OneOf(token_, kArithmetic), bitwise = OneOf(token_, kBitwise), comparison = OneOf(token_, kComparisons);
      if (!arithmetic && !bitwise && !comparison && !OneOf(token_, kOtherBinary)) return facts;
      SourceToken operation = Take();
      if (bitwise) functions_.back().bitwise = operation;
      if (arithmetic && (text_before || token_.kind == Kind::kText)) {
        findings_.Warn(operation, "SCRIPT_LINT_TEXT_ARITHMETIC", "文字不能直接做算术；请先用 tonumber", "text in arithmetic; use tonumber first");
      }
      if (comparison && in_index_) {
        findings_.Miscompiled(operation, "下标里的比较会被编译错；请先存入 local 变量",
                              "a comparison inside [ ] is compiled wrongly; put it in a local first");
      }
      if (AtEnd()) return facts;
    }
  }

  void Simple(Facts& facts) {
    switch (token_.kind) {
      case Kind::kInteger: Constant(Take().text); return;
      case Kind::kFloat:
        if (!facts.fraction.has_value()) facts.fraction = token_;
        Constant(Take().text);
        return;
      case Kind::kText: Constant(Take().text); return;
      case Kind::kEnd: return;
      default: break;
    }
    if (token_.Is("nil") || token_.Is("true") || token_.Is("false") || token_.Is("...")) return static_cast<void>(Take());
    if (TakeIf("function")) return FunctionBody(false);
    if (token_.Is("{")) return Table();
    Suffixed(facts, false);
  }

  // True for a name alone. A `target` that is a name alone is not counted as read.
  bool Suffixed(Facts& facts, bool target) {
    SourceToken first = Take();
    bool is_name = first.kind == Kind::kName;
    if (first.Is("(")) {
      facts.Add(Chain());
      TakeIf(")");
    }
    bool alone = is_name && !StartsSuffix();
    if (is_name && !(alone && target)) Read(first);
    if (is_name && LooksLikeMoney(first.text)) facts.money = true;
    if (is_name && !IsLocal(first.text)) LiteralWord(first);
    while (StartsSuffix()) Suffix(facts);
    return alone;
  }

  bool StartsSuffix() const {
    return token_.Is(".") || token_.Is("[") || token_.Is(":") || token_.Is("(") || token_.Is("{") || token_.kind == Kind::kText;
  }

  void Suffix(Facts& facts) {
    if (TakeIf(".")) {
      if (LooksLikeMoney(token_.text)) facts.money = true;
      return Constant(Take().text);
    }
    if (TakeIf("[")) {
      bool outer = std::exchange(in_index_, true);
      Chain();
      in_index_ = outer;
      return static_cast<void>(TakeIf("]"));
    }
    if (TakeIf(":")) return Constant(Take().text);
    bool outer = std::exchange(in_index_, false);
    if (token_.kind == Kind::kText) {
      Constant(Take().text);
    } else if (token_.Is("{")) {
      Table();
    } else if (TakeIf("(")) {
      if (!token_.Is(")")) Expressions();
      TakeIf(")");
    }
    in_index_ = outer;
  }

  // param and use take their key as written text, so that it is known before anything runs.
  void LiteralWord(const SourceToken& word) {
    if (word.text != "param" && word.text != "use") return;
    bool literal = token_.kind == Kind::kText || (token_.Is("(") && ahead_.kind == Kind::kText);
    const SourceToken& key = token_.kind == Kind::kText ? token_ : ahead_;
    if (!literal || key.escaped) {
      std::string name(word.text);
      findings_.Forbidden(word, name + " 后面要直接写引号里的名称", name + " is followed by a name in plain quotes");
    } else if (word.text == "param") {
      findings_.ParamKey(key.text);
    }
  }

  void Table() {
    Take();
    bool outer = std::exchange(in_index_, false);
    while (!AtEnd() && !token_.Is("}")) {
      if (TakeIf("[")) {
        Expression();
        TakeIf("]");
        TakeIf("=");
        Expression();
      } else if (token_.kind == Kind::kName && ahead_.Is("=")) {
        Constant(Take().text);
        Take();
        Expression();
      } else {
        SourceToken first = token_;
        bool hole = first.Is("nil") && (ahead_.Is(",") || ahead_.Is(";"));
        Expression();
        if (hole) findings_.Warn(first, "SCRIPT_LINT_HOLE", "列表中间的 nil 会使长度不确定", "nil inside a list makes its length uncertain");
      }
      if (!TakeIf(",") && !TakeIf(";") && !token_.Is("}")) break;
    }
    TakeIf("}");
    in_index_ = outer;
  }

  const Names& globals_;
  SourceFindings findings_;
  SourceLexer lexer_;
  SourceToken token_, ahead_;
  std::vector<Names> scopes_;
  std::vector<Function> functions_;
  std::vector<SourceToken> reads_;
  Names defined_;
  bool in_index_ = false;
};

}  // namespace

void ScanSource(Context& context, std::string_view path, std::string_view source) { Scan(context, path, source).File(); }

}  // namespace lianban::workflow::sandbox
