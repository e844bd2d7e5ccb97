// lianban_chaos publish | load | prove: the three parts between which tests/chaos/run makes its faults.

#include <csignal>
#include <thread>

#include "CLI/CLI.hpp"
#include "fmt/format.h"
#include "tests/chaos/client.h"
#include "tests/chaos/official.h"
#include "tests/chaos/prove.h"
#include "tests/chaos/stage.h"
#include "tests/chaos/watcher.h"

namespace lianban::chaos {
namespace {

struct Options {
  std::string address, data, records;
  uint64_t seed = 1;
  int clients = 16;
  int pause_ms = 20;
};

constexpr size_t kShownMax = 5;
constexpr int kPausesOfOfficial = 40;  // rules change less often than cases

int Failed(const absl::Status& status) {
  fmt::print(stderr, "{}\n", status.ToString());
  return 1;
}

// Until SIGTERM; then each client brings its last command to an end.
int Load(const Door& door, const Options& options) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::atomic<bool> stop = false;
  Watcher watcher(door, options.records);
  std::thread follower([&] { watcher.FollowLog(); });
  std::thread collector([&] { watcher.CollectCheckpoints(); });
  std::vector<std::unique_ptr<Client>> clients;
  std::vector<std::thread> threads;
  for (int i = 1; i <= options.clients; ++i) {
    clients.push_back(std::make_unique<Client>(
        door, ClientOptions{i, options.seed, options.pause_ms, options.records}, stop));
    threads.emplace_back([client = clients.back().get()] { client->Run(); });
  }
  Official official(door, options.records, options.seed, kPausesOfOfficial * options.pause_ms, stop);
  threads.emplace_back([&] { official.Run(); });
  int signal = 0;
  sigwait(&ends, &signal);
  stop = true;
  for (auto& thread : threads) thread.join();
  watcher.Stop();
  follower.join();
  collector.join();
  return 0;
}

int Print(const std::vector<Rule>& rules) {
  int failed = 0;
  for (const Rule& rule : rules) {
    if (rule.broken.empty()) {
      fmt::print("  ok    {} ({})\n", rule.text, rule.looked_at);
      continue;
    }
    ++failed;
    fmt::print("  FAIL  {}: {} of {}\n", rule.text, rule.broken.size(), rule.looked_at);
    for (size_t i = 0; i < std::min(kShownMax, rule.broken.size()); ++i) fmt::print("        {}\n", rule.broken[i]);
  }
  fmt::print("{} passed, {} failed\n", rules.size() - failed, failed);
  return failed == 0 ? 0 : 1;
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app("Load and proof of the fault tests; tests/chaos/run makes the faults");
  app.require_subcommand(1);
  app.add_option("--address", options.address, "gRPC address of the server")->required();
  app.add_option("--data", options.data, "Data folder of the deployment, for its keys")->required();
  app.add_option("--records", options.records, "Folder of what the clients write down");
  app.add_option("--seed", options.seed, "Of everything random in the clients");
  app.add_option("--clients", options.clients, "Concurrent clients");
  app.add_option("--pause-ms", options.pause_ms, "Average pause of a client between two commands");
  CLI::App* publish = app.add_subcommand("publish", "Publish the processes of the test");
  CLI::App* load = app.add_subcommand("load", "Play cases until SIGTERM");
  CLI::App* prove = app.add_subcommand("prove", "Compare the records with what the server says");
  CLI11_PARSE(app, argc, argv);
  const auto door = Door::Open(options.address, options.data);
  if (!door.ok()) return Failed(door.status());
  if (publish->parsed()) {
    const absl::Status published = PublishProcesses(**door);
    return published.ok() ? 0 : Failed(published);
  }
  if (load->parsed()) return Load(**door, options);
  if (!prove->parsed()) return 2;
  const auto rules = Prove(**door, options.records, options.seed);
  return rules.ok() ? Print(*rules) : Failed(rules.status());
}

}  // namespace
}  // namespace lianban::chaos

int main(int argc, char** argv) { return lianban::chaos::Main(argc, argv); }
