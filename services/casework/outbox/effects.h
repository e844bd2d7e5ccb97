#pragma once
// The outbox as people see it: what a case wanted done outside itself, and sending again what was given up.

#include "absl/status/statusor.h"
#include "lianban/casework/v1/connectors.pb.h"
#include "services/casework/case/read_case.h"
#include "services/casework/store/connection_pool.h"
#include "services/casework/store/page_token.h"

namespace lianban::casework {

class Effects {
 public:
  Effects(ConnectionPool& connections, FormSeals& seals, CaseReader& cases, const PageTokens& tokens)
      : connections_(connections), seals_(seals), cases_(cases), tokens_(tokens) {}

  absl::StatusOr<v1::ListEffectsResponse> List(const rpc::Context& caller, const v1::ListEffectsRequest& request);
  // NOT_FOUND, EFFECT_NOT_FAILED.
  absl::StatusOr<v1::Effect> Resend(const rpc::Context& caller, const v1::ResendEffectRequest& request);

 private:
  absl::StatusOr<v1::ListEffectsResponse> OfCase(const rpc::Context& caller, const v1::ListEffectsRequest& request);
  absl::StatusOr<v1::ListEffectsResponse> Failed(const rpc::Context& caller, const v1::ListEffectsRequest& request);

  ConnectionPool& connections_;
  FormSeals& seals_;
  CaseReader& cases_;
  const PageTokens& tokens_;
};

}  // namespace lianban::casework
