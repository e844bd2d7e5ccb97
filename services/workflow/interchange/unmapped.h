#pragma once

#include <string>

namespace lianban::workflow {

// Something that the other format cannot say, or says differently. Every loss is one of these.
struct Unmapped {
  std::string element;  // step name, or id in the file that was read; "" for the process as a whole
  std::string zh;
  std::string en;
};

}  // namespace lianban::workflow
