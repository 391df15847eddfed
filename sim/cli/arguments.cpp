#include "sim/cli/arguments.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>

namespace replisim {

struct Arguments::Impl {
  Impl(const std::string& command, const std::string& summary)
      : app(summary, "replisim " + command) {}

  [[nodiscard]] std::string hint_for(const std::vector<std::string>& args) const;

  CLI::App app;
  std::string color = "auto";
  bool quiet = false;
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

Arguments::Arguments(const std::string& command, const std::string& summary)
    : impl_(std::make_unique<Impl>(command, summary)) {
  CLI::App& app = impl_->app;
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
}

void Arguments::optional_positional(const std::string& name, std::string& value,
                                    const std::string& help) {
  impl_->app.add_option(name, value, help)->option_text(" ");
}

void Arguments::positionals(const std::string& name, std::vector<std::string>& values,
                            const std::string& help) {
  impl_->app.add_option(name, values, help)->required()->option_text("...");
}

void Arguments::optional_positionals(const std::string& name, std::vector<std::string>& values,
                                     const std::string& help) {
  impl_->app.add_option(name, values, help)->option_text("...");
}

void Arguments::option(const std::string& names, const std::string& value_name, std::string& value,
                       const std::string& help) {
  impl_->app.add_option(names, value, help)->option_text(value_name);
}

void Arguments::option(const std::string& names, const std::string& value_name,
                       std::vector<std::string>& values, const std::string& help) {
  impl_->app.add_option(names, values, help)->option_text(value_name)->allow_extra_args(false);
}

void Arguments::option(const std::string& names, const std::string& value_name,
                       std::uint32_t& value, const std::string& help) {
  impl_->app.add_option(names, value, help)->option_text(value_name);
}

void Arguments::flag(const std::string& names, bool& value, const std::string& help) {
  impl_->app.add_flag(names, value, help);
}

void Arguments::footer(const std::string& text) {
  impl_->app.footer(text);
}

std::optional<ExitCode> Arguments::parse(std::span<const std::string> args, Console& console) {
  const std::vector<std::string> given(args.begin(), args.end());
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
