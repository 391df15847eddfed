#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/report/drawing.h"

namespace replisim {

/// Where everything of a drawing stands, in pixels from the upper left corner.
struct DrawingLayout {
  struct Point {
    int x = 0;
    int y = 0;
  };
  struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
  };
  struct Route {
    std::vector<Point> points;  ///< from the border of one node to that of the other
    Point label;                ///< middle of the label's foot
  };

  int width = 0;
  int height = 0;
  std::vector<Box> nodes;    ///< as `Drawing::nodes`
  std::vector<Box> groups;   ///< as `Drawing::groups`
  std::vector<Route> edges;  ///< as `Drawing::edges`
};

/// Layers from left to right (after Sugiyama): arrows lead to the right, but for those that close a
/// loop; within a layer nodes stand near what they are tied to. Each group is a band of its own.
DrawingLayout lay_out(const Drawing& drawing);

/// How wide a text is about, in pixels, at 12 pixels a line.
int text_width(const std::string& text);

}  // namespace replisim
