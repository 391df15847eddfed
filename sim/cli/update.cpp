#include "sim/cli/update.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "model/json_document.h"
#include "sim/replication/simulation.h"
#include "sim/report/place.h"

namespace replisim {
namespace {

/// Changes of an array may be many, and are made one at a time.
constexpr int kRoundsMax = 10'000;

struct Edit {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string text;

  bool operator==(const Edit&) const = default;
};

/// Shows a text in place of the file on the disk.
class EditedFile : public FileReader {
 public:
  EditedFile(const FileReader& disk, const std::string& path, const std::string& text)
      : disk_(disk), path_(path), text_(text) {}

  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    return path == path_ ? std::optional(text_) : disk_.read(path);
  }

 private:
  const FileReader& disk_;
  const std::string& path_;
  const std::string& text_;
};

// --- places in the text ---

struct Found {
  const JsonNode* node = nullptr;
  const JsonNode* parent = nullptr;
};

/// The value that stands exactly at `where`, and what holds it.
Found find_node(const JsonNode& node, SourceRange where, const JsonNode* parent = nullptr) {
  if (node.where == where) {
    return {&node, parent};
  }
  for (const JsonNode& child : node) {
    if (child.where.begin <= where.begin && where.end <= child.where.end) {
      return find_node(child, where, &node);
    }
  }
  return {};
}

/// An element leaves its array with the comma that is one too many then.
std::optional<Edit> removal(const JsonNode& root, SourceRange where) {
  const Found found = find_node(root, where);
  if (found.node == nullptr || found.parent == nullptr || !found.parent->is_array()) {
    return std::nullopt;
  }
  const JsonNode& array = *found.parent;
  const auto index = static_cast<std::size_t>(found.node - array.children);
  if (index + 1 < array.child_count) {
    return Edit{where.begin, array.children[index + 1].where.begin, ""};
  }
  return index > 0 ? Edit{array.children[index - 1].where.end, where.end, ""}
                   : Edit{where.begin, where.end, ""};
}

/// Blanks of the line that something begins on, if nothing stands before it there.
std::optional<std::string> own_line_indent(std::string_view text, std::uint32_t begin) {
  const std::size_t line = text.rfind('\n', begin);
  const std::size_t first = line == std::string_view::npos ? 0 : line + 1;
  const std::string_view before = text.substr(first, begin - first);
  return before.find_first_not_of(" \t") == std::string_view::npos
             ? std::optional(std::string(before))
             : std::nullopt;
}

std::optional<Edit> appending(const JsonNode& root, SourceRange where, const std::string& element,
                              std::string_view text, const char* member) {
  const JsonNode* node = find_node(root, where).node;
  if (node == nullptr) {
    return std::nullopt;
  }
  const JsonNode* array = node->is_array() ? node : node->find(member);
  if (array == nullptr) {
    const std::uint32_t inside = node->where.begin + 1;
    const std::string comma = node->child_count == 0 ? " " : ",";
    return Edit{inside, inside, " \"" + std::string(member) + "\": [ " + element + " ]" + comma};
  }
  if (array->child_count == 0) {
    return Edit{array->where.begin, array->where.end, "[ " + element + " ]"};
  }
  const JsonNode& last = array->children[array->child_count - 1];
  const std::optional<std::string> indent = own_line_indent(text, last.where.begin);
  const std::string separator = indent ? ",\n" + *indent : std::string(", ");
  return Edit{last.where.end, last.where.end, separator + element};
}

// --- one round ---

struct JudgedCase {
  const ScenarioCase* scenario = nullptr;
  Mismatches mismatches;
};

/// The object that an expectation stands in: a variant inherits those of the base as they are.
SourceRange expectation_of(const ScenarioCase& scenario, const std::string& event_id) {
  if (event_id.empty()) {
    return scenario.diagnostics ? scenario.diagnostics->where : SourceRange();
  }
  const auto found = scenario.expectations.find(event_id);
  return found == scenario.expectations.end() ? SourceRange() : found->second.where;
}

bool wants_the_same(const JudgedCase& other, const Mismatch& mismatch) {
  return std::any_of(other.mismatches.begin(), other.mismatches.end(), [&](const Mismatch& own) {
    return own.where == mismatch.where && own.repair == mismatch.repair &&
           own.actual == mismatch.actual;
  });
}

/// A case that shares the expectation and would be wrong after the change.
const JudgedCase* find_objection(const std::vector<JudgedCase>& cases, const JudgedCase& wants,
                                 const Mismatch& mismatch) {
  const SourceRange shared = expectation_of(*wants.scenario, mismatch.event_id);
  for (const JudgedCase& other : cases) {
    if (&other != &wants && shared.is_known() &&
        expectation_of(*other.scenario, mismatch.event_id) == shared &&
        !wants_the_same(other, mismatch)) {
      return &other;
    }
  }
  return nullptr;
}

std::string case_name(const ScenarioCase& scenario) {
  return scenario.variant_id.empty() ? "the scenario itself"
                                     : "variant `" + scenario.variant_id + "`";
}

class Round {
 public:
  Round(const std::string& path, const std::string& text, const TestOptions& options)
      : path_(path), text_(text), options_(options) {}

