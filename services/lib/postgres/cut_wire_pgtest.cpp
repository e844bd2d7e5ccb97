// The link to PostgreSQL may break between any two bytes: a server killed, a cable pulled. Whatever was under way is
// tried again or told as DATABASE_UNAVAILABLE; it is never INTERNAL, which nobody tries again.

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/database.h"
#include "services/lib/postgres/pipeline.h"
#include "services/lib/postgres/test_database.h"

namespace lianban::postgres {
namespace {

constexpr char kPutMigration[] = R"sql(-- migrate:up
CREATE TABLE catalog.note (city_id text NOT NULL, id text NOT NULL, PRIMARY KEY (city_id, id));
ALTER TABLE catalog.note ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.note FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.note USING (city_id = platform.city());
-- migrate:down
DROP TABLE catalog.note;
)sql";

constexpr char kPutQueries[] = R"sql(
-- name: put_note
INSERT INTO catalog.note (city_id, id) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- name: count_notes
SELECT count(*) FROM catalog.note WHERE city_id = $1
)sql";

const TestDatabase::Files kPutFiles = {{"sql/migrations/0001_note.sql", kPutMigration},
                                       {"sql/queries/note.sql", kPutQueries}};

enum Direction { kToServer = 0, kToClient = 1 };

std::string ValueOf(std::string_view connection, std::string_view key) {
  std::string value;
  for (const absl::string_view word : absl::StrSplit(absl::string_view(connection.data(), connection.size()), ' ')) {
    if (absl::StartsWith(word, fmt::format("{}=", key))) value = std::string(word.substr(key.size() + 1));
  }
  return value;
}

sockaddr_un AddressOf(const std::string& folder, const std::string& port) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  const std::string path = fmt::format("{}/.s.PGSQL.{}", folder, port);
  LIANBAN_CHECK(path.size() < sizeof(address.sun_path), "{} is too long for a socket", path);
  path.copy(address.sun_path, path.size());
  return address;
}

// Stands between a client and PostgreSQL and passes on what they say, until it cuts the first connection. One
// connection after the other, as a pool of one makes them.
class Wire {
 public:
  explicit Wire(const std::string& connection) : port_(ValueOf(connection, "port")) {
    upstream_ = AddressOf(ValueOf(connection, "host"), port_);
    char folder[] = "/tmp/lianban-wire-XXXXXX";
    LIANBAN_CHECK(mkdtemp(folder) != nullptr, "no folder for a socket");
    folder_ = folder;
    const auto address = AddressOf(folder_, port_);
    listener_ = socket(AF_UNIX, SOCK_STREAM, 0);
    LIANBAN_CHECK(
        bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 && listen(listener_, 4) == 0,
        "no socket in {}", folder_);
    thread_ = std::thread([this] {
      for (int client; (client = accept(listener_, nullptr, nullptr)) >= 0;) PassOn(client);
    });
  }
  ~Wire() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
    std::filesystem::remove_all(folder_);
  }

  // Of the next connection, `bytes` go this way, then both ends are closed.
  void CutAfter(Direction direction, int64_t bytes) {
    const std::lock_guard lock(mutex_);
    next_[direction] = bytes;
    next_[1 - direction] = kWhole;
  }
  void LeaveWhole() { CutAfter(kToServer, kWhole); }

  // Closes both ends of the connection there is, as if nobody spoke.
  void CutNow() {
    const std::lock_guard lock(mutex_);
    shutdown(client_, SHUT_RDWR);
    shutdown(server_, SHUT_RDWR);
  }

  int64_t Passed(Direction direction) {
    const std::lock_guard lock(mutex_);
    return passed_[direction];
  }

  std::string Through(const std::string& connection) const { return fmt::format("{} host={}", connection, folder_); }

 private:
  static constexpr int64_t kWhole = 1 << 30;

  void PassOn(int client) {
    const int server = socket(AF_UNIX, SOCK_STREAM, 0);
    LIANBAN_CHECK(connect(server, reinterpret_cast<const sockaddr*>(&upstream_), sizeof(upstream_)) == 0,
                  "PostgreSQL does not listen on {}", upstream_.sun_path);
    {
      const std::lock_guard lock(mutex_);
      for (const Direction way : {kToServer, kToClient}) {
        left_[way] = std::exchange(next_[way], kWhole);
        passed_[way] = 0;
      }
      client_ = client;
      server_ = server;
    }
    pollfd ends[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    for (bool whole = true; whole;) {
      poll(ends, 2, -1);
      if (ends[0].revents != 0) whole = Pass(client, server, kToServer);
      if (whole && ends[1].revents != 0) whole = Pass(server, client, kToClient);
    }
    close(client);
    close(server);
  }

  bool Pass(int from, int to, Direction direction) {
    char buffer[4096];
    const ssize_t got = recv(from, buffer, sizeof(buffer), 0);
    if (got <= 0) return false;
    const std::lock_guard lock(mutex_);
    const int64_t share = std::min<int64_t>(got, left_[direction]);
    const bool sent = send(to, buffer, static_cast<size_t>(share), MSG_NOSIGNAL) == share;
    left_[direction] -= share;
    passed_[direction] += share;
    return sent && share == got;
  }

  const std::string port_;
  sockaddr_un upstream_{};
  std::string folder_;
  int listener_ = -1, client_ = -1, server_ = -1;
  std::mutex mutex_;
  int64_t next_[2] = {kWhole, kWhole};
  int64_t left_[2] = {0, 0};
  int64_t passed_[2] = {0, 0};
  std::thread thread_;
};

