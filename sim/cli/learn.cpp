#include <algorithm>
#include <istream>
#include <ostream>
#include <vector>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/lessons.h"
#include "sim/cli/load.h"
#include "sim/replication/simulation.h"
#include "sim/report/lesson_report.h"

namespace replisim {
namespace {

struct LearnArguments {
  std::string lesson;
  std::string check;
  bool answers = false;
  bool exercise = false;
  bool allow_outside = false;
};

std::optional<ExitCode> parse(std::span<const std::string> args, LearnArguments& values,
                              Console& console) {
  Arguments arguments(
      "learn",
      "Learn S3 Replication step by step, and have your own solution checked\n\n"
      "Each step changes a small world and asks what becomes of an object; the simulator\n"
      "answers and says why. At the end is an exercise.\n");
  arguments.optional_positional("LESSON", values.lesson, "name or number; none: list the lessons");
  arguments.flag("--answers", values.answers, "do not ask: print questions, answers and solution");
  arguments.flag("--exercise", values.exercise,
                 "print the scenario of the exercise, to be changed");
  arguments.option("--check", "FILE", values.check, "play your solution of the exercise");
  arguments.flag("--allow-outside", values.allow_outside,
                 "with --check: files that FILE names may stand outside of its folder");
  const std::vector<std::string> lessons = lesson_names();
  arguments.choices("LESSON", std::vector<std::string_view>(lessons.begin(), lessons.end()));
  arguments.footer(
      "On a terminal it waits for an answer to each question; elsewhere it prints the lesson\n"
      "without the answers, unless --answers is given.\n"
      "Exit codes: with --check 0 if the exercise is solved, 1 if not; otherwise 0.");
  return arguments.parse(args, console);
}

ExitCode list_lessons(const Console& console) {
  std::size_t number = 0;
  std::size_t width = 0;
  for (const std::string& name : lesson_names()) {
    width = std::max(width, name.size());
  }
  for (const std::string& name : lesson_names()) {
    SourceMap sources;
    const std::unique_ptr<LoadedLesson> loaded = load_lesson(name, sources, console);
    if (loaded == nullptr) {
      return ExitCode::Fault;
    }
    console.out << pad_left(std::to_string(++number), 2) << "  " << pad_right(name, width + 2)
                << loaded->lesson.title << " (" << count_of(loaded->lesson.steps.size(), "step")
                << ")\n";
  }
  console.out << "\n`replisim learn NAME` begins one.\n";
  return ExitCode::Holds;
}

/// What was typed at a question.
struct Typed {
  bool wants_end = false;
  std::optional<std::size_t> choice;
};

Typed ask(std::size_t choice_count, const Console& console) {
  while (true) {
    console.out << "Your answer (1 to " << choice_count
                << "; Enter: tell me; q: leave): " << std::flush;
    std::string line;
    if (!std::getline(console.in, line) || line == "q") {
      return {true, std::nullopt};
    }
    if (line.empty()) {
      return {false, std::nullopt};
    }
    if (line.size() == 1 && line[0] >= '1' &&
        static_cast<std::size_t>(line[0] - '1') < choice_count) {
      return {false, static_cast<std::size_t>(line[0] - '1')};
    }
  }
}

ExitCode teach(const LessonBook& book, bool tells_answers, const Console& console) {
  const TextStyle style = console.out_style();
  const bool asks = console.out_is_terminal && !tells_answers;
  console.out << lesson_intro_text(book, style);
  for (std::size_t step = 0; step < book.lesson.steps.size(); ++step) {
    console.out << step_question_text(book, step, style);
    Typed typed;
    if (asks) {
      typed = ask(book.lesson.steps[step].choices.size(), console);
      console.out << '\n';
    }
    if (typed.wants_end) {
      return ExitCode::Holds;
    }
    if (asks || tells_answers) {
      console.out << step_answer_text(book, step, typed.choice, style);
    }
  }
  console.out << exercise_text(book, tells_answers, style);
  return ExitCode::Holds;
}

ExitCode check(const LearnArguments& values, const Console& console) {
  const std::unique_ptr<LoadedScenario> learner =
      load_scenario(values.check, {.allow_outside = values.allow_outside}, console);
  if (learner == nullptr) {
    return ExitCode::BadInput;
  }
  // Into the same map: what does not hold is of the lesson, and why not is of the learner's file.
  const std::unique_ptr<LoadedLesson> loaded =
      load_lesson(values.lesson, learner->sources, console);
  if (loaded == nullptr) {
    return ExitCode::BadInput;
  }
  const LessonBook book{loaded->name, loaded->lesson, loaded->scenario, learner->sources};
  const ScenarioCase graded = graded_case(book, learner->scenario.base);
  const SimulationResult result = simulate(graded, {.watch = true});
  const Judgement judgement = judge(graded, result);
  console.out << grade_text(book, graded, result, judgement, console.out_style());
  return judgement.expectations() == Standing::Holds ? ExitCode::Holds : ExitCode::DoesNotHold;
}

}  // namespace

ExitCode learn_command(std::span<const std::string> args, Console& console) {
  LearnArguments values;
  if (const std::optional<ExitCode> end = parse(args, values, console)) {
    return *end;
  }
  if (values.lesson.empty()) {
    if (!values.check.empty() || values.exercise) {
      console.error("of which lesson?", "`replisim learn` lists them");
      return ExitCode::BadInput;
    }
    return list_lessons(console);
  }
  if (!values.check.empty()) {
    return check(values, console);
  }
  SourceMap sources;
  const std::unique_ptr<LoadedLesson> loaded = load_lesson(values.lesson, sources, console);
  if (loaded == nullptr) {
    return ExitCode::BadInput;
  }
  const LessonBook book{loaded->name, loaded->lesson, loaded->scenario, sources};
  if (values.exercise) {
    console.out << write_scenario(exercise_case(book), loaded->lesson.exercise.text.front());
    return ExitCode::Holds;
  }
  return teach(book, values.answers, console);
}

}  // namespace replisim
