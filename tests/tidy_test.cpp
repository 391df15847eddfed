// The repository is under test too: every rule below is a function from files to faults, shown
// first on files made to break it, then held against all files there are.

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct File {
  std::string path;  // from the top of the repository, with `/`
  std::string text;
};

using Files = std::vector<File>;
using Faults = std::vector<std::string>;

// What is looked for is written in two halves, so that this file passes its own test.
constexpr std::string_view kWorkDirectory =
    "/wo"
    "rk/";
constexpr std::string_view kHomeDirectory =
    "/ro"
    "ot/";
constexpr std::string_view kSharedDirectory =
    "../sha"
    "red";
constexpr std::string_view kFixLater =
    "FIX"
    "ME";
constexpr std::string_view kDoLater =  // the word alone is also a directive of TAP
    "// TO"
    "DO";

bool is_in(const File& file, std::string_view folder) {
  return file.path.starts_with(folder);
}

bool is_header(const File& file) {
  return file.path.ends_with(".h");
}

bool is_source(const File& file) {
  return is_header(file) || file.path.ends_with(".cpp") || file.path.ends_with(".inc");
}

std::string folder_of(const std::string& path) {
  return fs::path(path).parent_path().generic_string();
}

std::string name_of(const std::string& path) {
  return fs::path(path).filename().generic_string();
}

std::string without_extension(const std::string& path) {
  return fs::path(path).replace_extension().generic_string();
}

bool is_word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// `word` with nothing before and after it that would make it a longer one.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_character(text[at - 1])) &&
        (end == text.size() || !is_word_character(text[end]))) {
      return true;
    }
  }
  return false;
}

// `path` where a path can begin: not as the middle of an ARN or of a longer path.
bool has_path(std::string_view text, std::string_view path) {
  const std::size_t at = text.find(path);
  return at != std::string_view::npos && (at == 0 || !is_word_character(text[at - 1]));
}

std::size_t length_in_characters(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned>(c) & 0xC0U) != 0x80U;
  }));
}

