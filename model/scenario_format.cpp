#include "model/json_writer.h"
#include "model/scenario_document.h"

namespace replisim {

std::string scenario_schema() {
  // The version is the format's: within it, fields are only added.
  const std::string version(kScenarioFormat.substr(kScenarioFormat.find('/') + 1));
  return SchemaWriter::write(shape_of<ScenarioDocument>(), "urn:replisim:scenario:" + version,
                             "replisim scenario, format " + version);
}

void write_events(JsonWriter& json, const ScenarioCase& scenario_case) {
  json.key("events");
  json.begin_array();
  for (const Event& event : scenario_case.events) {
    EventDocument written;
    written.event = event;
    const auto expectation = scenario_case.expectations.find(event.id);
    if (expectation != scenario_case.expectations.end()) {
      written.expectation = expectation->second;
    }
    write_object(json, shape_of<EventDocument>(), &written);
  }
  json.end_array();
}

std::string write_scenario(const ScenarioCase& scenario_case, std::string_view description) {
  ScenarioDocument document;
  document.format = std::string(kScenarioFormat);
  document.title = scenario_case.title;
  document.description = std::string(description);
  document.clock = scenario_case.clock;
  document.world = scenario_case.world;
  for (const Event& event : scenario_case.events) {
    EventDocument& written = document.events.emplace_back();
    written.event = event;
    const auto expectation = scenario_case.expectations.find(event.id);
    if (expectation != scenario_case.expectations.end()) {
      written.expectation = expectation->second;
    }
  }
  if (scenario_case.diagnostics) {
    document.diagnostics = scenario_case.diagnostics->codes;
    document.diagnostics_exactly = scenario_case.diagnostics->exactly;
  }
  document.assertions = scenario_case.assertions;
  JsonWriter writer(JsonWriter::Layout::Indented);
  write_object(writer, shape_of<ScenarioDocument>(), &document);
  return std::move(writer).text();
}

}  // namespace replisim
