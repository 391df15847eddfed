#include "sim/report/drawing.h"
#include "sim/report/drawing_layout.h"
#include "sim/report/escape.h"

namespace replisim {
namespace {

using Box = DrawingLayout::Box;
using Point = DrawingLayout::Point;

constexpr int kLineHeight = 16;

std::string number(std::string_view name, int value) {
  return " " + std::string(name) + "=\"" + std::to_string(value) + "\"";
}

std::string point(int x, int y) {
  return std::to_string(x) + "," + std::to_string(y);
}

std::string_view class_of(Drawing::Tone tone) {
  switch (tone) {
    case Drawing::Tone::Plain: return "plain";
    case Drawing::Tone::Good: return "good";
    case Drawing::Tone::Bad: return "bad";
    case Drawing::Tone::Doubtful: return "doubtful";
    case Drawing::Tone::Faint: return "faint";
  }
  return "plain";
}

std::string rectangle(const Box& box, int radius) {
  return "<rect" + number("x", box.x) + number("y", box.y) + number("width", box.width) +
         number("height", box.height) + number("rx", radius) + "/>";
}

std::string polygon(const std::vector<Point>& points) {
  std::string text = "<polygon points=\"";
  for (const Point& one : points) {
    text += (&one == points.data() ? "" : " ") + point(one.x, one.y);
  }
  return text + "\"/>";
}

std::string cylinder(const Box& box) {
  const std::string radii = "a" + std::to_string(box.width / 2) + ",5 0 0 ";
  const std::string width = std::to_string(box.width);
  const std::string side = std::to_string(box.height - 10);
  return "<path d=\"M" + point(box.x, box.y + 5) + radii + "1 " + width + ",0v" + side + radii +
         "1 -" + width + ",0z\"/><path d=\"M" + point(box.x, box.y + 5) + radii + "0 " + width +
         ",0\"/>";
}

std::string shape(const Box& box, Drawing::Shape kind) {
  const int right = box.x + box.width;
  const int bottom = box.y + box.height;
  const int middle = box.y + box.height / 2;
  switch (kind) {
    case Drawing::Shape::Box: return rectangle(box, 4);
    case Drawing::Shape::Cylinder: return cylinder(box);
    case Drawing::Shape::Oval: return rectangle(box, box.height / 2);
    case Drawing::Shape::Hexagon:
      return polygon({{box.x, middle},
                      {box.x + 14, box.y},
                      {right - 14, box.y},
                      {right, middle},
                      {right - 14, bottom},
                      {box.x + 14, bottom}});
    case Drawing::Shape::Note:
      return polygon({{box.x, box.y},
                      {right - 8, box.y},
                      {right, box.y + 8},
                      {right, bottom},
                      {box.x, bottom}});
  }
  return "";
}

std::string text_at(int x, int y, std::string_view name, std::string_view text) {
  return "<text class=\"" + std::string(name) + "\"" + number("x", x) + number("y", y) + ">" +
         escape_xml(text) + "</text>";
}

std::string node_svg(const Drawing::Node& node, const Box& box) {
  std::string svg = "<g class=\"node " + std::string(class_of(node.tone)) + "\">";
  svg += node.tooltip.empty() ? "" : "<title>" + escape_xml(node.tooltip) + "</title>";
  svg += shape(box, node.shape);
  const auto count = static_cast<int>(node.lines.size());
  const int cap = node.shape == Drawing::Shape::Cylinder ? 4 : 0;
  int y = box.y + cap + (box.height - count * kLineHeight) / 2 + 12;
  for (const std::string& line : node.lines) {
    svg += text_at(box.x + box.width / 2, y, &line == node.lines.data() ? "name" : "", line);
    y += kLineHeight;
  }
  return svg + "</g>\n";
}

/// Curves that leave and reach their ends level.
std::string path_of(const std::vector<Point>& points) {
  std::string path = "M" + point(points[0].x, points[0].y);
  if (points.size() == 3) {  // to itself
    return path + "Q" + point(points[1].x, points[1].y - 14) + " " +
           point(points[2].x, points[2].y);
  }
  for (std::size_t i = 1; i < points.size(); ++i) {
    const Point& from = points[i - 1];
    const Point& to = points[i];
    const int half = (to.x - from.x) / 2;
    path += "C" + point(from.x + half, from.y) + " " + point(to.x - half, to.y) + " " +
            point(to.x, to.y);
  }
  return path;
}

std::string edge_svg(const Drawing::Edge& edge, const DrawingLayout::Route& route,
                     const std::string& id) {
  const std::string tone(class_of(edge.tone));
  std::string svg = "<g class=\"edge " + tone + " " + std::string(to_string(edge.line)) + "\">";
  svg += edge.tooltip.empty() ? "" : "<title>" + escape_xml(edge.tooltip) + "</title>";
  svg += "<path d=\"" + path_of(route.points) + "\" marker-end=\"url(#" + id + "-" + tone + ")\"/>";
  svg += edge.label.empty() ? "" : text_at(route.label.x, route.label.y, "", edge.label);
  return svg + "</g>\n";
}

std::string markers(const std::string& id) {
  std::string svg = "<defs>";
  for (const char* tone : {"plain", "good", "bad", "doubtful", "faint"}) {
    svg += "<marker id=\"" + id + "-" + tone + "\" class=\"" + tone +
           "\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
           "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0,0L8,4L0,8z\"/></marker>";
  }
  return svg + "</defs>\n";
}

/// The drawing in words, for those who do not see it.
std::string description(const Drawing& drawing) {
  std::string text;
  for (const Drawing::Edge& edge : drawing.edges) {
    text += drawing.nodes[edge.from].lines.front() + " " +
            (edge.label.empty() ? "leads to" : edge.label) + " " +
            drawing.nodes[edge.to].lines.front() + ". ";
  }
  for (const std::string& remark : drawing.remarks) {
    text += remark + ". ";
  }
  return text;
}

}  // namespace

std::string drawing_svg(const Drawing& drawing, const std::string& id) {
  const DrawingLayout layout = lay_out(drawing);
  std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img")" +
                    number("width", layout.width) + number("height", layout.height) +
                    " viewBox=\"0 0 " + std::to_string(layout.width) + " " +
                    std::to_string(layout.height) + "\" aria-labelledby=\"" + id + "-title " + id +
                    "-desc\">\n<title id=\"" + id + "-title\">" + escape_xml(drawing.title) +
                    "</title>\n<desc id=\"" + id + "-desc\">" + escape_xml(description(drawing)) +
                    "</desc>\n" + markers(id);
  for (std::size_t i = 0; i < drawing.groups.size(); ++i) {
    const Box& box = layout.groups[i];
    svg += "<g class=\"group\">" + rectangle(box, 8) +
           text_at(box.x + 10, box.y + 16, "", drawing.groups[i]) + "</g>\n";
  }
  for (std::size_t i = 0; i < drawing.edges.size(); ++i) {
    svg += edge_svg(drawing.edges[i], layout.edges[i], id);
  }
  for (std::size_t i = 0; i < drawing.nodes.size(); ++i) {
    svg += node_svg(drawing.nodes[i], layout.nodes[i]);
  }
  return svg + "</svg>\n";
}

std::string_view drawing_style() {
  return R"css(.drawing { max-width: none; font: 12px system-ui, sans-serif; --c: var(--ink); }
.drawing text { fill: var(--ink); }
.drawing .plain { --c: var(--ink); }
.drawing .good { --c: var(--good); }
.drawing .bad { --c: var(--bad); }
.drawing .doubtful { --c: var(--doubtful); }
.drawing .faint { --c: var(--faint); }
.drawing .node > :not(text) { fill: var(--paper); stroke: var(--c); stroke-width: 1.5; }
.drawing .node.bad > :not(text) { stroke-width: 3; }
.drawing .node.doubtful > :not(text) { stroke-dasharray: 6 3; }
.drawing .node.faint > :not(text) { stroke-dasharray: 2 3; }
.drawing .node text { text-anchor: middle; }
.drawing .node .name { font-weight: 600; }
.drawing .edge path { fill: none; stroke: var(--c); stroke-width: 1.2; }
.drawing .edge.bold path { stroke-width: 2.5; }
.drawing .edge.dashed path { stroke-dasharray: 6 3; }
.drawing .edge.dotted path { stroke-dasharray: 2 3; }
.drawing .edge text { text-anchor: middle; font-size: 10px; fill: var(--c);
  paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
.drawing marker path { fill: var(--c); }
.drawing .group rect { fill: var(--band); stroke: var(--line); }
.drawing .group text { fill: var(--faint); }
)css";
}

}  // namespace replisim
