#include "sim/cli/man_page.h"

#include <algorithm>
#include <sstream>
#include <string_view>

namespace replisim {
namespace {

/// A text that roff prints as it is: `code` in bold, line breaks as blanks.
std::string roff(std::string_view text) {
  std::string result;
  bool is_bold = false;
  for (const char c : text) {
    switch (c) {
      case '\\': result += "\\e"; break;
      case '-': result += "\\-"; break;
      case '\n': result += ' '; break;
      case '`':
        result += is_bold ? "\\fR" : "\\fB";
        is_bold = !is_bold;
        break;
      default: result += c;
    }
  }
  // A line that begins so is a request.
  return (result.starts_with('.') || result.starts_with('\'') ? "\\&" : "") + result;
}

/// The argument of a request, in quotes.
std::string quoted(std::string_view text) {
  std::string result = roff(text);
  for (std::size_t at = result.find('"'); at != std::string::npos; at = result.find('"', at + 4)) {
    result.replace(at, 1, "\\(dq");
  }
  return "\"" + result + "\"";
}

std::string bold(std::string_view text) {
  return "\\fB" + roff(text) + "\\fR";
}

std::string italic(std::string_view text) {
  return "\\fI" + roff(text) + "\\fR";
}

/// Paragraphs stand apart by an empty line.
std::string paragraphs(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find("\n\n");
    std::string_view paragraph = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 2);
    while (paragraph.ends_with('\n')) {
      paragraph.remove_suffix(1);
    }
    if (!paragraph.empty()) {
      result += ".PP\n" + roff(paragraph) + "\n";
    }
  }
  return result;
}

std::string value_of(const ArgumentDescription& option) {
  if (option.value_name.empty()) {
    return {};
  }
  return option.is_value_optional ? "[=" + italic(option.value_name) + "]"
                                  : " " + italic(option.value_name);
}

std::string item(const ArgumentDescription& argument, bool is_positional) {
  std::string names;
  for (const std::string& name : argument.names) {
    names += (names.empty() ? "" : ", ") + (is_positional ? italic(name) : bold(name));
  }
  std::string text = ".TP\n" + names + (is_positional ? "" : value_of(argument)) + "\n" +
                     roff(argument.help) + "\n";
  // Where the help does not name them itself.
  const bool names_all = std::all_of(
      argument.choices.begin(), argument.choices.end(),
      [&](const std::string& choice) { return argument.help.find(choice) != std::string::npos; });
  if (!names_all) {
    std::string list;
    for (const std::string& choice : argument.choices) {
      list += (list.empty() ? "" : ", ") + bold(choice);
    }
    text += ".br\nOne of " + list + "\n";
  }
  return text;
}

std::string items(const CommandDescription& command) {
  std::string text;
  for (const ArgumentDescription& positional : command.positionals) {
    text += item(positional, true);
  }
  for (const ArgumentDescription& option : command.options) {
    text += item(option, false);
  }
  return text;
}

/// `replisim run [OPTIONS] SCENARIO`
std::string usage_of(const CommandDescription& command) {
  std::string usage = "replisim " + command.name + (command.options.empty() ? "" : " [OPTIONS]");
  for (const ArgumentDescription& positional : command.positionals) {
    const std::string name = positional.name() + (positional.is_repeated ? "..." : "");
    usage += positional.is_required ? " " + name : " [" + name + "]";
  }
  return usage;
}

std::string header(const std::string& title) {
  return ".TH " + title +
         " 1 \"\" \"replisim " REPLISIM_VERSION
         "\" \"User Commands\"\n"
         ".nh\n.ad l\n";
}

constexpr std::string_view kDescription =
    "Replisim plays S3 Replication offline: accounts, IAM, bucket and key policies, KMS keys and "
    "replication rules go in as one JSON file, events happen, and for every object and destination "
    "comes out what S3 would have done, with the statement that decided, at `file:line:column`. No "
    "AWS account is needed and nothing is ever called.\n\n"
    "Results go to standard output, messages and progress to standard error.";

constexpr std::string_view kExitStatus =
    ".SH EXIT STATUS\n"
    ".TP\n.B 0\nall that was checked holds\n"
    ".TP\n.B 1\nit ran, and something does not hold\n"
    ".TP\n.B 2\nbad usage or bad input; nothing is half\\-done\n"
    ".TP\n.B 3\nonly what is not known stands in the way\n"
    ".TP\n.B 4\na fault of the program itself\n"
    ".TP\n.B 130\ninterrupted\n";

constexpr std::string_view kEnd =
    ".SH ENVIRONMENT\n"
    ".TP\n.B NO_COLOR\nif not empty: no colour, unless \\fB\\-\\-color\\fR asks for it\n"
    ".TP\n.B CI\nif \\fItrue\\fR: \\fBtest \\-\\-update\\fR is refused\n"
    ".TP\n.B GITHUB_STEP_SUMMARY\n"
    "the file that \\fB\\-\\-format github\\fR adds its summary to; GitHub Actions set it\n"
    ".SH EXAMPLES\n"
    ".TP\nWhat becomes of the events of a scenario, and why one was not replicated:\n"
    ".nf\nreplisim run scenario.json\nreplisim explain scenario.json \\-\\-event upload\n.fi\n"
    ".TP\nAll scenarios below a folder, with a report for CI and what they reach for an editor:\n"
    ".nf\nreplisim test scenarios \\-\\-format junit=report.xml "
    "\\-\\-coverage=lcov=lcov.info\n.fi\n"
    ".TP\nA plan, before it is applied:\n"
    ".nf\nterraform show \\-json plan.out > plan.json\nreplisim check plan.json\n.fi\n";

}  // namespace

std::string man_page(const std::vector<CommandDescription>& commands,
                     const std::vector<ArgumentDescription>& program_options) {
  std::string text = header("REPLISIM");
  text +=
      ".SH NAME\nreplisim \\- offline simulator of S3 Replication and of the policies round it\n";
  text += ".SH SYNOPSIS\n.B replisim\n[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]\n";
  text += ".SH DESCRIPTION\n" + paragraphs(kDescription);
  text += ".SH OPTIONS\nBefore the command; all but \\fB\\-\\-version\\fR behind it, too.\n";
  for (const ArgumentDescription& option : program_options) {
    text += item(option, false);
  }
  text += ".SH COMMANDS\n";
  for (const CommandDescription& command : commands) {
    text += ".SS " + quoted(usage_of(command)) + "\n" + roff(command.summary) + ".\n";
    text += paragraphs(command.details) + items(command) + paragraphs(command.footer);
  }
  return text.append(kExitStatus).append(kEnd);
}

std::string man_page(const CommandDescription& command) {
  std::string title = "REPLISIM-" + command.name;
  std::transform(title.begin(), title.end(), title.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  std::string text = header(title) + ".SH NAME\nreplisim\\-" + roff(command.name) + " \\- " +
                     roff(command.summary) + "\n";
  text += ".SH SYNOPSIS\n" + bold(usage_of(command)) + "\n";
  text += ".SH DESCRIPTION\n" + roff(command.summary) + ".\n" + paragraphs(command.details);
  text += ".SH OPTIONS\n" + items(command) + paragraphs(command.footer);
  return text.append(kExitStatus).append(".SH SEE ALSO\n.BR replisim (1)\n");
}

}  // namespace replisim
