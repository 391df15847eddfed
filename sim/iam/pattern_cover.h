#pragma once

#include <string_view>

namespace replisim {

/// Whether one pattern of a policy matches all that another does. May be false although it does,
/// never the other way round.
[[nodiscard]] bool pattern_covers(std::string_view wide, std::string_view narrow);

}  // namespace replisim
