#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace replisim {

/// Calls `work(0)` to `work(count - 1)` on so many threads, this one included, in any order. The
/// first fault ends it and is thrown here.
void for_each_parallel(std::size_t count, std::uint32_t threads,
                       const std::function<void(std::size_t)>& work);

/// What was asked for, or as many threads as the machine has.
[[nodiscard]] std::uint32_t thread_count(std::uint32_t asked);

}  // namespace replisim
