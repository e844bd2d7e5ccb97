#pragma once
// 收件凭证: what was received, from whom, when, who handles it and by which day. One number and one QR code for a
// visit, whatever the number of matters.
//
// Data (JSON): {number, title?, issue_time, unit {name, phone?, address?}, party {name, document?, phone?, agent?},
//   matters [{title, item?, unit, due?, due_unverified?, basis?, materials [{label, state, count?, date?, due?}]}],
//   query_url, query_hint?, notes [], operator?}
// Personal values arrive masked; this paper never sees plain ones.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "services/records/paper/flow.h"

namespace lianban::records {

struct ReceiptMaterial {
  std::string label;
  std::string state;  // original copy electronic commitment follows
  int count = 1;
  std::optional<absl::CivilDay> date;  // received on
  std::optional<absl::CivilDay> due;   // of what follows later
};

struct ReceiptMatter {
  std::string title;
  std::string item;
  std::string unit;
  std::optional<absl::CivilDay> due;
  bool due_unverified = false;  // the year's holidays are not published yet
  std::string basis;
  std::vector<ReceiptMaterial> materials;
};

struct ReceiptPaper {
  std::string number, title;
  absl::Time issue_time;
  std::string unit_name, unit_phone, unit_address;
  std::string party_name, party_document, party_phone, party_agent;
  std::vector<ReceiptMatter> matters;
  std::string query_url, query_hint;
  std::vector<std::string> notes;
  std::string operator_name;
};

absl::StatusOr<ReceiptPaper> ReadReceipt(const nlohmann::json& data);

absl::StatusOr<std::string> RenderReceipt(const ReceiptPaper& receipt, const PaperSize& paper, bool large_print,
                                          absl::Time print_time);

}  // namespace lianban::records
