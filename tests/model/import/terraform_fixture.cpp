#include "tests/model/import/terraform_fixture.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include <gtest/gtest.h>

#include "model/json_writer.h"

namespace replisim {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ",\n") + part;
  }
  return text;
}

std::string json_text(std::string_view text) {
  std::string result;
  append_json_string(result, text);
  return result;
}

/// The members that are told by an address: `module_address`, `mode`, `type`, `name`, `address`.
std::string identity(std::string_view address) {
  std::string module;
  std::string_view rest = address;
  while (rest.starts_with("module.")) {
    const std::size_t end = rest.find('.', 7);
    module += (module.empty() ? "" : ".") + std::string(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  const bool is_data = rest.starts_with("data.");
  rest.remove_prefix(is_data ? 5 : 0);
  const std::size_t dot = rest.find('.');
  const std::string_view name = rest.substr(dot + 1, rest.find('[') - dot - 1);
  std::string text = "\"address\": " + json_text(address);
  if (!module.empty()) {
    text += ", \"module_address\": " + json_text(module);
  }
  return text + ", \"mode\": " + (is_data ? "\"data\"" : "\"managed\"") +
         ", \"type\": " + json_text(rest.substr(0, dot)) + ", \"name\": " + json_text(name);
}

void write_without_notes(JsonWriter& writer, const JsonNode& node) {
  if (node.is_object()) {
    writer.begin_object();
    for (const JsonNode& member : node) {
      if (!member.key.starts_with("x-")) {
        writer.key(member.key);
        write_without_notes(writer, member);
      }
    }
    writer.end_object();
  } else if (node.is_array()) {
    writer.begin_array();
    for (const JsonNode& element : node) {
      write_without_notes(writer, element);
    }
    writer.end_array();
  } else {
    writer.node(node);
  }
}

const JsonNode* find_pointer(const JsonNode* at, std::string_view pointer) {
  while (at != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string token(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(token.size());
    if (at->is_array()) {
      const auto index = static_cast<std::uint32_t>(std::strtoul(token.c_str(), nullptr, 10));
      at = index < at->child_count ? at->begin() + index : nullptr;
    } else {
      at = at->find(token);
    }
  }
  return at;
}

std::string text_at(const JsonNode* root, std::string_view pointer) {
  const JsonNode* const node = find_pointer(root, pointer);
  if (node == nullptr) {
    return {};
  }
  JsonWriter writer(JsonWriter::Layout::Compact);
  write_without_notes(writer, *node);
  return std::move(writer).text();
}

void note(Imported& imported, const Issues& issues) {
  for (const Issue& issue : issues) {
    imported.codes.push_back(issue.code);
    imported.issues += format_issue(issue, *imported.sources) + "\n";
  }
}

std::optional<Scenario> read(Imported& imported, const JsonNode* root) {
  if (root == nullptr) {
    return std::nullopt;
  }
  Result<Scenario> scenario = read_scenario_tree(*imported.sources, imported.arena, *root);
  note(imported, scenario.issues());
  return scenario ? std::optional<Scenario>(std::move(scenario).value()) : std::nullopt;
}

}  // namespace

PlanText& PlanText::creates(std::string_view address, std::string_view after,
                            std::string_view unknown) {
  return changes(address, R"(["create"])", "null", after, unknown);
}

PlanText& PlanText::changes(std::string_view address, std::string_view actions,
                            std::string_view before, std::string_view after,
                            std::string_view unknown) {
  changes_.push_back("{" + identity(address) +
                     ", \"change\": {\"actions\": " + std::string(actions) +
                     ", \"before\": " + std::string(before) + ", \"after\": " + std::string(after) +
                     ", \"after_unknown\": " + std::string(unknown) + "}}");
  return *this;
}

PlanText& PlanText::knows(std::string_view address, std::string_view values) {
  data_.push_back("{" + identity(address) + ", \"values\": " + std::string(values) + "}");
  return *this;
}

PlanText& PlanText::configures(std::string_view address, std::string_view expressions,
                               std::string_view provider, std::string_view more) {
  resources_.push_back("{\"address\": " + json_text(address) +
                       ", \"provider_config_key\": " + json_text(provider) +
                       ", \"expressions\": " + std::string(expressions) + std::string(more) + "}");
  return *this;
}

PlanText& PlanText::provider(std::string_view key, std::string_view expressions) {
  providers_.push_back(json_text(key) +
                       ": {\"name\": \"aws\", \"expressions\": " + std::string(expressions) + "}");
  return *this;
}

PlanText& PlanText::calls(std::string_view name, std::string_view call) {
  calls_.push_back(json_text(name) + ": " + std::string(call));
  return *this;
}

PlanText& PlanText::member(std::string_view name, std::string_view value) {
  members_.push_back(json_text(name) + ": " + std::string(value));
  return *this;
}

std::string PlanText::text() const {
  std::string text = "{\"format_version\": \"1.2\", \"terraform_version\": \"1.11.4\",\n";
  text += "\"resource_changes\": [" + joined(changes_) + "],\n";
  text += "\"prior_state\": {\"format_version\": \"1.0\", \"values\": {\"root_module\": ";
  text += "{\"resources\": [" + joined(data_) + "]}}},\n";
  text += members_.empty() ? "" : joined(members_) + ",\n";
  text += "\"configuration\": {\"provider_config\": {" + joined(providers_) + "},\n";
  text += "\"root_module\": {\"resources\": [" + joined(resources_) + "],\n";
  return text + "\"module_calls\": {" + joined(calls_) + "}}}}\n";
}

Imported import_files(std::vector<TerraformFile> files, const ImportOptions& options) {
  Imported imported;
  imported.sources = std::make_shared<SourceMap>();
  imported.arena = std::make_shared<JsonArena>();
  ImportContext context{*imported.sources, *imported.arena, options};
  Result<std::vector<ImportedInput>> inputs = import_terraform(context, std::move(files));
  note(imported, inputs.issues());
  if (!inputs) {
    return imported;
  }
  imported.inputs = std::move(inputs).value();
  Result<MergedInputs> merged = merge_inputs(context, imported.inputs);
  note(imported, merged.issues());
  if (merged) {
    imported.merged = std::move(merged).value();
    imported.scenario = read(imported, imported.merged->after);
    imported.before = read(imported, imported.merged->before);
  }
  return imported;
}

Imported import_plan(const PlanText& plan, const ImportOptions& options) {
  return import_files({{"plan.json", plan.text()}}, options);
}

TerraformFile plan_file(const std::string& name) {
  std::ifstream in(std::string(REPLISIM_SOURCE_DIR) + "/tests/data/plans/" + name,
                   std::ios::binary);
  EXPECT_TRUE(in.good()) << name;
  return {name, std::string(std::istreambuf_iterator<char>(in), {})};
}

std::string Imported::at(std::string_view pointer) const {
  return merged ? text_at(merged->after, pointer) : "not merged:\n" + issues;
}

std::string Imported::before_at(std::string_view pointer) const {
  return merged ? text_at(merged->before, pointer) : "not merged:\n" + issues;
}

std::vector<std::string> Imported::unknown() const {
  std::vector<std::string> names;
  if (merged) {
    for (const UnknownValue& value : merged->unknown) {
      names.push_back(value.address + (value.attribute.empty() ? "" : " " + value.attribute));
    }
  }
  return names;
}

std::string Imported::report() const {
  std::string text = issues;
  if (!merged) {
    return text;
  }
  JsonWriter writer(JsonWriter::Layout::Indented);
  writer.node(*merged->after);
  text += std::move(writer).text();
  for (const UnknownValue& value : merged->unknown) {
    text += sources->format(value.where) + ": unknown: " + value.address;
    text += value.attribute.empty() ? "" : " " + value.attribute;
    text += ": " + value.reason + "\n  " + value.remedy + "\n";
  }
  return text;
}

}  // namespace replisim
