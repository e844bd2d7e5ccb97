#include "services/workflow/sandbox/worker/pattern.h"

#include <algorithm>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/library.h"

namespace lianban::workflow::sandbox {
namespace {

constexpr int kDepthMax = 150;
constexpr uint64_t kStepsPerCharge = 64;

uint8_t Lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }
bool IsAlpha(uint8_t c) { return Lower(c) >= 'a' && Lower(c) <= 'z'; }
bool IsDigit(uint8_t c) { return c >= '0' && c <= '9'; }
bool IsPrint(uint8_t c) { return c >= 0x20 && c < 0x7F; }

// ASCII only, whatever the locale. `name` is the letter after %; an upper-case letter is the complement.
bool InClass(uint8_t c, uint8_t name) {
  bool in;
  switch (Lower(name)) {
    case 'a': in = IsAlpha(c); break;
    case 'c': in = c < 0x20 || c == 0x7F; break;
    case 'd': in = IsDigit(c); break;
    case 'g': in = IsPrint(c) && c != ' '; break;
    case 'l': in = c >= 'a' && c <= 'z'; break;
    case 'p': in = IsPrint(c) && c != ' ' && !IsAlpha(c) && !IsDigit(c); break;
    case 's': in = c == ' ' || (c >= 9 && c <= 13); break;
    case 'u': in = c >= 'A' && c <= 'Z'; break;
    case 'w': in = IsAlpha(c) || IsDigit(c); break;
    case 'x': in = IsDigit(c) || (Lower(c) >= 'a' && Lower(c) <= 'f'); break;
    default: return name == c;  // an escaped character stands for itself
  }
  return in != (name >= 'A' && name <= 'Z');
}

struct DepthGuard {
  explicit DepthGuard(int& depth) : depth(depth) { ++depth; }
  ~DepthGuard() { --depth; }
  int& depth;
};

}  // namespace

void PatternMatcher::Step(uint64_t count) {
  steps_ += count;
  if (steps_ < kStepsPerCharge) return;
  Charge(L_, steps_);
  steps_ = 0;
}

size_t PatternMatcher::MatchAt(size_t start) {
  capture_count_ = 0;
  depth_ = 0;
  Step(2);
  return Match(start, 0);
}

size_t PatternMatcher::Match(size_t s, size_t p) {
  DepthGuard guard(depth_);
  if (depth_ > kDepthMax) Raise(L_, "pattern too complex");
  while (p < pattern_.size()) {
    Step();
    char c = pattern_[p];
    char next = p + 1 < pattern_.size() ? pattern_[p + 1] : '\0';
    if (c == '(') return next == ')' ? OpenCapture(s, p + 2, kPosition) : OpenCapture(s, p + 1, kOpen);
    if (c == ')') return CloseCapture(s, p + 1);
    if (c == '$' && p + 1 == pattern_.size()) return s == subject_.size() ? s : kNoMatch;
    if (c == '%' && next == 'b') {
      if ((s = Balanced(s, p + 2)) == kNoMatch) return kNoMatch;
      p += 4;
      continue;
    }
    if (c == '%' && next == 'f') {
      p += 2;
      if (p >= pattern_.size() || pattern_[p] != '[') Raise(L_, "missing '[' after '%%f' in pattern");
      size_t end = ItemEnd(p);
      if (!AtFrontier(s, p, end - 1)) return kNoMatch;
      p = end;
      continue;
    }
    if (c == '%' && next >= '0' && next <= '9') {
      if ((s = BackReference(s, p + 1)) == kNoMatch) return kNoMatch;
      p += 2;
      continue;
    }
    size_t end = ItemEnd(p);
    char repeat = end < pattern_.size() ? pattern_[end] : '\0';
    if (repeat == '*') return Repeat(s, p, end, 0);
    if (repeat == '+') return Repeat(s, p, end, 1);
    if (repeat == '-') return RepeatShort(s, p, end);
    if (repeat == '?') {
      if (Single(s, p, end)) {
        if (size_t rest = Match(s + 1, end + 1); rest != kNoMatch) return rest;
      }
      p = end + 1;
      continue;
    }
    if (!Single(s, p, end)) return kNoMatch;
    ++s;
    p = end;
  }
  return s;
}

size_t PatternMatcher::ItemEnd(size_t p) {
  char c = pattern_[p++];
  if (c == '%') {
    if (p >= pattern_.size()) Raise(L_, "malformed pattern (ends with '%%')");
    return p + 1;
  }
  if (c != '[') return p;
  if (p < pattern_.size() && pattern_[p] == '^') ++p;
  bool first = true;  // a ] right after [ is a member of the set
  for (;; first = false) {
    Step();
    if (p >= pattern_.size()) Raise(L_, "malformed pattern (missing ']')");
    char member = pattern_[p++];
    if (member == ']' && !first) return p;
    if (member == '%') {
      if (p >= pattern_.size()) Raise(L_, "malformed pattern (missing ']')");
      ++p;
    }
  }
}

