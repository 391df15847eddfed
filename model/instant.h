#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace replisim {

/// A moment, to the millisecond: what the Date condition operators compare and events happen at.
struct Instant {
  std::int64_t milliseconds_since_epoch = 0;

  bool operator==(const Instant&) const = default;
  bool operator<(const Instant& other) const {
    return milliseconds_since_epoch < other.milliseconds_since_epoch;
  }
};

/// Reads a date as policies and request contexts hold it.
///
/// Digits alone, with or without a sign, are seconds since the epoch; otherwise the W3C profile of
/// ISO 8601: `YYYY-MM`, `YYYY-MM-DD`, and with `Thh:mm`, `:ss` and `.fraction` behind, the times
/// with or without `Z` or `±hh:mm`. What is missing is the start, a missing zone UTC; a fraction
/// is cut to milliseconds (all recorded). Years may have a sign and more than four digits as far as
/// the result can be held (±292 million years). Days that do not exist, hour 24 and second 60 are
/// refused.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// Reads a time as scenarios hold it: RFC 3339, so date, time with seconds, and zone are all
/// required. A fraction is cut to milliseconds; second 60 is refused.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

/// `2026-01-01T00:00:00Z`, with `.mmm` only where milliseconds are not zero. A year outside 0 to
/// 9999 gets a sign, which `parse_instant` reads and RFC 3339 does not know.
[[nodiscard]] std::string format_rfc3339(Instant instant);

/// Reads an offset of scenarios: `+` and one or more of a number with `d`, `h`, `m`, `s` or `ms`,
/// as `+90s` or `+1h30m`. A unit may not be repeated and units go from large to small. Refuses what
/// is too large for the result.
[[nodiscard]] std::optional<std::int64_t> parse_offset_milliseconds(std::string_view text);

/// `instant` later by so many milliseconds, or nothing where that cannot be held.
[[nodiscard]] std::optional<Instant> add_milliseconds(Instant instant, std::int64_t milliseconds);

}  // namespace replisim
