#include "sim/report/lesson_report.h"

#include <algorithm>
#include <utility>

#include "sim/replication/simulation.h"
#include "sim/report/escape.h"
#include "sim/report/explanation.h"
#include "sim/report/json_diff.h"
#include "sim/report/text.h"

namespace replisim {
namespace {

std::string paragraphs(const std::vector<std::string>& texts, const TextStyle& style) {
  std::string out;
  for (const std::string& text : texts) {
    out += wrap("", escape_terminal(text), style) + "\n";
  }
  return out;
}

std::string heading(const std::string& text, const TextStyle& style) {
  return paint(escape_terminal(text), Tone::Strong, style) + "\n\n";
}

const ScenarioCase& case_of(const LessonBook& book, const std::string& variant) {
  return *find_case(book.scenario, variant);  // `read_lesson` made sure of it
}

const EventOutcome* outcome_of(const SimulationResult& result, const std::string& event) {
  const auto found =
      std::find_if(result.events.begin(), result.events.end(),
                   [&event](const EventOutcome& outcome) { return outcome.event_id == event; });
  return found == result.events.end() ? nullptr : &*found;
}

std::optional<std::size_t> borne_out(const LessonStep& step, const EventOutcome& outcome) {
  std::optional<std::size_t> right;
  for (std::size_t i = 0; i < step.choices.size(); ++i) {
    if (compare(step.choices[i].expect, outcome).empty()) {
      if (right) {
        return std::nullopt;
      }
      right = i;
    }
  }
  return right;
}

std::string shown_parts(const JsonNode& root, const std::vector<std::string>& pointers,
                        const TextStyle& style) {
  std::string text;
  for (const std::string& pointer : pointers) {
    if (const JsonNode* const node = find_pointer(root, pointer)) {
      text.append(paint("@@ " + escape_terminal(pointer) + " @@", Tone::Faint, style)).append("\n");
      for (const JsonLine& line : json_lines(*node)) {
        text += "  " + escape_terminal(line.text) + "\n";
      }
    }
  }
  return text.empty() ? text : text + "\n";
}

std::string change_of(const LessonBook& book, std::size_t index, const TextStyle& style) {
  const LessonStep& step = book.lesson.steps[index];
  const JsonNode& after = *case_of(book, step.variant).root;
  std::string text = shown_parts(after, step.show, style);
  if (index > 0) {
    const std::size_t since =
        step.since == 0 ? index - 1 : static_cast<std::size_t>(step.since) - 1;
    const JsonNode& before = *case_of(book, book.lesson.steps[since].variant).root;
    const std::string diff = json_diff(before, after, style);
    text += since + 1 == index ? "" : "Since step " + std::to_string(since + 1) + ":\n";
    text += diff.empty() ? "" : diff + "\n";
  }
  return text;
}

std::string attempts_text(const std::vector<Explanation>& explanations, const TextStyle& style) {
  std::string text;
  for (const Explanation& explanation : explanations) {
    std::string answer = explanation.answer;
    if (explanation.attempt != nullptr && !explanation.attempt->destination_bucket.empty()) {
      answer = explanation.attempt->destination_bucket + ": " + answer;
    }
    text += wrap("  ", escape_terminal(answer), style) + causes_text(explanation, style);
  }
  return text + "\n";
}

}  // namespace

std::optional<std::size_t> right_choice(const LessonBook& book, std::size_t step) {
  const LessonStep& asked = book.lesson.steps[step];
  const SimulationResult result = simulate(case_of(book, asked.variant));
  const EventOutcome* const outcome = outcome_of(result, asked.event);
  return outcome == nullptr ? std::nullopt : borne_out(asked, *outcome);
}

std::string lesson_intro_text(const LessonBook& book, const TextStyle& style) {
  return heading(book.lesson.title, style) + paragraphs(book.lesson.text, style);
}

std::string step_question_text(const LessonBook& book, std::size_t step, const TextStyle& style) {
  const LessonStep& asked = book.lesson.steps[step];
  std::string text = heading("Step " + std::to_string(step + 1) + " of " +
                                 std::to_string(book.lesson.steps.size()) + ": " + asked.title,
                             style);
  text += paragraphs(asked.text, style) + change_of(book, step, style);
  text += wrap("", escape_terminal(asked.question), style);
  for (std::size_t i = 0; i < asked.choices.size(); ++i) {
    text +=
        wrap("  " + std::to_string(i + 1) + ") ", escape_terminal(asked.choices[i].text), style);
  }
  return text + "\n";
}

std::string step_answer_text(const LessonBook& book, std::size_t step,
                             std::optional<std::size_t> chosen, const TextStyle& style) {
  const LessonStep& asked = book.lesson.steps[step];
  const ScenarioCase& played = case_of(book, asked.variant);
  const SimulationResult result = simulate(played, {.watch = true});
  const EventOutcome* const outcome = outcome_of(result, asked.event);
  if (outcome == nullptr) {
    return "";
  }
  const std::optional<std::size_t> right = borne_out(asked, *outcome);
  const std::string number = right ? std::to_string(*right + 1) : "?";
  std::string verdict = "Answer: " + number;
  Tone tone = Tone::Strong;
  if (chosen) {
    tone = chosen == right ? Tone::Good : Tone::Bad;
    verdict = chosen == right ? "Right: " + number : "No, it is " + number;
  }
  std::string text = paint(verdict, tone, style) + "\n\nThe simulator says:\n";
  text += attempts_text(explain({played, result, book.sources}, *outcome), style);
  return text + paragraphs(asked.why, style);
}

std::string exercise_text(const LessonBook& book, bool tells_solution, const TextStyle& style) {
  const LessonExercise& exercise = book.lesson.exercise;
  std::string text = heading("Exercise", style) + paragraphs(exercise.text, style);
  text += "  replisim learn " + book.name + " --exercise > mine.json\n";
  text += "  # change mine.json, then\n";
  text += "  replisim learn " + book.name + " --check mine.json\n\n";
  text += wrap("hint: ", escape_terminal(exercise.hint), style);
  if (tells_solution) {
    text += "\nA solution:\n\n" + json_diff(*case_of(book, exercise.start).root,
                                            *case_of(book, exercise.solution).root, style);
  }
  return text;
}

ScenarioCase exercise_case(const LessonBook& book) {
  ScenarioCase exercise = case_of(book, book.lesson.exercise.start);
  exercise.title = book.lesson.title + ": exercise";
  exercise.expectations = case_of(book, book.lesson.exercise.solution).expectations;
  return exercise;
}

ScenarioCase graded_case(const LessonBook& book, const ScenarioCase& learner) {
  ScenarioCase graded = exercise_case(book);
  graded.world = learner.world;
  return graded;
}

std::string grade_text(const LessonBook& book, const ScenarioCase& graded,
                       const SimulationResult& result, const Judgement& judgement,
                       const TextStyle& style) {
  switch (judgement.expectations()) {
    case Standing::Holds:
      return paint("Solved.", Tone::Good, style) + " Everything the exercise asks for holds.\n";
    case Standing::Undecided:
    case Standing::DoesNotHold: break;
  }
  const Played played{graded, result, book.sources};
  return paint("Not yet.", Tone::Bad, style) + " This does not hold:\n\n" +
         failures_text(make_failures(judgement.mismatches, played), style) + "\n" +
         wrap("hint: ", escape_terminal(book.lesson.exercise.hint), style);
}

}  // namespace replisim
