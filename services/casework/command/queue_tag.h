#pragma once

namespace lianban::casework {

// What a completion queue hands back.
class QueueTag {
 public:
  virtual ~QueueTag() = default;
  virtual void Proceed(bool ok) = 0;
};

}  // namespace lianban::casework
