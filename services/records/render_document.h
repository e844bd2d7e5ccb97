#pragma once
// RenderDocument and GetDocument without gRPC.

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/records/v1/records.pb.h"
#include "services/lib/rpc/context.h"
#include "services/records/document_store.h"

namespace lianban::records {

// Typesets a paper, stores it, answers with its bytes. The same request_id gives the stored paper again; with other
// data it is refused (REQUEST_ID_REUSED). Errors: REQUEST_ID_REQUIRED, DOCUMENT_TEMPLATE_UNKNOWN,
// DOCUMENT_DATA_INVALID, DOCUMENT_TOO_LONG, PAPER_UNKNOWN.
absl::StatusOr<v1::RenderDocumentResponse> RenderDocument(DocumentStore& store, const rpc::Context& caller,
                                                          const v1::RenderDocumentRequest& request, absl::Time now);

// For people of the unit that issued it and for other services; NOT_FOUND otherwise, as for an unknown id.
absl::StatusOr<v1::RenderDocumentResponse> GetDocument(DocumentStore& store, const rpc::Context& caller,
                                                       const v1::GetDocumentRequest& request);

}  // namespace lianban::records
