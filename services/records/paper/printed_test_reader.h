#pragma once
// Reads a rendered PDF the way its reader does: the text, the pages, the code on it. Tests only.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace lianban::records {

class Printed {
 public:
  explicit Printed(const std::string& pdf) {
    std::string pattern = (std::filesystem::temp_directory_path() / "lianban_paper_XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    std::ofstream(Path("paper.pdf"), std::ios::binary) << pdf;
  }
  ~Printed() { std::filesystem::remove_all(directory_); }

  // Text cell by cell, white space removed: a line break inside a table cell is not part of the text.
  std::string Text() const {
    std::string text = Run("pdftotext -raw '" + Path("paper.pdf") + "' -"), dense;
    for (char c : text) {
      if (c != ' ' && c != '\n' && c != '\f') dense += c;
    }
    return dense;
  }
  std::string Info() const { return Run("pdfinfo '" + Path("paper.pdf") + "'"); }
  std::string Fonts() const { return Run("pdffonts '" + Path("paper.pdf") + "'"); }
  int Pages() const {
    std::string info = Info();
    return std::atoi(info.c_str() + info.find("Pages:") + 6);
  }
  // What a scanner reads from the first page; "" when there is nothing to read.
  std::string Code() const {
    Run("pdftoppm -r 200 -png -f 1 -l 1 -singlefile '" + Path("paper.pdf") + "' '" + Path("page") + "'");
    std::string read = Run("zbarimg --quiet --raw '" + Path("page.png") + "' 2>/dev/null");
    return read.substr(0, read.find('\n'));
  }

 private:
  std::string Path(const std::string& name) const { return directory_ + "/" + name; }
  static std::string Run(const std::string& command) {
    std::string output;
    std::array<char, 4096> buffer;
    FILE* pipe = popen(command.c_str(), "r");
    while (size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), count);
    pclose(pipe);
    return output;
  }
  std::string directory_;
};

}  // namespace lianban::records
