// Workers that are killed, stopped or driven mad, while others work.

#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "gmock/gmock.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::AnyOf;

// Process ids of the workers that this process has started, through all its threads.
std::vector<pid_t> Workers() {
  std::vector<pid_t> found;
  DIR* tasks = opendir("/proc/self/task");
  while (dirent* task = readdir(tasks)) {
    std::ifstream children(std::string("/proc/self/task/") + task->d_name + "/children");
    for (pid_t pid; children >> pid;) {
      std::string name;
      std::ifstream(("/proc/" + std::to_string(pid)) + "/comm") >> name;
      if (name == "lianban-worker") found.push_back(pid);
    }
  }
  closedir(tasks);
  return found;
}

std::string StatusLine(pid_t pid, const std::string& key) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key + ":")) return line.substr(line.find_first_not_of(" \t", key.size() + 1));
  }
  return "";
}

std::vector<RuleBatch> Honest(int count) {
  std::vector<RuleBatch> batches;
  auto bundle = Bundle("return { r = function(a, b) return a + b end }");
  for (int i = 0; i < count; ++i) batches.push_back({.bundle = bundle, .params = {}, .calls = {{1, {i, 1}}}});
  return batches;
}

// Never ends and, with these options, is not stopped by its own budget.
WorkerPoolOptions NoSoftLimits(int workers) {
  return {.workers = workers, .soft_deadline_ms = 60'000, .hard_deadline_ms = 100, .fuel_max = uint64_t{1} << 60};
}
std::shared_ptr<const ScriptBundle> Endless(const std::string& name = "") {
  return Bundle("return { r = function() while true do end end } -- " + name);
}

TEST(Jail, LeavesAWorkerWithNothing) {
  auto pool = StartPool({.workers = 1});
  auto workers = Workers();
  ASSERT_FALSE(workers.empty());
  for (pid_t pid : workers) {
    EXPECT_EQ(StatusLine(pid, "NoNewPrivs"), "1");
    EXPECT_EQ(StatusLine(pid, "Seccomp"), "2");
    std::ifstream limits("/proc/" + std::to_string(pid) + "/limits");
    std::stringstream text;
    text << limits.rdbuf();
    EXPECT_THAT(text.str(), testing::ContainsRegex("Max open files +4 +4"));
    EXPECT_THAT(text.str(), testing::ContainsRegex("Max address space +268435456 +268435456"));
    EXPECT_THAT(text.str(), testing::ContainsRegex("Max file size +0 +0"));
    EXPECT_THAT(text.str(), testing::ContainsRegex("Max core file size +0 +0"));
    EXPECT_THAT(text.str(), testing::ContainsRegex("Max processes +0 +0"));
    std::ifstream environment("/proc/" + std::to_string(pid) + "/environ");
    EXPECT_TRUE(!environment.is_open() || environment.peek() == EOF);
  }
}

TEST(Jail, AWorkerDiesWithItsParentEvenInTheMiddleOfALoop) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  pid_t child = fork();
  if (child == 0) {
    WorkerPoolOptions options = NoSoftLimits(1);
    options.hard_deadline_ms = 60'000;
    auto pool = StartPool(options);
    pid_t worker = Workers().front();
    (void)!write(pipe_ends[1], &worker, sizeof worker);
    RuleBatch batch{.bundle = Endless(), .params = {}, .calls = {{1, json::array()}}};
    pool->Evaluate({&batch, 1});
    _exit(0);
  }
  pid_t worker = 0;
  ASSERT_EQ(read(pipe_ends[0], &worker, sizeof worker), static_cast<ssize_t>(sizeof worker));
  while (StatusLine(worker, "State").front() != 'R') std::this_thread::yield();  // it is in the loop
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  auto gone = [&] {
    std::string state = StatusLine(worker, "State");
    return state.empty() || state.front() == 'Z';  // nobody may be there to collect it
  };
  for (int i = 0; i < 1000 && !gone(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(gone());
  close(pipe_ends[0]);
  close(pipe_ends[1]);
}

TEST(Faults, AMissingWorkerIsAnErrorThatSaysSo) {
  auto pool = StartWorkerPool({.worker_path = "/nonexistent/lianban-worker"});
  ASSERT_FALSE(pool.ok());
  EXPECT_THAT(std::string(pool.status().message()), testing::HasSubstr("script worker"));
}

TEST(Faults, AProgramThatIsNoWorkerIsNoticed) { EXPECT_FALSE(StartWorkerPool({.worker_path = "/bin/true"}).ok()); }

TEST(Faults, AWorkerProgramThatIsMissingForAMomentIsAwaited) {
  namespace fs = std::filesystem;
  fs::path folder = fs::temp_directory_path() / ("lianban-worker-" + std::to_string(getpid()));
  fs::create_directory(folder);
  fs::copy(fs::canonical("/proc/self/exe").parent_path() / "lianban-worker", folder / "lianban-worker");
  auto before = Workers();
  auto pool = StartPool({.worker_path = folder / "lianban-worker", .workers = 1});
  fs::rename(folder / "lianban-worker", folder / "away");
  for (pid_t pid : Workers()) {
    if (std::find(before.begin(), before.end(), pid) == before.end()) kill(pid, SIGKILL);
  }
  std::thread upgrade([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    fs::rename(folder / "away", folder / "lianban-worker");
  });
  auto batches = Honest(3);
  auto results = pool->Evaluate(batches);
  upgrade.join();
  EXPECT_EQ(results[2][0].value, 3) << results[2][0].error.message;
  fs::remove_all(folder);
}

TEST(Faults, IdleWorkersThatWereKilledAreReplaced) {
  auto pool = StartPool({.workers = 2});
  for (pid_t pid : Workers()) kill(pid, SIGKILL);
  auto batches = Honest(50);
  auto results = pool->Evaluate(batches);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(results[i][0].value, i + 1);
}

TEST(Faults, WorkersKilledInTheMiddleLoseNothing) {
  auto pool = StartPool({.workers = 2});
  constexpr int kKills = 30;
  std::atomic<int> killed = 0;
  std::thread nemesis([&] {
    for (int i = 0; killed < kKills; ++i) {
      auto workers = Workers();
      if (!workers.empty()) killed += kill(workers[static_cast<size_t>(i) % workers.size()], SIGKILL) == 0;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  int answered = 0;
  while (killed < kKills) {
    auto batches = Honest(300);
    auto results = pool->Evaluate(batches);
    for (int i = 0; i < 300; ++i) {
      // A case whose worker was killed twice under it may be told so; it never gets a wrong answer.
      if (results[i][0].ok) {
        EXPECT_EQ(results[i][0].value, i + 1);
        ++answered;
      } else {
        EXPECT_THAT(results[i][0].error.code, AnyOf("SCRIPT_CRASHED", "SCRIPT_UNAVAILABLE", "SCRIPT_PAUSED"));
      }
    }
  }
  nemesis.join();
  EXPECT_GT(answered, 0);
}

TEST(Faults, AWorkerThatWasStoppedIsReplacedAndNobodyBlamed) {
  auto pool = StartPool({.workers = 1});
  for (pid_t pid : Workers()) kill(pid, SIGSTOP);
  auto batches = Honest(5);
  auto results = pool->Evaluate(batches);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(results[i][0].value, i + 1) << results[i][0].error.message;
  for (pid_t pid : Workers()) kill(pid, SIGCONT);  // those of other tests
}

TEST(Faults, TheHardDeadlineStopsTheGuiltyAndAnswersTheRest) {
  auto pool = StartPool(NoSoftLimits(1));
  auto batches = Honest(40);
  batches[20].bundle = Endless();
  auto results = pool->Evaluate(batches);
  for (int i = 0; i < 40; ++i) {
    if (i == 20) {
      EXPECT_EQ(results[i][0].error.code, "SCRIPT_BUDGET") << results[i][0].error.message;
    } else {
      EXPECT_EQ(results[i][0].value, i + 1) << results[i][0].error.message;
    }
  }
}

TEST(Faults, AScriptThatHangsWhileItLoadsIsStopped) {
  auto pool = StartPool(NoSoftLimits(1));
  auto bundle = Bundle("while true do end return {}");
  std::vector<ScriptDiagnostic> found;
  EXPECT_FALSE(pool->Load(*bundle, &found).ok());
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].code, "SCRIPT_BUDGET");
  auto batches = Honest(3);
  batches[1].bundle = bundle;
  auto results = pool->Evaluate(batches);
  EXPECT_EQ(results[0][0].value, 1);
  EXPECT_EQ(results[1][0].error.code, "SCRIPT_BUDGET");
  EXPECT_EQ(results[2][0].value, 3);
}

TEST(Faults, RepeatedOffendersArePausedAndTheirAuthorTold) {
  std::vector<ScriptPause> pauses;
  WorkerPoolOptions options = NoSoftLimits(1);
  options.on_pause = [&](const ScriptPause& pause) { pauses.push_back(pause); };
  auto pool = StartPool(options);
  std::vector<RuleBatch> batches(6, {.bundle = Endless(), .params = {}, .calls = {{1, json::array()}}});
  auto results = pool->Evaluate(batches);
  std::map<std::string, int> codes;
  for (const auto& result : results) ++codes[result[0].error.code];
  EXPECT_EQ(codes["SCRIPT_BUDGET"], 2);
  EXPECT_EQ(codes["SCRIPT_PAUSED"], 4);
  ASSERT_EQ(pauses.size(), 1u);
  EXPECT_EQ(pauses[0].main, "process.lua");
  EXPECT_EQ(pauses[0].seconds, 30);
  std::vector<ScriptDiagnostic> found;
  EXPECT_FALSE(pool->Load(*Endless(), &found).ok());
  EXPECT_EQ(found[0].code, "SCRIPT_PAUSED");
}

TEST(Faults, BadNeighboursDoNotFailOthersInOtherThreads) {
  auto pool = StartPool(NoSoftLimits(2));
  std::atomic<bool> done = false;
  std::thread villain([&] {
    for (int i = 0; !done; ++i) {
      RuleBatch batch{.bundle = Endless(std::to_string(i)), .params = {}, .calls = {{1, json::array()}}};
      pool->Evaluate({&batch, 1});
    }
  });
  std::vector<std::thread> honest;
  std::atomic<int> right = 0;
  for (int t = 0; t < 3; ++t) {
    honest.emplace_back([&] {
      for (int round = 0; round < 10; ++round) {
        auto batches = Honest(20);
        auto results = pool->Evaluate(batches);
        for (int i = 0; i < 20; ++i) right += results[i][0].ok && results[i][0].value == i + 1;
      }
    });
  }
  for (auto& thread : honest) thread.join();
  done = true;
  villain.join();
  EXPECT_EQ(right, 3 * 10 * 20);
}

TEST(Faults, OneCallOverBudgetDoesNotFailTheOthersOfItsCase) {
  RuleBatch batch{.bundle = Bundle("return { r = function(n) if n == 1 then while true do end end return n end }"), .params = {},
                  .calls = {{1, {0}}, {1, {1}}, {1, {2}}}};
  auto results = TestPool().Evaluate({&batch, 1})[0];
  EXPECT_EQ(results[0].value, 0);
  EXPECT_EQ(results[1].error.code, "SCRIPT_BUDGET");
  EXPECT_EQ(results[2].value, 2);
}

TEST(Faults, TheBudgetIsThatOfThePool) {
  auto pool = StartPool({.workers = 1, .fuel_max = 20'000});
  EXPECT_EQ(Rule("for i = 1, 1000 do end return 'done'", *pool), "done");
  EXPECT_THAT(Rule("for i = 1, 100000 do end return 'done'", *pool).get<std::string>(), testing::StartsWith("SCRIPT_BUDGET"));
  auto small = StartPool({.workers = 1, .memory_bytes_max = 1 << 20});
  EXPECT_THAT(Rule("local t = {} for i = 1, 100000 do t[i] = i .. '' end", *small).get<std::string>(), testing::StartsWith("SCRIPT_MEMORY"));
}

}  // namespace
}  // namespace lianban::workflow
