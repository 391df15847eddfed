#pragma once

#include <optional>
#include <string>

#include "model/lesson.h"
#include "sim/report/expectations.h"
#include "sim/report/style.h"

namespace replisim {

/// A lesson with what it is played from. Borrows all of it.
struct LessonBook {
  std::string name;  ///< what `learn` is called with
  const Lesson& lesson;
  const Scenario& scenario;
  const SourceMap& sources;
};

/// The choice of a step that the simulator bears out; nothing if not exactly one does, which is a
/// fault of the lesson.
std::optional<std::size_t> right_choice(const LessonBook& book, std::size_t step);

/// Title and what it is about.
std::string lesson_intro_text(const LessonBook& book, const TextStyle& style);

/// A step up to its question: text, the change as a diff, choices.
std::string step_question_text(const LessonBook& book, std::size_t step, const TextStyle& style);

/// What the simulator says, why, and whether `chosen` said so, too.
std::string step_answer_text(const LessonBook& book, std::size_t step,
                             std::optional<std::size_t> chosen, const TextStyle& style);

/// The exercise; with its solution as a diff where `tells_solution`.
std::string exercise_text(const LessonBook& book, bool tells_solution, const TextStyle& style);

/// What the learner begins with: the start of the exercise, which expects the goal.
ScenarioCase exercise_case(const LessonBook& book);

/// The learner's world under the exercise's own clock and events, which expects the goal. What the
/// learner's events do does not count.
ScenarioCase graded_case(const LessonBook& book, const ScenarioCase& learner);

/// How a learner's world did: `graded` played and judged.
std::string grade_text(const LessonBook& book, const ScenarioCase& graded,
                       const SimulationResult& result, const Judgement& judgement,
                       const TextStyle& style);

}  // namespace replisim
