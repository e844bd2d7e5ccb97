#include "tests/chaos/official.h"

#include <thread>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"
#include "tests/chaos/stage.h"

namespace lianban::chaos {
namespace {

namespace cw = casework::v1;
namespace ct = catalog::v1;

constexpr absl::Duration kPatienceOfOfficial = absl::Seconds(30);
constexpr absl::Duration kLastWordsOfOfficial = absl::Seconds(60);
constexpr int kHurriedTry = 6;  // one in so many

// What a fault explains; anything else is an answer.
bool MayBeTriedAgain(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status) ||
         absl::IsAborted(status) || absl::IsResourceExhausted(status);
}

std::string Words(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason.empty() ? status.ToString() : reason;
}

}  // namespace

Official::Official(const Door& door, const std::string& folder, uint64_t seed, int pause_ms, const std::atomic<bool>& stop)
    : door_(door),
      pause_ms_(pause_ms),
      stop_(stop),
      random_(seed * 1000 + 999),
      notebook_(folder + "/official.jsonl"),
      catalog_(ct::Catalog::NewStub(door.Connect())),
      migrations_(cw::Migrations::NewStub(door.Connect())) {}

void Official::Run() {
  while (!stop_) {
    switch (random_() % 8) {
      case 0:
      case 1:
      case 2: Publish(); break;
      case 3:
      case 4: Migrate(); break;
      case 5: ImportCalendar(); break;
      default: SetParameter(); break;
    }
    Pause();
  }
}

template <class Stub, class Request, class Response>
std::optional<Response> Official::Insist(Stub& stub,
                                         grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                         const char* user, const Request& request) {
  absl::Time stopped = absl::InfiniteFuture();
  while (true) {
    const absl::Duration timeout = OnceIn(random_, kHurriedTry) ? absl::Milliseconds(1 + random_() % 20) : kPatienceOfOfficial;
    grpc::ClientContext call;
    door_.Prepare(call, user, {user == std::string(kAuthor) ? "workflow_admin" : "workflow_approver"}, timeout);
    Response response;
    const absl::Status status = rpc::FromGrpc((stub.*method)(&call, request, &response));
    if (status.ok()) return response;
    if (!MayBeTriedAgain(status)) {
      notebook_.Refused(change_id_, Words(status));
      return std::nullopt;
    }
    if (stop_) stopped = std::min(stopped, absl::Now());
    if (stop_ && absl::Now() > stopped + kLastWordsOfOfficial) {
      notebook_.Failed(change_id_, kStuck);
      return std::nullopt;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random_() % 180));
  }
}

RuleChange Official::Begin(const char* kind, std::string subject) {
  RuleChange change;
  change.id = change_id_ = RandomUuid(random_);
  change.kind = kind;
  change.subject = std::move(subject);
  notebook_.RuleSent(change);
  return change;
}

void Official::Publish() {
  const RuleChange change = Begin("release", kChangedProcess);
  ct::PutDraftRequest put;
  put.set_request_id(change.id);
  put.mutable_draft()->set_process(kChangedProcess);
  put.mutable_draft()->set_note(change.id);
  (*put.mutable_draft()->mutable_bundle()->mutable_files())["process.lua"] =
      fmt::format("{}-- {}\n", ScriptOf("repair"), change.id);
  const auto draft = Insist(*catalog_, &ct::Catalog::Stub::PutDraft, kAuthor, put);
  if (!draft) return;
  ct::CheckDraftRequest check;
  check.set_request_id(RandomUuid(random_));
  check.set_draft_id(draft->draft_id());
  check.set_version(draft->version());
  const auto checked = Insist(*catalog_, &ct::Catalog::Stub::CheckDraft, kAuthor, check);
  if (!checked) return;
  ct::DecideDraftRequest decide;
  decide.set_request_id(RandomUuid(random_));
  decide.set_draft_id(draft->draft_id());
  decide.set_version(checked->version());
  decide.set_hash(checked->hash());
  decide.set_approve(true);
  if (!Insist(*catalog_, &ct::Catalog::Stub::DecideDraft, kApprover, decide)) return;
  ct::PublishReleaseRequest publish;
  publish.set_request_id(RandomUuid(random_));
  publish.set_draft_id(draft->draft_id());
  const auto release = Insist(*catalog_, &ct::Catalog::Stub::PublishRelease, kAuthor, publish);
  if (!release) return;
  latest_release_ = release->number();
  notebook_.RuleSettled(change.id, std::to_string(release->number()));
}

