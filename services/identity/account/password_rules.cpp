#include "services/identity/account/password_rules.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "services/identity/value_rules.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

// What people choose first; longer ones made of these are found by the other rules or accepted.
constexpr std::array<std::string_view, 20> kCommon = {"password", "passw0rd", "password1", "qwertyui",   "qwerty123",
                                                      "1q2w3e4r", "1qaz2wsx", "abc12345",  "a1234567",   "abcd1234",
                                                      "admin123", "admin888", "woaini520", "woaini1314", "5201314a",
                                                      "iloveyou", "letmein1", "welcome1",  "lianban123", "changeme"};

bool IsRun(std::string_view text) {
  for (const int step : {-1, 0, 1}) {
    const auto breaks = [&](char a, char b) { return b - a != step; };
    if (std::adjacent_find(text.begin(), text.end(), breaks) == text.end()) return true;
  }
  return false;
}

// "abab1212" and the like: too few different characters for their number.
bool IsMonotonous(std::string_view text) {
  std::string sorted(text);
  std::sort(sorted.begin(), sorted.end());
  return std::unique(sorted.begin(), sorted.end()) - sorted.begin() < 5;
}

}  // namespace

absl::Status CheckNewPassword(std::string_view password, std::string_view login) {
  if (!CheckText("password", password, kPasswordCharactersMin, kPasswordCharactersMax).ok()) {
    return Error("PASSWORD_LENGTH",
                 {{"min", std::to_string(kPasswordCharactersMin)}, {"max", std::to_string(kPasswordCharactersMax)}});
  }
  const std::string lower = absl::AsciiStrToLower(absl::string_view(password.data(), password.size()));
  const bool holds_login = login.size() >= 4 && lower.find(login) != std::string::npos;
  if (holds_login || lower == login || IsRun(lower) || IsMonotonous(lower) ||
      std::find(kCommon.begin(), kCommon.end(), lower) != kCommon.end()) {
    return Error("PASSWORD_GUESSABLE");
  }
  return absl::OkStatus();
}

}  // namespace lianban::identity
