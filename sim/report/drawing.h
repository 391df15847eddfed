#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace replisim {

/// Boxes, arrows and frames, whatever they stand for: what every picture is made of.
///
/// Texts are as the user wrote them; each format escapes them itself.
struct Drawing {
  enum class Shape : std::uint8_t { Box, Cylinder, Oval, Hexagon, Note };
  /// Colour, and for those who see none of it the line: see `Line`.
  enum class Tone : std::uint8_t { Plain, Good, Bad, Doubtful, Faint };
  enum class Line : std::uint8_t { Solid, Dashed, Dotted, Bold };

  struct Node {
    std::vector<std::string> lines;  ///< the first is its name
    std::string tooltip;             ///< all that did not fit; may be empty
    Shape shape = Shape::Box;
    Tone tone = Tone::Plain;
    std::optional<std::size_t> group;  ///< index into `groups`
  };
  struct Edge {
    std::size_t from = 0;  ///< index into `nodes`
    std::size_t to = 0;
    std::string label;
    std::string tooltip;
    Line line = Line::Solid;
    Tone tone = Tone::Plain;
  };

  std::string title;
  std::vector<std::string> groups;  ///< labels of frames
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::vector<std::string> remarks;  ///< sentences below it
};

/// `solid`, `dashed`, `dotted`, `bold`: as Graphviz and the style sheet call it.
std::string_view to_string(Drawing::Line line);

/// For Graphviz.
std::string drawing_dot(const Drawing& drawing);

/// A Mermaid flowchart, as GitHub and GitLab show it in Markdown.
std::string drawing_mermaid(const Drawing& drawing);

/// Inline SVG for a page that has the style sheet of `drawing_style`: laid out from left to right,
/// each group a band. `id` begins the ids within it and is unique in the page. Needs nothing
/// installed; the same drawing gives the same bytes. Cost: about n log n in what is drawn.
std::string drawing_svg(const Drawing& drawing, const std::string& id);

/// CSS for `drawing_svg`: classes of shapes, tones and lines, by custom properties of the page.
std::string_view drawing_style();

/// A text of at most `length` characters, the middle left out.
std::string shorten(const std::string& text, std::size_t length);

}  // namespace replisim
