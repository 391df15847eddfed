#include "sim/cli/baseline.h"

#include <algorithm>
#include <set>

#include "model/json_document.h"
#include "model/json_writer.h"
#include "sim/files/files.h"

namespace replisim {
namespace {

constexpr std::string_view kFormat = "replisim-baseline/1";

bool counts(const CheckItem& finding) {
  return finding.level == CheckLevel::Error || finding.level == CheckLevel::Undecided ||
         finding.level == CheckLevel::Warning;
}

const JsonNode* accepted_of(const JsonNode& root) {
  const JsonNode* const format = root.find("format");
  const JsonNode* const accepted = root.find("accepted");
  const bool is_baseline = format != nullptr && format->text == kFormat && accepted != nullptr &&
                           accepted->is_array() &&
                           std::all_of(accepted->begin(), accepted->end(),
                                       [](const JsonNode& id) { return id.is_string(); });
  return is_baseline ? accepted : nullptr;
}

}  // namespace

bool apply_baseline(const std::string& path, CheckReport& report, const Console& console) {
  FileText file = read_regular_file(path);
  if (!file.text) {
    console.error("`" + path + "` " + file.refusal);
    return false;
  }
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  const std::uint32_t number = sources.add(path, std::move(*file.text));
  const JsonNode* const root = parse_json(sources, number, arena, issues);
  if (root == nullptr || !issues.empty()) {
    console.report(std::move(issues), sources);
    return false;
  }
  const JsonNode* const accepted = accepted_of(*root);
  if (accepted == nullptr) {
    console.error("`" + path + "` is no baseline", "`--write-baseline FILE` writes one");
    return false;
  }
  std::set<std::string_view> ids;
  for (const JsonNode& id : *accepted) {
    ids.insert(id.text);
  }
  for (CheckItem& finding : report.findings) {
    finding.is_accepted = std::all_of(finding.ids.begin(), finding.ids.end(),
                                      [&](const std::string& id) { return ids.count(id) > 0; });
  }
  return true;
}

std::string baseline_of(const CheckReport& report) {
  std::set<std::string> ids;
  for (const CheckItem& finding : report.findings) {
    if (counts(finding)) {
      ids.insert(finding.ids.begin(), finding.ids.end());
    }
  }
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("format", kFormat);
  json.key("accepted");
  json.begin_array();
  for (const std::string& id : ids) {
    json.string(id);
  }
  json.end_array();
  json.end_object();
  return std::move(json).text();
}

}  // namespace replisim
