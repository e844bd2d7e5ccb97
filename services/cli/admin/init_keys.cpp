// lianban admin init-keys

#include "fmt/format.h"
#include "services/cli/admin/admin_command.h"
#include "services/cli/command.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/config/config.h"
#include "services/lib/crypto/keys.h"

namespace lianban::cli {

void AddInitKeys(CLI::App& admin) {
  auto config = std::make_shared<config::Config>();
  CLI::App* command = admin.add_subcommand(
      "init-keys", "Make the keys of this deployment under <data-dir>/keys; what is there is kept. Back them up apart "
                   "from the database: without them no personal field can be read");
  config::AddOptions(*command, *config);
  command->callback([config] {
    const std::string directory = config->data_dir + "/keys";
    if (absl::Status made = crypto::InitKeys(directory); !made.ok()) throw CLI::RuntimeError(Fail(made));
    fmt::print("{}{}\n", Say("密钥已就绪：", "keys are ready in "), directory);
  });
}

}  // namespace lianban::cli