void Official::SetParameter() {
  const std::string mark = RandomUuid(random_);
  const RuleChange change = Begin("parameter", "chaos.p" + absl::StrReplaceAll(mark, {{"-", ""}}));
  ct::SetParametersRequest request;
  request.set_request_id(change.id);
  for (const std::string& key : {change.subject, std::string(kLatestParameter)}) {
    ct::Parameter* parameter = request.add_parameters();
    parameter->set_key(key);
    parameter->set_value_json(fmt::format("\"{}\"", change.id));
    parameter->set_basis("[rule]");
  }
  if (Insist(*catalog_, &ct::Catalog::Stub::SetParameters, kAuthor, request)) notebook_.RuleSettled(change.id, "");
}

void Official::ImportCalendar() {
  const int year = next_year_++;
  const RuleChange change = Begin("calendar", std::to_string(year));
  ct::ImportCalendarRequest request;
  request.set_request_id(change.id);
  request.set_year(year);
  request.set_source(change.id);
  for (int day = 1; day <= kCalendarDays; ++day) {
    ct::CalendarDay* off = request.add_days();
    off->set_date(fmt::format("{}-10-{:02}", year, day));
    off->set_name("国庆节");
    off->set_is_off_day(true);
  }
  if (Insist(*catalog_, &ct::Catalog::Stub::ImportCalendar, kAuthor, request)) notebook_.RuleSettled(change.id, "");
}

// Every running case to the latest release; one in three is taken back again.
void Official::Migrate() {
  if (latest_release_ == 0) return Publish();
  const RuleChange change = Begin("migration", std::to_string(latest_release_));
  cw::StartMigrationRequest start;
  start.set_request_id(change.id);
  start.mutable_plan()->set_process(kChangedProcess);
  start.mutable_plan()->set_to_release(latest_release_);
  start.set_reason(change.id);
  if (!Insist(*migrations_, &cw::Migrations::Stub::StartMigration, kAuthor, start)) return;
  cw::ApproveMigrationRequest approve;
  approve.set_migration_id(change.id);
  approve.set_reason("可以");
  if (!Insist(*migrations_, &cw::Migrations::Stub::ApproveMigration, kApprover, approve)) return;
  notebook_.RuleSettled(change.id, "done");
  if (!WaitForRest(change.id) || !OnceIn(random_, 3)) return;
  cw::UndoMigrationRequest undo;
  undo.set_migration_id(change.id);
  undo.set_reason("退回 " + change.id);
  if (!Insist(*migrations_, &cw::Migrations::Stub::UndoMigration, kAuthor, undo)) return;
  notebook_.RuleSettled(change.id, "undone");
  WaitForRest(change.id);
}

std::optional<cw::Migration> Official::WaitForRest(const std::string& migration_id) {
  cw::GetMigrationRequest request;
  request.set_migration_id(migration_id);
  while (!stop_) {
    const auto found = Insist(*migrations_, &cw::Migrations::Stub::GetMigration, kAuthor, request);
    if (!found) return std::nullopt;
    if (found->state() == "done" || found->state() == "undone") return found;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return std::nullopt;
}

void Official::Pause() { std::this_thread::sleep_for(std::chrono::milliseconds(random_() % (2 * pause_ms_ + 1))); }

}  // namespace lianban::chaos
