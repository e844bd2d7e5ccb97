#include "services/workflow/sandbox/worker/written_pages.h"

#include <signal.h>
#include <sys/mman.h>

namespace lianban::workflow::sandbox {
namespace {

bool prepared = false;

}  // namespace

WrittenPages* WrittenPages::watched_ = nullptr;

struct FaultHandler {
  static void Handle(int, siginfo_t* info, void*) {
    WrittenPages* pages = WrittenPages::watched_;
    if (pages == nullptr || !pages->Note(static_cast<const char*>(info->si_addr))) __builtin_trap();
  }
};

bool WrittenPages::Prepare() {
  struct sigaction action {};
  action.sa_sigaction = FaultHandler::Handle;
  action.sa_flags = SA_SIGINFO;
  prepared = sigaction(SIGSEGV, &action, nullptr) == 0;
  return prepared;
}

void WrittenPages::Watch(size_t pages) {
  if (!prepared || pages == 0) return;
  if (watched_ != nullptr) watched_->Stop();
  written_.clear();
  written_.reserve(pages);
  if (mprotect(base_, pages * kPageBytes, PROT_READ) != 0) return;
  pages_ = pages;
  watched_ = this;
}

void WrittenPages::Stop() {
  if (!watching()) return;
  watched_ = nullptr;
  if (mprotect(base_, pages_ * kPageBytes, PROT_READ | PROT_WRITE) != 0) __builtin_trap();
}

bool WrittenPages::Note(const char* address) {
  if (address < base_ || address >= base_ + pages_ * kPageBytes) return false;
  const size_t page = static_cast<size_t>(address - base_) / kPageBytes;
  if (written_.size() == pages_ || mprotect(base_ + page * kPageBytes, kPageBytes, PROT_READ | PROT_WRITE) != 0) return false;
  written_.push_back(page);
  return true;
}

}  // namespace lianban::workflow::sandbox
