#include "sim/cli/shell_completions.h"

#include <string_view>

namespace replisim {
namespace {

using Options = std::vector<ArgumentDescription>;

/// In single quotes, for any of the shells.
std::string quoted(std::string_view text, std::string_view quote_inside) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += quote_inside;
    } else {
      result += c == '\n' ? ' ' : c;
    }
  }
  return result + "'";
}

std::string sh_quoted(std::string_view text) {
  return quoted(text, R"('\'')");
}

/// All names of all options, a blank between them.
std::string names_of(const Options& options) {
  std::string names;
  for (const ArgumentDescription& option : options) {
    for (const std::string& name : option.names) {
      names += (names.empty() ? "" : " ") + name;
    }
  }
  return names;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

/// Those of the program that may stand behind a command, too.
Options with_common(const CommandDescription& command, const Options& program_options) {
  Options options = command.options;
  for (const ArgumentDescription& option : program_options) {
    if (option.name() != "--version") {
      options.push_back(option);
    }
  }
  return options;
}

// --- bash ---

constexpr std::string_view kBashBegin =
    R"sh(# bash completion of replisim; printed by `replisim completions bash`

_replisim() {
    local word cur='' option='' value='' part='' command='' options='' choices=''
    local -i i n glue=0 takes=0 optional=0 files=0
    local -a words=()
    # bash may break words at `=`: here they are whole.
    for ((i = 0; i <= COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        n=${#words[@]}
        if ((n > 0)) && { ((glue)) || [[ $word == '='* ]]; }; then
            words[n - 1]+=$word
            [[ $word == '=' ]]
            glue=$((! $?))
        else
            words+=("$word")
        fi
    done
    n=${#words[@]}
    cur=${words[n - 1]}
    for ((i = 1; i < n - 1; ++i)); do
        case ${words[i]} in
        --color) ((++i)) ;;
        -*) ;;
        *)
            command=${words[i]}
            break
            ;;
        esac
    done
    if [[ $cur == --*=* ]]; then
        option=${cur%%=*}
        value=${cur#*=}
    elif ((n > 1)) && [[ ${words[n - 2]} == -* ]]; then
        option=${words[n - 2]}
        value=$cur
    fi
)sh";

constexpr std::string_view kBashEnd = R"sh(    esac
    COMPREPLY=()
    if ((optional)) && [[ $cur != --*=* ]]; then
        takes=0
    fi
    part=$cur
    if ((takes)); then
        part=$value
        if [[ -n $choices && $value == *=* ]]; then
            choices=''
            part=${value#*=}
        elif [[ -n $choices ]]; then
            files=0
        fi
    elif [[ $cur == -* ]]; then
        choices=$options
        files=0
    fi
    if [[ -n $choices ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$part")
    fi
    if ((files)); then
        mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$part")
        compopt -o filenames 2>/dev/null
    fi
    # What is replaced begins behind the last `=` where bash breaks words there.
    if [[ $cur == *=* && $COMP_WORDBREAKS != *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]/#/${cur%"$part"}}")
    fi
}

complete -F _replisim replisim
)sh";

/// What a value can be, as assignments.
std::string bash_value(const ArgumentDescription& argument) {
  std::string text;
  if (!argument.choices.empty()) {
    text += " choices=" + sh_quoted(joined(argument.choices));
  }
  if (argument.takes_file()) {
    text += " files=1";
  }
  return text;
}

/// The arm of a command: what stands where no option wants a value, then the options that do.
std::string bash_arm(const std::string& command, const std::string& words, const Options& options,
                     std::string_view positional) {
  std::string text = "    " + sh_quoted(command) + ")\n";
  text += "        options=" + sh_quoted(words) + std::string(positional) + "\n";
  text += "        case $option in\n";
  for (const ArgumentDescription& option : options) {
    if (option.value_name.empty()) {
      continue;
    }
    std::string names;
    for (const std::string& name : option.names) {
      names += (names.empty() ? "" : " | ") + name;
    }
    text.append("        ").append(names).append(") takes=1");
    text += option.is_value_optional ? " optional=1" : "";
    text += option.choices.empty() ? " choices=''" : "";
    text += option.takes_file() ? "" : " files=0";
    text.append(bash_value(option)).append(" ;;\n");
  }
  return text + "        esac\n        ;;\n";
}

}  // namespace

std::string bash_completions(const std::vector<CommandDescription>& commands,
                             const Options& program_options) {
  std::string names;
  for (const CommandDescription& command : commands) {
    names += (names.empty() ? "" : " ") + command.name;
  }
  std::string text(kBashBegin);
  text += "    case $command in\n";
  text += bash_arm("", names_of(program_options), program_options, " choices=" + sh_quoted(names));
  for (const CommandDescription& command : commands) {
    const Options options = with_common(command, program_options);
    const std::string positional =
        command.positionals.empty() ? std::string() : bash_value(command.positionals.front());
    text += bash_arm(command.name, names_of(options), options, positional);
  }
  return text.append(kBashEnd);
}

namespace {

// --- zsh ---

/// A message inside of a specification of `_arguments`.
std::string zsh_message(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') {
      result += '\\';
    }
    result += c;
  }
  return result;
}

std::string zsh_action(const ArgumentDescription& argument) {
  if (!argument.choices.empty() && argument.takes_file()) {
    return "{_replisim_output " + joined(argument.choices) + "}";
  }
  if (!argument.choices.empty()) {
    return "(" + joined(argument.choices) + ")";
  }
  return argument.takes_file() ? "_files" : " ";
}

std::string zsh_option(const ArgumentDescription& option, const std::string& indent) {
  std::string text;
  for (const std::string& name : option.names) {
    const bool is_long = name.starts_with("--");
    std::string spec = (option.is_repeated ? "*" : "") + name;
    if (option.is_value_optional) {
      spec += "=-";
    } else if (!option.value_name.empty()) {
      spec += is_long ? "=" : "+";
    }
    spec += "[" + zsh_message(option.help) + "]";
    if (!option.value_name.empty()) {
      spec += std::string(option.is_value_optional ? "::" : ":") + zsh_message(option.value_name) +
              ":" + zsh_action(option);
    }
    text += indent + sh_quoted(spec) + " \\\n";
  }
  return text;
}

constexpr std::string_view kZshBegin = R"sh(#compdef replisim
# zsh completion of replisim; printed by `replisim completions zsh`

# FORMAT[=FILE]
_replisim_output() {
  if compset -P '*='; then
    _files
  else
    compadd -- "$@"
  fi
}

_replisim() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands
)sh";

constexpr std::string_view kZshEnd = R"sh(      esac
      ;;
  esac
}

if [[ $funcstack[1] == _replisim ]]; then
  _replisim "$@"
else
  compdef _replisim replisim
fi
)sh";

