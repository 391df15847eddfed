#pragma once

#include <string_view>

namespace replisim {

/// Whether a text has the form of a Region's name: `eu-west-1`, `us-gov-east-1`. Which Regions
/// there are is not asked: new ones come.
[[nodiscard]] bool is_region_name(std::string_view text);

}  // namespace replisim
