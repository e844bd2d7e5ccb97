#include "services/workflow/sandbox/worker/source_scan.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/workflow/sandbox/worker/source_findings.h"
#include "services/workflow/sandbox/worker/source_lexer.h"
#include "services/workflow/sandbox/worker/source_names.h"

namespace lianban::workflow::sandbox {
namespace {

using Kind = SourceToken::Kind;

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
      : findings_(context, path), names_(context.globals, findings_), lexer_(source), token_(lexer_.Next()), ahead_(lexer_.Next()) {}

  void File() {
    {
      SourceNames::FunctionScope file(names_);
      Block();
    }
    names_.ReportUnknown();
  }

 private:
  // What one chain of operands says about itself.
  struct Facts {
    bool money = false;
    std::optional<SourceToken> fraction;
    void Add(const Facts& inner) {
      money |= inner.money;
      if (!fraction.has_value()) fraction = inner.fraction;
    }
  };

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

  void Block() {
    SourceNames::Scope scope(names_);
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
    SourceNames::Scope scope(names_);
    for (const SourceToken& name : names) names_.Declare(name);
    Statements();
    TakeIf("end");
  }

  void Repeat() {
    SourceNames::Scope scope(names_);  // the condition sees the locals of the block
    Statements();
    TakeIf("until");
    Expression();
  }

  void GlobalFunction() {
    SourceToken name = Take();
    bool plain = !token_.Is(".") && !token_.Is(":");
    if (plain) {
      names_.Write(name);
    } else {
      names_.Read(name);
    }
    bool method = false;
    while (token_.Is(".") || token_.Is(":")) {
      method = Take().Is(":");
      names_.Constant(Take().text);
    }
    FunctionBody(method);
  }

  void Local() {
    if (TakeIf("function")) {
      names_.Declare(Take());
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
    for (const SourceToken& name : names) names_.Declare(name);
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
    for (const SourceToken& name : plain_targets) names_.Write(name);
  }

  void FunctionBody(bool method) {
    SourceNames::FunctionScope function(names_);
    SourceNames::Scope scope(names_);
    if (method) names_.DeclareSelf();
    TakeIf("(");
    while (!AtEnd() && !token_.Is(")")) {
      if (token_.kind == Kind::kName) names_.Declare(token_);
      Take();
    }
    TakeIf(")");
    bool in_index = std::exchange(in_index_, false);
    Statements();
    in_index_ = in_index;
    TakeIf("end");
  }

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
        if (token_.Is("~")) names_.Bitwise(token_);
        Take();
      }
      bool text_before = token_.kind == Kind::kText;
      Simple(facts);
      bool arithmetic = OneOf(token_, kArithmetic), bitwise = OneOf(token_, kBitwise), comparison = OneOf(token_, kComparisons);
      if (!arithmetic && !bitwise && !comparison && !OneOf(token_, kOtherBinary)) return facts;
      SourceToken operation = Take();
      if (bitwise) names_.Bitwise(operation);
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
      case Kind::kInteger: names_.Constant(Take().text); return;
      case Kind::kFloat:
        if (!facts.fraction.has_value()) facts.fraction = token_;
        names_.Constant(Take().text);
        return;
      case Kind::kText: names_.Constant(Take().text); return;
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
    if (is_name && !(alone && target)) names_.Read(first);
    if (is_name && LooksLikeMoney(first.text)) facts.money = true;
    if (is_name && !names_.IsLocal(first.text)) LiteralWord(first);
    while (StartsSuffix()) Suffix(facts);
    return alone;
  }

  bool StartsSuffix() const {
    return token_.Is(".") || token_.Is("[") || token_.Is(":") || token_.Is("(") || token_.Is("{") || token_.kind == Kind::kText;
  }

  void Suffix(Facts& facts) {
    if (TakeIf(".")) {
      if (LooksLikeMoney(token_.text)) facts.money = true;
      return names_.Constant(Take().text);
    }
    if (TakeIf("[")) {
      bool outer = std::exchange(in_index_, true);
      Chain();
      in_index_ = outer;
      return static_cast<void>(TakeIf("]"));
    }
    if (TakeIf(":")) return names_.Constant(Take().text);
    bool outer = std::exchange(in_index_, false);
    if (token_.kind == Kind::kText) {
      names_.Constant(Take().text);
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
        names_.Constant(Take().text);
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

  SourceFindings findings_;
  SourceNames names_;
  SourceLexer lexer_;
  SourceToken token_, ahead_;
  bool in_index_ = false;
};

}  // namespace

void ScanSource(Context& context, std::string_view path, std::string_view source) { Scan(context, path, source).File(); }

}  // namespace lianban::workflow::sandbox
