#include "sim/cli/lessons.h"

#include <algorithm>

namespace replisim {
namespace {

constexpr std::string_view kFolder = "scenarios/lessons/";

/// A lesson is a file `NUMBER-NAME.json`; other files are named by lessons.
std::string_view name_of(std::string_view path) {
  const std::size_t dash = path.find('-');
  const bool is_lesson =
      dash != std::string_view::npos && path.ends_with(".json") &&
      path.find('/') == std::string_view::npos &&
      path.substr(0, dash).find_first_not_of("0123456789") == std::string_view::npos;
  return is_lesson ? path.substr(dash + 1, path.size() - dash - 6) : std::string_view();
}

struct EmbeddedFiles : FileReader {
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    for (const LessonFile& file : lesson_files()) {
      if (path == std::string(kFolder).append(file.path)) {
        return std::string(file.text);
      }
    }
    return std::nullopt;
  }
};

const LessonFile* find_lesson(std::string_view name_or_number) {
  std::size_t number = 0;
  for (const LessonFile& file : lesson_files()) {
    const std::string_view name = name_of(file.path);
    if (!name.empty() && (name == name_or_number || std::to_string(++number) == name_or_number)) {
      return &file;
    }
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> lesson_names() {
  std::vector<std::string> names;
  for (const LessonFile& file : lesson_files()) {
    if (const std::string_view name = name_of(file.path); !name.empty()) {
      names.emplace_back(name);
    }
  }
  return names;
}

std::unique_ptr<LoadedLesson> load_lesson(std::string_view name_or_number, SourceMap& sources,
                                          const Console& console) {
  const LessonFile* const file = find_lesson(name_or_number);
  if (file == nullptr) {
    const std::vector<std::string> names = lesson_names();
    const std::vector<std::string_view> views(names.begin(), names.end());
    const std::string hint = spelling_hint(name_or_number, views);
    console.error("there is no lesson `" + std::string(name_or_number) + "`",
                  hint.empty() ? "`replisim learn` lists them" : hint);
    return nullptr;
  }
  auto loaded = std::make_unique<LoadedLesson>();
  loaded->name = name_of(file->path);
  const EmbeddedFiles files;
  Result<Scenario> scenario =
      read_scenario(sources, std::string(kFolder).append(file->path), files);
  console.report(scenario.issues(), sources);
  if (!scenario) {
    return nullptr;
  }
  loaded->scenario = std::move(scenario).value();
  Result<Lesson> lesson = read_lesson(sources, loaded->scenario);
  console.report(lesson.issues(), sources);
  if (!lesson) {
    return nullptr;
  }
  loaded->lesson = std::move(lesson).value();
  return loaded;
}

}  // namespace replisim
