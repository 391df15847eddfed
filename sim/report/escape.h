#pragma once

#include <string>
#include <string_view>

namespace replisim {

// What keeps a text from being taken for something else in the format it is written into.

/// For terminals: control characters and bytes that are not UTF-8 as `\x1b`, line breaks included.
std::string escape_terminal(std::string_view text);

/// For XML text and attributes. What XML 1.0 cannot hold at all becomes U+FFFD.
std::string escape_xml(std::string_view text);

/// For the message of a GitHub workflow command: `%`, CR and LF.
std::string escape_github_message(std::string_view text);
/// For one of its properties: `:` and `,` as well.
std::string escape_github_property(std::string_view text);

/// For a cell of a Markdown table.
std::string escape_markdown_cell(std::string_view text);

/// For the description of a TAP test: `#` and `\` escaped, line breaks as blanks.
std::string escape_tap(std::string_view text);

/// A path as a relative URI reference, or an absolute one as `file://…` (RFC 3986).
std::string to_uri(std::string_view path);

/// A JSON string with its quotes; also a YAML one.
std::string json_quoted(std::string_view text);

}  // namespace replisim
