#pragma once
// Which pages of a range of memory are written: they are made read-only, and the first write to one is noted and let through.
// A script's image is far larger than what a case changes of it, and only that has to be put back.

#include <cstddef>
#include <vector>

namespace lianban::workflow::sandbox {

class WrittenPages {
 public:
  static constexpr size_t kPageBytes = 4096;

  // Lets Watch work in this process; to be called once, before the jail, which allows no more handlers. Without it nothing is
  // ever watched. A fault at any other address still ends the process.
  static bool Prepare();

  explicit WrittenPages(char* base) : base_(base) {}
  ~WrittenPages() { Stop(); }
  WrittenPages(const WrittenPages&) = delete;
  WrittenPages& operator=(const WrittenPages&) = delete;

  // From now on, the first `pages` pages. One range of a process at a time: another one is no longer watched.
  void Watch(size_t pages);
  void Stop();
  bool watching() const { return watched_ == this; }
  // Numbers of the pages that were written since Watch, in the order of their first write.
  const std::vector<size_t>& written() const { return written_; }

 private:
  bool Note(const char* address);
  friend struct FaultHandler;

  static WrittenPages* watched_;
  char* base_;
  size_t pages_ = 0;
  std::vector<size_t> written_;  // has room for all of them: nothing is allocated while a fault is handled
};

}  // namespace lianban::workflow::sandbox
