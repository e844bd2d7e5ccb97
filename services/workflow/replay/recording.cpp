#include "services/workflow/replay/recording.h"

namespace lianban::workflow {

size_t Recording::EventCount() const {
  size_t count = 0;
  for (const PastCase& past : cases) count += past.events.size();
  return count;
}

}  // namespace lianban::workflow
