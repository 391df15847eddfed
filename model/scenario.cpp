#include "model/scenario.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "model/assertion_check.h"
#include "model/case_table.h"
#include "model/json_include.h"
#include "model/json_patch.h"
#include "model/scenario_check.h"
#include "model/scenario_document.h"
#include "model/shape.h"

namespace replisim {
namespace {

struct NoFiles : FileReader {
  [[nodiscard]] std::optional<std::string> read(const std::string&) const override {
    return std::nullopt;
  }
};

class ScenarioReader {
 public:
  ScenarioReader(SourceMap& sources, const FileReader& files, const ScenarioOptions& options,
                 std::shared_ptr<JsonArena> arena)
      : sources_(sources),
        options_(options),
        arena_(std::move(arena)),
        includer_(sources, *arena_, files, options, issues_),
        patcher_(*arena_, {options.json.depth_max, options.patched_nodes_max}, issues_) {}

  Result<Scenario> read(const std::string& path);
  Result<Scenario> read(const JsonNode& given);

 private:
  ScenarioDocument read_document(const JsonNode& root);
  ScenarioCase make_case(const JsonNode& root, ScenarioDocument document);
  void read_variants(const JsonNode& root, std::vector<VariantDocument> variants,
                     const DiagnosticsExpectation* diagnostics, Scenario& scenario);
  const JsonNode* patched(const JsonNode& root, VariantDocument& variant);
  const JsonNode* with_event_changed(const JsonNode& root, VariantDocument& variant);
  std::optional<std::size_t> find_event(const JsonNode* events, VariantDocument& variant);
  void expect_of_variant(const VariantDocument& variant, ScenarioCase& variant_case);

  void set_times(Instant clock, std::vector<EventDocument>& events);
  std::optional<Instant> time_of(const EventDocument& event, Instant clock);
  void set_ids(std::vector<EventDocument>& events);
  void check_variants(const std::vector<VariantDocument>& variants);
  bool is_within_limits(const JsonNode& root);

  void report(std::string code, std::string message, std::string hint, SourceRange where);
  Issues finished_issues();

