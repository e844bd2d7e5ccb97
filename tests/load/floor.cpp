#include "tests/load/floor.h"

#include <thread>

#include "absl/time/clock.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "tests/load/hand.h"

namespace lianban::load {
namespace {

absl::Status ByStatements(PGconn* link, const std::string& case_id, int64_t seen, const Parameters& sized) {
  const std::string revision = std::to_string(seen);
  LIANBAN_RETURN_IF_ERROR(Check(link, PQexec(link, "BEGIN")));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "insert_request", {crypto::NewUuid(), sized[0]}));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "update_case", {case_id, revision, sized[1]}));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "close_task", {case_id, revision}));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "open_task", {case_id, revision}));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "insert_event", {case_id, revision, sized[2]}));
  return Check(link, PQexec(link, "COMMIT"));
}

absl::Status StartByStatements(PGconn* link, const std::string& case_id, const Parameters& sized) {
  LIANBAN_RETURN_IF_ERROR(Check(link, PQexec(link, "BEGIN")));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "insert_request", {crypto::NewUuid(), sized[0]}));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "put_case", {case_id, sized[1]}));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "put_first_task", {case_id}));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "insert_event", {case_id, "0", sized[2]}));
  return Check(link, PQexec(link, "COMMIT"));
}

absl::Status ByFunction(PGconn* link, const std::string& case_id, int64_t seen, const Parameters& sized) {
  return Execute(link, "call_transition",
                 {crypto::NewUuid(), sized[0], case_id, std::to_string(seen), sized[1], sized[2]});
}

// One client: cases of six transitions, the first of which is the start. The function has no start, so that way is for
// the latency of the others only.
absl::Status RunClient(const std::string& connection, FloorWay way, absl::Time end, const RowSizes& sizes,
                       std::vector<double>& milliseconds) {
  LIANBAN_ASSIGN_OR_RETURN(const Link link, Connect(connection));
  LIANBAN_RETURN_IF_ERROR(Prepare(link.get(), {"put_case", "put_first_task", "insert_request", "update_case",
                                               "close_task", "open_task", "insert_event", "call_transition"}));
  const Parameters sized = {"\\x" + std::string(2 * sizes.response, 'a'), std::string(sizes.state, 's'),
                            std::string(sizes.payload, 'p')};
  while (absl::Now() < end) {
    const std::string case_id = crypto::NewUuid();
    const absl::Time started = absl::Now();
    LIANBAN_RETURN_IF_ERROR(StartByStatements(link.get(), case_id, sized));
    if (way == FloorWay::kStatements) milliseconds.push_back(absl::ToDoubleMilliseconds(absl::Now() - started));
    for (int64_t seen = 1; seen <= 5; ++seen) {
      const absl::Time begun = absl::Now();
      LIANBAN_RETURN_IF_ERROR(way == FloorWay::kStatements ? ByStatements(link.get(), case_id, seen, sized)
                                                           : ByFunction(link.get(), case_id, seen, sized));
      milliseconds.push_back(absl::ToDoubleMilliseconds(absl::Now() - begun));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PrepareFloor(const std::string& connection) {
  LIANBAN_ASSIGN_OR_RETURN(const Link link, Connect(connection));
  PQsetNoticeProcessor(link.get(), [](void*, const char*) {}, nullptr);
  return Check(link.get(), PQexec(link.get(), Text("schema").c_str()));
}

absl::StatusOr<RowSizes> MeasureRows(const std::string& connection) {
  LIANBAN_ASSIGN_OR_RETURN(const Link link, Connect(connection));
  PGresult* result = PQexec(link.get(), Text("row_sizes").c_str());
  if (PQresultStatus(result) != PGRES_TUPLES_OK) return Check(link.get(), result);
  const RowSizes sizes{std::stoi(PQgetvalue(result, 0, 0)), std::stoi(PQgetvalue(result, 0, 1)),
                       std::stoi(PQgetvalue(result, 0, 2))};
  PQclear(result);
  return sizes;
}

absl::StatusOr<FloorSpeed> RunFloor(const std::string& connection, FloorWay way, int clients, absl::Duration time,
                                    const RowSizes& sizes) {
  std::vector<std::vector<double>> milliseconds(clients);
  std::vector<absl::Status> statuses(clients);
  std::vector<std::thread> threads;
  const absl::Time begun = absl::Now();
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&, i] { statuses[i] = RunClient(connection, way, begun + time, sizes, milliseconds[i]); });
  }
  for (auto& thread : threads) thread.join();
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begun);
  FloorSpeed speed;
  for (int i = 0; i < clients; ++i) {
    LIANBAN_RETURN_IF_ERROR(statuses[i]);
    speed.milliseconds.insert(speed.milliseconds.end(), milliseconds[i].begin(), milliseconds[i].end());
  }
  speed.per_second = static_cast<double>(speed.milliseconds.size()) / seconds;
  return speed;
}

absl::Status Analyze(const std::string& connection) {
  LIANBAN_ASSIGN_OR_RETURN(const Link link, Connect(connection));
  return Check(link.get(), PQexec(link.get(), "ANALYZE"));
}

absl::Status FillInbox(const std::string& connection, int from, int to) {
  LIANBAN_ASSIGN_OR_RETURN(const Link link, Connect(connection));
  LIANBAN_RETURN_IF_ERROR(Check(link.get(), PQexec(link.get(), "SET statement_timeout = 0")));
  LIANBAN_RETURN_IF_ERROR(Prepare(link.get(), {"fill_inbox"}));
  LIANBAN_RETURN_IF_ERROR(Execute(link.get(), "fill_inbox", {std::to_string(to), std::to_string(from)}));
  return Check(link.get(), PQexec(link.get(), "VACUUM ANALYZE casework.task"));
}

absl::StatusOr<std::vector<double>> ReadInboxBare(const std::string& connection, int times) {
  LIANBAN_ASSIGN_OR_RETURN(const Link link, Connect(connection));
  LIANBAN_RETURN_IF_ERROR(Prepare(link.get(), {"read_inbox"}));
  std::vector<double> milliseconds;
  for (int i = 0; i < times; ++i) {
    const absl::Time begun = absl::Now();
    LIANBAN_RETURN_IF_ERROR(Execute(link.get(), "read_inbox", {}));
    milliseconds.push_back(absl::ToDoubleMilliseconds(absl::Now() - begun));
  }
  return milliseconds;
}

}  // namespace lianban::load
