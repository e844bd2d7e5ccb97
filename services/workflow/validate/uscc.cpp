#include "services/workflow/validate/uscc.h"

#include <map>

#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"

namespace lianban::workflow {
namespace {

constexpr std::string_view kCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

char UsccCheckCharacter(std::string_view first17) {
  constexpr int kWeights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += kWeights[i] * static_cast<int>(kCharacters.find(first17[i]));
  return kCharacters[(31 - sum % 31) % 31];
}

// GB 11714: eight characters and their check.
bool InnerCheck(std::string_view code9) {
  constexpr int kWeights[] = {3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (int i = 0; i < 8; ++i) {
    const char c = code9[i];
    sum += kWeights[i] * (c <= '9' ? c - '0' : c - 'A' + 10);
  }
  const int check = 11 - sum % 11;
  return code9[8] == (check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check));
}

std::string KindOf(std::string_view two) {
  static const std::map<std::string_view, std::string_view> kinds = {
      {"11", "机关"},           {"12", "事业单位"},       {"13", "编办管理的群众团体"}, {"31", "律师执业机构"},
      {"33", "基层法律服务所"}, {"51", "社会团体"},       {"52", "民办非企业单位"},     {"53", "基金会"},
      {"54", "村民委员会"},     {"55", "居民委员会"},     {"81", "基层工会"},           {"91", "企业"},
      {"92", "个体工商户"},     {"93", "农民专业合作社"}, {"N1", "组级集体经济组织"},   {"N2", "村级集体经济组织"},
      {"N3", "乡镇级集体经济组织"}};
  const auto it = kinds.find(two);
  return std::string(it == kinds.end() ? "其他" : it->second);
}

}  // namespace

absl::StatusOr<Uscc> ParseUscc(std::string_view text) {
  Uscc out{Tidy(text)};
  for (char& c : out.code) {
    if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
  }
  const std::string_view code = out.code;
  if (CodePoints(code).size() != 18) return Error("USCC_LENGTH");
  if (code.find_first_not_of(kCharacters) != std::string_view::npos) return Error("USCC_CHARACTER");
  if (!IsDigits(code.substr(2, 6))) return Error("USCC_AREA");
  if (code[17] != UsccCheckCharacter(code.substr(0, 17))) return Error("USCC_CHECKSUM");
  out.kind = KindOf(code.substr(0, 2));
  out.inner_check = InnerCheck(code.substr(8, 9));
  return out;
}

}  // namespace lianban::workflow
