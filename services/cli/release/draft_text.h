#pragma once
// Drafts, reports and releases as a terminal shows them.

#include <string>

#include "lianban/catalog/v1/catalog.pb.h"

namespace lianban::cli {

std::string FindingsText(const google::protobuf::RepeatedPtrField<catalog::v1::Diagnostic>& findings);
// State, who, the report line by line, and who must do what next.
std::string DraftText(const catalog::v1::Draft& draft);
std::string DraftsText(const catalog::v1::ListDraftsResponse& drafts);
std::string ReleaseText(const catalog::v1::Release& release);

}  // namespace lianban::cli
