#include "services/workflow/sandbox/wire/near_name.h"

#include <algorithm>
#include <vector>

namespace lianban::workflow::sandbox {
namespace {

constexpr int kFar = 3;
constexpr size_t kLengthMax = 64;

}  // namespace

int NameDistance(std::string_view written, std::string_view known) {
  if (written.size() > kLengthMax || known.size() > kLengthMax) return kFar;
  if (written.size() >= 3 && known.size() > written.size() + 2 && known.substr(0, written.size()) == written) return 2;
  if (written.size() > known.size() + 2 || known.size() > written.size() + 2) return kFar;
  std::vector<std::vector<int>> cost(written.size() + 1, std::vector<int>(known.size() + 1));
  for (size_t i = 0; i <= written.size(); ++i) cost[i][0] = static_cast<int>(i);
  for (size_t j = 0; j <= known.size(); ++j) cost[0][j] = static_cast<int>(j);
  for (size_t i = 1; i <= written.size(); ++i) {
    for (size_t j = 1; j <= known.size(); ++j) {
      const int changed = cost[i - 1][j - 1] + (written[i - 1] != known[j - 1]);
      cost[i][j] = std::min({changed, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && written[i - 1] == known[j - 2] && written[i - 2] == known[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[written.size()][known.size()];
}

}  // namespace lianban::workflow::sandbox
