#pragma once
// Notices and letters: one layout for every kind of paper in the document catalogue.
//
// Data (JSON): {number, title?, issue_time, unit {name, phone?, address?}, addressee, matter?, paragraphs [text],
//   items [text]?, legal_basis [text]?, remedy?, contact?, query_url?}

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "services/records/paper/flow.h"

namespace lianban::records {

struct NoticePaper {
  std::string number, title;
  absl::Time issue_time;
  std::string unit_name, unit_phone, unit_address;
  std::string addressee, matter;
  std::vector<std::string> paragraphs;
  std::vector<std::string> items;  // numbered list under the paragraph that ends with a colon: missing materials …
  std::vector<std::string> legal_basis;
  std::string remedy;  // where and until when one can object
  std::string query_url;
};

// Title of a kind of notice ("supplement_notice" -> 一次性告知书); "" for an unknown kind.
std::string_view NoticeTitle(std::string_view kind);

// `default_title` stands when the data gives none.
absl::StatusOr<NoticePaper> ReadNotice(const nlohmann::json& data, std::string_view default_title);

absl::StatusOr<std::string> RenderNotice(const NoticePaper& notice, const PaperSize& paper, bool large_print,
                                         absl::Time print_time);

}  // namespace lianban::records