std::string zsh_command(const CommandDescription& command, const Options& program_options) {
  const std::string indent(12, ' ');
  std::string text = "        " + command.name + ")\n          _arguments \\\n";
  for (const ArgumentDescription& option : with_common(command, program_options)) {
    text += zsh_option(option, indent);
  }
  for (std::size_t i = 0; i < command.positionals.size(); ++i) {
    const ArgumentDescription& positional = command.positionals[i];
    const std::string place = positional.is_repeated ? "*" : std::to_string(i + 1);
    const bool may_miss = !positional.is_required && !positional.is_repeated;
    const std::string message = zsh_message(positional.name()) + ":" + zsh_action(positional);
    text.append(indent).append(sh_quoted(place + (may_miss ? "::" : ":") + message));
    text += " \\\n";
  }
  return text + "            && return\n          ;;\n";
}

}  // namespace

std::string zsh_completions(const std::vector<CommandDescription>& commands,
                            const Options& program_options) {
  std::string text(kZshBegin);
  text += "  commands=(\n";
  for (const CommandDescription& command : commands) {
    text += "    " + sh_quoted(command.name + ":" + zsh_message(command.summary)) + "\n";
  }
  text += "  )\n  _arguments -C \\\n";
  for (const ArgumentDescription& option : program_options) {
    text += zsh_option(option, "    ");
  }
  text +=
      "    '1:COMMAND:->command' \\\n"
      "    '*::ARGUMENT:->arguments' && return\n"
      "  case $state in\n"
      "    command) _describe command commands ;;\n"
      "    arguments)\n"
      "      case $words[1] in\n";
  for (const CommandDescription& command : commands) {
    text += zsh_command(command, program_options);
  }
  return text.append(kZshEnd);
}

namespace {

// --- fish ---

std::string fish_quoted(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '\\' ? "\\\\" : std::string(1, c);
  }
  return quoted(escaped, "\\'");
}

std::string fish_option(const ArgumentDescription& option, const std::string& condition) {
  std::string text = "complete -c replisim -n " + fish_quoted(condition);
  for (const std::string& name : option.names) {
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (!option.value_name.empty() && !option.is_value_optional) {
    text += option.choices.empty() && option.takes_file() ? " -r -F" : " -x";
  }
  if (!option.choices.empty()) {
    text += " -a " + fish_quoted(joined(option.choices));
  }
  return text + " -d " + fish_quoted(option.help) + "\n";
}

}  // namespace

std::string fish_completions(const std::vector<CommandDescription>& commands,
                             const Options& program_options) {
  std::string text =
      "# fish completion of replisim; printed by `replisim completions fish`\n\n"
      "complete -c replisim -f\n";
  for (const ArgumentDescription& option : program_options) {
    const bool is_first_only = option.name() == "--version";
    text += fish_option(option, is_first_only ? "__fish_use_subcommand" : "true");
  }
  for (const CommandDescription& command : commands) {
    const std::string seen = "__fish_seen_subcommand_from " + command.name;
    text += "\ncomplete -c replisim -n '__fish_use_subcommand' -a " + command.name + " -d " +
            fish_quoted(command.summary) + "\n";
    for (const ArgumentDescription& positional : command.positionals) {
      text += "complete -c replisim -n " + fish_quoted(seen);
      if (!positional.choices.empty()) {
        text += " -a " + fish_quoted(joined(positional.choices));
      } else if (positional.takes_file()) {
        text += " -F";
      }
      text += "\n";
    }
    for (const ArgumentDescription& option : command.options) {
      text += fish_option(option, seen);
    }
  }
  return text;
}

}  // namespace replisim
