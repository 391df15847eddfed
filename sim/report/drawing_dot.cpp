// Graphviz's language: https://graphviz.org/doc/info/lang.html.

#include "sim/report/drawing.h"
#include "sim/report/escape.h"

namespace replisim {
namespace {

/// A quoted string. Labels read escapes and HTML entities, so that `\` and `&` are spelled out.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : escape_terminal(text)) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '&': out += "&amp;"; break;
      default: out += c;
    }
  }
  return out + "\"";
}

/// Lines of a label, each with `end` behind it: `\n` centred, `\l` from the left.
std::string label_of(const std::vector<std::string>& lines, std::string_view end) {
  std::string label = "\"";
  for (const std::string& line : lines) {
    const std::string one = quoted(line);
    label.append(label.size() == 1 || end == "\\l" ? "" : end).append(one, 1, one.size() - 2);
    label += end == "\\l" ? end : "";
  }
  return label + "\"";
}

std::string_view shape_of(Drawing::Shape shape) {
  switch (shape) {
    case Drawing::Shape::Box: return "box";
    case Drawing::Shape::Cylinder: return "cylinder";
    case Drawing::Shape::Oval: return "ellipse";
    case Drawing::Shape::Hexagon: return "hexagon";
    case Drawing::Shape::Note: return "note";
  }
  return "box";
}

std::string_view color_of(Drawing::Tone tone) {
  switch (tone) {
    case Drawing::Tone::Plain: return "#30343b";
    case Drawing::Tone::Good: return "#1a6b3a";
    case Drawing::Tone::Bad: return "#b3261e";
    case Drawing::Tone::Doubtful: return "#875400";
    case Drawing::Tone::Faint: return "#6b7280";
  }
  return "#30343b";
}

std::string color_attributes(Drawing::Tone tone) {
  const std::string color(color_of(tone));
  return ", color=\"" + color + "\", fontcolor=\"" + color + "\"";
}

std::string node_line(const Drawing& drawing, std::size_t index, std::string_view indent) {
  const Drawing::Node& node = drawing.nodes[index];
  std::string line(indent);
  line += "n" + std::to_string(index) + " [label=" + label_of(node.lines, "\\n") +
          ", shape=" + std::string(shape_of(node.shape));
  if (!node.tooltip.empty()) {
    line += ", tooltip=" + quoted(node.tooltip);
  }
  if (node.tone != Drawing::Tone::Plain) {
    line += color_attributes(node.tone);
  }
  return line + "];\n";
}

std::string edge_line(const Drawing::Edge& edge) {
  std::string line = "  n" + std::to_string(edge.from) + " -> n" + std::to_string(edge.to) +
                     " [style=" + std::string(to_string(edge.line));
  if (!edge.label.empty()) {
    line += ", label=" + quoted(edge.label);
  }
  if (!edge.tooltip.empty()) {
    line += ", tooltip=" + quoted(edge.tooltip);
  }
  if (edge.tone != Drawing::Tone::Plain) {
    line += color_attributes(edge.tone);
  }
  return line + "];\n";
}

}  // namespace

std::string drawing_dot(const Drawing& drawing) {
  std::string text = "digraph " + quoted(drawing.title) +
                     " {\n"
                     "  graph [rankdir=LR, fontname=\"Helvetica\", fontsize=11, nodesep=0.25, "
                     "ranksep=0.9, labelloc=b, labeljust=l";
  if (!drawing.remarks.empty()) {
    text += ",\n    label=" + label_of(drawing.remarks, "\\l");
  }
  text +=
      "];\n"
      "  node [fontname=\"Helvetica\", fontsize=11, margin=\"0.12,0.06\"];\n"
      "  edge [fontname=\"Helvetica\", fontsize=9];\n";
  for (std::size_t group = 0; group < drawing.groups.size(); ++group) {
    text += "  subgraph cluster_" + std::to_string(group) +
            " {\n    label=" + quoted(drawing.groups[group]) +
            "; labelloc=t; style=\"rounded\"; color=\"#9aa1ab\";\n";
    for (std::size_t i = 0; i < drawing.nodes.size(); ++i) {
      text += drawing.nodes[i].group == group ? node_line(drawing, i, "    ") : "";
    }
    text += "  }\n";
  }
  for (std::size_t i = 0; i < drawing.nodes.size(); ++i) {
    text += drawing.nodes[i].group ? "" : node_line(drawing, i, "  ");
  }
  for (const Drawing::Edge& edge : drawing.edges) {
    text += edge_line(edge);
  }
  return text + "}\n";
}

}  // namespace replisim
