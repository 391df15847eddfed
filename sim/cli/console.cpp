#include "sim/cli/console.h"

#include <ostream>

#include "model/spelling.h"

namespace replisim {

std::string Console::variable(std::string_view name) const {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

TextStyle Console::out_style() const {
  TextStyle style;
  switch (color) {
    case ColorChoice::Auto: style.color = out_is_terminal && variable("NO_COLOR").empty(); break;
    case ColorChoice::Always: style.color = true; break;
    case ColorChoice::Never: style.color = false; break;
  }
  return style;
}

void Console::error(std::string_view message, std::string_view hint) const {
  err << "replisim: error: " << message << '\n';
  if (!hint.empty()) {
    err << "  hint: " << hint << '\n';
  }
}

void Console::note(std::string_view message) const {
  if (!quiet) {
    err << "replisim: " << message << '\n';
  }
}

void Console::report(Issues issues, const SourceMap& sources) const {
  sort_issues(issues);
  for (const Issue& issue : issues) {
    if (issue.severity == Severity::Error || !quiet) {
      err << format_issue(issue, sources);
    }
  }
}

std::string spelling_hint(std::string_view word, std::span<const std::string_view> names) {
  const std::optional<std::string> nearest = nearest_name(word, names);
  return nearest ? "did you mean `" + *nearest + "`?" : std::string();
}

}  // namespace replisim