  /// False: it is no scenario.
  bool read_and_play();
  /// What is to be changed now; empty: nothing more can be.
  std::vector<Edit> edits();
  [[nodiscard]] const std::vector<std::string>& refusals() const { return refusals_; }

 private:
  void consider(const JudgedCase& wants, const Mismatch& mismatch);
  [[nodiscard]] std::optional<Edit> edit_of(const Mismatch& mismatch) const;
  void refuse(const Mismatch& mismatch, const std::string& reason);

  const std::string& path_;
  const std::string& text_;
  const TestOptions& options_;
  SourceMap sources_;
  std::optional<Scenario> scenario_;
  std::vector<JudgedCase> cases_;
  JsonArena arena_;
  const JsonNode* root_ = nullptr;
  std::vector<Edit> replacements_;
  std::vector<Edit> restructurings_;
  std::vector<std::string> refusals_;
};

bool Round::read_and_play() {
  std::istringstream nothing;
  const DiskFiles disk(path_, options_.reach, nothing);
  ScenarioOptions reading;
  reading.allow_outside = options_.reach == DiskFiles::Reach::Everywhere;
  Result<Scenario> scenario =
      read_scenario(sources_, path_, EditedFile(disk, path_, text_), reading);
  if (!scenario) {
    return false;
  }
  scenario_ = std::move(scenario).value();
  for (const ScenarioCase* one : cases_of(*scenario_)) {
    cases_.push_back({one, judge(*one, simulate(*one, {.watch = false})).mismatches});
  }
  for (std::uint32_t file = 0; file < sources_.size(); ++file) {
    if (sources_.name(file) == path_) {
      Issues issues;
      root_ = parse_json(sources_, file, arena_, issues);
      break;
    }
  }
  return root_ != nullptr;
}

void Round::refuse(const Mismatch& mismatch, const std::string& reason) {
  const std::string line =
      to_string(place_of(mismatch.where, sources_)) + ": " + mismatch.what + " stays: " + reason;
  if (std::find(refusals_.begin(), refusals_.end(), line) == refusals_.end()) {
    refusals_.push_back(line);
  }
}

std::optional<Edit> Round::edit_of(const Mismatch& mismatch) const {
  switch (mismatch.repair) {
    case Mismatch::Repair::Replace:
      return Edit{mismatch.where.begin, mismatch.where.end, mismatch.actual};
    case Mismatch::Repair::Remove: return removal(*root_, mismatch.where);
    case Mismatch::Repair::Keep: break;
    case Mismatch::Repair::Append:
      return appending(*root_, mismatch.where, mismatch.actual, sources_.text(root_->where.file),
                       mismatch.event_id.empty() ? "diagnostics" : "replicas");
  }
  return std::nullopt;
}

void Round::consider(const JudgedCase& wants, const Mismatch& mismatch) {
  if (mismatch.repair == Mismatch::Repair::Keep) {
    refuse(mismatch, "what is asserted of the world is changed by people");
    return;
  }
  if (mismatch.where.file != root_->where.file) {
    refuse(mismatch, "it does not stand in `" + path_ + "` itself");
    return;
  }
  if (const JudgedCase* other = find_objection(cases_, wants, mismatch)) {
    refuse(mismatch, "it is right for " + case_name(*other->scenario) + ", or has to be another; " +
                         case_name(*wants.scenario) + " wants an expectation of its own");
    return;
  }
  const std::optional<Edit> edit = edit_of(mismatch);
  if (!edit) {
    refuse(mismatch, "its place cannot be edited");
    return;
  }
  std::vector<Edit>& edits =
      mismatch.repair == Mismatch::Repair::Replace ? replacements_ : restructurings_;
  if (std::find(edits.begin(), edits.end(), *edit) == edits.end()) {
    edits.push_back(*edit);
  }
}

std::vector<Edit> Round::edits() {
  for (const JudgedCase& one : cases_) {
    const std::string id =
        one.scenario->variant_id.empty() ? path_ : path_ + "#" + one.scenario->variant_id;
    if (!is_selected(options_.filter, id)) {
      continue;
    }
    for (const Mismatch& mismatch : one.mismatches) {
      consider(one, mismatch);
    }
  }
  if (!replacements_.empty() || restructurings_.empty()) {
    return replacements_;
  }
  return {restructurings_.front()};  // it moves what the others are about
}

/// From the end, so that places before stay right.
void apply(std::vector<Edit> edits, std::string& text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const std::size_t before = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  std::sort(edits.begin(), edits.end(),
            [](const Edit& left, const Edit& right) { return left.begin > right.begin; });
  for (const Edit& edit : edits) {
    text.replace(before + edit.begin, edit.end - edit.begin, edit.text);
  }
}

}  // namespace

std::optional<Update> update_expectations(const std::string& path, std::string text,
                                          const TestOptions& options) {
  Update update;
  update.text = std::move(text);
  std::set<std::string> seen;
  for (int rounds = 0; rounds < kRoundsMax; ++rounds) {
    Round round(path, update.text, options);
    if (!round.read_and_play()) {
      return std::nullopt;
    }
    const std::vector<Edit> edits = round.edits();
    update.refusals = round.refusals();
    if (edits.empty() || !seen.insert(update.text).second) {
      break;
    }
    apply(edits, update.text);
    update.changed = true;
  }
  return update;
}

}  // namespace replisim
