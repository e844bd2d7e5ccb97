#include "services/casework/command/batch_runner.h"

#include <algorithm>
#include <map>
#include <thread>
#include <utility>

#include "absl/random/random.h"
#include "services/casework/case/case_store.h"
#include "services/casework/command/write_set.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr int kConflictsMax = 8;  // of one command alone; then its caller tries again
constexpr absl::Duration kBackoffFirst = absl::Milliseconds(50);
constexpr absl::Duration kBackoffMax = absl::Milliseconds(500);

void Answer(Attempt& attempt, absl::StatusOr<v1::CommandResponse> answer) {
  if (attempt.order->done) attempt.order->done(std::move(answer));
  attempt.order->done = nullptr;
}

const std::string& CityOf(const std::vector<Attempt>& attempts) {
  return attempts.front().order->caller.city_id();
}

bool IsConflict(const absl::Status& status) {
  return absl::IsAborted(status) || absl::IsAlreadyExists(status);
}

// Two that collided must not collide again.
void Sleep(absl::Duration about) {
  thread_local absl::BitGen random;
  std::this_thread::sleep_for(absl::ToChronoMicroseconds(about * absl::Uniform(random, 0.5, 1.0)));
}

}  // namespace

BatchRunner::BatchRunner(std::unique_ptr<postgres::PipelineConnection> connection, CaseCache& cache, FormSeals& seals,
                         Decider& decider, CommitListener committed)
    : connection_(std::move(connection)), cache_(cache), seals_(seals), decider_(decider), committed_(std::move(committed)) {}

// First try: cases from memory, all in one transaction. Whatever is refused or collides is settled: read again together
// with the answers given so far, because the refusal may rest on a stale case or be the echo of a repeated request.
void BatchRunner::Begin(std::vector<OrderPtr> orders) {
  std::vector<Attempt> attempts;
  attempts.reserve(orders.size());
  for (OrderPtr& order : orders) attempts.emplace_back().order = std::move(order);
  DropExpired(attempts, false);
  if (attempts.empty()) return Finish();
  if (!LoadMissing(attempts).ok() || !EnsureCity(CityOf(attempts)).ok()) {
    Finish();
    return Settle(std::move(attempts), {.fresh = true});
  }
  Decided decided = decider_.Decide(std::move(attempts));
  std::vector<Attempt> again = Refused(decided, {});
  if (!decided.accepted.empty()) {
    const std::string& city_id = CityOf(decided.accepted);
    const auto statements = StatementsOf(decided.accepted);
    std::vector<Attempt> before = std::exchange(writing_, {});
    const absl::Status written = before.empty() ? absl::OkStatus() : connection_->Receive().status();
    // A failure needs the connection for itself.
    if (!written.ok()) Resettle(std::exchange(before, {}), written);
    const absl::Status sent = connection_->Send(city_id, statements);
    if (!before.empty()) Commit(before);
    if (sent.ok()) {
      writing_ = std::move(decided.accepted);
    } else {
      Resettle(std::move(decided.accepted), sent);
    }
  }
  if (again.empty()) return;
  Finish();
  Settle(std::move(again), {.fresh = true});
}

void BatchRunner::Finish() {
  if (writing_.empty()) return;
  const absl::Status written = connection_->Receive().status();
  std::vector<Attempt> attempts = std::exchange(writing_, {});
  written.ok() ? Commit(attempts) : Resettle(std::move(attempts), written);
}

// After a first try that could not be written.
void BatchRunner::Resettle(std::vector<Attempt> attempts, const absl::Status& status) {
  Mood mood;
  std::vector<Attempt> again = Written(std::move(attempts), status, mood);
  mood.fresh = true;
  mood.failures > 1 ? SettleAlone(std::move(again)) : Settle(std::move(again), mood);
}

