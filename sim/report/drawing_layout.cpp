#include "sim/report/drawing_layout.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "model/unicode.h"

namespace replisim {
namespace {

constexpr int kLineHeight = 16;
constexpr int kPadding = 12;
constexpr int kRowGap = 18;
constexpr int kBandGap = 22;
constexpr int kBandTitle = 28;
constexpr int kColumnGapMin = 44;
constexpr int kBendHeight = 10;  // room of an arrow that passes a column
constexpr int kSweeps = 6;

/// A node, or the place where an arrow passes a layer between its ends.
struct Item {
  std::optional<std::size_t> node;
  std::size_t layer = 0;
  std::size_t band = 0;
  double rank = 0;  // position within the layer, also while it is being looked for
  DrawingLayout::Box box;
};

class Layouter {
 public:
  explicit Layouter(const Drawing& drawing) : drawing_(drawing) {}

  DrawingLayout lay_out() &&;

 private:
  void find_backward();
  void find_layers();
  void make_items();
  void order_items();
  void sweep(bool to_the_right);
  void place_columns();
  void place_rows();
  void route_edges();
  [[nodiscard]] bool is_backward(std::size_t edge) const { return backward_[edge]; }
  [[nodiscard]] std::size_t left_of(const Drawing::Edge& edge, std::size_t index) const {
    return is_backward(index) ? edge.to : edge.from;
  }
  [[nodiscard]] std::size_t right_of(const Drawing::Edge& edge, std::size_t index) const {
    return is_backward(index) ? edge.from : edge.to;
  }
  [[nodiscard]] std::vector<std::vector<std::size_t>> columns() const;
  DrawingLayout::Point port(std::size_t item, bool is_right, std::size_t edge) const;

