#pragma once

#include <string>
#include <vector>

#include "model/source.h"

namespace replisim {

enum class Severity : std::uint8_t { Error, Warning, Note };

/// Something wrong, and where. Messages are lower case, without a full stop, and show what the
/// user wrote in backticks; the remedy stands apart, in `hint`.
struct Issue {
  Severity severity = Severity::Error;
  std::string code;  ///< stable, e.g. `json.duplicate-name`
  std::string message;
  std::string hint;  ///< may be empty
  SourceRange where;
  std::string pointer;  ///< RFC 6901, in the file of `where`; may be empty

  bool operator==(const Issue&) const = default;
};

using Issues = std::vector<Issue>;

/// `file:line:column: error: message [code]`, then the pointer, the line with a caret, the hint.
/// What has no place begins with the severity.
std::string format_issue(const Issue& issue, const SourceMap& sources);

/// By file, place and code, without repetitions.
void sort_issues(Issues& issues);

std::string_view to_string(Severity severity);

/// What the user wrote, for a message: in backticks, control characters escaped, cut after
/// `kQuotedLengthMax` characters.
std::string in_backticks(std::string_view text);
inline constexpr std::size_t kQuotedLengthMax = 100;

}  // namespace replisim
