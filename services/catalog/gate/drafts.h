#pragma once
// The gate, up to the approval: drafts are written, checked by machine, decided by a second person.

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/gate/replay_past.h"
#include "services/catalog/writing_call.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::catalog {

// A new draft, or the next version of one; takes back its check and approval.
// Errors: NOT_FOUND, DRAFT_CHANGED (somebody was faster), DRAFT_PUBLISHED, REQUEST_INVALID, BUNDLE_TOO_LARGE.
absl::StatusOr<v1::Draft> PutDraft(postgres::Database& database, const Change& change, const v1::PutDraftRequest& request);

absl::StatusOr<v1::Draft> GetDraft(postgres::Database& database, const rpc::Context& caller,
                                   const v1::GetDraftRequest& request);
absl::StatusOr<v1::ListDraftsResponse> ListDrafts(postgres::Database& database, const rpc::Context& caller,
                                                  const v1::ListDraftsRequest& request);

// Script, soundness, scenarios, coverage, past cases; the report is stored with the draft whatever it says.
// Errors: NOT_FOUND, DRAFT_CHANGED, DRAFT_PUBLISHED, RELEASE_ABOVE_MISSING, OVERLAY_INVALID.
absl::StatusOr<v1::Draft> CheckDraft(postgres::Database& database, workflow::ScriptHost& scripts, const PastCases& past,
                                     const Change& change, const v1::CheckDraftRequest& request);

// By somebody with the role workflow_approver who wrote no version of it.
// Errors: PERMISSION_DENIED, SECOND_PERSON_REQUIRED, DRAFT_NOT_CHECKED, DRAFT_CHANGED, REASON_REQUIRED, NOT_FOUND.
absl::StatusOr<v1::Draft> DecideDraft(postgres::Database& database, const Change& change,
                                      const v1::DecideDraftRequest& request);

}  // namespace lianban::catalog
