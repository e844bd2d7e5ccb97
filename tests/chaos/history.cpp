#include "tests/chaos/history.h"

#include <atomic>
#include <mutex>
#include <thread>

#include "lianban/casework/v1/casework.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"

namespace lianban::chaos {
namespace {

namespace v1 = casework::v1;
using Stub = v1::Casework::Stub;

constexpr char kReader[] = "reader";
constexpr int kReaders = 4;
constexpr int kPage = 500;

absl::Status ReadCase(const Door& door, Stub& stub, const std::string& case_id, v1::Case& out,
                      std::vector<v1::Event>& events) {
  grpc::ClientContext call;
  door.Prepare(call, kReader, {"handler"}, absl::Seconds(20));
  v1::GetCaseRequest request;
  request.set_case_id(case_id);
  LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub.GetCase(&call, request, &out)));
  v1::ListEventsRequest list;
  list.set_case_id(case_id);
  list.set_page_size(kPage);
  do {
    grpc::ClientContext page_call;
    door.Prepare(page_call, kReader, {"handler"}, absl::Seconds(20));
    v1::ListEventsResponse page;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub.ListEvents(&page_call, list, &page)));
    events.insert(events.end(), page.events().begin(), page.events().end());
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return absl::OkStatus();
}

absl::Status ReadCases(const Door& door, const std::vector<std::string>& ids, History& history) {
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  absl::Status failed;
  std::vector<std::thread> threads;
  for (int t = 0; t < kReaders; ++t) {
    threads.emplace_back([&] {
      const auto stub = v1::Casework::NewStub(door.Connect());
      for (size_t i = next++; i < ids.size(); i = next++) {
        v1::Case found;
        std::vector<v1::Event> events;
        const absl::Status status = ReadCase(door, *stub, ids[i], found, events);
        std::lock_guard lock(mutex);
        failed.Update(status);
        if (!failed.ok()) return;
        history.cases[ids[i]] = std::move(found);
        history.by_case[ids[i]] = std::move(events);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return failed;
}

absl::Status ReadInbox(const Door& door, std::vector<v1::Task>& inbox) {
  const auto stub = v1::Casework::NewStub(door.Connect());
  v1::ListTasksRequest request;
  request.set_page_size(kPage);
  do {
    grpc::ClientContext call;
    door.Prepare(call, kReader, {"handler"}, absl::Seconds(20));
    v1::ListTasksResponse page;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub->ListTasks(&call, request, &page)));
    inbox.insert(inbox.end(), page.tasks().begin(), page.tasks().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace

bool IsRecord(const v1::Event& event) { return event.type().starts_with("record."); }

std::string MarkOf(const v1::Event& event) {
  if (event.actor_class() != "person" || IsRecord(event)) return "";
  const auto payload = nlohmann::json::parse(event.payload_json(), nullptr, false);
  try {
    const auto& command = payload.at("command");
    return event.type() == "start" ? command.at("data").at("form").at("mark") : command.at("reason");
  } catch (const nlohmann::json::exception&) {
    return "unmarked";
  }
}

absl::StatusOr<std::vector<v1::Event>> ReadLog(const Door& door, const std::string& last_mark) {
  grpc::ClientContext call;
  door.Prepare(call, kReader, {"auditor"}, absl::Minutes(10));
  const auto stub = v1::Casework::NewStub(door.Connect());
  const auto stream = stub->Watch(&call, {});
  v1::WatchResponse response;
  std::vector<v1::Event> log;
  while (stream->Read(&response)) {
    bool complete = false;
    for (const auto& event : response.events()) {
      log.push_back(event);
      complete = complete || MarkOf(event) == last_mark;
    }
    if (!complete) continue;
    call.TryCancel();
    while (stream->Read(&response)) {
    }
    stream->Finish();
    return log;
  }
  return rpc::FromGrpc(stream->Finish());
}

absl::StatusOr<History> ReadHistory(const Door& door, const std::string& last_mark,
                                    const std::set<std::string>& processes) {
  History history;
  LIANBAN_ASSIGN_OR_RETURN(history.log, ReadLog(door, last_mark));
  std::set<std::string> ids;
  for (const auto& event : history.log) {
    if (IsRecord(event)) continue;
    if (processes.empty() || processes.contains(event.process())) ids.insert(event.case_id());
  }
  LIANBAN_RETURN_IF_ERROR(ReadCases(door, {ids.begin(), ids.end()}, history));
  LIANBAN_RETURN_IF_ERROR(ReadInbox(door, history.inbox));
  return history;
}

}  // namespace lianban::chaos
