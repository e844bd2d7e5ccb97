#include "services/module.h"

#include "absl/time/clock.h"
#include "services/identity/bootstrap_city.h"
#include "services/identity/identity_service.h"

namespace lianban::identity {
namespace {

// Two password hashes at a time: 38 MiB, and a burst of sign-ins leaves the cores to the others.
constexpr int kHashingThreads = 2;
constexpr size_t kHashingQueueMax = 64, kReadingQueueMax = 1024;

class IdentityModule : public Module {
 public:
  explicit IdentityModule(const ModuleContext& context)
      : database_(
            OpenIdentityDatabase(context.config->database, context.config->database_connections + kHashingThreads)),
        reading_(context.config->database_connections, kReadingQueueMax),
        hashing_(kHashingThreads, kHashingQueueMax),
        service_({*database_, *context.keys, *context.signer, absl::Now}, reading_, hashing_) {}

  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&service_); }
  void Drain() override {
    reading_.Drain();
    hashing_.Drain();
  }

 private:
  std::unique_ptr<postgres::Database> database_;
  rpc::Executor reading_, hashing_;
  IdentityService service_;
};

}  // namespace

ModuleDefinition Definition() {
  return {"identity", {}, [](const ModuleContext& context) -> absl::StatusOr<std::unique_ptr<Module>> {
            return std::make_unique<IdentityModule>(context);
          }};
}

}  // namespace lianban::identity
