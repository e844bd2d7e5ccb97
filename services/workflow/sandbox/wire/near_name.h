#pragma once
// The name that was probably meant, for findings about one that nobody knows.

#include <string>
#include <string_view>

namespace lianban::workflow::sandbox {

// How far two names lie apart: letters changed, added, left out or swapped with their neighbour; 3 and more is far. A name
// that was cut short (`int` of `integer`) lies at 2.
int NameDistance(std::string_view written, std::string_view known);

// Of a name of this length one slip is forgiven, of a longer one two.
inline int SlipsForgiven(std::string_view written) { return written.size() > 5 ? 2 : 1; }

// The nearest of `names`, the first of equals; empty when none is near.
template <class Names>
std::string NearName(std::string_view written, const Names& names) {
  std::string nearest;
  int least = 3;
  for (const auto& name : names) {
    const int distance = NameDistance(written, name);
    const bool cut_short = distance == 2 && written.size() >= 3 && std::string_view(name).substr(0, written.size()) == written;
    if (distance < least && (distance <= SlipsForgiven(written) || cut_short)) {
      nearest = name;
      least = distance;
    }
  }
  return nearest;
}

}  // namespace lianban::workflow::sandbox
