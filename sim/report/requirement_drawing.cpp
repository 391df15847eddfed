#include "sim/report/requirement_drawing.h"

#include <map>

#include "model/json_writer.h"
#include "model/unicode.h"
#include "sim/report/json.h"
#include "sim/report/place.h"

namespace replisim {
namespace {

using Index = RequirementGraph::Index;

constexpr std::size_t kLabelWidth = 36;

/// Breaks a sentence at blanks.
std::vector<std::string> broken(const std::string& text) {
  std::vector<std::string> lines{""};
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = text.find(' ', begin);
    end = end == std::string::npos ? text.size() : end;
    const std::string word = text.substr(begin, end - begin);
    if (!lines.back().empty() &&
        code_point_count(lines.back()) + 1 + code_point_count(word) > kLabelWidth) {
      lines.emplace_back();
    }
    lines.back() += (lines.back().empty() ? "" : " ") + word;
    begin = end + 1;
  }
  return lines;
}

Drawing::Tone tone_of(Ternary state) {
  switch (state) {
    case Ternary::True: return Drawing::Tone::Good;
    case Ternary::False: return Drawing::Tone::Bad;
    case Ternary::Unknown: return Drawing::Tone::Doubtful;
  }
  return Drawing::Tone::Plain;
}

/// For those who see no colours.
std::string_view word_of(Ternary state) {
  switch (state) {
    case Ternary::True: return "holds";
    case Ternary::False: return "does not hold";
    case Ternary::Unknown: return "not known";
  }
  return "";
}

/// A check is called by its question where it begins, below that by what it demands.
std::vector<std::string> lines_of(const Requirement& node, const Check* above) {
  const bool begins_check = node.check != nullptr && node.check != above;
  std::string text = begins_check ? node.check->id + " " + node.check->question
                                  : std::string(to_string(node.kind));
  if (begins_check && node.kind == RequirementKind::OneOf) {
    text += " (one of)";
  }
  return broken(text);
}

class RequirementDrawer {
 public:
  RequirementDrawer(const RequirementGraph& graph, const SourceMap& sources,
                    const RequirementDrawingOptions& options, Drawing& drawing)
      : graph_(graph), sources_(sources), options_(options), drawing_(drawing) {}

  void draw(const std::string& title);

 private:
  std::size_t add(Index index, const Check* above);
  void tie(std::size_t from, std::size_t to, Ternary state);

  const RequirementGraph& graph_;
  const SourceMap& sources_;
  const RequirementDrawingOptions& options_;
  Drawing& drawing_;
  std::size_t group_ = 0;
  std::map<Index, std::size_t> drawn_;
};

void RequirementDrawer::tie(std::size_t from, std::size_t to, Ternary state) {
  drawing_.edges.push_back(
      {.from = from,
       .to = to,
       .line = state == Ternary::False ? Drawing::Line::Bold : Drawing::Line::Solid,
       .tone = tone_of(state)});
}

std::size_t RequirementDrawer::add(Index index, const Check* above) {
  const auto [found, is_new] = drawn_.try_emplace(index, drawing_.nodes.size());
  if (!is_new) {
    return found->second;
  }
  const std::size_t self = found->second;
  const Requirement& node = graph_.at(index);
  Drawing::Node drawn;
  drawn.lines = lines_of(node, above);
  drawn.lines.emplace_back(word_of(node.state));
  drawn.tone = tone_of(node.state);
  drawn.shape = node.is_leaf() ? Drawing::Shape::Box : Drawing::Shape::Oval;
  drawn.group = group_;
  drawn.tooltip = node.where.is_known() ? sources_.format(node.where) : "";
  drawing_.nodes.push_back(std::move(drawn));
  const bool is_settled = node.check != nullptr && node.state == Ternary::True;
  if (is_settled && !options_.shows_all) {
    return self;
  }
  std::size_t passed = 0;
  for (const Index below : graph_.below(index)) {
    const Requirement& child = graph_.at(below);
    if (options_.counts_passed && child.state == Ternary::True) {
      ++passed;
      continue;
    }
    tie(self, add(below, node.check), child.state);
  }
  if (passed > 0) {
    tie(self, drawing_.nodes.size(), Ternary::True);
    const std::string verb = passed == 1 ? " other holds" : " others hold";
    drawing_.nodes.push_back(
        {.lines = {std::to_string(passed) + verb}, .tone = Drawing::Tone::Good, .group = group_});
  }
  return self;
}

void RequirementDrawer::draw(const std::string& title) {
  group_ = drawing_.groups.size();
  drawing_.groups.push_back(title);
  const std::size_t root = add(graph_.root(), nullptr);
  std::vector<std::string>& lines = drawing_.nodes[root].lines;
  if (graph_.at(graph_.root()).check == nullptr) {
    lines = {"the replica is there", std::string(word_of(graph_.holds()))};
  }
}

void write_requirement(JsonWriter& json, const RequirementGraph& graph, Index index,
                       const SourceMap& sources) {
  const Requirement& node = graph.at(index);
  json.begin_object();
  json.member("requires", to_string(node.kind));
  json.member("state", word_of(node.state));
  text_or_null(json, "check", node.check == nullptr ? "" : node.check->id);
  text_or_null(json, "question", node.check == nullptr ? "" : node.check->question);
  write_place(json, "place", place_of(node.where, sources));
  json.key("below");
  json.begin_array();
  for (const Index below : graph.below(index)) {
    json.number(static_cast<std::int64_t>(below));
  }
  json.end_array();
  json.end_object();
}

}  // namespace

void draw_requirements(const RequirementGraph& graph, const std::string& title,
                       const SourceMap& sources, const RequirementDrawingOptions& options,
                       Drawing& drawing) {
  RequirementDrawer(graph, sources, options, drawing).draw(title);
}

std::string requirements_json(const std::string& file, const std::string& variant_id,
                              const std::string& event_id,
                              const std::vector<ReplicationAttempt>& attempts,
                              const SourceMap& sources) {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("schemaVersion", kReportSchemaVersion);
  json.member("command", "graph");
  json.member("file", file);
  text_or_null(json, "variant", variant_id);
  json.member("event", event_id);
  json.key("requirements");
  json.begin_array();
  for (const ReplicationAttempt& attempt : attempts) {
    const RequirementGraph graph(attempt);
    json.begin_object();
    text_or_null(json, "Bucket", attempt.destination_bucket);
    text_or_null(json, "rule", attempt.rule_id);
    json.member("root", static_cast<std::int64_t>(graph.root()));
    json.key("nodes");
    json.begin_array();
    for (Index index = 0; index < graph.size(); ++index) {
      write_requirement(json, graph, index, sources);
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return std::move(json).text();
}

}  // namespace replisim
