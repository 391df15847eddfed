#include "model/spelling.h"

#include <algorithm>
#include <array>

#include "model/name_table.h"

namespace replisim {
namespace {

using Row = std::array<std::size_t, kSpellingLengthMax + 1>;

std::size_t length_difference(std::string_view left, std::string_view right) {
  return left.size() < right.size() ? right.size() - left.size() : left.size() - right.size();
}

}  // namespace

std::optional<std::size_t> edit_distance(std::string_view left, std::string_view right,
                                         std::size_t limit) {
  if (std::max(left.size(), right.size()) > kSpellingLengthMax ||
      length_difference(left, right) > limit) {
    return std::nullopt;
  }
  // row[j]: the edits from the letters of `left` so far to the first j of `right`.
  std::array<Row, 3> rows{};
  for (std::size_t j = 0; j <= right.size(); ++j) {
    rows[0][j] = j;
  }
  const auto same = [&](std::size_t i, std::size_t j) {
    return ascii_lower(left[i - 1]) == ascii_lower(right[j - 1]);
  };
  for (std::size_t i = 1; i <= left.size(); ++i) {
    Row& row = rows[i % 3];
    const Row& before = rows[(i + 2) % 3];
    const Row& two_before = rows[(i + 1) % 3];
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (same(i, j) ? 0 : 1)});
      if (i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j)) {
        row[j] = std::min(row[j], two_before[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least > limit + 1) {  // a swap reaches back two rows, so one more is still open
      return std::nullopt;
    }
  }
  const std::size_t edits = rows[left.size() % 3][right.size()];
  return edits <= limit ? std::optional(edits) : std::nullopt;
}

std::optional<std::string> nearest_name(std::string_view word,
                                        std::span<const std::string_view> names) {
  std::optional<std::string> nearest;
  std::size_t limit = edits_max(word);
  for (const std::string_view name : names) {
    const std::optional<std::size_t> edits = edit_distance(word, name, limit);
    if (!edits.has_value()) {
      continue;
    }
    nearest = name;
    if (*edits == 0) {
      break;
    }
    limit = *edits - 1;  // only a nearer one replaces it
  }
  return nearest;
}

}  // namespace replisim
