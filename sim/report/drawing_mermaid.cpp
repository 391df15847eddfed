// Mermaid's flowcharts: https://mermaid.js.org/syntax/flowchart.html.

#include "sim/report/drawing.h"
#include "sim/report/escape.h"

namespace replisim {
namespace {

/// Inside of quotes. What Mermaid, Markdown or HTML could act on becomes a character code.
std::string escaped(std::string_view text) {
  constexpr std::string_view kPlain = " -.:/,()+=@";
  std::string out;
  for (const char c : escape_terminal(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || kPlain.find(c) != std::string_view::npos;
    out += is_plain ? std::string(1, c) : "#" + std::to_string(byte) + ";";
  }
  return out;
}

struct Brackets {
  std::string_view open;
  std::string_view close;
};

Brackets brackets_of(Drawing::Shape shape) {
  switch (shape) {
    case Drawing::Shape::Box: return {"[", "]"};
    case Drawing::Shape::Cylinder: return {"[(", ")]"};
    case Drawing::Shape::Oval: return {"([", "])"};
    case Drawing::Shape::Hexagon: return {"{{", "}}"};
    case Drawing::Shape::Note: return {">", "]"};
  }
  return {"[", "]"};
}

std::string_view arrow_of(Drawing::Line line) {
  switch (line) {
    case Drawing::Line::Solid: return "-->";
    case Drawing::Line::Dashed:
    case Drawing::Line::Dotted: return "-.->";
    case Drawing::Line::Bold: return "==>";
  }
  return "-->";
}

std::string_view class_of(Drawing::Tone tone) {
  switch (tone) {
    case Drawing::Tone::Plain: return "";
    case Drawing::Tone::Good: return "good";
    case Drawing::Tone::Bad: return "bad";
    case Drawing::Tone::Doubtful: return "doubtful";
    case Drawing::Tone::Faint: return "faint";
  }
  return "";
}

std::string node_line(const Drawing& drawing, std::size_t index, std::string_view indent) {
  const Drawing::Node& node = drawing.nodes[index];
  const Brackets brackets = brackets_of(node.shape);
  std::string line(indent);
  line.append("n").append(std::to_string(index)).append(brackets.open).append("\"");
  for (std::size_t i = 0; i < node.lines.size(); ++i) {
    line += (i == 0 ? "" : "<br/>") + escaped(node.lines[i]);
  }
  line.append("\"").append(brackets.close);
  if (const std::string_view name = class_of(node.tone); !name.empty()) {
    line.append(":::").append(name);
  }
  return line + "\n";
}

}  // namespace

std::string drawing_mermaid(const Drawing& drawing) {
  std::string text =
      "---\ntitle: " + json_quoted(escape_terminal(drawing.title)) + "\n---\nflowchart LR\n";
  for (std::size_t group = 0; group < drawing.groups.size(); ++group) {
    text +=
        "  subgraph g" + std::to_string(group) + "[\"" + escaped(drawing.groups[group]) + "\"]\n";
    for (std::size_t i = 0; i < drawing.nodes.size(); ++i) {
      text += drawing.nodes[i].group == group ? node_line(drawing, i, "    ") : "";
    }
    text += "  end\n";
  }
  for (std::size_t i = 0; i < drawing.nodes.size(); ++i) {
    text += drawing.nodes[i].group ? "" : node_line(drawing, i, "  ");
  }
  for (const Drawing::Edge& edge : drawing.edges) {
    text.append("  n").append(std::to_string(edge.from)).append(" ").append(arrow_of(edge.line));
    text += edge.label.empty() ? " " : "|\"" + escaped(edge.label) + "\"| ";
    text += "n" + std::to_string(edge.to) + "\n";
  }
  for (std::size_t i = 0; i < drawing.remarks.size(); ++i) {
    text += (i == 0 ? "  remarks>\"" : "<br/>") + escaped(drawing.remarks[i]);
  }
  text += drawing.remarks.empty() ? "" : "\"]:::faint\n";
  return text +
         "  classDef good stroke:#1a6b3a,stroke-width:2px\n"
         "  classDef bad stroke:#b3261e,stroke-width:3px\n"
         "  classDef doubtful stroke:#875400,stroke-dasharray:6 3\n"
         "  classDef faint stroke:#6b7280,stroke-dasharray:2 3\n";
}

}  // namespace replisim
