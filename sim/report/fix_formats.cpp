#include <utility>

#include "model/json_document.h"
#include "model/json_writer.h"
#include "sim/reason/policy_repair.h"
#include "sim/report/fix_report.h"
#include "sim/report/fix_step.h"

namespace replisim {
namespace {

/// JSON text as part of what is written.
void write_json(JsonWriter& json, const std::string& text) {
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  json.node(*parse_json(sources, sources.add("value", text), arena, issues));
}

// --- policy ---

void write_condition(JsonWriter& json, const ConditionLine& line) {
  json.begin_object();
  json.key(line.operator_name);
  json.begin_object();
  json.key(line.key);
  json.begin_array();
  for (const std::string& value : line.values) {
    json.string(value);
  }
  json.end_array();
  json.end_object();
  json.end_object();
}

void write_policy_step(JsonWriter& json, const FixStep& step, const FixReport& report) {
  const Change& change = *step.change;
  json.begin_object();
  json.member("account", step.account);
  json.member("what", step_sentence(step, report.scenario.world));
  json.member("policy", to_string(change.policy.kind));
  json.member("of", change.policy.holder);
  json.member("PolicyName", change.policy.name);
  if (change.kind == Change::Kind::NarrowDeny) {
    json.member("Deny", change.deny);
    json.key("Condition");
    write_condition(json, change.exception);
  } else {
    json.key("PolicyDocument");
    json.begin_object();
    json.member("Version", "2012-10-17");
    json.key("Statement");
    json.begin_array();
    for (const NewStatement& statement : step.statements) {
      write_json(json, statement_json(statement));
    }
    json.end_array();
    json.end_object();
  }
  json.end_object();
}

// --- Terraform ---

/// A string of HCL, where `${` and `%{` would begin a template.
std::string hcl_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool begins_template =
        (c == '$' || c == '%') && i + 1 < text.size() && text[i + 1] == '{';
    out += begins_template ? std::string(2, c)
           : c == '"'      ? std::string(R"(\")")
           : c == '\\'     ? std::string("\\\\")
                           : std::string(1, c);
  }
  return out + "\"";
}

std::string hcl_list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    out += (out.empty() ? "[" : ", ") + hcl_string(text);
  }
  return out.empty() ? "[]" : out + "]";
}

std::string hcl_condition(const ConditionLine& line, const std::string& indent) {
  return indent + "condition {\n" + indent + "  test     = " + hcl_string(line.operator_name) +
         "\n" + indent + "  variable = " + hcl_string(line.key) + "\n" + indent +
         "  values   = " + hcl_list(line.values) + "\n" + indent + "}\n";
}

std::string hcl_statement(const NewStatement& statement) {
  std::string text = "  statement {\n    effect = \"Allow\"\n";
  if (!statement.principal.empty()) {
    text += "    principals {\n      type        = " + hcl_string(statement.principal_type) +
            "\n      identifiers = " + hcl_list({statement.principal}) + "\n    }\n";
  }
  text += "    actions = " + hcl_list(statement.actions) + "\n";
  if (!statement.resources.empty()) {
    text += "    resources = " + hcl_list(statement.resources) + "\n";
  }
  for (const ConditionLine& line : statement.conditions) {
    text += hcl_condition(line, "    ");
  }
  return text + "  }\n";
}

std::string hcl_step(const FixStep& step, std::size_t number, const FixReport& report) {
  const Change& change = *step.change;
  std::string text =
      "# account " + step.account + ": " + step_sentence(step, report.scenario.world) + "\n";
  switch (change.kind) {
    case Change::Kind::AddStatement: break;
    case Change::Kind::NarrowDeny:
      return text + "# a further condition of statement " + hcl_string(change.deny) + "\n" +
             hcl_condition(change.exception, "");
    case Change::Kind::Set: return text + setting_terraform(change) + "\n";
  }
  text += R"(data "aws_iam_policy_document" "replication_)" + std::to_string(number) + "\" {\n";
  for (const NewStatement& statement : step.statements) {
    text += hcl_statement(statement);
  }
  return text + "}\n";
}

}  // namespace

std::string fix_json(const FixReport& report) {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_array();
  for (const PatchStep& step : report.fix.patch) {
    json.begin_object();
    json.member("op", step.op);
    json.member("path", step.path);
    if (!step.value.empty()) {
      json.key("value");
      write_json(json, step.value);
    }
    json.end_object();
  }
  json.end_array();
  return std::move(json).text();
}

std::string fix_policy(const FixReport& report) {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_array();
  for (const FixStep& step : steps_of(report.fix.changes)) {
    if (step.change->kind != Change::Kind::Set) {
      write_policy_step(json, step, report);
    }
  }
  json.end_array();
  return std::move(json).text();
}

std::string fix_terraform(const FixReport& report) {
  std::string text;
  std::size_t number = 0;
  for (const FixStep& step : steps_of(report.fix.changes)) {
    text += (text.empty() ? "" : "\n") + hcl_step(step, ++number, report);
  }
  return text.empty() ? "# nothing to change\n" : text;
}

}  // namespace replisim
