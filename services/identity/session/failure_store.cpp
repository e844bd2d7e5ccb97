#include "services/identity/session/failure_store.h"

#include <algorithm>
#include <map>

#include "services/identity/command_context.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

bool IsShared(const FailureSubject& subject) { return subject.name.starts_with("client:"); }

}  // namespace

absl::Status CountAttempt(postgres::Transaction& tx, const std::string& city,
                          const std::vector<FailureSubject>& subjects, absl::Time now) {
  std::vector<std::string> names;
  for (const auto& subject : subjects) names.push_back(subject.name);
  const std::string array = postgres::TextArray(names), time = Timestamp(now);
  LIANBAN_RETURN_IF_ERROR(tx.Query("start_counting", {city, array, time}).status());
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("lock_failures", {city, array}));
  std::map<std::string_view, int> failures;
  absl::Duration wait = absl::ZeroDuration();
  for (int i = 0; i < rows->size(); ++i) {
    const absl::Time last = TimeOf(rows->Get(i, 2));
    const auto subject =
        std::find_if(subjects.begin(), subjects.end(), [&](const auto& s) { return s.name == rows->Get(i, 0); });
    const int count = now - last > kFailureMemory ? 0 : static_cast<int>(rows->GetInt(i, 1));
    failures[rows->Get(i, 0)] = count;
    wait = std::max(wait, last + DelayAfter(*subject, count) - now);
  }
  if (wait > absl::ZeroDuration()) {
    return Error("SIGN_IN_DELAYED",
                 {{"seconds", std::to_string(absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1))))}});
  }
  for (const auto& name : names) {
    LIANBAN_RETURN_IF_ERROR(tx.Query("set_failures", {city, name, std::to_string(failures[name] + 1), time}).status());
  }
  return absl::OkStatus();
}

absl::Status ForgetAttempt(postgres::Transaction& tx, const std::string& city,
                           const std::vector<FailureSubject>& subjects) {
  std::vector<std::string> own;
  for (const auto& subject : subjects) {
    if (IsShared(subject)) {
      LIANBAN_RETURN_IF_ERROR(tx.Query("take_back_failure", {city, subject.name}).status());
    } else {
      own.push_back(subject.name);
    }
  }
  return tx.Query("forget_failures", {city, postgres::TextArray(own)}).status();
}

absl::Status ForgetOldFailures(postgres::Transaction& tx, const std::string& city, absl::Time now) {
  return tx.Query("forget_old_failures", {city, Timestamp(now - kFailureMemory)}).status();
}

}  // namespace lianban::identity
