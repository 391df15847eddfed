#include "sim/report/sarif.h"

#include "model/json_writer.h"
#include "sim/report/escape.h"

namespace replisim {
namespace {

struct Rule {
  std::string_view id;
  std::string_view summary;
  std::string_view help;
};

constexpr Rule kRules[] = {
    {"expectation-failed", "An expectation does not hold.",
     "The simulated outcome is not the one that the scenario expects. `replisim explain` says why "
     "the outcome is what it is; where the outcome is right, `replisim test --update` rewrites the "
     "expectation."},
    {"expectation-undecided", "An expectation cannot be decided.",
     "The outcome depends on a policy or configuration that is not in the scenario. Add it, or say "
     "in `assume_missing` what it is taken to allow."},
    {"input-unreadable", "A scenario cannot be read.",
     "The scenario, or a file that it names, is not what the format asks for."},
};

std::string_view rule_of(const Failure& failure) {
  return kRules[failure.rests_on_unknown ? 1 : 0].id;
}

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  json.begin_object();
  json.member("text", text);
  json.end_object();
}

void write_rules(JsonWriter& json) {
  json.key("rules");
  json.begin_array();
  for (const Rule& rule : kRules) {
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

struct Finding {
  std::string_view rule;
  std::string_view level;
  std::string message;
  const Place& place;
  const Place* related = nullptr;
  std::string related_message;
  std::string identity;
};

void write_finding(JsonWriter& json, const Finding& finding, const std::string& file) {
  json.begin_object();
  json.member("ruleId", finding.rule);
  json.member("level", finding.level);
  write_text(json, "message", finding.message);
  json.key("locations");
  json.begin_array();
  json.begin_object();
  write_physical_location(json, finding.place, file);
  json.end_object();
  json.end_array();
  if (finding.related != nullptr && finding.related->is_known()) {
    json.key("relatedLocations");
    json.begin_array();
    json.begin_object();
    json.member("id", std::int64_t{1});
    write_physical_location(json, *finding.related, file);
    write_text(json, "message", finding.related_message);
    json.end_object();
    json.end_array();
  }
  json.key("partialFingerprints");
  json.begin_object();
  json.member("primaryLocationLineHash", fingerprint(finding.identity));
  json.end_object();
  json.end_object();
}

std::size_t write_results(JsonWriter& json, const TestReport& report) {
  std::size_t count = 0;
  for (const CaseResult& result : report.cases) {
    for (const InputFault& fault : result.faults) {
      if (++count <= kSarifResultsMax) {
        write_finding(json,
                      {kRules[2].id, "error", fault.message, fault.place, nullptr, "",
                       result.id() + fault.code + fault.message},
                      result.file);
      }
    }
    for (const Failure& failure : result.failures) {
      if (++count > kSarifResultsMax) {
        continue;
      }
      std::string message = result.id() + ": " + summary_of(failure);
      message += failure.why.empty() ? "" : ". Why: " + failure.why;
      write_finding(
          json,
          {rule_of(failure), failure.rests_on_unknown ? "warning" : "error", message, failure.place,
           &failure.why_place, failure.why, result.id() + failure.event_id + failure.what},
          result.file);
    }
  }
  return count;
}

}  // namespace

std::string sarif(const TestReport& report) {
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
  write_rules(json);
  json.end_object();
  json.end_object();
  json.key("automationDetails");
  json.begin_object();
  json.member("id", "replisim/test/");
  json.end_object();
  json.member("columnKind", "unicodeCodePoints");
  json.key("results");
  json.begin_array();
  const std::size_t found = write_results(json, report);
  json.end_array();
  if (found > kSarifResultsMax) {
    json.key("properties");
    json.begin_object();
    json.member("resultsLeftOut", static_cast<std::int64_t>(found - kSarifResultsMax));
    json.end_object();
  }
  json.end_object();
  json.end_array();
  json.end_object();
  return std::move(json).text();
}

}  // namespace replisim
