#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/json_patch.h"
#include "model/scenario.h"
#include "model/shape.h"

namespace replisim {

// A scenario as its text has it: what `read_scenario` makes cases of.

/// An event before its time is known.
struct EventDocument {
  Event event;
  std::string at;  ///< empty: not given
  SourceRange at_where;
  SourceRange id_where;
  bool has_operation = false;  ///< a known one
  std::optional<EventExpectation> expectation;
};

struct VariantDocument {
  std::string id;
  std::string title;
  std::optional<std::vector<PatchOperation>> patch;
  const JsonNode* merge = nullptr;
  std::map<std::string, EventExpectation> expectations;
  std::vector<std::pair<std::string, SourceRange>> expected_events;  ///< names in `expectations`
  std::optional<std::vector<Expected>> diagnostics;
  std::optional<bool> diagnostics_exactly;
  SourceRange diagnostics_where;
  std::vector<Assertion> assertions;
  SourceRange where;
  SourceRange id_where;

  // Of a row of `table`: what it changes in one event, and what must come of that.
  std::string event;  ///< its id; empty: the only one there is
  SourceRange event_where;
  const JsonNode* event_change = nullptr;  ///< merged into the event; null: nothing
  std::optional<EventExpectation> expectation;
};

/// The shape of a row of `table`: a variant that can say in short what is about one event.
const Shape& table_row_shape();

struct ScenarioDocument {
  std::string format;
  std::string title;
  std::string description;
  Instant clock;
  World world;
  std::vector<EventDocument> events;
  std::vector<VariantDocument> variants;
  std::vector<VariantDocument> table;
  std::optional<std::vector<Expected>> diagnostics;
  bool diagnostics_exactly = false;
  SourceRange diagnostics_where;
  std::vector<Assertion> assertions;
  SourceRange where;
  SourceRange events_where;
};

template <>
const Shape& shape_of<EventDocument>();
template <>
const Shape& shape_of<VariantDocument>();
template <>
const Shape& shape_of<ScenarioDocument>();

/// The value of `format`.
inline constexpr std::string_view kScenarioFormat = "replisim/1";

/// The default of `clock`.
Instant default_clock();

}  // namespace replisim