  const Drawing& drawing_;
  std::vector<bool> backward_;                    // of each edge
  std::vector<std::size_t> layers_;               // of each node
  std::vector<Item> items_;                       // the nodes first
  std::vector<std::vector<std::size_t>> chains_;  // of each edge: its items from left to right
  DrawingLayout layout_;
};

/// Edges that lead back to where a walk came from, in the order of the drawing.
void Layouter::find_backward() {
  enum class State : std::uint8_t { New, Open, Done };
  const std::size_t count = drawing_.nodes.size();
  std::vector<std::vector<std::size_t>> out(count);
  for (std::size_t edge = 0; edge < drawing_.edges.size(); ++edge) {
    out[drawing_.edges[edge].from].push_back(edge);
  }
  backward_.assign(drawing_.edges.size(), false);
  std::vector<State> states(count, State::New);
  for (std::size_t root = 0; root < count; ++root) {
    std::vector<std::pair<std::size_t, std::size_t>> walk;  // node, next of its edges
    if (states[root] == State::New) {
      walk.emplace_back(root, 0);
      states[root] = State::Open;
    }
    while (!walk.empty()) {
      auto& [node, next] = walk.back();
      if (next == out[node].size()) {
        states[node] = State::Done;
        walk.pop_back();
        continue;
      }
      const std::size_t edge = out[node][next++];
      const std::size_t to = drawing_.edges[edge].to;
      backward_[edge] = states[to] == State::Open;
      if (states[to] == State::New) {
        states[to] = State::Open;
        walk.emplace_back(to, 0);
      }
    }
  }
}

/// The longest way to a node; what nothing leads to stands just before what it leads to.
void Layouter::find_layers() {
  const std::size_t count = drawing_.nodes.size();
  layers_.assign(count, 0);
  std::vector<std::size_t> left_count(count);
  std::vector<std::vector<std::size_t>> next(count);
  for (std::size_t i = 0; i < drawing_.edges.size(); ++i) {
    const Drawing::Edge& edge = drawing_.edges[i];
    if (edge.from != edge.to) {
      next[left_of(edge, i)].push_back(right_of(edge, i));
      ++left_count[right_of(edge, i)];
    }
  }
  const std::vector<std::size_t> in_count = left_count;
  std::vector<std::size_t> ready;
  for (std::size_t node = 0; node < count; ++node) {
    if (left_count[node] == 0) {
      ready.push_back(node);
    }
  }
  for (std::size_t i = 0; i < ready.size(); ++i) {
    for (const std::size_t to : next[ready[i]]) {
      layers_[to] = std::max(layers_[to], layers_[ready[i]] + 1);
      if (--left_count[to] == 0) {
        ready.push_back(to);
      }
    }
  }
  for (std::size_t node = 0; node < count; ++node) {
    if (in_count[node] == 0 && !next[node].empty()) {
      std::size_t nearest = layers_[next[node].front()];
      for (const std::size_t to : next[node]) {
        nearest = std::min(nearest, layers_[to]);
      }
      layers_[node] = nearest - 1;
    }
  }
}

DrawingLayout::Box size_of(const Drawing::Node& node) {
  int width = 0;
  for (const std::string& line : node.lines) {
    width = std::max(width, text_width(line));
  }
  const int side = node.shape == Drawing::Shape::Hexagon ? 2 * kPadding : kPadding;
  const int cap = node.shape == Drawing::Shape::Cylinder ? 10 : 0;
  return {0, 0, width + 2 * side,
          static_cast<int>(node.lines.size()) * kLineHeight + kPadding + cap};
}

void Layouter::make_items() {
  for (std::size_t node = 0; node < drawing_.nodes.size(); ++node) {
    Item item;
    item.node = node;
    item.layer = layers_[node];
    item.band = drawing_.nodes[node].group.value_or(drawing_.groups.size());
    item.box = size_of(drawing_.nodes[node]);
    items_.push_back(item);
  }
  chains_.resize(drawing_.edges.size());
  for (std::size_t i = 0; i < drawing_.edges.size(); ++i) {
    const Drawing::Edge& edge = drawing_.edges[i];
    const std::size_t left = left_of(edge, i);
    const std::size_t right = right_of(edge, i);
    chains_[i].push_back(left);
    for (std::size_t layer = layers_[left] + 1; layer < layers_[right]; ++layer) {
      chains_[i].push_back(items_.size());
      items_.push_back({std::nullopt, layer, items_[left].band, 0, {0, 0, 0, kBendHeight}});
    }
    chains_[i].push_back(right);
  }
}

std::vector<std::vector<std::size_t>> Layouter::columns() const {
  std::vector<std::vector<std::size_t>> columns;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    columns.resize(std::max(columns.size(), items_[i].layer + 1));
    columns[items_[i].layer].push_back(i);
  }
  for (std::vector<std::size_t>& column : columns) {
    std::stable_sort(column.begin(), column.end(), [this](std::size_t a, std::size_t b) {
      return items_[a].band != items_[b].band ? items_[a].band < items_[b].band
                                              : items_[a].rank < items_[b].rank;
    });
  }
  return columns;
}

/// Each item to the middle of those that it is tied to on one side.
void Layouter::sweep(bool to_the_right) {
  std::vector<double> sums(items_.size());
  std::vector<int> counts(items_.size());
  for (const std::vector<std::size_t>& chain : chains_) {
    for (std::size_t i = 1; i < chain.size(); ++i) {
      const std::size_t from = to_the_right ? chain[i - 1] : chain[i];
      const std::size_t to = to_the_right ? chain[i] : chain[i - 1];
      sums[to] += items_[from].rank;
      ++counts[to];
    }
  }
  for (std::size_t i = 0; i < items_.size(); ++i) {
    items_[i].rank = counts[i] == 0 ? items_[i].rank : sums[i] / counts[i];
  }
  for (const std::vector<std::size_t>& column : columns()) {
    double rank = 0;
    for (const std::size_t item : column) {
      items_[item].rank = rank++;
    }
  }
}

void Layouter::order_items() {
  double rank = 0;
  for (Item& item : items_) {
    item.rank = rank++;
  }
  for (int i = 0; i < kSweeps; ++i) {
    sweep(i % 2 == 0);
  }
}

void Layouter::place_columns() {
  const auto all = columns();
  std::vector<int> gaps(all.size(), kColumnGapMin);
  for (std::size_t i = 0; i < drawing_.edges.size(); ++i) {
    const std::size_t layer = layers_[left_of(drawing_.edges[i], i)];
    gaps[layer] = std::max(gaps[layer], text_width(drawing_.edges[i].label) * 5 / 6 + 36);
  }
  int x = 2 * kPadding;
  for (std::size_t layer = 0; layer < all.size(); ++layer) {
    int width = 0;
    for (const std::size_t item : all[layer]) {
      width = std::max(width, items_[item].box.width);
    }
    for (const std::size_t item : all[layer]) {
      DrawingLayout::Box& box = items_[item].box;
      box.width = items_[item].node ? box.width : width;
      box.x = x + (width - box.width) / 2;
    }
    x += width + gaps[layer];
  }
  layout_.width = x - (all.empty() ? 0 : gaps.back()) + 2 * kPadding;
}

void Layouter::place_rows() {
  const auto all = columns();
  const std::size_t band_count = drawing_.groups.size() + 1;
  layout_.groups.resize(drawing_.groups.size());
  int y = kPadding;
  for (std::size_t band = 0; band < band_count; ++band) {
    const bool has_frame = band < drawing_.groups.size();
    const int top = y + (has_frame ? kBandTitle : 0);
    int band_height = 0;
    std::vector<int> heights;
    for (const std::vector<std::size_t>& column : all) {
      int height = -kRowGap;
      for (const std::size_t item : column) {
        height += items_[item].band == band ? items_[item].box.height + kRowGap : 0;
      }
      heights.push_back(std::max(height, 0));
      band_height = std::max(band_height, height);
    }
    for (std::size_t layer = 0; layer < all.size(); ++layer) {
      int at = top + (band_height - heights[layer]) / 2;
      for (const std::size_t item : all[layer]) {
        if (items_[item].band == band) {
          items_[item].box.y = at;
          at += items_[item].box.height + kRowGap;
        }
      }
    }
    if (has_frame) {
      layout_.groups[band] = {kPadding, y, layout_.width - 2 * kPadding,
                              kBandTitle + band_height + kPadding};
    }
    y = top + std::max(band_height, 0) + (band_height > 0 || has_frame ? kBandGap + kPadding : 0);
  }
  layout_.height = y;
}

/// Where an arrow touches a node: those of a side are spread over it, in the order of their ends.
DrawingLayout::Point Layouter::port(std::size_t item, bool is_right, std::size_t edge) const {
  const DrawingLayout::Box& box = items_[item].box;
  const int x = is_right ? box.x + box.width : box.x;
  if (!items_[item].node) {
    return {x, box.y + box.height / 2};
  }
  std::vector<std::pair<int, std::size_t>> ends;  // y of the other end, edge
  for (std::size_t i = 0; i < chains_.size(); ++i) {
    const std::vector<std::size_t>& chain = chains_[i];
    if (chain.front() != chain.back() && (is_right ? chain.front() : chain.back()) == item) {
      const std::size_t other = is_right ? chain[1] : chain[chain.size() - 2];
      ends.emplace_back(items_[other].box.y, i);
    }
  }
  std::sort(ends.begin(), ends.end());
  std::size_t place = 0;
  while (place < ends.size() && ends[place].second != edge) {
    ++place;
  }
  const auto number = static_cast<int>(place) + 1;
  return {x, box.y + box.height * number / (static_cast<int>(ends.size()) + 1)};
}

void Layouter::route_edges() {
  layout_.edges.resize(drawing_.edges.size());
  for (std::size_t i = 0; i < chains_.size(); ++i) {
    DrawingLayout::Route& route = layout_.edges[i];
    const std::vector<std::size_t>& chain = chains_[i];
    const DrawingLayout::Box& first = items_[chain.front()].box;
    if (chain.front() == chain.back()) {  // to itself: over its upper edge
      const int x = first.x + first.width / 2;
      route.points = {{x - 14, first.y}, {x, first.y - 14}, {x + 14, first.y}};
      route.label = {x, first.y - 18};
      continue;
    }
    route.points.push_back(port(chain.front(), true, i));
    for (std::size_t k = 1; k + 1 < chain.size(); ++k) {
      route.points.push_back(port(chain[k], false, i));
      route.points.push_back(port(chain[k], true, i));
    }
    route.points.push_back(port(chain.back(), false, i));
    route.label = {(route.points[0].x + route.points[1].x) / 2,
                   (route.points[0].y + route.points[1].y) / 2 - 4};
    if (is_backward(i)) {
      std::reverse(route.points.begin(), route.points.end());
    }
  }
}

DrawingLayout Layouter::lay_out() && {
  find_backward();
  find_layers();
  make_items();
  order_items();
  place_columns();
  place_rows();
  route_edges();
  for (const Item& item : items_) {
    if (item.node) {
      layout_.nodes.push_back(item.box);
    }
  }
  return std::move(layout_);
}

}  // namespace

int text_width(const std::string& text) {
  constexpr int kTenthsPerCharacter = 74;
  return static_cast<int>(code_point_count(text)) * kTenthsPerCharacter / 10;
}

DrawingLayout lay_out(const Drawing& drawing) {
  return Layouter(drawing).lay_out();
}

}  // namespace replisim
