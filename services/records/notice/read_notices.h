#pragma once
// ListNotices, GetNotice and RenderNotice without gRPC. Who may see the case may see its notices: casework is asked, with
// the caller's own rights.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/records/v1/records.pb.h"
#include "services/records/document_store.h"
#include "services/records/notice/notice_store.h"
#include "services/records/notice/peers.h"

namespace lianban::records {

class NoticeReader {
 public:
  NoticeReader(DocumentStore& documents, NoticeStore& notices, Peers& peers)
      : documents_(documents), notices_(notices), peers_(peers) {}

  // Errors of all: NOT_FOUND; DATABASE_UNAVAILABLE.
  absl::StatusOr<v1::ListNoticesResponse> List(const rpc::Context& caller, const v1::ListNoticesRequest& request);
  // As it was issued: A4, its unit, its day; typeset at the first call, the same bytes ever after. DOCUMENT_TOO_LONG.
  absl::StatusOr<v1::RenderDocumentResponse> Get(const rpc::Context& caller, const v1::GetNoticeRequest& request);
  // Errors of RenderDocument.
  absl::StatusOr<v1::RenderDocumentResponse> Render(const rpc::Context& caller, const v1::RenderNoticeRequest& request,
                                                    absl::Time now);

 private:
  absl::StatusOr<std::vector<NoticeRecord>> Visible(const rpc::Context& caller, const std::string& case_id);
  absl::StatusOr<NoticeRecord> Find(const rpc::Context& caller, const std::string& case_id, int64_t effect_no);

  DocumentStore& documents_;
  NoticeStore& notices_;
  Peers& peers_;
};

}  // namespace lianban::records
