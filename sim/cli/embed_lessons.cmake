# Writes OUTPUT: every file below FOLDER as a C++ string. Run by the build when one of them changes.
file(GLOB_RECURSE files RELATIVE "${FOLDER}" "${FOLDER}/*.json")
list(SORT files)
set(rows "")
foreach(file IN LISTS files)
  file(READ "${FOLDER}/${file}" text)
  string(APPEND rows "    {\"${file}\", R\"lesson(${text})lesson\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made by embed_lessons.cmake of scenarios/lessons: change these.

#include \"sim/cli/lessons.h\"

namespace replisim {
namespace {

constexpr LessonFile kFiles[] = {
${rows}};

}  // namespace

std::span<const LessonFile> lesson_files() {
  return kFiles;
}

}  // namespace replisim
")