bool PatternMatcher::Single(size_t s, size_t p, size_t item_end) {
  Step();
  if (s >= subject_.size()) return false;
  auto c = static_cast<uint8_t>(subject_[s]);
  switch (pattern_[p]) {
    case '.': return true;
    case '%': return InClass(c, static_cast<uint8_t>(pattern_[p + 1]));
    case '[': return InSet(c, p + 1, item_end - 1);
    default: return static_cast<uint8_t>(pattern_[p]) == c;
  }
}

bool PatternMatcher::InSet(uint8_t c, size_t p, size_t close) {
  bool wanted = true;
  if (pattern_[p] == '^' ) {
    wanted = false;
    ++p;
  }
  while (p < close) {
    Step();
    auto low = static_cast<uint8_t>(pattern_[p]);
    if (low == '%') {
      if (InClass(c, static_cast<uint8_t>(pattern_[p + 1]))) return wanted;
      p += 2;
    } else if (p + 2 < close && pattern_[p + 1] == '-') {
      if (low <= c && c <= static_cast<uint8_t>(pattern_[p + 2])) return wanted;
      p += 3;
    } else {
      if (low == c) return wanted;
      ++p;
    }
  }
  return !wanted;
}

size_t PatternMatcher::Repeat(size_t s, size_t p, size_t item_end, size_t least) {
  size_t count = 0;
  while (Single(s + count, p, item_end)) ++count;
  for (;; --count) {
    if (count < least) return kNoMatch;
    if (size_t rest = Match(s + count, item_end + 1); rest != kNoMatch) return rest;
    if (count == 0) return kNoMatch;
  }
}

size_t PatternMatcher::RepeatShort(size_t s, size_t p, size_t item_end) {
  for (;; ++s) {
    if (size_t rest = Match(s, item_end + 1); rest != kNoMatch) return rest;
    if (!Single(s, p, item_end)) return kNoMatch;
  }
}

size_t PatternMatcher::Balanced(size_t s, size_t p) {
  if (p + 1 >= pattern_.size()) Raise(L_, "malformed pattern (missing arguments to '%%b')");
  char open = pattern_[p], close = pattern_[p + 1];
  if (s >= subject_.size() || subject_[s] != open) return kNoMatch;
  uint64_t depth = 1;
  for (size_t at = s + 1; at < subject_.size(); ++at) {
    Step();
    if (subject_[at] == close) {
      if (--depth == 0) return at + 1;
    } else if (subject_[at] == open) {
      ++depth;
    }
  }
  return kNoMatch;
}

bool PatternMatcher::AtFrontier(size_t s, size_t p, size_t close) {
  uint8_t before = s == 0 ? 0 : static_cast<uint8_t>(subject_[s - 1]);
  uint8_t here = s < subject_.size() ? static_cast<uint8_t>(subject_[s]) : 0;
  return !InSet(before, p + 1, close) && InSet(here, p + 1, close);
}

size_t PatternMatcher::OpenCapture(size_t s, size_t p, size_t length) {
  if (capture_count_ >= kCapturesMax) Raise(L_, "too many captures");
  captures_[capture_count_++] = {s, length};
  size_t rest = Match(s, p);
  if (rest == kNoMatch) --capture_count_;
  return rest;
}

size_t PatternMatcher::CloseCapture(size_t s, size_t p) {
  int open = capture_count_ - 1;
  while (open >= 0 && captures_[open].length != kOpen) --open;
  if (open < 0) Raise(L_, "invalid pattern capture");
  captures_[open].length = s - captures_[open].start;
  size_t rest = Match(s, p);
  if (rest == kNoMatch) captures_[open].length = kOpen;
  return rest;
}

size_t PatternMatcher::BackReference(size_t s, size_t p) {
  int index = pattern_[p] - '1';
  if (index < 0 || index >= capture_count_ || captures_[index].length == kOpen) {
    Raise(L_, "invalid capture index %%%d in pattern", index + 1);
  }
  if (captures_[index].length == kPosition) return kNoMatch;
  size_t length = captures_[index].length;
  Step(length + 1);
  if (subject_.size() - s < length) return kNoMatch;
  bool same = subject_.substr(s, length) == subject_.substr(captures_[index].start, length);
  return same ? s + length : kNoMatch;
}

bool PatternMatcher::CaptureText(int i, size_t start, size_t end, std::string_view* text) {
  if (i >= capture_count_) {
    if (i != 0) Raise(L_, "invalid capture index %%%d", i + 1);
    *text = subject_.substr(start, end - start);
    return true;
  }
  if (captures_[i].length == kOpen) Raise(L_, "unfinished capture");
  if (captures_[i].length == kPosition) return false;
  *text = subject_.substr(captures_[i].start, captures_[i].length);
  return true;
}

void PatternMatcher::PushCapture(int i, size_t start, size_t end) {
  std::string_view text;
  if (CaptureText(i, start, end, &text)) {
    PushText(L_, text);
  } else {
    lua_pushinteger(L_, static_cast<lua_Integer>(captures_[i].start) + 1);
  }
}

int PatternMatcher::PushCaptures(size_t start, size_t end, bool whole) {
  int count = capture_count_ == 0 && whole ? 1 : capture_count_;
  if (!lua_checkstack(L_, count + 4)) Raise(L_, "too many captures");
  for (int i = 0; i < count; ++i) PushCapture(i, start, end);
  return count;
}

}  // namespace lianban::workflow::sandbox
