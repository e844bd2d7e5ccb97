// lianban-worker: runs scripts for the pool and can do nothing else. Started by worker_process.cpp only: descriptor 0 is
// the socket, 3 the progress page.

#include <sys/mman.h>
#include <unistd.h>

#include "services/workflow/sandbox/worker/jail.h"
#include "services/workflow/sandbox/worker/serve.h"
#include "services/workflow/sandbox/worker/written_pages.h"

int main() {
  using namespace lianban::workflow::sandbox;
  void* page = mmap(nullptr, kProgressBytes, PROT_READ | PROT_WRITE, MAP_SHARED, kWorkerProgress, 0);
  if (page == MAP_FAILED) return 2;
  close(kWorkerProgress);
  if (!WrittenPages::Prepare() || !EnterJail()) return 3;
  Serve(kWorkerSocket, *static_cast<Progress*>(page));
  return 0;
}
