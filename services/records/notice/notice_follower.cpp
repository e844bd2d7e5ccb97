#include "services/records/notice/notice_follower.h"

#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::records {
namespace {

using nlohmann::json;

// Numbers of the notices and messages among an event's facts.
std::set<int64_t> NoticesOf(const casework::v1::Event& event) {
  std::set<int64_t> effects;
  const std::string& text = event.payload_json();  // most events are read for nothing
  if (text.find("NoticeIssued") == std::string::npos && text.find("EffectRecorded") == std::string::npos) return effects;
  const json payload = json::parse(event.payload_json(), nullptr, false);
  if (!payload.is_object()) return effects;
  for (const json& fact : payload.value("facts", json::array())) {
    const std::string type = fact.value("type", "");
    const bool issued = type == "NoticeIssued" || (type == "EffectRecorded" && fact.value("kind", "") == "message");
    if (issued && fact.contains("effect")) effects.insert(fact["effect"].get<int64_t>());
  }
  return effects;
}

NoticeRecord RecordOf(const NoticeSource& source) {
  const json data = ComposeNotice(source);
  return {source.filed.case_id(), source.effect_no, source.kind, LetterName(source), data["title"], data["number"],
          source.issue_time, source.filed.unit_id(), data.dump(-1, ' ', false, json::error_handler_t::replace)};
}

// Asked again later it may be answered; everything else is an answer.
bool MayPass(const absl::Status& status) {
  return !absl::IsNotFound(status) && !absl::IsPermissionDenied(status) && !absl::IsInvalidArgument(status);
}

}  // namespace

NoticeFollower::NoticeFollower(NoticeStore& notices, Peers& peers)
    : notices_(notices),
      peers_(peers),
      follower_(peers.channels(), peers.signer(),
                {"records", [this] { return journal::CitiesOfCasework(peers_.channels(), peers_.signer()); },
                 [this](const std::string& city_id) { return notices_.Cursor(city_id); },
                 [this](const std::string& city_id, const casework::v1::WatchResponse& batch) {
                   return Apply(city_id, batch);
                 }}) {}

absl::Status NoticeFollower::Apply(const std::string& city_id, const casework::v1::WatchResponse& batch) {
  std::map<std::string, std::set<int64_t>> by_case;
  for (const casework::v1::Event& event : batch.events()) {
    if (const auto effects = NoticesOf(event); !effects.empty()) by_case[event.case_id()].insert(effects.begin(), effects.end());
  }
  std::vector<NoticeRecord> notices;
  for (const auto& [case_id, effects] : by_case) {
    LIANBAN_ASSIGN_OR_RETURN(const auto issued, Issue(city_id, case_id, effects));
    notices.insert(notices.end(), issued.begin(), issued.end());
  }
  return notices_.Append(city_id, notices, journal::EndOf(batch));
}

absl::StatusOr<std::vector<NoticeRecord>> NoticeFollower::Issue(const std::string& city_id, const std::string& case_id,
                                                                const std::set<int64_t>& effects) {
  const rpc::Context platform = rpc::SystemContext(city_id, absl::Now());
  std::vector<NoticeRecord> notices;
  const auto filed = peers_.GetCase(platform, case_id);
  if (!filed.ok() && !MayPass(filed.status())) {
    spdlog::warn("records: notices of case {} are left out: {}", case_id, filed.status().ToString());
    return notices;
  }
  LIANBAN_RETURN_IF_ERROR(filed.status());
  LIANBAN_ASSIGN_OR_RETURN(const auto recorded, peers_.EffectsOf(platform, case_id));
  LIANBAN_ASSIGN_OR_RETURN(const auto unit, peers_.GetUnit(city_id, filed->unit_id()));
  for (const casework::v1::Effect& effect : recorded.effects()) {
    if (!effects.contains(effect.effect_no())) continue;
    NoticeSource source{effect.kind(), json::parse(effect.payload_json(), nullptr, false), effect.effect_no(),
                        absl::FromUnixMicros(google::protobuf::util::TimeUtil::TimestampToMicroseconds(effect.event_time())),
                        *filed, unit};
    if (!source.payload.is_object()) source.payload = json::object();
    notices.push_back(RecordOf(source));
  }
  return notices;
}

}  // namespace lianban::records
