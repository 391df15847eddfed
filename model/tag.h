#pragma once

#include <string>
#include <vector>

namespace replisim {

struct Tag {
  std::string key;
  std::string value;

  bool operator==(const Tag&) const = default;
};

using TagSet = std::vector<Tag>;

}  // namespace replisim