  SourceMap& sources_;
  const ScenarioOptions& options_;
  std::shared_ptr<JsonArena> arena_;
  Issues issues_;
  JsonIncluder includer_;
  JsonPatcher patcher_;
  std::uint64_t dropped_count_ = 0;
};

/// The tree without its variants and rows: what these change.
const JsonNode* without_variants(const JsonNode& root, JsonArena& arena) {
  std::vector<JsonNode> members(root.begin(), root.end());
  members.erase(std::remove_if(members.begin(), members.end(),
                               [](const JsonNode& member) {
                                 return member.key == "variants" || member.key == "table";
                               }),
                members.end());
  JsonNode result = root;
  result.child_count = static_cast<std::uint32_t>(members.size());
  result.children = arena.keep(members);
  return arena.keep(std::vector<JsonNode>{result});
}

std::string shown_id(const EventDocument& event) {
  return event.event.id.empty() ? std::string("the event")
                                : "event " + in_backticks(event.event.id);
}

Result<Scenario> ScenarioReader::read(const std::string& path) {
  const JsonNode* const root = includer_.read(path);
  return root == nullptr ? Result<Scenario>(finished_issues()) : read(*root);
}

/// What an event is called: `id`, or its number.
std::string id_of_event(const JsonNode& events, std::size_t index) {
  const JsonNode* const id = events.children[index].find("id");
  return id != nullptr && id->is_string() && !id->text.empty()
             ? std::string(id->text)
             : "event-" + std::to_string(index + 1);
}

Result<Scenario> ScenarioReader::read(const JsonNode& given) {
  CaseTable table(*arena_, {options_.variants_max, options_.patched_nodes_max}, issues_);
  const JsonNode& root = *table.expand(given);
  if (!is_within_limits(root)) {
    return finished_issues();
  }
  ScenarioDocument document = read_document(root);
  std::vector<VariantDocument> variants = std::move(document.variants);
  std::move(document.table.begin(), document.table.end(), std::back_inserter(variants));
  check_variants(variants);

  Scenario scenario;
  scenario.title = document.title;
  scenario.description = document.description;
  scenario.arena = arena_;
  scenario.base = make_case(root, std::move(document));
  check_assertions(scenario.base, issues_);
  read_variants(root, std::move(variants),
                scenario.base.diagnostics ? &*scenario.base.diagnostics : nullptr, scenario);
  if (!issues_.empty()) {
    return finished_issues();
  }
  return scenario;
}

ScenarioDocument ScenarioReader::read_document(const JsonNode& root) {
  ShapeReader reader(sources_, *arena_, options_.json, issues_);
  ScenarioDocument document;
  document.clock = default_clock();
  reader.clock = document.clock;
  reader.read_object(root, shape_of<ScenarioDocument>(), &document);
  dropped_count_ += reader.dropped_count();
  return document;
}

ScenarioCase ScenarioReader::make_case(const JsonNode& root, ScenarioDocument document) {
  set_ids(document.events);
  set_times(document.clock, document.events);
  check_names(document.world, sources_, issues_);
  complete_world(document.world);

  ScenarioCase result;
  result.title = document.title;
  result.clock = document.clock;
  result.world = std::move(document.world);
  result.where = document.where;
  result.root = &root;
  result.events.reserve(document.events.size());
  for (EventDocument& event : document.events) {
    if (event.expectation) {
      result.expectations.emplace(event.event.id, *std::move(event.expectation));
    }
    result.events.push_back(std::move(event.event));
  }
  if (document.diagnostics || document.diagnostics_exactly) {
    result.diagnostics =
        DiagnosticsExpectation{document.diagnostics.value_or(std::vector<Expected>()),
                               document.diagnostics_exactly, document.diagnostics_where};
  }
  result.assertions = std::move(document.assertions);
  name_assertions(result.assertions, 1, sources_, issues_);
  return result;
}

void ScenarioReader::read_variants(const JsonNode& root, std::vector<VariantDocument> variants,
                                   const DiagnosticsExpectation* diagnostics, Scenario& scenario) {
  const std::uint64_t nodes_max = options_.variant_nodes_max;
  const JsonNode* const list = root.find("variants");
  if (variants.size() > options_.variants_max ||
      variants.size() * includer_.node_count() > nodes_max) {
    report("scenario.too-many-variants",
           "more than " + std::to_string(options_.variants_max) + " variants, or of more than " +
               std::to_string(nodes_max) + " values together",
           {}, list == nullptr ? variants.front().where : list->where);
    return;
  }
  const JsonNode* const base = without_variants(root, *arena_);
  for (VariantDocument& variant : variants) {
    const JsonNode* const tree = patched(*base, variant);
    if (tree == nullptr || !is_within_limits(*tree)) {
      continue;
    }
    ScenarioCase variant_case = make_case(*tree, read_document(*tree));
    variant_case.variant_id = variant.id;
    variant_case.title = variant.title;
    variant_case.where = variant.where;
    if (!variant_case.diagnostics && diagnostics != nullptr) {
      variant_case.diagnostics = *diagnostics;
    }
    expect_of_variant(variant, variant_case);
    override_assertions(variant_case.assertions, std::move(variant.assertions), sources_, issues_);
    check_assertions(variant_case, issues_);
    scenario.variants.push_back(std::move(variant_case));
    if (issues_.size() >= kIssuesKeptMax) {
      sort_issues(issues_);  // what is wrong in the base is wrong in every variant
      if (issues_.size() >= kIssuesKeptMax / 2) {
        return;
      }
    }
  }
}

const JsonNode* ScenarioReader::patched(const JsonNode& root, VariantDocument& variant) {
  const std::size_t issues_before = issues_.size();
  const JsonNode* tree = variant.patch ? patcher_.patch(root, *variant.patch) : &root;
  if (tree != nullptr && variant.merge != nullptr) {
    tree = patcher_.merge(*tree, *variant.merge);
  }
  if (tree != nullptr && (variant.event_change != nullptr || variant.expectation)) {
    tree = with_event_changed(*tree, variant);
  }
  return issues_.size() == issues_before ? tree : nullptr;
}

/// A row says what is about one event without a path to it.
const JsonNode* ScenarioReader::with_event_changed(const JsonNode& root, VariantDocument& variant) {
  const JsonNode* const events = root.find("events");
  const std::optional<std::size_t> index = find_event(events, variant);
  if (!index) {
    return nullptr;
  }
  if (variant.expectation) {
    variant.expectations[id_of_event(*events, *index)] = *variant.expectation;
  }
  if (variant.event_change == nullptr) {
    return &root;
  }
  std::vector<JsonNode> changed(events->begin(), events->end());
  const JsonNode* const event = patcher_.merge(changed[*index], *variant.event_change);
  if (event == nullptr) {
    return nullptr;
  }
  changed[*index] = *event;
  std::vector<JsonNode> members(root.begin(), root.end());
  members[static_cast<std::size_t>(events - root.children)].children = arena_->keep(changed);
  JsonNode result = root;
  result.children = arena_->keep(members);
  return arena_->keep(std::vector<JsonNode>{result});
}

std::optional<std::size_t> ScenarioReader::find_event(const JsonNode* events,
                                                      VariantDocument& variant) {
  const std::size_t count = events != nullptr && events->is_array() ? events->child_count : 0;
  if (variant.event.empty() && count == 1) {
    return 0;
  }
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < count; ++i) {
    ids.push_back(id_of_event(*events, i));
    if (ids.back() == variant.event) {
      return i;
    }
  }
  const std::vector<std::string_view> names(ids.begin(), ids.end());
  if (variant.event.empty()) {
    report("scenario.unclear-event", "which event the row is about is not said",
           "`event` names one by its id", variant.where);
  } else {
    report("scenario.unknown-event", "unknown event " + in_backticks(variant.event),
           did_you_mean(variant.event, names), variant.event_where);
  }
  return std::nullopt;
}

void ScenarioReader::expect_of_variant(const VariantDocument& variant, ScenarioCase& variant_case) {
  std::vector<std::string_view> ids;
  for (const Event& event : variant_case.events) {
    ids.push_back(event.id);
  }
  for (const auto& [id, where] : variant.expected_events) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
      report("scenario.unknown-event", "unknown event " + in_backticks(id), did_you_mean(id, ids),
             where);
    }
  }
  for (const auto& [id, expectation] : variant.expectations) {
    variant_case.expectations[id] = expectation;
  }
  if (variant.diagnostics || variant.diagnostics_exactly) {
    DiagnosticsExpectation& expected =
        variant_case.diagnostics ? *variant_case.diagnostics : variant_case.diagnostics.emplace();
    expected.codes = variant.diagnostics.value_or(expected.codes);
    expected.exactly = variant.diagnostics_exactly.value_or(false);
    expected.where = variant.diagnostics_where;
  }
}

