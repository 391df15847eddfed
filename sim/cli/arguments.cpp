#include "sim/cli/arguments.h"

#include <algorithm>
#include <ostream>
#include <sstream>
#include <utility>

#include <CLI/CLI.hpp>

#include "sim/cli/description.h"

namespace replisim {

struct Arguments::Impl {
  Impl(const std::string& command, const std::string& summary)
      : app(summary, "replisim " + command) {}

  [[nodiscard]] std::string hint_for(const std::vector<std::string>& args) const;
  [[nodiscard]] std::vector<std::string> joined(std::span<const std::string> args) const;
  ArgumentDescription& add_option(const std::string& names, const std::string& value_name,
                                  const std::string& help);
  void add_positional(const std::string& name, const std::string& help, ArgumentDescription how);

  CLI::App app;
  std::string color = "auto";
  bool quiet = false;
  CommandDescription description;
};

/// The nearest option to one that does not exist, or where to read on.
std::string Arguments::Impl::hint_for(const std::vector<std::string>& args) const {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const std::string& argument : args) {
    const std::string_view word = std::string_view(argument).substr(0, argument.find('='));
    if (word.starts_with("--") && std::find(known.begin(), known.end(), word) == known.end()) {
      std::string hint = spelling_hint(word, known);
      if (!hint.empty()) {
        return hint;
      }
    }
  }
  return "see `" + app.get_name() + " --help`";
}

ArgumentDescription& Arguments::Impl::add_option(const std::string& names,
                                                 const std::string& value_name,
                                                 const std::string& help) {
  ArgumentDescription& option = description.options.emplace_back();
  std::istringstream parts(names);
  for (std::string name; std::getline(parts, name, ',');) {
    option.names.push_back(name);
  }
  option.value_name = value_name;
  option.help = help;
  return option;
}

void Arguments::Impl::add_positional(const std::string& name, const std::string& help,
                                     ArgumentDescription how) {
  how.names = {name};
  how.value_name = name;
  how.help = help;
  description.positionals.push_back(std::move(how));
}

/// Values that may be left out are put behind a `=`: `--coverage json` and `--coverage scenarios`
/// become `--coverage=json` and `--coverage=text scenarios`.
std::vector<std::string> Arguments::Impl::joined(std::span<const std::string> args) const {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < args.size(); ++i) {
    result.push_back(args[i]);
    const auto option = std::find_if(description.options.begin(), description.options.end(),
                                     [&](const ArgumentDescription& known) {
                                       return known.is_value_optional && known.name() == args[i];
                                     });
    if (option == description.options.end()) {
      continue;
    }
    const std::string next = i + 1 < args.size() ? args[i + 1] : std::string();
    const std::vector<std::string>& choices = option->choices;
    const bool is_value =
        std::find(choices.begin(), choices.end(), next.substr(0, next.find('='))) != choices.end();
    result.back() += "=" + (is_value ? next : choices.front());
    i += is_value ? 1 : 0;
  }
  return result;
}

Arguments::Arguments(const std::string& command, const std::string& summary)
    : impl_(std::make_unique<Impl>(command, summary)) {
  CLI::App& app = impl_->app;
  impl_->description.name = command;
  impl_->description.summary = summary.substr(0, summary.find('\n'));
  const std::size_t details = summary.find("\n\n");
  impl_->description.details = details == std::string::npos ? "" : summary.substr(details + 2);
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.get_formatter()->column_width(30);
  app.get_formatter()->label("Usage", "Usage");
  app.add_option("--color", impl_->color, "auto, always or never")
      ->option_text("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("-q,--quiet", impl_->quiet, "No progress, hints and warnings");
}

Arguments::~Arguments() = default;

void Arguments::positional(const std::string& name, std::string& value, const std::string& help) {
  impl_->app.add_option(name, value, help)->required()->option_text(" ");
  impl_->add_positional(name, help, {.is_required = true});
}

void Arguments::optional_positional(const std::string& name, std::string& value,
                                    const std::string& help) {
  impl_->app.add_option(name, value, help)->option_text(" ");
  impl_->add_positional(name, help, {});
}

void Arguments::positionals(const std::string& name, std::vector<std::string>& values,
                            const std::string& help) {
  impl_->app.add_option(name, values, help)->required()->option_text("...");
  impl_->add_positional(name, help, {.is_required = true, .is_repeated = true});
}

void Arguments::optional_positionals(const std::string& name, std::vector<std::string>& values,
                                     const std::string& help) {
  impl_->app.add_option(name, values, help)->option_text("...");
  impl_->add_positional(name, help, {.is_repeated = true});
}

void Arguments::option(const std::string& names, const std::string& value_name, std::string& value,
                       const std::string& help) {
  impl_->app.add_option(names, value, help)->option_text(value_name);
  impl_->add_option(names, value_name, help);
}

void Arguments::option(const std::string& names, const std::string& value_name,
                       std::vector<std::string>& values, const std::string& help) {
  impl_->app.add_option(names, values, help)->option_text(value_name)->allow_extra_args(false);
  impl_->add_option(names, value_name, help).is_repeated = true;
}

void Arguments::option(const std::string& names, const std::string& value_name,
                       std::uint32_t& value, const std::string& help) {
  impl_->app.add_option(names, value, help)->option_text(value_name);
  impl_->add_option(names, value_name, help);
}

void Arguments::optional_option(const std::string& name, const std::string& value_name,
                                std::vector<std::string>& values,
                                std::span<const std::string_view> choices,
                                const std::string& help) {
  impl_->app.add_option(name, values, help)
      ->option_text("[" + value_name + "]")
      ->allow_extra_args(false);
  ArgumentDescription& option = impl_->add_option(name, value_name, help);
  option.choices.assign(choices.begin(), choices.end());
  option.is_value_optional = true;
  option.is_repeated = true;
}

void Arguments::flag(const std::string& names, bool& value, const std::string& help) {
  impl_->app.add_flag(names, value, help);
  impl_->add_option(names, "", help);
}

void Arguments::choices(const std::string& name, std::span<const std::string_view> values) {
  for (auto* list : {&impl_->description.positionals, &impl_->description.options}) {
    for (ArgumentDescription& argument : *list) {
      if (argument.name() == name) {
        argument.choices.assign(values.begin(), values.end());
      }
    }
  }
}

void Arguments::footer(const std::string& text) {
  impl_->app.footer(text);
  impl_->description.footer = text;
}

std::optional<ExitCode> Arguments::parse(std::span<const std::string> args, Console& console) {
  if (console.description != nullptr) {
    *console.description = impl_->description;
    return ExitCode::Holds;
  }
  const std::vector<std::string> given = impl_->joined(args);
  try {
    std::vector<std::string> reversed(given.rbegin(), given.rend());
    impl_->app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    console.out << impl_->app.help();
    return ExitCode::Holds;
  } catch (const CLI::ParseError& error) {  // its own exit codes are above 100
    std::string message = error.what();
    std::replace(message.begin(), message.end(), '\n', ' ');
    console.error(message, impl_->hint_for(given));
    return ExitCode::BadInput;
  }
  if (impl_->app.count("--color") > 0) {
    console.color = parse_color_choice(impl_->color).value_or(ColorChoice::Auto);
  }
  console.quiet = console.quiet || impl_->quiet;
  return std::nullopt;
}

std::optional<ColorChoice> parse_color_choice(std::string_view text) {
  if (text == "auto") {
    return ColorChoice::Auto;
  }
  if (text == "always") {
    return ColorChoice::Always;
  }
  return text == "never" ? std::optional(ColorChoice::Never) : std::nullopt;
}

}  // namespace replisim
