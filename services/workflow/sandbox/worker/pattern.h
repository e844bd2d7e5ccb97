#pragma once
// Lua patterns with a bill: every step is charged, so backtracking ends when the budget does, and recursion is bounded
// for each match anew.

#include <lua.h>

#include <cstdint>
#include <string_view>

namespace lianban::workflow::sandbox {

class PatternMatcher {
 public:
  static constexpr int kCapturesMax = 32;
  static constexpr size_t kNoMatch = static_cast<size_t>(-1);

  PatternMatcher(lua_State* L, std::string_view subject, std::string_view pattern)
      : L_(L), subject_(subject), pattern_(pattern) {}

  // End of the match of the whole pattern that starts at subject[start]; kNoMatch. Raises on a malformed pattern.
  size_t MatchAt(size_t start);

  int captures() const { return capture_count_; }
  // Pushes capture `i` of the last match, which was subject[start, end); the whole match when the pattern has none.
  void PushCapture(int i, size_t start, size_t end);
  // The same as text; position captures are refused by returning false.
  bool CaptureText(int i, size_t start, size_t end, std::string_view* text);
  void WholeText(size_t start, size_t end, std::string_view* text) const { *text = subject_.substr(start, end - start); }
  // Number of values a match gives when `whole` asks for the whole match in place of no captures.
  int PushCaptures(size_t start, size_t end, bool whole);

 private:
  enum : size_t { kOpen = static_cast<size_t>(-1), kPosition = static_cast<size_t>(-2) };
  struct Capture {
    size_t start;
    size_t length;  // kOpen while it is open, kPosition for ()
  };

  size_t Match(size_t s, size_t p);
  size_t ItemEnd(size_t p);                                   // one past the single-character item at p
  bool Single(size_t s, size_t p, size_t item_end);           // subject[s] fits the item
  bool InSet(uint8_t c, size_t p, size_t close);              // [..] from p to its ]
  size_t Repeat(size_t s, size_t p, size_t item_end, size_t least);
  size_t RepeatShort(size_t s, size_t p, size_t item_end);
  size_t Balanced(size_t s, size_t p);
  size_t OpenCapture(size_t s, size_t p, size_t length);
  size_t CloseCapture(size_t s, size_t p);
  size_t BackReference(size_t s, size_t p);
  bool AtFrontier(size_t s, size_t p, size_t close);
  void Step(uint64_t count = 1);

  lua_State* L_;
  std::string_view subject_;
  std::string_view pattern_;
  Capture captures_[kCapturesMax];
  int capture_count_ = 0;
  int depth_ = 0;
  uint64_t steps_ = 0;
};

}  // namespace lianban::workflow::sandbox
