#include "model/import/terraform_test_file.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace replisim {
namespace {

/// Attributes that AWS makes on creation and that others refer to.
struct ComputedRow {
  TerraformThing thing;
  std::array<std::string_view, 3> attributes;
};
constexpr ComputedRow kComputed[] = {
    {TerraformThing::Bucket, {"id", "arn", "bucket"}},
    {TerraformThing::Role, {"id", "arn", "name"}},
    {TerraformThing::User, {"id", "arn"}},
    {TerraformThing::Policy, {"id", "arn"}},
    {TerraformThing::Key, {"id", "key_id", "arn"}},
    {TerraformThing::ReplicaKey, {"id", "key_id", "arn"}},
    {TerraformThing::Alias, {"id", "arn"}},
};

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_template = (c == '$' || c == '%') && i + 1 < text.size() && text[i + 1] == '{';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (c == '\r') {
      result += "\\r";
    } else {
      result += c == '"' || c == '\\' ? "\\" : is_template ? std::string_view(&c, 1) : "";
      result += c;
    }
  }
  return result + "\"";
}

/// A value as HCL: JSON but for what is a template in a string.
std::string to_hcl(const JsonNode& node) {
  switch (node.kind) {
    case JsonKind::String: return quoted(node.text);
    case JsonKind::Null: return "null";
    case JsonKind::Boolean:
    case JsonKind::Number: return to_json_text(node);
    case JsonKind::Array:
    case JsonKind::Object: break;
  }
  std::string text(node.is_array() ? "[" : "{");
  for (const JsonNode& child : node) {
    text += &child == node.begin() ? "" : ", ";
    text += node.is_object() ? quoted(child.key) + " = " : "";
    text += to_hcl(child);
  }
  return text + (node.is_array() ? "]" : "}");
}

class TestFileWriter {
 public:
  TestFileWriter(const TerraformTranslation& translation, PolicyDocumentData& documents)
      : t_(translation), documents_(documents) {}

  std::string write() {
    write_providers();
    for (const TerraformInstance& instance : t_.world().instances) {
      if (instance.is_data) {
        write_document(instance);
      } else {
        write_resource(instance);
      }
    }
    write_variables();
    text_ += "run \"plan\" {\n  command = plan\n}\n";
    return std::move(text_);
  }

 private:
  void write_providers() {
    std::set<std::string> keys;
    for (const TerraformInstance& instance : t_.world().instances) {
      const bool is_of_root = instance.provider.find(':') == std::string::npos;
      if (instance.type.starts_with("aws_") && is_of_root && !instance.provider.empty() &&
          keys.insert(instance.provider).second) {
        write_provider(instance);
      }
    }
  }

  void write_provider(const TerraformInstance& instance) {
    const std::size_t dot = instance.provider.find('.');
    text_ += "mock_provider \"aws\" {\n";
    if (dot != std::string::npos) {
      text_ += "  alias           = " + quoted(instance.provider.substr(dot + 1)) + "\n";
    }
    text_ += "  override_during = plan\n";
    if (const std::optional<TerraformHome> home = t_.accounts().home_of(instance)) {
      const std::string region = quoted(home->region);
      write_mock("aws_caller_identity", "account_id = " + quoted(home->account));
      write_mock("aws_region", "name = " + region + ", region = " + region + ", id = " + region);
      write_mock("aws_partition",
                 "partition = " + quoted(home->partition) + ", dns_suffix = \"amazonaws.com\"");
      write_mock("aws_iam_policy_document", "json = " + quoted(kPlaceholderPolicy));
    }
    text_ += "}\n";
  }

  void write_mock(std::string_view type, const std::string& defaults) {
    text_ += "  mock_data " + quoted(type) + " {\n    defaults = { " + defaults + " }\n  }\n";
  }

  void write_resource(const TerraformInstance& instance) {
    const std::optional<TerraformThing> thing = thing_of(instance);
    const auto row = std::find_if(std::begin(kComputed), std::end(kComputed),
                                  [&](const ComputedRow& known) { return known.thing == thing; });
    if (row == std::end(kComputed)) {
      return;
    }
    std::string values;
    for (const std::string_view attribute : row->attributes) {
      if (!attribute.empty() && attribute_of(instance, attribute).is_unknown()) {
        if (const auto value = t_.names().derive(instance, attribute)) {
          values += values.empty() ? "" : ", ";
          values += std::string(attribute) + " = " + quoted(*value);
        }
      }
    }
    write_override("override_resource", instance.address, values);
  }

  /// Mocks make up what a policy document renders to, so that is given, too.
  void write_document(const TerraformInstance& instance) {
    if (instance.type != "aws_iam_policy_document") {
      return;
    }
    std::string json(attribute_of(instance, "json").text());
    if (json.empty()) {
      RebuiltPolicy policy = documents_.rebuild(instance);
      if (policy.is_incomplete || !policy.uncertain.empty()) {
        return;
      }
      JsonArena arena;
      json = to_json_text(*build(policy.document, arena));
    }
    write_override("override_data", instance.address, "json = " + quoted(json));
  }

  void write_override(std::string_view block, const std::string& address,
                      const std::string& values) {
    if (values.empty()) {
      return;
    }
    text_ += std::string(block) + " {\n  target          = " + address +
             "\n  override_during = plan\n  values          = { " + values + " }\n}\n";
  }

  /// The variables of the plan; those that are secret are left for the user to give.
  void write_variables() {
    const JsonNode* const given = t_.document().variables;
    const JsonNode* const root = find_module(t_.document().configuration, {});
    const JsonNode* const declared = root == nullptr ? nullptr : root->find("variables");
    if (given == nullptr || declared == nullptr || given->child_count == 0) {
      return;
    }
    text_ += "variables {\n";
    for (const JsonNode& variable : *given) {
      const JsonNode* const value = variable.find("value");
      const JsonNode* const declaration = declared->find(variable.key);
      const JsonNode* const is_sensitive =
          declaration == nullptr ? nullptr : declaration->find("sensitive");
      if (is_sensitive != nullptr && is_sensitive->boolean) {
        text_ += "  # " + std::string(variable.key) + " = (sensitive: give it)\n";
      } else if (value != nullptr) {
        text_ += "  " + std::string(variable.key) + " = " + to_hcl(*value) + "\n";
      }
    }
    text_ += "}\n";
  }

  const TerraformTranslation& t_;
  PolicyDocumentData& documents_;
  std::string text_;
};

}  // namespace

std::string write_test_file(const TerraformTranslation& translation,
                            PolicyDocumentData& documents) {
  return TestFileWriter(translation, documents).write();
}

}  // namespace replisim
