#include "sim/testing/playing.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string_view>
#include <utility>

#include "model/json_patch.h"
#include "model/shape_codec.h"
#include "model/spelling.h"
#include "sim/files/files.h"
#include "sim/testing/world.h"

namespace replisim::testing {
namespace {

/// Texts of the test before files of the disk.
class FragmentsAndDisk : public FileReader {
 public:
  FragmentsAndDisk(Fragments fragments, const std::string& scenario, bool allow_outside)
      : fragments_(std::move(fragments)),
        disk_(scenario,
              allow_outside ? DiskFiles::Reach::Everywhere : DiskFiles::Reach::ScenarioFolder,
              nothing_) {}

  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    const auto fragment = fragments_.find(path);
    return fragment == fragments_.end() ? disk_.read(path) : fragment->second;
  }
  void tell_why(Issues& issues, const SourceMap& sources) const { disk_.tell_why(issues, sources); }

 private:
  Fragments fragments_;
  std::istringstream nothing_;
  DiskFiles disk_;
};

[[noreturn]] void refuse_name(const std::string& what, const std::string& name,
                              const std::vector<std::string_view>& names) {
  const std::optional<std::string> nearest = nearest_name(name, names);
  throw BadWorld(what + " `" + name + "`" +
                 (nearest ? "\n  hint: did you mean `" + *nearest + "`?" : ""));
}

Scenario read_with(SourceMap& sources, const std::string& path, const FragmentsAndDisk& files,
                   bool allow_outside) {
  ScenarioOptions options;
  options.allow_outside = allow_outside;
  Result<Scenario> scenario = read_scenario(sources, path, files, options);
  if (!scenario) {
    Issues issues = scenario.issues();
    files.tell_why(issues, sources);
    refuse(std::move(issues), sources);
  }
  return std::move(scenario).value();
}

ScenarioCase choose(Scenario&& scenario, const std::string& path, const std::string& variant) {
  if (variant.empty()) {
    return std::move(scenario.base);
  }
  std::vector<std::string_view> names;
  for (ScenarioCase& one : scenario.variants) {
    if (one.variant_id == variant) {
      return std::move(one);
    }
    names.emplace_back(one.variant_id);
  }
  refuse_name("`" + path + "` has no variant", variant, names);
}

/// Patches of variants are not for a world that was patched already.
const JsonNode& without_variants(const JsonNode& root, JsonArena& arena) {
  std::vector<JsonNode> members;
  std::copy_if(root.begin(), root.end(), std::back_inserter(members), [](const JsonNode& member) {
    return member.key != "variants" && member.key != "table";
  });
  JsonNode result = root;
  result.child_count = static_cast<std::uint32_t>(members.size());
  result.children = arena.keep(std::move(members));
  return *arena.keep(std::vector<JsonNode>{result});
}

}  // namespace

void refuse(Issues issues, const SourceMap& sources) {
  sort_issues(issues);
  std::string text;
  for (const Issue& issue : issues) {
    text += (text.empty() ? "" : "\n") + format_issue(issue, sources);
  }
  throw BadWorld(text);
}

