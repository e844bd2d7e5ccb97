#pragma once
// How personal data is shown to those who need not see it whole (domain 6.4). Masking never fails: what has no known
// shape is hidden entirely.

#include <string>
#include <string_view>

namespace lianban::workflow {

enum class MaskFor {
  kStaff,      // inside government, default display
  kPublic,     // notices and lists anybody can read
  kProtected,  // names of minors and victims, wherever they appear
};

std::string MaskName(std::string_view name, MaskFor who = MaskFor::kStaff);            // 张*丰, 张*, 张某某
std::string MaskCitizenId(std::string_view number, MaskFor who = MaskFor::kStaff);     // 330102********0019, 3301************19
std::string MaskDocument(std::string_view number);                                     // other documents: E******78
std::string MaskPhone(std::string_view number, MaskFor who = MaskFor::kStaff);         // 138****0001, 0571-****5678
std::string MaskAddress(std::string_view address, MaskFor who = MaskFor::kStaff);      // to the community, or the street
std::string MaskBankAccount(std::string_view number, MaskFor who = MaskFor::kStaff);   // last four
std::string MaskEmail(std::string_view address, MaskFor who = MaskFor::kStaff);        // z***@example.cn

}  // namespace lianban::workflow
