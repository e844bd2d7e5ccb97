#include "services/workflow/sandbox/worker/jail.h"

#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>

#include "services/workflow/sandbox/wire/limits.h"

namespace lianban::workflow::sandbox {
namespace {

bool Limit(__rlimit_resource resource, rlim_t most) {
  rlimit current{};
  if (getrlimit(resource, &current) != 0) return false;
  rlim_t value = std::min(most, current.rlim_max);
  rlimit lowered{value, value};
  return setrlimit(resource, &lowered) == 0;
}

bool LimitResources() {
  constexpr rlim_t kStackBytes = 8 << 20;  // error texts of deep expressions need more than 1 MiB
  return Limit(RLIMIT_AS, kWorkerAddressSpaceBytes) && Limit(RLIMIT_STACK, kStackBytes) && Limit(RLIMIT_NOFILE, 4) &&
         Limit(RLIMIT_NPROC, 0) && Limit(RLIMIT_FSIZE, 0) && Limit(RLIMIT_CORE, 0);
}

bool FilterSystemCalls() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return false;
  bool ok = true;
  for (int call : {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(exit_group), SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap),
                   SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(clock_gettime), SCMP_SYS(rt_sigreturn)}) {
    ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  }
  // Memory may become readable and writable (WrittenPages), never executable.
  scmp_arg_cmp no_exec{.arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0};
  for (int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    ok = ok && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &no_exec) == 0;
  }
  ok = ok && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return ok;
}

}  // namespace

bool EnterJail() {
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         LimitResources() && FilterSystemCalls();
}

}  // namespace lianban::workflow::sandbox
