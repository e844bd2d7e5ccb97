#include "services/cli/account/password_file.h"

#include <termios.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

absl::StatusOr<std::string> FirstLine(std::istream& in, const std::string& name) {
  std::string line;
  if (!std::getline(in, line)) return Error("FILE_UNREADABLE", {{"file", name}});
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty()) return Error("FILE_UNREADABLE", {{"file", name}});
  return line;
}

}  // namespace

absl::StatusOr<std::string> ReadPassword(const std::string& path) {
  if (path == "-") return FirstLine(std::cin, "standard input");
  std::ifstream in(path);
  return FirstLine(in, path);
}

absl::StatusOr<std::string> AskPassword(const std::string& prompt) {
  std::ifstream in("/dev/tty");
  std::ofstream out("/dev/tty");
  termios before;
  if (!in || !out || tcgetattr(STDIN_FILENO, &before) != 0) return Error("FILE_UNREADABLE", {{"file", "/dev/tty"}});
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  out << prompt << std::flush;
  auto line = FirstLine(in, "/dev/tty");
  tcsetattr(STDIN_FILENO, TCSANOW, &before);
  out << std::endl;
  return line;
}

}  // namespace lianban::cli