void BatchRunner::Settle(std::vector<Attempt> attempts, Mood mood) {
  while (true) {
    DropExpired(attempts, mood.backoff > absl::ZeroDuration());
    if (attempts.empty()) return;
    const absl::Status read = mood.fresh ? LookUp(attempts) : LoadMissing(attempts);
    if (absl::IsUnavailable(read)) {
      mood.fresh = true;
      mood.backoff = std::clamp(mood.backoff * 2, kBackoffFirst, kBackoffMax);
      Sleep(mood.backoff);
      continue;
    }
    if (!read.ok()) {
      for (Attempt& attempt : attempts) Answer(attempt, read);
      return;
    }
    if (attempts.empty()) return;
    Decided decided = decider_.Decide(std::move(attempts));
    attempts = Refused(decided, mood);
    if (!decided.accepted.empty()) {
      const std::string& city_id = CityOf(decided.accepted);
      absl::Status written = EnsureCity(city_id);
      if (written.ok()) written = connection_->RunTx(city_id, StatementsOf(decided.accepted)).status();
      for (Attempt& attempt : Written(std::move(decided.accepted), written, mood)) attempts.push_back(std::move(attempt));
    }
    mood.fresh = true;
    if (mood.failures > 1 && attempts.size() > 1) return SettleAlone(std::move(attempts));
  }
}

void BatchRunner::SettleAlone(std::vector<Attempt> attempts) {
  for (Attempt& attempt : attempts) {
    std::vector<Attempt> one;
    one.push_back(std::move(attempt));
    Settle(std::move(one), {.fresh = true, .failures = 1, .backoff = absl::ZeroDuration()});
  }
}

// Answers the refusals that are certain. Returns what has to be tried again.
std::vector<Attempt> BatchRunner::Refused(Decided& decided, const Mood& mood) {
  std::vector<Attempt> again;
  for (auto& [attempt, status] : decided.refused) {
    if (mood.fresh) {
      Answer(attempt, status);
    } else {
      again.push_back(std::move(attempt));
    }
  }
  return again;
}

// Answers what was written, or certainly cannot be. Returns what has to be tried again.
std::vector<Attempt> BatchRunner::Written(std::vector<Attempt> attempts, const absl::Status& written, Mood& mood) {
  if (written.ok()) {
    Commit(attempts);
    return {};
  }
  const bool alone = attempts.size() == 1;
  if (absl::IsUnavailable(written)) {
    // Whether it was committed is unknown: the request table will tell.
    mood.backoff = std::clamp(mood.backoff * 2, kBackoffFirst, kBackoffMax);
    Sleep(mood.backoff);
  } else if (IsConflict(written)) {
    if (alone && ++mood.failures > kConflictsMax) {
      Answer(attempts.front(), Error("CASE_BUSY"));
      return {};
    }
    if (alone) Sleep(absl::Milliseconds(2 * mood.failures));
    if (!alone) ++mood.failures;
  } else if (alone) {
    Answer(attempts.front(), written);
    return {};
  } else {
    mood.failures = 2;  // one of them is bad: find out which
  }
  return attempts;
}

absl::Status BatchRunner::LoadMissing(std::vector<Attempt>& attempts) {
  std::vector<std::string> missing;
  for (Attempt& attempt : attempts) {
    if (attempt.order->filing) continue;
    attempt.before = cache_.Find(CityOf(attempts), attempt.order->case_id);
    attempt.from_cache = attempt.before != nullptr;
    if (!attempt.from_cache) missing.push_back(attempt.order->case_id);
  }
  if (missing.empty()) return absl::OkStatus();
  Finish();  // the connection is needed
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           connection_->RunTx(CityOf(attempts), {LoadCases(CityOf(attempts), missing)}));
  LIANBAN_ASSIGN_OR_RETURN(const auto cases, CasesFrom(seals_, CityOf(attempts), *rows[0]));
  std::map<std::string_view, CaseRecordPtr> by_id;
  for (const CaseRecordPtr& record : cases) by_id[record->case_id] = record;
  for (Attempt& attempt : attempts) {
    const auto found = by_id.find(attempt.order->case_id);
    if (found == by_id.end()) continue;
    attempt.before = found->second;
    cache_.Put(found->second);
  }
  return absl::OkStatus();
}

