#include "model/import/detect.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "model/import/aws_cli_capture.h"

namespace replisim {
namespace {

/// A kind of input and a name at the top that tells it; with a second one where that is not enough.
struct KindRow {
  InputKind kind;
  std::string_view name;
  std::string_view other;
};

/// The first row that fits counts.
constexpr KindRow kKinds[] = {
    {InputKind::TerraformTest, "@level", ""},
    {InputKind::TerraformPlan, "planned_values", ""},
    {InputKind::TerraformPlan, "resource_changes", ""},
    {InputKind::TerraformPlan, "format_version", "configuration"},
    {InputKind::TerraformState, "format_version", ""},
    {InputKind::TerraformState, "terraform_version", "lineage"},
    {InputKind::TerraformState, "version", "serial"},
    {InputKind::Scenario, "format", ""},
    {InputKind::CloudFormation, "AWSTemplateFormatVersion", ""},
    {InputKind::CloudFormation, "Resources", ""},
};

constexpr std::string_view kBlanks = " \t\r\n";

/// Walks over JSON and remembers the names of its outermost object. What is no JSON ends the walk.
class NameScanner {
 public:
  explicit NameScanner(std::string_view text) : text_(text) {}

  /// The next name of the outermost object; nothing behind its end.
  std::optional<std::string_view> next() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        const std::string_view string = read_string();
        if (depth_ == 1 && is_name()) {
          return string;
        }
      } else if (c == '/') {
        skip_comment();
      } else {
        depth_ += c == '{' || c == '[' ? 1 : 0;
        depth_ -= c == '}' || c == ']' ? 1 : 0;
        ++at_;
        if (depth_ <= 0 && (c == '}' || c == ']')) {
          return std::nullopt;
        }
      }
    }
    return std::nullopt;
  }

 private:
  std::string_view read_string() {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      at_ += text_[at_] == '\\' ? std::size_t{2} : std::size_t{1};
    }
    at_ = std::min(at_, text_.size());
    const std::string_view string = text_.substr(begin, at_ - begin);
    at_ = std::min(at_ + 1, text_.size());
    return string;
  }

  bool is_name() {
    const std::size_t next = text_.find_first_not_of(kBlanks, at_);
    return next != std::string_view::npos && text_[next] == ':';
  }

  void skip_comment() {
    const std::string_view rest = text_.substr(at_);
    const std::size_t end = rest.starts_with("//")   ? rest.find('\n')
                            : rest.starts_with("/*") ? rest.find("*/", 2)
                                                     : std::size_t{0};
    at_ = end == std::string_view::npos ? text_.size() : at_ + end + 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::int64_t depth_ = 0;
};

bool has_name(const std::vector<std::string_view>& names, std::string_view name) {
  return name.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<InputKind> kind_of(const std::vector<std::string_view>& names) {
  for (const KindRow& row : kKinds) {
    if (has_name(names, row.name) && has_name(names, row.other)) {
      return row.kind;
    }
  }
  if (std::any_of(names.begin(), names.end(), is_captured_member)) {
    return InputKind::AwsCli;
  }
  return std::nullopt;
}

std::optional<InputKind> detect_json(std::string_view text) {
  NameScanner scanner(text);
  std::vector<std::string_view> names;
  constexpr std::size_t kNamesMax = 1000;  // no document has as many at its top
  while (names.size() < kNamesMax) {
    const std::optional<std::string_view> name = scanner.next();
    if (!name) {
      break;
    }
    names.push_back(*name);
    // These are enough by themselves, wherever the rest of a large document may be.
    const std::optional<InputKind> kind = kind_of(names);
    if (kind && *kind != InputKind::AwsCli && *kind != InputKind::TerraformState) {
      return kind;
    }
  }
  return kind_of(names);
}

/// A template in YAML has its sections at the beginning of lines.
bool is_yaml_template(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    for (const std::string_view section : {"AWSTemplateFormatVersion", "Resources"}) {
      const std::size_t quotes = line.starts_with('"') || line.starts_with('\'') ? 1 : 0;
      if (line.substr(quotes).starts_with(section) &&
          line.substr(quotes + section.size()).find(':') <= quotes) {
        return true;
      }
    }
    at += line.size() + 1;
  }
  return false;
}

}  // namespace

std::optional<InputKind> detect_input(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  const bool is_json = text[begin] == '{' || text.substr(begin).starts_with("//") ||
                       text.substr(begin).starts_with("/*");
  if (is_json) {
    return detect_json(text);
  }
  if (!aws_error_code(text.substr(0, 1000)).empty()) {
    return InputKind::AwsCli;
  }
  return is_yaml_template(text) ? std::optional(InputKind::CloudFormation) : std::nullopt;
}

}  // namespace replisim