class CutWire : public testing::Test {
 protected:
  DatabaseOptions Options() const {
    auto options = database_.Options("catalog");
    options.connection = wire_.Through(options.connection);
    options.connections = 1;
    return options;
  }

  // Cuts at every 7th byte of each way, as far as `work` speaks when nothing is cut.
  void AtEveryPlace(const std::function<void()>& work, const std::function<void(const std::string&)>& judge) {
    wire_.LeaveWhole();
    work();
    const int64_t all[] = {wire_.Passed(kToServer), wire_.Passed(kToClient)};
    ASSERT_GT(all[kToServer], 100);
    ASSERT_GT(all[kToClient], 100);
    for (const Direction direction : {kToServer, kToClient}) {
      for (int64_t bytes = 0; bytes < all[direction]; bytes += 7) {
        wire_.CutAfter(direction, bytes);
        judge(fmt::format("cut after {} of {} bytes to the {}", bytes, all[direction],
                          direction == kToServer ? "server" : "client"));
      }
    }
  }

  TestDatabase database_{{{"catalog", kPutFiles}}};
  Wire wire_{database_.connection()};
};

TEST_F(CutWire, ATransactionIsTriedAgainWhereverTheLinkBreaks) {
  const auto put = [&] {
    const auto db = OpenDatabase(Options(), Queries(kPutFiles));
    return db->RunTx("330600", [&](Transaction& tx) -> absl::Status {
      LIANBAN_RETURN_IF_ERROR(tx.Query("put_note", {"330600", "a"}).status());
      LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("count_notes", {"330600"}));
      return rows->GetInt(0, 0) == 1 ? absl::OkStatus() : absl::DataLossError("the note is not there");
    });
  };
  AtEveryPlace([&] { ASSERT_TRUE(put().ok()); },
               [&](const std::string& where) { EXPECT_EQ(put(), absl::OkStatus()) << where; });
}

TEST_F(CutWire, ALinkThatBrokeWhileNobodySpokeIsMadeAnew) {
  const auto db = OpenDatabase(Options(), Queries(kPutFiles));
  const auto count = [&] { return db->Read("330600", "count_notes", {"330600"}).status(); };
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(count(), absl::OkStatus());
    wire_.CutNow();
    ASSERT_EQ(count(), absl::OkStatus());
    database_.Disconnect();  // this time the server says why before it closes
  }
}

TEST_F(CutWire, APipelineSaysThatTheOutcomeIsUnknown) {
  int unknown = 0;
  const auto put = [&] {
    const auto pipeline = OpenPipeline(Options(), Queries(kPutFiles));
    return pipeline->RunTx("330600", {{"put_note", {"330600", "a"}}, {"count_notes", {"330600"}}}).status();
  };
  AtEveryPlace([&] { ASSERT_TRUE(put().ok()); },
               [&](const std::string& where) {
                 const auto status = put();
                 unknown += status.ok() ? 0 : 1;
                 EXPECT_TRUE(status.ok() || ReasonOf(status) == "DATABASE_UNAVAILABLE") << where << ": " << status;
               });
  EXPECT_GT(unknown, 20);  // a link cut while connecting is made anew before anything is sent
}

}  // namespace
}  // namespace lianban::postgres
