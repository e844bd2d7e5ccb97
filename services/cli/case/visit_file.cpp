#include "services/cli/case/visit_file.h"

#include "google/protobuf/util/json_util.h"
#include "services/cli/import/relative_time.h"
#include "services/cli/terminal/file_text.h"
#include "services/cli/terminal/moment.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/crypto/derived_uuid.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {

using nlohmann::json;

absl::StatusOr<intake::v1::RegisterVisitRequest> VisitOf(const json& visit, const std::string& city_id,
                                                         const std::string& file) {
  const auto invalid = [&](const std::string& detail) {
    return Error("FILE_INVALID", {{"file", file}, {"line", "1"}, {"detail", detail}});
  };
  if (!visit.is_object()) return invalid("{…}");
  json wire = visit;
  const std::string number = visit.value("visit_no", "");
  const std::string received = visit.value("receive_time", "");
  wire.erase("visit_no");
  wire.erase("receive_time");
  if (wire.contains("children") && wire["children"].is_array()) {
    for (json& child : wire["children"]) {
      if (!child.is_object()) return invalid("children");
      for (const char* name : {"form", "materials"}) {
        if (!child.contains(name)) continue;
        child[std::string(name) + "_json"] = child[name].dump();
        child.erase(name);
      }
    }
  }
  intake::v1::RegisterVisitRequest request;
  const auto parsed = google::protobuf::util::JsonStringToMessage(wire.dump(), &request);
  if (!parsed.ok()) return invalid(std::string(parsed.message()));
  request.set_request_id(number.empty() ? crypto::NewUuid() : crypto::DerivedUuid("visit " + city_id + " " + number));
  if (!received.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const absl::Time time, ParseMoment(received));
    *request.mutable_receive_time() = TimestampOf(time);
  }
  return request;
}

absl::StatusOr<std::vector<intake::v1::RegisterVisitRequest>> ReadVisits(const std::string& path, const std::string& city_id,
                                                                         absl::Time today) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string text, ReadText(path));
  json list = json::parse(text, nullptr, false);
  if (!list.is_array()) return Error("FILE_INVALID", {{"file", path}, {"line", "1"}, {"detail", "[…]"}});
  ResolveRelative(list, today);
  std::vector<intake::v1::RegisterVisitRequest> visits;
  for (const json& visit : list) {
    LIANBAN_ASSIGN_OR_RETURN(auto request, VisitOf(visit, city_id, path));
    visits.push_back(std::move(request));
  }
  return visits;
}

}  // namespace lianban::cli