Playing::Playing(const PlayedSource& source) : fragments_(source.fragments) {
  read(source);
  waiting_.swap(case_.events);
  std::stable_sort(waiting_.begin(), waiting_.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  for (const Event& event : waiting_) {
    ids_.insert(event.id);
  }
  set_time(case_.clock);
  simulation_.emplace(case_, SimulationOptions{.watch = true});
}

void Playing::read(const PlayedSource& source) {
  const FragmentsAndDisk files(fragments_, source.path, source.allow_outside);
  Scenario scenario = read_with(sources_, source.path, files, source.allow_outside);
  arenas_.push_back(scenario.arena);
  case_ = choose(std::move(scenario), source.path, source.variant);
  for (std::size_t i = 0; i < source.patches.size(); ++i) {
    apply(source.patches[i], i == 0 ? "patch" : "patch-" + std::to_string(i + 1), source);
  }
}

/// Patches the tree that the case was read from, and reads it again.
void Playing::apply(const Json& patch, std::string name, const PlayedSource& source) {
  const FragmentsAndDisk files(fragments_, source.path, true);
  const bool is_file = !patch.path().empty();
  name = is_file ? patch.path() : name;
  const std::optional<std::string> text = is_file ? files.read(name) : patch.text();
  if (!text) {
    throw BadWorld("file `" + name + "` cannot be read");
  }
  auto arena = std::make_shared<JsonArena>();
  arenas_.push_back(arena);
  Issues issues;
  const JsonNode* const node = parse_json(sources_, sources_.add(name, *text), *arena, issues);
  const JsonNode* const tree =
      node == nullptr || !issues.empty() ? nullptr : patched(*node, *arena, issues);
  if (tree == nullptr || !issues.empty()) {
    refuse(std::move(issues), sources_);
  }
  Result<Scenario> scenario = read_scenario_tree(sources_, arena, *tree);
  if (!scenario) {
    refuse(scenario.issues(), sources_);
  }
  case_ = std::move(scenario).value().base;
}

const JsonNode* Playing::patched(const JsonNode& patch, JsonArena& arena, Issues& issues) {
  const JsonNode& root = without_variants(*case_.root, arena);
  JsonPatcher patcher(arena, {}, issues);
  if (!patch.is_array()) {
    return patcher.merge(root, patch);
  }
  ShapeReader reader(sources_, arena, {}, issues);
  std::vector<PatchOperation> operations;
  Codec<std::vector<PatchOperation>>::read(reader, patch, operations);
  return issues.empty() ? patcher.patch(root, operations) : nullptr;
}

ScenarioCase Playing::given_case() const {
  ScenarioCase given = case_;
  given.events = waiting_;
  return given;
}

std::vector<std::string> Playing::variants_of(const std::string& path) {
  SourceMap sources;
  const Scenario scenario = read_with(sources, path, FragmentsAndDisk({}, path, false), false);
  std::vector<std::string> ids{""};
  for (const ScenarioCase& variant : scenario.variants) {
    ids.push_back(variant.variant_id);
  }
  return ids;
}

EventOutcome Playing::play(const MadeEvent& made) {
  const std::string alone = made.name + " alone";
  JsonWriter json(JsonWriter::Layout::Indented);
  Fragments fragments = made.fragments;
  json.begin_object();
  json.member("format", "replisim/1");
  json.member("clock", format_rfc3339(case_.clock));
  json.key("events");
  DocumentNode events(DocumentNode::Kind::Array);
  events.append_json(made.json, made.name);
  events.write(json, fragments);
  json.end_object();
  fragments.emplace(alone, std::move(json).text());

  const FragmentsAndDisk files(fragments, alone, true);
  Scenario scenario = read_with(sources_, alone, files, true);
  arenas_.push_back(scenario.arena);
  Event event = std::move(scenario.base.events.front());
  const JsonNode& node = scenario.base.root->find("events")->children[0];
  if (node.find("id") == nullptr) {
    event.id = made.name;
  }
  if (node.find("at") == nullptr) {
    event.at = made.at.value_or(now_);
  }
  if (!ids_.insert(event.id).second) {
    throw BadWorld("there is an event `" + event.id + "` already");
  }
  return play_event(event);
}

EventOutcome Playing::play_event(const Event& event) {
  if (event.at < now_) {
    throw BadWorld("event `" + event.id + "` at " + format_rfc3339(event.at) +
                   " is before what was played last, at " + format_rfc3339(now_));
  }
  set_time(event.at);
  case_.events.push_back(event);
  played_.push_back(simulation_->play(event));
  return played_.back();
}

EventOutcome Playing::play_next() {
  return play_event(waiting_[next_waiting_++]);
}

EventOutcome Playing::play_to(const std::string& event_id) {
  const auto is_it = [&](const auto& event) { return event.id == event_id; };
  const auto wanted = std::find_if(waiting_.begin(), waiting_.end(), is_it);
  if (wanted == waiting_.end()) {
    std::vector<std::string_view> names;
    for (const Event& event : waiting_) {
      names.emplace_back(event.id);
    }
    refuse_name("the scenario has no event", event_id, names);
  }
  const auto number = static_cast<std::size_t>(wanted - waiting_.begin());
  while (next_waiting_ <= number) {
    play_next();
  }
  const auto outcome =
      std::find_if(played_.begin(), played_.end(),
                   [&](const EventOutcome& played) { return played.event_id == event_id; });
  return *outcome;
}

std::vector<EventOutcome> Playing::play_all() {
  std::vector<EventOutcome> outcomes;
  while (next_waiting_ < waiting_.size()) {
    outcomes.push_back(play_next());
  }
  return outcomes;
}

}  // namespace replisim::testing
