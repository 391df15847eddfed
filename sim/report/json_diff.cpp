#include "sim/report/json_diff.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "model/unicode.h"
#include "sim/report/escape.h"

namespace replisim {
namespace {

constexpr std::size_t kShortMax = 76;  // what is not longer stands on one line
constexpr std::size_t kContextLines = 3;

constexpr std::array<std::string_view, 4> kLeftOut = {"expect", "variants", "table", "diagnostics"};
constexpr std::array<std::string_view, 10> kNames = {
    "Id", "Name", "RoleName", "UserName", "PolicyName", "KeyId", "Sid", "ID", "id", "operation"};

bool is_left_out(const JsonNode& member) {
  return member.key.starts_with("x-") ||
         std::find(kLeftOut.begin(), kLeftOut.end(), member.key) != kLeftOut.end();
}

std::string scalar(const JsonNode& node) {
  switch (node.kind) {
    case JsonKind::Null: return "null";
    case JsonKind::Boolean: return node.boolean ? "true" : "false";
    case JsonKind::Number: return std::string(node.text);
    case JsonKind::String: return json_quoted(node.text);
    case JsonKind::Array:
    case JsonKind::Object: break;
  }
  return "";
}

bool is_container(const JsonNode& node) {
  return node.is_object() || node.is_array();
}

std::string key_text(const JsonNode& member, bool is_member) {
  return is_member ? json_quoted(member.key) + ": " : std::string();
}

/// On one line; empty if that is longer than `length_max`.
std::string on_one_line(const JsonNode& node, std::size_t length_max) {
  if (!is_container(node)) {
    return scalar(node);
  }
  std::string text = node.is_object() ? "{" : "[";
  bool is_first = true;
  for (const JsonNode& child : node) {
    if (node.is_object() && is_left_out(child)) {
      continue;
    }
    text += (is_first ? " " : ", ") + key_text(child, node.is_object());
    const std::string value = on_one_line(child, length_max);
    text += value;
    is_first = false;
    if (value.empty() || text.size() > length_max) {
      return "";
    }
  }
  return text + (is_first ? "" : " ") + (node.is_object() ? "}" : "]");
}

/// What people call an element of an array.
std::string name_of(const JsonNode& element, std::size_t index) {
  for (const std::string_view name : kNames) {
    const JsonNode* const member = element.find(name);
    if (member != nullptr && member->is_string() && !member->text.empty()) {
      return std::string(member->text);
    }
  }
  return "#" + std::to_string(index + 1);
}

class Layout {
 public:
  void add(const JsonNode& node, const std::string& before, const std::string& behind,
           std::size_t depth, const std::string& path);

  std::vector<JsonLine> lines;
};

void Layout::add(const JsonNode& node, const std::string& before, const std::string& behind,
                 std::size_t depth, const std::string& path) {
  const std::string indent(2 * depth, ' ');
  const std::string one = on_one_line(node, kShortMax);
  if (!is_container(node) || (!one.empty() && indent.size() + one.size() <= kShortMax)) {
    lines.push_back({indent + before + one + behind, path});
    return;
  }
  std::vector<const JsonNode*> children;
  for (const JsonNode& child : node) {
    if (!node.is_object() || !is_left_out(child)) {
      children.push_back(&child);
    }
  }
  lines.push_back({indent + before + (node.is_object() ? "{" : "["), path});
  for (std::size_t i = 0; i < children.size(); ++i) {
    const JsonNode& child = *children[i];
    std::string inner = path;
    if (node.is_object()) {
      inner += is_container(child) ? (path.empty() ? "" : ", ") + std::string(child.key) : "";
    } else if (is_container(child)) {
      inner += " " + name_of(child, i);
    }
    add(child, key_text(child, node.is_object()), i + 1 < children.size() ? "," : "", depth + 1,
        inner);
  }
  lines.push_back({indent + (node.is_object() ? "}" : "]") + behind, path});
}

// --- what changed ---

/// Of two texts without what they begin and end with alike: which lines are in both, in order.
std::vector<std::pair<std::size_t, std::size_t>> common_lines(const std::vector<JsonLine>& before,
                                                              const std::vector<JsonLine>& after) {
  const std::size_t rows = before.size() + 1;
  const std::size_t columns = after.size() + 1;
  std::vector<std::uint32_t> length(rows * columns);
  const auto at = [columns](std::size_t i, std::size_t j) { return i * columns + j; };
  for (std::size_t i = before.size(); i-- > 0;) {
    for (std::size_t j = after.size(); j-- > 0;) {
      length[at(i, j)] = before[i].text == after[j].text
                             ? length[at(i + 1, j + 1)] + 1
                             : std::max(length[at(i + 1, j)], length[at(i, j + 1)]);
    }
  }
  std::vector<std::pair<std::size_t, std::size_t>> common;
  for (std::size_t i = 0, j = 0; i < before.size() && j < after.size();) {
    if (before[i].text == after[j].text) {
      common.emplace_back(i++, j++);
    } else if (length[at(i + 1, j)] >= length[at(i, j + 1)]) {
      ++i;
    } else {
      ++j;
    }
  }
  return common;
}

struct DiffLine {
  char mark = ' ';
  const JsonLine* line = nullptr;
};

std::vector<JsonLine> middle_of(const std::vector<JsonLine>& lines, std::size_t head,
                                std::size_t tail) {
  return {lines.begin() + static_cast<std::ptrdiff_t>(head),
          lines.end() - static_cast<std::ptrdiff_t>(tail)};
}

std::vector<DiffLine> diff_lines(const std::vector<JsonLine>& before,
                                 const std::vector<JsonLine>& after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head].text == after[head].text) {
    ++head;
  }
  std::size_t tail = 0;
  while (tail < shorter - head &&
         before[before.size() - 1 - tail].text == after[after.size() - 1 - tail].text) {
    ++tail;
  }
  auto common = common_lines(middle_of(before, head, tail), middle_of(after, head, tail));
  common.emplace_back(before.size() - tail - head, after.size() - tail - head);  // the end
  std::vector<DiffLine> lines;
  for (std::size_t i = 0; i < head; ++i) {
    lines.push_back({' ', &after[i]});
  }
  std::size_t i = head;
  std::size_t j = head;
  for (const auto& [common_i, common_j] : common) {
    for (; i < head + common_i; ++i) {
      lines.push_back({'-', &before[i]});
    }
    for (; j < head + common_j; ++j) {
      lines.push_back({'+', &after[j]});
    }
    if (j < after.size()) {
      lines.push_back({' ', &after[j]});
    }
    ++i;
    ++j;
  }
  for (; j < after.size(); ++j) {
    lines.push_back({' ', &after[j]});
  }
  return lines;
}