void ScenarioReader::set_times(Instant clock, std::vector<EventDocument>& events) {
  Instant last = clock;
  for (EventDocument& event : events) {
    const std::optional<Instant> at = event.at.empty() ? last : time_of(event, clock);
    event.event.at = at.value_or(last);
    if (event.event.at < clock) {
      report("scenario.time-goes-back",
             shown_id(event) + " is at " + format_rfc3339(event.event.at) +
                 ", earlier than the clock (" + format_rfc3339(clock) + ")",
             "the clock of a scenario is the time of its first event", event.at_where);
      event.event.at = last;
    }
    last = event.event.at;
  }
}

std::optional<Instant> ScenarioReader::time_of(const EventDocument& event, Instant clock) {
  std::optional<Instant> at;
  if (event.at.starts_with('+')) {
    const std::optional<std::int64_t> offset = parse_offset_milliseconds(event.at);
    at = offset ? add_milliseconds(clock, *offset) : std::nullopt;
  } else {
    at = parse_rfc3339(event.at);
  }
  if (!at) {
    report("scenario.bad-time", in_backticks(event.at) + " is not a time",
           "a time is written `2026-01-01T00:00:00Z`, or as an offset from the clock: `+90s`, "
           "`+15m`, `+2h`, `+3d`",
           event.at_where);
  }
  return at;
}

