#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/result.h"
#include "model/scenario.h"

namespace replisim {

/// A prediction: what it says, and what must then come of the event.
struct LessonChoice {
  std::string text;
  EventExpectation expect;
  SourceRange where;
};

/// A world, and a question about one of its events. Shown are the parts of the world that `show`
/// points to, and what changed since an earlier step.
struct LessonStep {
  std::string title;
  std::vector<std::string> text;  ///< paragraphs
  std::string variant;            ///< empty: the scenario itself
  std::string event;
  std::int64_t since = 0;  ///< number of the step it is a change of, from 1; 0: the one before it
  std::vector<std::string> show;  ///< RFC 6901
  std::string question;
  std::vector<LessonChoice> choices;  ///< exactly one holds
  std::vector<std::string> why;       ///< paragraphs
  SourceRange where;
};

/// A world to be put right by the learner: the goal is what `solution` expects.
struct LessonExercise {
  std::vector<std::string> text;
  std::string hint;
  std::string start;     ///< a variant
  std::string solution;  ///< another
  SourceRange where;
};

/// What stands in `x-lesson` of a scenario.
struct Lesson {
  std::string title;  ///< of the scenario
  std::vector<std::string> text;
  std::vector<LessonStep> steps;
  LessonExercise exercise;
};

/// Reads the lesson of a scenario, with all that is wrong with it: steps of variants or events that
/// there are not, too. Borrows nothing; the scenario's arena has to live while it reads.
Result<Lesson> read_lesson(const SourceMap& sources, const Scenario& scenario);

/// The scenario itself where `id` is empty; null if there is no such variant.
const ScenarioCase* find_case(const Scenario& scenario, std::string_view id);

}  // namespace replisim
