#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>

namespace replisim {

/// Names in tables: ASCII, sorted and found without regard to case. All of it works at compile
/// time, so that a table can be asserted to be in order, and nothing allocates.

constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Negative, zero or positive as `left` comes before, equals or comes after `right`.
constexpr int compare_names(std::string_view left, std::string_view right) {
  const std::size_t common = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < common; ++i) {
    const char l = ascii_lower(left[i]);
    const char r = ascii_lower(right[i]);
    if (l != r) {
      return l < r ? -1 : 1;
    }
  }
  if (left.size() == right.size()) {
    return 0;
  }
  return left.size() < right.size() ? -1 : 1;
}

/// Whether each row's `name` comes after the one before: in order, and none twice.
template <typename Row>
constexpr bool names_are_sorted(std::span<const Row> rows) {
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (compare_names(rows[i - 1].name, rows[i].name) >= 0) {
      return false;
    }
  }
  return true;
}

/// The number of rows whose `name` comes before `name`.
template <typename Row>
constexpr std::size_t rows_before(std::span<const Row> rows, std::string_view name) {
  std::size_t first = 0;
  std::size_t count = rows.size();
  while (count > 0) {
    const std::size_t half = count / 2;
    if (compare_names(rows[first + half].name, name) < 0) {
      first += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return first;
}

/// The row called `name`, or null.
template <typename Row>
constexpr const Row* find_row(std::span<const Row> rows, std::string_view name) {
  const std::size_t at = rows_before(rows, name);
  return at < rows.size() && compare_names(rows[at].name, name) == 0 ? &rows[at] : nullptr;
}

/// Whether a pattern with `*` and `?` matches the whole name, without regard to case. For ASCII
/// names; `wildcard_match` is for values.
[[nodiscard]] bool name_matches(std::string_view pattern, std::string_view name);

}  // namespace replisim
