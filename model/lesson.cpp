#include "model/lesson.h"

#include <algorithm>
#include <array>

#include "model/shape.h"
#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {

template <>
const Shape& shape_of<LessonChoice>() {
  static constexpr std::array kRows = {
      field<&LessonChoice::text>("text", Need::Required, "the prediction"),
      field<&LessonChoice::expect>("expect", Need::Required, "what must then come of the event"),
  };
  static const Shape kShape = {
      "LessonChoice", "a prediction", {{kRows}}, &note_place<LessonChoice>};
  return kShape;
}

template <>
const Shape& shape_of<LessonStep>() {
  using Step = LessonStep;
  static constexpr std::array kRows = {
      field<&Step::title>("title", Need::Required, "of the step"),
      field<&Step::text>("text", Need::Required, "paragraphs before the change"),
      field<&Step::variant>("variant", Need::Optional, "its world; the scenario itself by default"),
      field<&Step::event>("event", Need::Required, "what is asked about"),
      field<&Step::since, CountCodec>("since", Need::Optional,
                                      "number of the step that it is a change of"),
      field<&Step::show>("show", Need::Optional, "JSON Pointers to what is shown"),
      field<&Step::question>("question", Need::Required, "what to predict"),
      field<&Step::choices>("choices", Need::Required, "exactly one of them holds"),
      field<&Step::why>("why", Need::Required, "paragraphs behind the answer"),
  };
  static const Shape kShape = {"LessonStep", "a question", {{kRows}}, &note_place<Step>};
  return kShape;
}

template <>
const Shape& shape_of<LessonExercise>() {
  using Exercise = LessonExercise;
  static constexpr std::array kRows = {
      field<&Exercise::text>("text", Need::Required, "paragraphs: what to bring about"),
      field<&Exercise::hint>("hint", Need::Required, "for those who are stuck"),
      field<&Exercise::start>("start", Need::Required, "the variant to begin with"),
      field<&Exercise::solution>("solution", Need::Required, "a variant that does it"),
  };
  static const Shape kShape = {"LessonExercise", "a task", {{kRows}}, &note_place<Exercise>};
  return kShape;
}

template <>
const Shape& shape_of<Lesson>() {
  static constexpr std::array kRows = {
      field<&Lesson::text>("text", Need::Required, "paragraphs: what it is about"),
      field<&Lesson::steps>("steps", Need::Required, "in their order"),
      field<&Lesson::exercise>("exercise", Need::Required, "at the end"),
  };
  static const Shape kShape = {"Lesson", "a lesson", {{kRows}}};
  return kShape;
}

namespace {

/// Reports a variant or event that a lesson names and that is not there.
class LessonCheck {
 public:
  LessonCheck(const Scenario& scenario, ShapeReader& reader)
      : scenario_(scenario), reader_(reader) {}

  void check(const LessonStep& step, std::int64_t number);
  void check(const LessonExercise& exercise);

 private:
  const ScenarioCase* check_case(const std::string& id, SourceRange where);

  const Scenario& scenario_;
  ShapeReader& reader_;
};

const ScenarioCase* LessonCheck::check_case(const std::string& id, SourceRange where) {
  const ScenarioCase* found = find_case(scenario_, id);
  if (found == nullptr) {
    std::vector<std::string_view> names;
    for (const ScenarioCase& variant : scenario_.variants) {
      names.emplace_back(variant.variant_id);
    }
    reader_.report("lesson.unknown-variant", "unknown variant " + in_backticks(id),
                   did_you_mean(id, names), where);
  }
  return found;
}

void LessonCheck::check(const LessonStep& step, std::int64_t number) {
  if (step.since >= number) {
    reader_.report(
        "lesson.bad-since",
        "step " + std::to_string(number) + " is a change of step " + std::to_string(step.since),
        "name an earlier one", step.where);
  }
  const ScenarioCase* const played = check_case(step.variant, step.where);
  if (played == nullptr) {
    return;
  }
  std::vector<std::string_view> names;
  for (const Event& event : played->events) {
    names.emplace_back(event.id);
  }
  if (std::find(names.begin(), names.end(), step.event) == names.end()) {
    reader_.report("lesson.unknown-event", "unknown event " + in_backticks(step.event),
                   did_you_mean(step.event, names), step.where);
  }
}

void LessonCheck::check(const LessonExercise& exercise) {
  check_case(exercise.start, exercise.where);
  check_case(exercise.solution, exercise.where);
}

}  // namespace

const ScenarioCase* find_case(const Scenario& scenario, std::string_view id) {
  if (id.empty()) {
    return &scenario.base;
  }
  const auto found =
      std::find_if(scenario.variants.begin(), scenario.variants.end(),
                   [id](const ScenarioCase& variant) { return variant.variant_id == id; });
  return found == scenario.variants.end() ? nullptr : &*found;
}

Result<Lesson> read_lesson(const SourceMap& sources, const Scenario& scenario) {
  Issues issues;
  const JsonLimits limits;
  ShapeReader reader(sources, *scenario.arena, limits, issues);
  const JsonNode* const node = scenario.base.root->find("x-lesson");
  Lesson lesson;
  if (node == nullptr) {
    reader.report("lesson.missing", "the scenario has no `x-lesson`", "",
                  scenario.base.root->where);
    return issues;
  }
  lesson.title = scenario.title;
  reader.read_object(*node, shape_of<Lesson>(), &lesson);
  if (issues.empty()) {
    LessonCheck check(scenario, reader);
    std::int64_t number = 0;
    for (const LessonStep& step : lesson.steps) {
      check.check(step, ++number);
    }
    check.check(lesson.exercise);
  }
  if (!issues.empty()) {
    return issues;
  }
  return lesson;
}

}  // namespace replisim
