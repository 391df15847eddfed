#include "sim/testing/policy.h"

#include <algorithm>
#include <ostream>

#include "model/json_writer.h"
#include "sim/report/json.h"
#include "sim/testing/world.h"

namespace replisim::testing {
namespace {

bool is_service(std::string_view principal) {
  return principal.ends_with(".amazonaws.com") || principal.ends_with(".amazonaws.com.cn");
}

/// `*` alone is everybody; otherwise services and the rest stand in lists of their own.
void write_principals(JsonWriter& json, std::string_view name,
                      const std::vector<std::string>& principals) {
  if (principals == std::vector<std::string>{"*"}) {
    json.member(name, "*");
    return;
  }
  std::vector<std::string> services = principals;
  const auto others = std::stable_partition(services.begin(), services.end(), is_service);
  const std::vector<std::string> aws(others, services.end());
  services.erase(others, services.end());
  json.key(name);
  json.begin_object();
  if (!aws.empty()) {
    string_or_strings(json, "AWS", aws);
  }
  if (!services.empty()) {
    string_or_strings(json, "Service", services);
  }
  json.end_object();
}

}  // namespace

/// A path where a text belongs would only be called no JSON.
Json::Json(std::string text) : text_(std::move(text)) {
  const bool is_path =
      text_.ends_with(".json") && text_.find_first_of("{[\"\n") == std::string::npos;
  if (is_path) {
    throw BadWorld("`" + text_ + "` is no JSON\n  hint: files are given by `json_file` or " +
                   "`policy_file`");
  }
}

Json json_file(std::string path) {
  Json json;
  json.path_ = std::move(path);
  return json;
}

Statement Allow() {  // NOLINT(readability-identifier-naming): see the header
  return Statement("Allow");
}

Statement Deny() {  // NOLINT(readability-identifier-naming): see the header
  return Statement("Deny");
}

Statement Statement::sid(const std::string& sid) const {
  Statement statement = *this;
  statement.sid_ = sid;
  return statement;
}

/// An element that is named again gets further values.
Statement Statement::with(const std::string& name, std::vector<std::string> values) const {
  Statement statement = *this;
  for (Element& element : statement.elements_) {
    if (element.name == name) {
      std::move(values.begin(), values.end(), std::back_inserter(element.values));
      return statement;
    }
  }
  statement.elements_.push_back({name, std::move(values)});
  return statement;
}

Statement Statement::with_condition(Condition condition) const {
  Statement statement = *this;
  statement.conditions_.push_back(std::move(condition));
  return statement;
}

Policy::Policy(const Statement& statement) : Policy(std::vector<Statement>{statement}) {}

Policy::Policy(std::initializer_list<Statement> statements)
    : Policy(std::vector<Statement>(statements)) {}

Policy::Policy(const std::vector<Statement>& statements) : json_("") {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("Version", "2012-10-17");
  json.key("Statement");
  json.begin_array();
  for (const Statement& statement : statements) {
    statement.write(json);
  }
  json.end_array();
  json.end_object();
  json_ = Json(std::move(json).text());
}

void Statement::write(JsonWriter& json) const {
  json.begin_object();
  if (!sid_.empty()) {
    json.member("Sid", sid_);
  }
  json.member("Effect", effect_);
  for (const Element& element : elements_) {
    const bool is_principal = element.name == "Principal" || element.name == "NotPrincipal";
    is_principal ? write_principals(json, element.name, element.values)
                 : string_or_strings(json, element.name, element.values);
  }
  write_conditions(json);
  json.end_object();
}

/// Conditions with the same operator stand in one block, in the order of its first.
void Statement::write_conditions(JsonWriter& json) const {
  if (conditions_.empty()) {
    return;
  }
  json.key("Condition");
  json.begin_object();
  for (auto first = conditions_.begin(); first != conditions_.end(); ++first) {
    const auto is_of_this_operator = [first](const Condition& condition) {
      return condition.operator_name == first->operator_name;
    };
    if (std::any_of(conditions_.begin(), first, is_of_this_operator)) {
      continue;
    }
    json.key(first->operator_name);
    json.begin_object();
    for (const Condition& condition : conditions_) {
      if (is_of_this_operator(condition)) {
        string_or_strings(json, condition.key, condition.values);
      }
    }
    json.end_object();
  }
  json.end_object();
}

Policy policy_file(std::string path) {
  return {json_file(std::move(path))};
}

void PrintTo(const Policy& policy, std::ostream* out) {  // NOLINT(readability-identifier-naming)
  const Json& json = policy.json();
  *out << (json.path().empty() ? json.text() : json.path());
}

}  // namespace replisim::testing
