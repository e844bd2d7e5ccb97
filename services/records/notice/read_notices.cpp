#include "services/records/notice/read_notices.h"

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/records/render_document.h"

namespace lianban::records {
namespace {

v1::RenderDocumentRequest RequestFor(const NoticeRecord& notice, const std::string& request_id) {
  v1::RenderDocumentRequest request;
  request.set_request_id(request_id);
  request.set_template_("notice");
  request.set_data_json(notice.data);
  request.set_case_id(notice.case_id);
  return request;
}

}  // namespace

absl::StatusOr<std::vector<NoticeRecord>> NoticeReader::Visible(const rpc::Context& caller, const std::string& case_id) {
  if (!crypto::IsUuid(case_id)) return Error("NOT_FOUND", {{"name", case_id.substr(0, 64)}});
  LIANBAN_RETURN_IF_ERROR(peers_.GetCase(caller, case_id).status());
  return notices_.OfCase(caller.city_id(), case_id);
}

absl::StatusOr<NoticeRecord> NoticeReader::Find(const rpc::Context& caller, const std::string& case_id, int64_t effect_no) {
  LIANBAN_ASSIGN_OR_RETURN(const auto notices, Visible(caller, case_id));
  for (const NoticeRecord& notice : notices) {
    if (notice.effect_no == effect_no) return notice;
  }
  return Error("NOT_FOUND", {{"name", fmt::format("{}/{}", case_id, effect_no)}});
}

absl::StatusOr<v1::ListNoticesResponse> NoticeReader::List(const rpc::Context& caller,
                                                           const v1::ListNoticesRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const auto notices, Visible(caller, request.case_id()));
  v1::ListNoticesResponse response;
  for (const NoticeRecord& each : notices) {
    v1::Notice& notice = *response.add_notices();
    notice.set_case_id(each.case_id);
    notice.set_effect_no(each.effect_no);
    notice.set_kind(each.kind);
    notice.set_template_(each.template_name);
    notice.set_title(each.title);
    notice.set_number(each.number);
    *notice.mutable_issue_time() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(each.issue_time));
  }
  return response;
}

absl::StatusOr<v1::RenderDocumentResponse> NoticeReader::Get(const rpc::Context& caller,
                                                             const v1::GetNoticeRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const NoticeRecord notice, Find(caller, request.case_id(), request.effect_no()));
  rpc::Context issuer = rpc::SystemContext(caller.city_id(), absl::Now());
  issuer.set_unit_id(notice.unit_id);
  const std::string request_id = NoticeRequestId(caller.city_id(), notice.case_id, notice.effect_no);
  return RenderDocument(documents_, issuer, RequestFor(notice, request_id), notice.issue_time);
}

absl::StatusOr<v1::RenderDocumentResponse> NoticeReader::Render(const rpc::Context& caller,
                                                                const v1::RenderNoticeRequest& request, absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(const NoticeRecord notice, Find(caller, request.case_id(), request.effect_no()));
  v1::RenderDocumentRequest copy = RequestFor(notice, request.request_id());
  copy.set_paper(request.paper());
  copy.set_large_print(request.large_print());
  return RenderDocument(documents_, caller, copy, now);
}

}  // namespace lianban::records
