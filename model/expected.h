#pragma once

#include <cstdint>
#include <string>

#include "model/source.h"

namespace replisim {

/// An expected value: not mentioned, must be absent (`null`), or must be equal.
struct Expected {
  enum class Kind : std::uint8_t { Free, Absent, Equals };

  Kind kind = Kind::Free;
  std::string value;
  SourceRange where;
};

}  // namespace replisim