void ScenarioReader::set_ids(std::vector<EventDocument>& events) {
  std::map<std::string, SourceRange> first_places;
  for (std::size_t i = 0; i < events.size(); ++i) {
    EventDocument& event = events[i];
    if (event.event.id.empty()) {
      event.event.id = "event-" + std::to_string(i + 1);
    }
    const auto [first, is_new] = first_places.emplace(event.event.id, event.id_where);
    if (!is_new) {
      report("scenario.duplicate-name", "event given twice: " + in_backticks(event.event.id),
             "it is first given at " + sources_.format(first->second), event.id_where);
    }
  }
}

void ScenarioReader::check_variants(const std::vector<VariantDocument>& variants) {
  std::map<std::string, SourceRange> first_places;
  for (const VariantDocument& variant : variants) {
    const auto [first, is_new] = first_places.emplace(variant.id, variant.id_where);
    if (!is_new) {
      report("scenario.duplicate-name", "variant given twice: " + in_backticks(variant.id),
             "it is first given at " + sources_.format(first->second), variant.id_where);
    }
    if (variant.id.empty() && variant.id_where.is_known()) {
      report("scenario.empty-name", "a variant without a name", {}, variant.id_where);
    }
  }
}

bool ScenarioReader::is_within_limits(const JsonNode& root) {
  const JsonNode* const events = root.find("events");
  if (events == nullptr || !events->is_array() || events->child_count <= options_.events_max) {
    return true;
  }
  report("scenario.too-many-events", "more than " + std::to_string(options_.events_max) + " events",
         {}, events->where);
  return false;
}

void ScenarioReader::report(std::string code, std::string message, std::string hint,
                            SourceRange where) {
  if (issues_.size() >= kIssuesKeptMax) {
    ++dropped_count_;
    return;
  }
  issues_.push_back({.code = std::move(code),
                     .message = std::move(message),
                     .hint = std::move(hint),
                     .where = where});
}

Issues ScenarioReader::finished_issues() {
  sort_issues(issues_);
  const std::uint64_t all = issues_.size() + dropped_count_;
  if (issues_.size() > options_.issues_max) {
    issues_.resize(options_.issues_max);
  }
  for (Issue& issue : issues_) {
    issue.pointer = includer_.pointer(issue.where);
  }
  if (all > issues_.size()) {
    issues_.push_back({.severity = Severity::Note,
                       .code = "scenario.more-issues",
                       .message = "and " + std::to_string(all - issues_.size()) + " more"});
  }
  return std::move(issues_);
}

}  // namespace

Instant default_clock() {
  return parse_rfc3339("2026-01-01T00:00:00Z").value_or(Instant());
}

Result<Scenario> read_scenario(SourceMap& sources, const std::string& path, const FileReader& files,
                               const ScenarioOptions& options) {
  return ScenarioReader(sources, files, options, std::make_shared<JsonArena>()).read(path);
}

Result<Scenario> read_scenario_tree(SourceMap& sources, std::shared_ptr<JsonArena> arena,
                                    const JsonNode& root, const ScenarioOptions& options) {
  const NoFiles files;
  return ScenarioReader(sources, files, options, std::move(arena)).read(root);
}

}  // namespace replisim
