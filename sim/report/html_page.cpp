#include "sim/report/html_page.h"

#include <algorithm>

#include "sim/report/drawing.h"
#include "sim/report/escape.h"

namespace replisim {
namespace {

constexpr std::string_view kStyle = R"css(:root { color-scheme: light dark;
  --ink: #1d2127; --paper: #ffffff; --band: #f5f6f8; --line: #c6ccd4; --faint: #5d6673;
  --good: #17653a; --bad: #b3261e; --doubtful: #7d4e00; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #e6e8eb; --paper: #16191d; --band: #1e2329; --line: #434b55; --faint: #a3acb8;
  --good: #6fd08c; --bad: #ff8a80; --doubtful: #f0b95b; --link: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem 1.5rem 4rem; color: var(--ink);
  background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: .5rem 0; } h2 { font-size: 1.25rem; margin-top: 2.5rem; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 .4rem; }
a { color: var(--link); } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; }
nav ul { display: flex; gap: 1.2rem; list-style: none; padding: 0; flex-wrap: wrap; }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
  border-bottom: 1px solid var(--line); }
ol.timeline { list-style: none; padding: 0; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: 0 .8rem; }
summary { cursor: pointer; padding: .5rem 0; } details[open] { padding-bottom: .8rem; }
pre, code { font: .85rem/1.45 ui-monospace, monospace; }
pre { background: var(--band); border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0;
  padding: .6rem .8rem; overflow-x: auto; }
.statement { border-left: 4px solid var(--line); }
.statement.good { border-left-color: var(--good); }
.statement.bad { border-left-color: var(--bad); }
.statement.doubtful { border-left-color: var(--doubtful); }
.badge { font-weight: 600; white-space: nowrap; } .mark { font-weight: 600; color: var(--bad); }
b.good, .badge.good { color: var(--good); } b.bad, .badge.bad { color: var(--bad); }
b.doubtful, .badge.doubtful { color: var(--doubtful); }
.faint, .badge.faint { color: var(--faint); }
.picture { overflow-x: auto; margin: .5rem 0; padding: .5rem; border: 1px solid var(--line);
  border-radius: 6px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .5rem 0; }
dt { color: var(--faint); } dd { margin: 0; }
@media print { body { max-width: none; font-size: 11pt; } nav, .skip { display: none; }
  details { break-inside: avoid; border: 0; padding: 0; } pre { white-space: pre-wrap; }
  details::details-content { content-visibility: visible; display: block; }
  .picture { overflow: visible; } .drawing { max-width: 100%; height: auto; } }
)css";

std::string section_html(const HtmlSection& section) {
  const std::string heading = section.id + "-heading";
  return "<section id=\"" + section.id + "\" aria-labelledby=\"" + heading + "\">\n<h2 id=\"" +
         heading + "\">" + escape_xml(section.title) + "</h2>\n" + section.body + "</section>\n";
}

}  // namespace

std::string escape_lines(std::string_view text) {
  std::string out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    out += (begin == 0 ? "" : "\n") + escape_xml(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

std::string html_tag(std::string_view name, std::string_view css, std::string_view text) {
  std::string out = "<" + std::string(name);
  out += css.empty() ? "" : " class=\"" + std::string(css) + "\"";
  return out.append(">").append(escape_xml(text)).append("</").append(name).append(">");
}

std::string html_page(const HtmlPage& page) {
  const std::string title = escape_xml(page.title);
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>" +
      title + "</title>\n<style>\n" + std::string(kStyle) + std::string(drawing_style()) +
      "</style>\n</head>\n<body>\n";
  html += R"(<a class="skip" href="#)" + page.main_section + "\">Skip to the " + page.main_section +
          "</a>\n<header>\n<h1>" + title + "</h1>\n" + html_tag("p", "faint", page.subtitle) +
          "\n</header>\n<nav aria-label=\"Sections\"><ul>";
  for (const HtmlSection& section : page.sections) {
    html += "<li><a href=\"#" + section.id + "\">" + escape_xml(section.title) + "</a></li>";
  }
  html += "</ul></nav>\n<main>\n";
  for (const HtmlSection& section : page.sections) {
    html += section_html(section);
  }
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace replisim