// Reads every case anew and answers the requests that were answered before.
absl::Status BatchRunner::LookUp(std::vector<Attempt>& attempts) {
  const std::string city_id = CityOf(attempts);
  std::vector<std::string> request_ids, case_ids;
  for (const Attempt& attempt : attempts) {
    request_ids.push_back(attempt.order->request_id);
    if (!attempt.order->filing) case_ids.push_back(attempt.order->case_id);
  }
  // In this order: every statement sees what was committed before it. A command of ours that commits between the two is
  // found by the second; the other way round its case would have moved on and the repetition would be refused.
  LIANBAN_ASSIGN_OR_RETURN(
      const auto rows, connection_->RunTx(city_id, {LoadCases(city_id, case_ids), FindRequests(city_id, request_ids)}));
  LIANBAN_ASSIGN_OR_RETURN(const auto cases, CasesFrom(seals_, city_id, *rows[0]));
  const auto answered = RequestsFrom(*rows[1]);
  std::map<std::string_view, CaseRecordPtr> by_id;
  for (const CaseRecordPtr& record : cases) by_id[record->case_id] = record;

  std::vector<Attempt> open;
  for (Attempt& attempt : attempts) {
    if (!attempt.order->filing) {
      cache_.Drop(city_id, attempt.order->case_id);
      const auto found = by_id.find(attempt.order->case_id);
      attempt.before = found == by_id.end() ? nullptr : found->second;
      if (attempt.before) cache_.Put(attempt.before);
    }
    const auto before = answered.find(attempt.order->request_id);
    if (before == answered.end()) {
      open.push_back(std::move(attempt));
    } else if (before->second.digest != attempt.order->digest) {
      Answer(attempt, Error("REQUEST_ID_REUSED"));
    } else {
      v1::CommandResponse response;
      response.ParseFromString(before->second.response);
      Answer(attempt, std::move(response));
    }
  }
  attempts = std::move(open);
  return absl::OkStatus();
}

absl::Status BatchRunner::EnsureCity(const std::string& city_id) {
  if (cities_.contains(city_id)) return absl::OkStatus();
  Finish();
  LIANBAN_RETURN_IF_ERROR(
      connection_->RunTx(city_id, {{"add_city", {city_id}}, {"add_log_head", {city_id}}}).status());
  LIANBAN_ASSIGN_OR_RETURN(FormSeal seal, seals_.Of(city_id));
  cities_.emplace(city_id, std::move(seal));
  return absl::OkStatus();
}

std::vector<postgres::Statement> BatchRunner::StatementsOf(const std::vector<Attempt>& attempts) const {
  WriteSet writes(CityOf(attempts), cities_.at(CityOf(attempts)), attempts.size());
  for (const Attempt& attempt : attempts) writes.Add(attempt);
  return writes.Take();
}

void BatchRunner::Commit(std::vector<Attempt>& attempts) {
  bool relayed = false;
  for (Attempt& attempt : attempts) {
    relayed = relayed || !attempt.transition.effects.empty();
    cache_.Put(std::move(attempt.after));
    Answer(attempt, std::move(attempt.response));
  }
  committed_(CityOf(attempts), relayed);
}

void BatchRunner::DropExpired(std::vector<Attempt>& attempts, bool uncertain) {
  const absl::Time now = absl::Now();
  std::erase_if(attempts, [&](Attempt& attempt) {
    if (attempt.order->deadline > now) return false;
    Answer(attempt, uncertain ? Error("COMMIT_UNCERTAIN") : Error("SERVER_BUSY"));
    return true;
  });
}

}  // namespace lianban::casework
