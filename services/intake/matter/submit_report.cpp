#include "services/intake/matter/submit_report.h"

#include <utility>

#include "services/intake/caller.h"
#include "services/intake/matter/case_progress.h"
#include "services/intake/matter/near.h"
#include "services/intake/matter/register_matter.h"
#include "services/intake/matter/route.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

constexpr size_t kPayloadBytesMax = 256 * 1024;
constexpr size_t kSourceNumberMax = 100;

absl::StatusOr<nlohmann::json> ParsePayload(const v1::SubmitReportRequest& request) {
  if (request.source_no().empty() || request.source_no().size() > kSourceNumberMax) {
    return Error("REQUEST_INVALID", {{"detail", "source_no"}});
  }
  if (request.payload_json().size() > kPayloadBytesMax) return Error("REQUEST_INVALID", {{"detail", "payload_json"}});
  nlohmann::json record = nlohmann::json::parse(request.payload_json(), nullptr, /*allow_exceptions=*/false);
  if (!record.is_object()) return Error("REQUEST_INVALID", {{"detail", "payload_json"}});
  return record;
}

nlohmann::json FormOf(const Report& report, const nlohmann::json& outputs) {
  nlohmann::json form = nlohmann::json::object();
  auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) form[name] = value;
  };
  add("title", report.title);
  add("body", report.body);
  add("kind", report.kind);
  add("category", report.category);
  add("address", report.address);
  add("occurred", report.occurred);
  for (const auto& [name, value] : outputs.items()) {
    if (!value.is_null() && value != "") form[name] = value;
  }
  return form;
}

// 重复反映: which matter it reports again and how often; a process that has fields for it is told, and decides what follows.
absl::Status NoteRepeat(Counter& counter, const std::string& city, Matter& matter, nlohmann::json& form) {
  const NearLimits limits = LimitsFrom(counter.catalog.Get(city), matter.area_code);
  std::optional<Matter> before;
  LIANBAN_RETURN_IF_ERROR(counter.database->RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(before, FindRepeated(counter.matters, tx, city, matter, limits));
    return absl::OkStatus();
  }));
  if (!before) return absl::OkStatus();
  matter.repeat_of = before->matter_id;
  matter.repeat_no = before->repeat_no + 1;
  const auto model = counter.models.Get(city, matter.process);
  if (!model.ok()) return absl::OkStatus();  // opening the case will say why
  if ((*model)->FindField("repeats")) form["repeats"] = matter.repeat_no;
  if ((*model)->FindField("repeat_of")) form["repeat_of"] = before->receipt_no;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Matter>> Earlier(Counter& counter, const rpc::Context& caller,
                                              const v1::SubmitReportRequest& request) {
  std::optional<Matter> earlier;
  LIANBAN_RETURN_IF_ERROR(counter.database->RunReadTx(caller.city_id(), [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(
        earlier, counter.matters.FindBySource(tx, caller.city_id(), request.channel(), request.source_no()));
    return absl::OkStatus();
  }));
  return earlier;
}

}  // namespace

absl::StatusOr<v1::Matter> SubmitReport(Counter& counter, const rpc::Context& caller,
                                        const v1::SubmitReportRequest& request, absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(MayRegister(caller));
  LIANBAN_ASSIGN_OR_RETURN(nlohmann::json record, ParsePayload(request));
  LIANBAN_ASSIGN_OR_RETURN(absl::Time received, ReceiveTimeOf(request.has_receive_time(), request.receive_time(), now));
  LIANBAN_ASSIGN_OR_RETURN(std::optional<Matter> earlier, Earlier(counter, caller, request));
  if (earlier) return FinishRegistration(counter, caller, *std::move(earlier), now);

  LIANBAN_ASSIGN_OR_RETURN(v1::Channel channel, counter.channels.Find(caller.city_id(), request.channel()));
  LIANBAN_ASSIGN_OR_RETURN(Report report, counter.adapters.Read(channel.code(), channel.adapter(), record));
  Matter matter;
  matter.area_code = report.area_code.empty() ? caller.area_code() : report.area_code;
  LIANBAN_ASSIGN_OR_RETURN(Route route,
                           RouteReport(counter.catalog, caller.city_id(), channel, report, matter.area_code));
  matter.matter_id = crypto::NewUuid();
  matter.channel = channel.code();
  matter.source_no = request.source_no();
  matter.process = route.item.process();
  matter.item_code = route.item.code();
  matter.title = report.title;
  matter.unit_id = route.unit_id;
  matter.kind = report.kind;
  matter.routed_by = route.routed_by;
  matter.materials = "{}";
  matter.receive_time = received;
  matter.position = report.position;
  nlohmann::json form = FormOf(report, route.outputs);
  LIANBAN_RETURN_IF_ERROR(NoteRepeat(counter, caller.city_id(), matter, form));
  matter.form = form.dump();
  PartyRecord reporter = NormaliseReporter(report.reporter, absl::ToCivilDay(now, CityZone()));
  return RegisterMatter(counter, caller, {.matter = std::move(matter), .party = std::move(reporter)}, now);
}

}  // namespace lianban::intake
