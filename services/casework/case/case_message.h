#pragma once
// Cases and events as callers see them.

#include "lianban/casework/v1/casework.pb.h"
#include "services/casework/case/case_record.h"
#include "services/lib/postgres/database.h"
#include "services/workflow/engine/environment.h"
#include "services/workflow/language/model.h"

namespace lianban::casework {

// Everything but children and what only some may see (form, materials).
v1::Case CaseOf(const CaseRecord& record, const workflow::Environment& environment, absl::Time now);

// A line of a list: rows of list_children and list_cases_*. The light is left out.
v1::Case CaseSummaryFrom(const postgres::Rows& rows, int row);

// Rows of list_events_*. Sealed values are masked.
v1::Event EventFrom(const postgres::Rows& rows, int row);

// What a step shows: [{name, label, type, value, editable, spec}].
nlohmann::json FormFields(const workflow::Model& model, const workflow::Step& step, const nlohmann::json& form);

}  // namespace lianban::casework
