#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace replisim {

// What all pages share. A page is whole in itself: it has no script, and its content policy forbids
// every request. Light or dark as the reader has it, printable, usable by keyboard and screen
// reader.

struct HtmlSection {
  std::string id;
  std::string title;
  std::string body;  ///< HTML
};

struct HtmlPage {
  std::string title;
  std::string subtitle;
  std::string main_section;  ///< its id: the link for those who skip what stands before it
  std::vector<HtmlSection> sections;
};

std::string html_page(const HtmlPage& page);

/// `<name class="css">text</name>`; the text is escaped.
std::string html_tag(std::string_view name, std::string_view css, std::string_view text);

/// Text, escaped, that keeps its lines; for `<pre>`.
std::string escape_lines(std::string_view text);

}  // namespace replisim
