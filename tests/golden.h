#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace replisim {

/// Is `text` what the file tests/golden/`name` holds, byte for byte? On a difference the
/// message shows the first line that differs and how to accept the new text:
///
///   EXPECT_TRUE(matches_golden("why-not-key-policy.txt", text));
///
/// With REPLISIM_UPDATE_GOLDEN=1 in the environment the file is rewritten and the answer is yes;
/// under CI=true nothing is ever rewritten.
[[nodiscard]] ::testing::AssertionResult matches_golden(const std::string& name,
                                                        std::string_view text);

enum class OnDifference { Fail, Rewrite };

/// The same for any file; `shown` is what messages call it.
[[nodiscard]] ::testing::AssertionResult matches_file(const std::filesystem::path& path,
                                                      const std::string& shown,
                                                      std::string_view text,
                                                      OnDifference on_difference);

}  // namespace replisim