// Calls `visit(line, text of the line)`, counting from 1.
void each_line(const File& file, const std::function<void(int, std::string_view)>& visit) {
  std::string_view rest = file.text;
  for (int line = 1; !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    visit(line, rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

std::string fault(const File& file, int line, std::string_view message) {
  std::string text = file.path + ":" + std::to_string(line) + ": error: ";
  return text.append(message);
}

// What `#include` on this line names, with its quotes or angle brackets; empty if there is none.
std::string_view included_by(std::string_view line) {
  constexpr std::string_view kInclude = "#include ";
  if (!line.starts_with(kInclude)) {
    return {};
  }
  line.remove_prefix(kInclude.size());
  if (line.empty()) {
    return {};
  }
  const std::size_t end = line.find(line.front() == '<' ? '>' : '"', 1);
  return end == std::string_view::npos ? std::string_view() : line.substr(0, end + 1);
}

// The file that `#include` names if it is one of ours.
std::string our_include(std::string_view line) {
  const std::string_view name = included_by(line);
  return name.starts_with('"') ? std::string(name.substr(1, name.size() - 2)) : std::string();
}

// --- layering ---

struct Layer {
  std::string_view folder;
  int height;
};

// A file includes only what stands as high as itself in its own folder, or lower.
constexpr auto kLayers = std::to_array<Layer>({
    {"model/import/", 1},  // before "model/": the first that fits counts
    {"model/", 0},
    {"sim/iam/", 1},
    {"sim/replication/", 2},
    {"sim/reason/", 3},
    {"sim/report/", 4},
    {"sim/files/", 5},
    {"sim/testing/", 6},
    {"sim/cli/", 6},
    {"sim/web/", 6},
    {"bench/", 7},
    {"tests/", 8},
});

const Layer* find_layer(std::string_view path) {
  const auto* const found = std::find_if(kLayers.begin(), kLayers.end(), [&](const Layer& layer) {
    return path.starts_with(layer.folder);
  });
  return found == kLayers.end() ? nullptr : found;
}

bool is_in_library(const File& file) {  // its headers are installed
  constexpr int kHeightMax = 4;
  const Layer* layer = find_layer(file.path);
  return layer != nullptr && (layer->height <= kHeightMax || layer->folder == "sim/testing/");
}

// Importers stand at the edge: only the program may use them.
bool may_include(const Layer& from, const Layer& to) {
  if (&from == &to) {
    return true;
  }
  return to.folder == "model/import/" ? from.height >= 6 && from.folder != "sim/testing/"
                                      : to.height < from.height;
}

void check_layers(const Files& files, Faults& faults) {
  std::set<std::string, std::less<>> paths;
  for (const File& file : files) {
    paths.insert(file.path);
  }
  for (const File& file : files) {
    if (!is_source(file) || is_in(file, "tests/install/")) {
      continue;
    }
    const Layer* from = find_layer(file.path);
    if (from == nullptr) {
      faults.push_back(fault(file, 1, "a source outside the folders that have a layer"));
      continue;
    }
    each_line(file, [&](int line, std::string_view text) {
      const std::string name = our_include(text);
      if (name.empty()) {
        return;
      }
      const Layer* to = find_layer(name);
      if (to == nullptr || !paths.contains(name)) {
        faults.push_back(fault(file, line, "no such file from the top of the repository: " + name));
      } else if (!may_include(*from, *to)) {
        faults.push_back(fault(file, line, folder_of(file.path) + " may not include " + name));
      }
    });
  }
}

// --- what may be included where ---

struct Restriction {
  std::string_view include;
  std::string_view reason;
  bool (*allowed)(const File& file);
};

bool is_core(const File& file) {  // compiles with every compiler, touches nothing outside itself
  constexpr auto kEdge = std::to_array<std::string_view>(
      {"model/import/", "sim/files/", "sim/testing/", "sim/cli/", "sim/web/"});
  const bool is_at_edge = std::any_of(kEdge.begin(), kEdge.end(),
                                      [&](std::string_view folder) { return is_in(file, folder); });
  return (is_in(file, "sim/") || is_in(file, "model/")) && !is_at_edge;
}

bool is_outside_core(const File& file) {
  return !is_core(file);
}

bool may_parse_json(const File& file) {
  return file.path == "model/json_document.cpp" || is_in(file, "tests/") || is_in(file, "bench/");
}

bool may_use_graphs(const File& file) {
  return is_in(file, "sim/reason/") && !is_header(file);
}

bool may_parse_arguments(const File& file) {
  return is_in(file, "sim/cli/") && !is_header(file);
}

constexpr std::string_view kNotPortable = "the core is compiled by em++, too";
constexpr std::string_view kAtTheEdge = "the core does no input or output and reads no clock";

constexpr auto kRestrictions = std::to_array<Restriction>({
    {"<nlohmann/", "JSON is read through model/json_document.h", may_parse_json},
    {"<boost/graph/", "it stays inside the source files of sim/reason", may_use_graphs},
    {"<CLI/", "arguments are parsed in sim/cli, in a source file", may_parse_arguments},
    {"<execution>", "it links differently from machine to machine",
     [](const File&) { return false; }},
    {"<filesystem>", kAtTheEdge, is_outside_core},
    {"<fstream>", kAtTheEdge, is_outside_core},
    {"<iostream>", kAtTheEdge, is_outside_core},
    {"<cstdio>", kAtTheEdge, is_outside_core},
    {"<ranges>", kNotPortable, is_outside_core},
    {"<source_location>", kNotPortable, is_outside_core},
    {"<stop_token>", kNotPortable, is_outside_core},
    {"<thread>", kNotPortable, is_outside_core},
    {"<memory_resource>", kNotPortable, is_outside_core},
});

void check_includes(const Files& files, Faults& faults) {
  for (const File& file : files) {
    if (!is_source(file)) {
      continue;
    }
    each_line(file, [&](int line, std::string_view text) {
      const std::string_view name = included_by(text);
      for (const Restriction& restriction : kRestrictions) {
        if (name.starts_with(restriction.include) && !restriction.allowed(file)) {
          faults.push_back(fault(
              file, line,
              std::string(name).append(" may not be included here: ").append(restriction.reason)));
        }
      }
    });
  }
}

// --- nothing lies about ---

// A header that only its own source file includes is dead, or ought to be in it.
void check_headers_are_used(const Files& files, Faults& faults) {
  std::set<std::string, std::less<>> used;
  for (const File& file : files) {
    each_line(file, [&](int, std::string_view text) {
      const std::string name = our_include(text);
      if (!name.empty() && without_extension(name) != without_extension(file.path)) {
        used.insert(name);
      }
    });
  }
  for (const File& file : files) {
    if (is_header(file) && !used.contains(file.path)) {
      faults.push_back(fault(file, 1, "nobody includes this header"));
    }
  }
}

const File* find_file(const Files& files, const std::string& path) {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const File& f) { return f.path == path; });
  return found == files.end() ? nullptr : &*found;
}

// Sources are not globbed, so one that no list names would never be built, and a header of the
// libraries never installed.
void check_sources_are_listed(const Files& files, Faults& faults) {
  for (const File& file : files) {
    if (!is_source(file) || (is_header(file) && !is_in_library(file))) {
      continue;
    }
    const std::string list_path = folder_of(file.path) + "/CMakeLists.txt";
    std::string name = name_of(file.path);
    if (is_in(file, "tests/compile_fail/")) {
      name = without_extension(name);
    } else if (is_in(file, "tests/fuzz/") && name.ends_with("_fuzz.cpp")) {
      name.resize(name.size() - std::string_view("_fuzz.cpp").size());
    }
    const File* list = find_file(files, list_path);
    if (list == nullptr || !has_word(list->text, name)) {
      faults.push_back(fault(file, 1, list_path + " does not list this file"));
    }
  }
}

// A folder's README.md is its map: what can be included from it stands there.
void check_maps(const Files& files, Faults& faults) {
  for (const File& file : files) {
    if (!is_header(file) || !(is_in(file, "model/") || is_in(file, "sim/"))) {
      continue;
    }
    const std::string map_path = folder_of(file.path) + "/README.md";
    const File* map = find_file(files, map_path);
    if (map == nullptr || !has_word(map->text, without_extension(name_of(file.path)))) {
      faults.push_back(fault(file, 1, map_path + " does not name this file"));
    }
  }
}

// --- how files are written ---

void check_style(const Files& files, Faults& faults) {
  constexpr std::size_t kColumnsMax = 100;
  constexpr int kLinesMax = 1000;
  for (const File& file : files) {
    if (!is_source(file)) {
      continue;
    }
    int lines = 0;
    each_line(file, [&](int line, std::string_view text) {
      lines = line;
      if (length_in_characters(text) > kColumnsMax) {
        faults.push_back(fault(file, line, "longer than 100 columns"));
      }
      if (text.ends_with(' ') || text.ends_with('\r') ||
          text.find('\t') != std::string_view::npos) {
        faults.push_back(fault(file, line, "a tab, a carriage return or a blank at the end"));
      }
      if (has_word(text, kFixLater) || text.find(kDoLater) != std::string_view::npos) {
        faults.push_back(fault(file, line, "something left to do: do it, or open an issue"));
      }
      if (is_header(file) && text.find("using namespace ") != std::string_view::npos) {
        faults.push_back(fault(file, line, "using namespace in a header"));
      }
    });
    if (lines > kLinesMax && !file.path.ends_with(".inc")) {  // a table is as long as it is
      faults.push_back(fault(file, lines, "longer than 1000 lines"));
    }
    if (!file.text.ends_with('\n')) {
      faults.push_back(fault(file, lines, "no line end at the end"));
    }
    if (is_header(file) && file.text.find("#pragma once\n") >= file.text.find("#include")) {
      faults.push_back(fault(file, 1, "no #pragma once before the first #include"));
    }
  }
}

// What is true on one machine only has no place in the repository.
void check_machine_paths(const Files& files, Faults& faults) {
  for (const File& file : files) {
    each_line(file, [&](int line, std::string_view text) {
      if (has_path(text, kWorkDirectory) || has_path(text, kHomeDirectory) ||
          text.find(kSharedDirectory) != std::string_view::npos) {
        faults.push_back(fault(file, line, "a path of somebody's machine"));
      }
    });
  }
}

// --- the rules, each on files made to break it ---

using Rule = void (*)(const Files&, Faults&);

Faults broken(Rule rule, const Files& files) {
  Faults faults;
  rule(files, faults);
  return faults;
}

TEST(Tidy, AFileIncludesOnlyWhatStandsLower) {
  EXPECT_THAT(broken(check_layers, {{"model/key.h", "\n#include \"sim/iam/trace.h\"\n"},
                                    {"sim/iam/trace.h", "#include \"model/key.h\"\n"}}),
              ElementsAre("model/key.h:2: error: model may not include sim/iam/trace.h"));
}

TEST(Tidy, ImportersAreForTheProgramAlone) {
  EXPECT_THAT(broken(check_layers, {{"model/import/a.h", "#include \"model/key.h\"\n"},
                                    {"model/key.h", ""},
                                    {"sim/cli/check.cpp", "#include \"model/import/a.h\"\n"},
                                    {"sim/iam/x.cpp", "#include \"model/import/a.h\"\n"}}),
              ElementsAre("sim/iam/x.cpp:1: error: sim/iam may not include model/import/a.h"));
}

TEST(Tidy, TheProgramAndTheLibraryForTestsStandBesideEachOther) {
  EXPECT_THAT(broken(check_layers, {{"sim/cli/load.h", "#include \"sim/files/files.h\"\n"},
                                    {"sim/files/files.h", "#include \"sim/cli/load.h\"\n"},
                                    {"sim/testing/a.h", "#include \"sim/cli/load.h\"\n"},
                                    {"sim/testing/b.cpp", "#include \"model/import/a.h\"\n"},
                                    {"model/import/a.h", ""}}),
              ElementsAre("sim/files/files.h:1: error: sim/files may not include sim/cli/load.h",
                          "sim/testing/a.h:1: error: sim/testing may not include sim/cli/load.h",
                          "sim/testing/b.cpp:1: error: sim/testing may not include "
                          "model/import/a.h"));
}

TEST(Tidy, AnIncludeNamesAFileFromTheTop) {
  EXPECT_THAT(
      broken(check_layers, {{"model/key.cpp", "#include \"key.h\"\n"}, {"model/key.h", ""}}),
      ElementsAre("model/key.cpp:1: error: no such file from the top of the repository: key.h"));
}

TEST(Tidy, TheCoreReadsJsonInOnePlace) {
  EXPECT_THAT(
      broken(check_includes, {{"model/json_document.cpp", "#include <nlohmann/json.hpp>\n"},
                              {"sim/report/json.cpp", "#include <nlohmann/json_fwd.hpp>\n"}}),
      ElementsAre("sim/report/json.cpp:1: error: <nlohmann/json_fwd.hpp> may not be included "
                  "here: JSON is read through model/json_document.h"));
}

TEST(Tidy, TheCoreStaysPortable) {
  EXPECT_THAT(broken(check_includes, {{"sim/cli/test.cpp", "#include <thread>\n"},
                                      {"sim/iam/trace.cpp", "#include <thread>\n"}}),
              ElementsAre("sim/iam/trace.cpp:1: error: <thread> may not be included here: "
                          "the core is compiled by em++, too"));
}

TEST(Tidy, AHeaderIsIncludedByMoreThanItsOwnSource) {
  EXPECT_THAT(broken(check_headers_are_used,
                     {{"model/key.cpp", "#include \"model/key.h\"\n"}, {"model/key.h", ""}}),
              ElementsAre("model/key.h:1: error: nobody includes this header"));
}

TEST(Tidy, ASourceIsInTheListOfItsFolder) {
  EXPECT_THAT(broken(check_sources_are_listed, {{"model/CMakeLists.txt", "PRIVATE my_key.cpp"},
                                                {"model/key.cpp", ""},
                                                {"model/my_key.cpp", ""}}),
              ElementsAre("model/key.cpp:1: error: model/CMakeLists.txt does not list this file"));
}

TEST(Tidy, AHeaderIsInTheMapOfItsFolder) {
  EXPECT_THAT(broken(check_maps, {{"model/README.md", "`key.h` a key\n"},
                                  {"model/arn.h", ""},
                                  {"model/arn_table.inc", ""},
                                  {"model/key.h", ""}}),
              ElementsAre("model/arn.h:1: error: model/README.md does not name this file"));
}

TEST(Tidy, LinesFitInAHundredColumns) {
  const std::string fits = std::string(98, 'x') + "äö\n";
  EXPECT_THAT(broken(check_style, {{"model/a.cpp", fits}}), IsEmpty());
  EXPECT_THAT(broken(check_style, {{"model/a.cpp", "x" + fits}}),
              ElementsAre("model/a.cpp:1: error: longer than 100 columns"));
}

TEST(Tidy, NothingIsLeftForLater) {
  const std::string line = std::string("// ").append(kFixLater) + ": this\n";
  EXPECT_THAT(broken(check_style, {{"model/a.cpp", line}}),
              ElementsAre("model/a.cpp:1: error: something left to do: do it, or open an issue"));
}

TEST(Tidy, AHeaderIsGuardedAndOpensNoNamespace) {
  EXPECT_THAT(broken(check_style, {{"model/a.h", "using namespace std;\n"}}),
              ElementsAre("model/a.h:1: error: using namespace in a header",
                          "model/a.h:1: error: no #pragma once before the first #include"));
}

TEST(Tidy, BlanksAreInOrder) {
  EXPECT_THAT(broken(check_style, {{"model/a.cpp", "int a; \nint b;"}}),
              ElementsAre("model/a.cpp:1: error: a tab, a carriage return or a blank at the end",
                          "model/a.cpp:2: error: no line end at the end"));
}

TEST(Tidy, NoPathOfOneMachine) {
  const std::string path = std::string(kWorkDirectory) + "main";
  EXPECT_THAT(broken(check_machine_paths, {{"README.md", "arn:aws:s3:::bucket" + path + "\n"}}),
              IsEmpty());
  EXPECT_THAT(broken(check_machine_paths, {{"README.md", "see " + path + "\n"}}),
              ElementsAre("README.md:1: error: a path of somebody's machine"));
}

// --- the rules, held against the repository ---

bool is_walked(const fs::path& path) {
  static const std::set<std::string, std::less<>> skipped{".git",        ".build",       ".cache",
                                                          "__pycache__", "node_modules", "LICENSE"};
  return !skipped.contains(path.filename().generic_string());
}

Files read_repository() {
  const fs::path top = REPLISIM_SOURCE_DIR;
  Files files;
  for (fs::recursive_directory_iterator at(top), end; at != end; ++at) {
    if (!is_walked(at->path())) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file()) {
      std::ifstream in(at->path(), std::ios::binary);
      files.push_back({fs::relative(at->path(), top).generic_string(),
                       std::string(std::istreambuf_iterator<char>(in), {})});
    }
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

struct NamedRule {
  std::string name;
  Rule rule;
};

void PrintTo(const NamedRule& rule, std::ostream* out) {
  *out << rule.name;
}

class Repository : public ::testing::TestWithParam<NamedRule> {};

TEST_P(Repository, Keeps) {
  static const Files files = read_repository();
  ASSERT_FALSE(files.empty());
  std::string faults;
  for (const std::string& found : broken(GetParam().rule, files)) {
    faults += "\n" + found;
  }
  EXPECT_TRUE(faults.empty()) << faults;
}

const NamedRule kRules[] = {
    {"Layers", check_layers},
    {"Includes", check_includes},
    {"HeadersAreUsed", check_headers_are_used},
    {"SourcesAreListed", check_sources_are_listed},
    {"Maps", check_maps},
    {"Style", check_style},
    {"NoMachinePaths", check_machine_paths},
};

INSTANTIATE_TEST_SUITE_P(Rules, Repository, ::testing::ValuesIn(kRules),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