bool is_near_change(const std::vector<DiffLine>& lines, std::size_t index) {
  const std::size_t begin = index < kContextLines ? 0 : index - kContextLines;
  const std::size_t end = std::min(lines.size(), index + kContextLines + 1);
  for (std::size_t i = begin; i < end; ++i) {
    if (lines[i].mark != ' ') {
      return true;
    }
  }
  return false;
}

/// The part of two paths that is the same, up to the end of a word.
std::string common_path(const std::string& a, const std::string& b) {
  std::size_t end = 0;
  for (std::size_t i = 0;; ++i) {
    const bool a_ends = i == a.size() || a[i] == ',' || a[i] == ' ';
    const bool b_ends = i == b.size() || b[i] == ',' || b[i] == ' ';
    end = a_ends && b_ends && (i == 0 || a[i - 1] != ',') ? i : end;
    if (i == a.size() || i == b.size() || a[i] != b[i]) {
      return a.substr(0, end);
    }
  }
}

/// What all that changes in the piece that begins here stands in.
std::string path_of_piece(const std::vector<DiffLine>& lines, std::size_t begin) {
  std::optional<std::string> path;
  for (std::size_t i = begin; i < lines.size() && is_near_change(lines, i); ++i) {
    if (lines[i].mark != ' ') {
      path = path ? common_path(*path, lines[i].line->path) : lines[i].line->path;
    }
  }
  return path.value_or("").empty() ? "scenario" : *path;
}

std::string paint_line(const DiffLine& line, const TextStyle& style) {
  std::string text = line.mark + escape_terminal(" " + line.line->text);
  switch (line.mark) {
    case '+': return paint(text, Tone::Good, style);
    case '-': return paint(text, Tone::Bad, style);
    default: return text;
  }
}

}  // namespace

std::vector<JsonLine> json_lines(const JsonNode& value) {
  Layout layout;
  layout.add(value, "", "", 0, "");
  return std::move(layout.lines);
}

std::string json_diff(const JsonNode& before, const JsonNode& after, const TextStyle& style) {
  const std::vector<JsonLine> old_lines = json_lines(before);
  const std::vector<JsonLine> new_lines = json_lines(after);
  const std::vector<DiffLine> lines = diff_lines(old_lines, new_lines);
  std::string text;
  bool is_open = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_near = is_near_change(lines, i);
    if (is_near && !is_open) {
      const std::string heading = "@@ " + escape_terminal(path_of_piece(lines, i)) + " @@";
      text += paint(heading, Tone::Faint, style) + "\n";
    }
    is_open = is_near;
    text += is_near ? paint_line(lines[i], style) + "\n" : "";
  }
  return text;
}

const JsonNode* find_pointer(const JsonNode& root, std::string_view pointer) {
  const JsonNode* node = &root;
  while (node != nullptr && pointer.starts_with('/')) {
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    if (node->is_array()) {
      const bool is_number =
          !token.empty() && token.find_first_not_of("0123456789") == std::string_view::npos;
      std::size_t index = 0;
      for (const char c : token) {
        index = std::min<std::size_t>(index * 10 + static_cast<std::size_t>(c - '0'), UINT32_MAX);
      }
      node = is_number && index < node->child_count ? node->begin() + index : nullptr;
    } else {
      std::string name;
      for (std::size_t i = 0; i < token.size(); ++i) {
        const bool is_escape = token[i] == '~' && i + 1 < token.size();
        name += !is_escape ? token[i] : token[++i] == '1' ? '/' : '~';
      }
      node = node->find(name);
    }
  }
  return pointer.empty() ? node : nullptr;
}

}  // namespace replisim
