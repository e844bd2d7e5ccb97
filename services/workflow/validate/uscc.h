#pragma once
// Unified social credit code 统一社会信用代码, GB 32100-2015: 管理部门 1 + 机构类别 1 + area 6 + 主体标识码 9 + check 1.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lianban::workflow {

struct Uscc {
  std::string code;          // 18 characters, upper case
  std::string kind;          // 社会团体, 民办非企业单位 …; "其他" when the first two characters are not known
  bool inner_check = true;   // false: the organisation code inside (GB 11714) fails its own check; a warning, not an error
};

// Full-width characters, spaces around it and small letters are put right first.
// Errors: USCC_LENGTH, USCC_CHARACTER, USCC_AREA, USCC_CHECKSUM.
absl::StatusOr<Uscc> ParseUscc(std::string_view text);

}  // namespace lianban::workflow
