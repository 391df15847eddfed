#include "sim/cli/load.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/files/files.h"

namespace replisim {
namespace {

/// No such variant or event: the nearest one, or all of them where they are few.
std::string hint_of(const std::string& word, const std::vector<std::string_view>& names) {
  constexpr std::size_t kListedMax = 12;
  std::string nearest = spelling_hint(word, names);
  if (!nearest.empty() || names.empty() || names.size() > kListedMax) {
    return nearest;
  }
  std::string list = "there are: ";
  for (const std::string_view name : names) {
    list.append(name == names.front() ? "" : ", ").append(name);
  }
  return list;
}

}  // namespace

std::unique_ptr<LoadedScenario> load_scenario(const std::string& path, const LoadOptions& options,
                                              const Console& console) {
  auto loaded = std::make_unique<LoadedScenario>();
  loaded->path = path;
  const DiskFiles files(
      path, options.allow_outside ? DiskFiles::Reach::Everywhere : DiskFiles::Reach::ScenarioFolder,
      console.in);
  Result<Scenario> scenario = read_scenario(loaded->sources, path, files,
                                            {.allow_outside = options.allow_outside,
                                             .json = {},
                                             .events_max = 1'000'000,
                                             .included_files_max = 10'000});
  Issues issues = scenario.issues();
  files.tell_why(issues, loaded->sources);
  console.report(std::move(issues), loaded->sources);
  if (!scenario) {
    return nullptr;
  }
  loaded->scenario = std::move(scenario).value();
  return loaded;
}

const ScenarioCase* choose_case(const LoadedScenario& loaded, const std::string& variant_id,
                                const Console& console) {
  const Scenario& scenario = loaded.scenario;
  if (variant_id.empty()) {
    return &scenario.base;
  }
  std::vector<std::string_view> names;
  for (const ScenarioCase& variant : scenario.variants) {
    if (variant.variant_id == variant_id) {
      return &variant;
    }
    names.emplace_back(variant.variant_id);
  }
  console.error("`" + loaded.path + "` has no variant `" + variant_id + "`",
                hint_of(variant_id, names));
  return nullptr;
}

bool has_event(const LoadedScenario& loaded, const ScenarioCase& chosen,
               const std::string& event_id, const Console& console) {
  std::vector<std::string_view> names;
  for (const Event& event : chosen.events) {
    if (event.id == event_id) {
      return true;
    }
    names.emplace_back(event.id);
  }
  console.error("`" + loaded.path + "` has no event `" + event_id + "`", hint_of(event_id, names));
  return false;
}

LoadedCase load_case(const CaseChoice& choice, const Console& console) {
  LoadedCase found;
  found.loaded = load_scenario(choice.path, {.allow_outside = choice.allow_outside}, console);
  if (found.loaded != nullptr) {
    found.chosen = choose_case(*found.loaded, choice.variant_id, console);
  }
  if (found.chosen != nullptr && !choice.event_id.empty() &&
      !has_event(*found.loaded, *found.chosen, choice.event_id, console)) {
    found.chosen = nullptr;
  }
  return found;
}

}  // namespace replisim
