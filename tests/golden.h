#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace replisim::testing {

/// Is `text` what the file tests/golden/`name` holds, byte for byte? On a difference the
/// message shows the first line that differs and how to accept the new text.
///
/// With REPLISIM_UPDATE_GOLDEN=1 in the environment the file is rewritten and the answer is yes,
/// except under CI=true, where nothing is rewritten.
[[nodiscard]] ::testing::AssertionResult matches_golden(const std::string& name,
                                                        std::string_view text);

}  // namespace replisim::testing
