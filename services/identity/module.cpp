#include "services/module.h"

#include "absl/time/clock.h"
#include "services/identity/bootstrap_city.h"
#include "services/identity/forget_requests.h"
#include "services/identity/identity_service.h"
#include "services/identity/second_factor/second_factor_service.h"
#include "services/lib/journal/relay.h"

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
        service_({*database_, *context.keys, *context.signer, absl::Now}, reading_, hashing_),
        second_factor_({*database_, *context.keys, *context.signer, absl::Now}, reading_, hashing_),
        requests_(*database_),
        journal_(*database_, "identity", journal::SendToCasework(*context.channels, *context.signer)) {}

  void Register(grpc::ServerBuilder& builder) override { 
    builder.RegisterService(&service_);
    builder.RegisterService(&second_factor_);
  }
  absl::Status Start() override {
    journal_.Start();
    requests_.Start();
    return absl::OkStatus();
  }
  void Drain() override {
    journal_.Stop();
    requests_.Stop();
    reading_.Drain();
    hashing_.Drain();
  }

 private:
  std::unique_ptr<postgres::Database> database_;
  rpc::Executor reading_, hashing_;
  IdentityService service_;
  SecondFactorService second_factor_;
  RequestForgetter requests_;
  journal::Relay journal_;
};

}  // namespace

ModuleDefinition Definition() {
  return {"identity", {}, [](const ModuleContext& context) -> absl::StatusOr<std::unique_ptr<Module>> {
            return std::make_unique<IdentityModule>(context);
          }};
}

}  // namespace lianban::identity
