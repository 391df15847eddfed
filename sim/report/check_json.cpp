#include "model/json_document.h"
#include "model/json_writer.h"
#include "sim/report/check_report.h"
#include "sim/report/json.h"

namespace replisim {
namespace {

void write_check_place(JsonWriter& json, std::string_view address, std::string_view place,
                       const CheckPlace& value) {
  text_or_null(json, address, value.address);
  write_place(json, place, value.place);
}

void write_replica(JsonWriter& json, const CheckedObject& row) {
  json.key("replica");
  if (row.result != "REPLICATED") {
    json.null();
    return;
  }
  json.begin_object();
  json.member("IsDeleteMarker", row.is_marker);
  text_or_null(json, "ServerSideEncryption", row.encryption);
  text_or_null(json, "SSEKMSKeyId", row.key_arn);
  json.member("BucketKeyEnabled", row.has_bucket_key);
  text_or_null(json, "StorageClass", row.storage_class);
  text_or_null(json, "Owner", row.owner);
  json.member("tagsOmitted", row.omits_tags);
  json.end_object();
}

void write_row(JsonWriter& json, const CheckedObject& row) {
  json.begin_object();
  json.member("id", row.id);
  json.member("object", row.kind);
  json.member("level", to_string(row.level));
  json.member("result", row.result);
  text_or_null(json, "reason", row.reason);
  text_or_null(json, "deniedAction", row.denied_action);
  text_or_null(json, "deniedResource", row.denied_resource);
  text_or_null(json, "deniedBy", row.denied_by);
  text_or_null(json, "deniedHow", row.denied_how);
  write_replica(json, row);
  text_or_null(json, "why", row.why);
  write_check_place(json, "whyAddress", "whyPlace", row.why_place);
  json.end_object();
}

void write_rule(JsonWriter& json, const CheckedRule& rule) {
  json.begin_object();
  json.member("rule", rule.name);
  json.member("Bucket", rule.bucket);
  json.member("account", rule.account);
  json.member("destination", rule.destination);
  write_check_place(json, "address", "place", rule.place);
  json.key("objects");
  json.begin_array();
  for (const CheckedObject& row : rule.rows) {
    write_row(json, row);
  }
  json.end_array();
  json.end_object();
}

void write_finding(JsonWriter& json, const CheckItem& finding) {
  json.begin_object();
  json.member("code", finding.code);
  json.member("level", to_string(finding.level));
  json.member("accepted", finding.is_accepted);
  text_or_null(json, "subject", finding.subject);
  json.member("message", finding.message);
  text_or_null(json, "hint", finding.hint);
  write_check_place(json, "address", "place", finding.place);
  json.key("ids");
  json.begin_array();
  for (const std::string& id : finding.ids) {
    json.string(id);
  }
  json.end_array();
  json.end_object();
}

void write_unknown(JsonWriter& json, const CheckUnknown& unknown) {
  json.begin_object();
  json.member("what", unknown.what);
  json.member("reason", unknown.reason);
  text_or_null(json, "remedy", unknown.remedy);
  write_place(json, "place", unknown.place);
  json.end_object();
}

void write_requirement(JsonWriter& json, const Requirement& requirement) {
  json.begin_object();
  json.member("policy", requirement.policy);
  text_or_null(json, "account", requirement.account);
  text_or_null(json, "PolicyDocument", requirement.statements);
  json.end_object();
}

void write_change(JsonWriter& json, const CheckChange& change) {
  json.begin_object();
  json.member("effect", to_string(change.effect));
  json.member("id", change.id);
  json.member("object", change.kind);
  json.member("before", change.before);
  json.member("after", change.after);
  text_or_null(json, "why", change.why);
  write_check_place(json, "address", "place", change.place);
  json.end_object();
}

template <typename T>
void write_list(JsonWriter& json, std::string_view name, const std::vector<T>& values,
                void (*write)(JsonWriter&, const T&)) {
  json.key(name);
  json.begin_array();
  for (const T& value : values) {
    write(json, value);
  }
  json.end_array();
}

void write_summary(JsonWriter& json, const CheckReport& report) {
  json.key("summary");
  json.begin_object();
  json.member("rules", static_cast<std::int64_t>(report.rules.size()));
  for (const auto& [name, level] :
       {std::pair("errors", CheckLevel::Error), std::pair("warnings", CheckLevel::Warning),
        std::pair("undecided", CheckLevel::Undecided), std::pair("notes", CheckLevel::Note)}) {
    json.member(name, static_cast<std::int64_t>(report.count(level)));
  }
  json.end_object();
}

void write_string(JsonWriter& json, const std::string& text) {
  json.string(text);
}

/// The document of `fix --format json`, and the same in HCL.
void write_fix(JsonWriter& json, const CheckReport& report) {
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  const std::uint32_t file = sources.add("fix", report.fix_json);
  const JsonNode* const fix =
      report.fix_json.empty() ? nullptr : parse_json(sources, file, arena, issues);
  json.key("fix");
  if (fix == nullptr) {
    json.null();
  } else {
    json.node(*fix);
  }
  text_or_null(json, "fixTerraform", report.fix_terraform);
}

}  // namespace

std::string check_json(const CheckReport& report) {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("schemaVersion", kReportSchemaVersion);
  json.member("command", "check");
  write_list(json, "inputs", report.inputs, write_string);
  write_summary(json, report);
  write_list(json, "rules", report.rules, write_rule);
  write_list(json, "findings", report.findings, write_finding);
  json.key("changes");
  if (report.has_before) {
    json.begin_array();
    for (const CheckChange& change : report.changes) {
      write_change(json, change);
    }
    json.end_array();
  } else {
    json.null();
  }
  write_fix(json, report);
  write_list(json, "unknown", report.unknown, write_unknown);
  write_list(json, "requirements", report.requirements, write_requirement);
  write_list(json, "notes", report.notes, write_string);
  json.end_object();
  return std::move(json).text();
}

}  // namespace replisim
