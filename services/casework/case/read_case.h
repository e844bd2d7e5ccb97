#pragma once
// Reading cases: one with its children, one task with what its form needs, and lists. What the caller may not see is
// NOT_FOUND, exactly as what does not exist.

#include "absl/status/statusor.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/casework/case/case_record.h"
#include "services/casework/case/form_seals.h"
#include "services/casework/inbox/substitution_book.h"
#include "services/casework/log/record_log.h"
#include "services/casework/peers/environment_cache.h"
#include "services/casework/peers/release_cache.h"
#include "services/casework/store/connection_pool.h"
#include "services/casework/store/page_token.h"

namespace lianban::casework {

class CaseReader {
 public:
  CaseReader(ConnectionPool& connections, FormSeals& seals, EnvironmentCache& environments, ReleaseCache& releases,
             SubstitutionBook& substitutions, RecordLog& records, const PageTokens& tokens)
      : connections_(connections),
        seals_(seals),
        environments_(environments),
        releases_(releases),
        substitutions_(substitutions),
        records_(records),
        tokens_(tokens) {}

  absl::StatusOr<v1::Case> GetCase(const rpc::Context& caller, const v1::GetCaseRequest& request);
  absl::StatusOr<v1::Task> GetTask(const rpc::Context& caller, const v1::GetTaskRequest& request);
  // The values of sensitive fields, for a reason; the city's log says who asked before they are shown. Errors:
  // PERMISSION_DENIED for whoever sees the case without working on it, REVEAL_REASON_REQUIRED, REQUEST_INVALID.
  absl::StatusOr<v1::RevealFormResponse> RevealForm(const rpc::Context& caller, const v1::RevealFormRequest& request);
  // Newest first; the children of one case oldest first.
  absl::StatusOr<v1::ListCasesResponse> ListCases(const rpc::Context& caller, const v1::ListCasesRequest& request);
  absl::StatusOr<v1::ListEventsResponse> ListEvents(const rpc::Context& caller, const v1::ListEventsRequest& request);

 private:
  // The case when the caller may see it.
  absl::StatusOr<CaseRecordPtr> Visible(const rpc::Context& caller, const std::string& case_id,
                                        const workflow::Environment& environment);
  absl::StatusOr<std::string> CaseOfReceipt(const rpc::Context& caller, const std::string& receipt_no);
  absl::StatusOr<v1::ListCasesResponse> ListChildren(const rpc::Context& caller, const v1::ListCasesRequest& request,
                                                     const workflow::Environment& environment);

  ConnectionPool& connections_;
  FormSeals& seals_;
  EnvironmentCache& environments_;
  ReleaseCache& releases_;
  SubstitutionBook& substitutions_;
  RecordLog& records_;
  const PageTokens& tokens_;
};

}  // namespace lianban::casework
