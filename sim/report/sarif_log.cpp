#include "sim/report/sarif_log.h"

#include <cstdint>
#include <string_view>

#include "model/json_writer.h"
#include "sim/report/escape.h"

namespace replisim {
namespace {

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  json.begin_object();
  json.member("text", text);
  json.end_object();
}

void write_rules(JsonWriter& json, const std::vector<SarifRule>& rules) {
  json.key("rules");
  json.begin_array();
  for (const SarifRule& rule : rules) {
    json.begin_object();
    json.member("id", rule.id);
    write_text(json, "shortDescription", rule.summary);
    write_text(json, "fullDescription", rule.summary);
    write_text(json, "help", rule.help);
    json.end_object();
  }
  json.end_array();
}

void write_physical_location(JsonWriter& json, const Place& place, const std::string& file) {
  json.key("physicalLocation");
  json.begin_object();
  json.key("artifactLocation");
  json.begin_object();
  json.member("uri", to_uri(place.is_known() ? place.file : file));
  json.end_object();
  if (place.is_known()) {
    json.key("region");
    json.begin_object();
    json.member("startLine", std::int64_t{place.line});
    json.member("startColumn", std::int64_t{place.column});
    json.member("endLine", std::int64_t{place.end_line});
    json.member("endColumn", std::int64_t{place.end_column});
    json.end_object();
  }
  json.end_object();
}

/// The same finding keeps its number when lines move: it is named by what it is about.
std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) {
    out += kDigits[(hash >> static_cast<unsigned>(shift)) & 0xFU];
  }
  return out + ":1";
}

void write_related(JsonWriter& json, const SarifResult& result) {
  json.key("relatedLocations");
  json.begin_array();
  json.begin_object();
  json.member("id", std::int64_t{1});
  write_physical_location(json, result.related, result.file);
  write_text(json, "message", result.related_message);
  json.end_object();
  json.end_array();
}

void write_result(JsonWriter& json, const SarifResult& result) {
  json.begin_object();
  json.member("ruleId", result.rule);
  json.member("level", result.level);
  write_text(json, "message", result.message);
  json.key("locations");
  json.begin_array();
  json.begin_object();
  write_physical_location(json, result.place, result.file);
  json.end_object();
  json.end_array();
  if (result.related.is_known()) {
    write_related(json, result);
  }
  json.key("partialFingerprints");
  json.begin_object();
  json.member("primaryLocationLineHash", fingerprint(result.identity));
  json.end_object();
  json.end_object();
}

void write_results(JsonWriter& json, const std::vector<SarifResult>& results) {
  json.key("results");
  json.begin_array();
  for (std::size_t i = 0; i < results.size() && i < kSarifResultsMax; ++i) {
    write_result(json, results[i]);
  }
  json.end_array();
  if (results.size() > kSarifResultsMax) {
    json.key("properties");
    json.begin_object();
    json.member("resultsLeftOut", static_cast<std::int64_t>(results.size() - kSarifResultsMax));
    json.end_object();
  }
}

}  // namespace

std::string write_sarif(const SarifLog& log) {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json.member("version", "2.1.0");
  json.key("runs");
  json.begin_array();
  json.begin_object();
  json.key("tool");
  json.begin_object();
  json.key("driver");
  json.begin_object();
  json.member("name", "replisim");
  write_rules(json, log.rules);
  json.end_object();
  json.end_object();
  json.key("automationDetails");
  json.begin_object();
  json.member("id", log.automation_id);
  json.end_object();
  json.member("columnKind", "unicodeCodePoints");
  write_results(json, log.results);
  json.end_object();
  json.end_array();
  json.end_object();
  return std::move(json).text();
}

}  // namespace replisim
