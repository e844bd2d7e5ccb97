#pragma once
// A service as the one binary sees it: what it registers, what it runs. `lianban serve` makes the modules it was asked
// for, builds one gRPC server with them and wires the rest by address.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/server_builder.h"
#include "services/lib/config/config.h"
#include "services/lib/crypto/keys.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/context.h"
#include "services/workflow/sandbox/script_host.h"
#include "services/workflow/sandbox/script_pauses.h"

namespace lianban {

// What every module is given; all of it outlives the module.
struct ModuleContext {
  const config::Config* config = nullptr;
  const crypto::Keys* keys = nullptr;
  rpc::Channels* channels = nullptr;
  const rpc::ContextSigner* signer = nullptr;
  workflow::ScriptHost* scripts = nullptr;  // shared pool of jailed workers
  const workflow::ScriptPauses* pauses = nullptr;  // which scripts are not run for a while, and why
};

class Module {
 public:
  virtual ~Module() = default;
  // Before the server is built: add gRPC services to it.
  virtual void Register(grpc::ServerBuilder& builder) {}
  // After the server listens: start executors, timers, listeners. Returns when ready to serve.
  virtual absl::Status Start() { return absl::OkStatus(); }
  // Stop taking work, finish what is under way, join threads. Called before the server shuts down.
  virtual void Drain() {}
  // After the server has shut down, before it is destroyed: empty the completion queues it was built with. gRPC's
  // pending calls refer to the server until they are taken out.
  virtual void Close() {}
  // After Start: addresses people or programs use ("http://127.0.0.1:7480"), for the ready line.
  virtual std::vector<std::string> Endpoints() const { return {}; }
};

struct ModuleDefinition {
  std::string name;                // "casework"
  std::vector<std::string> needs;  // services it calls
  std::function<absl::StatusOr<std::unique_ptr<Module>>(const ModuleContext&)> make;
};

// One function per service, in services/<service>/module.cpp.
namespace identity { ModuleDefinition Definition(); }
namespace catalog { ModuleDefinition Definition(); }
namespace casework { ModuleDefinition Definition(); }
namespace intake { ModuleDefinition Definition(); }
namespace records { ModuleDefinition Definition(); }
namespace gateway { ModuleDefinition Definition(); }

}  // namespace lianban
