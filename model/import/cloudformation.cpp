#include "model/import/cloudformation.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "model/import/cloudformation_evaluator.h"
#include "model/import/cloudformation_parameter.h"
#include "model/import/cloudformation_translator.h"
#include "model/import/tree_builder.h"

namespace replisim {
namespace {

/// JSON if it looks so: YAML reads most JSON as well, but its faults are told worse.
const JsonNode* parse_template(const ImportContext& context, std::uint32_t file,
                               const YamlLimits& yaml, Issues& issues) {
  const std::string_view text = context.sources.text(file);
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin != std::string_view::npos && text[begin] == '{') {
    JsonLimits limits = context.options.json;
    limits.allow_comments = false;
    return parse_json(context.sources, file, context.arena, issues, limits);
  }
  return parse_yaml(context.sources, file, context.arena, issues, yaml);
}

std::string stack_name_of(std::string_view input) {
  std::string_view name = input.substr(input.find_last_of("/\\") + 1);
  for (const std::string_view ending : {".json", ".yaml", ".yml", ".template"}) {
    if (name.ends_with(ending)) {
      name.remove_suffix(ending.size());
    }
  }
  std::string made;
  for (const char c : name) {  // letters, digits and hyphens, as CloudFormation wants it
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    made += is_letter || (c >= '0' && c <= '9') ? c : '-';
  }
  return made.empty() ? "stack" : made;
}

constexpr std::string_view kPseudo = "AWS::";

/// Those for all inputs, and instead of them those for this one, by its path or its file's name.
ImportOptions::Names given_parameters(const ImportOptions& options, std::string_view input) {
  ImportOptions::Names given;
  const std::string_view file_name = input.substr(input.find_last_of("/\\") + 1);
  for (const auto& [name, value] : options.parameters) {
    if (name.find(':') == std::string::npos || name.starts_with(kPseudo)) {
      given[name] = value;
    }
  }
  for (const std::string_view owner : {file_name, input}) {
    const std::string own = std::string(owner) + ":";
    for (const auto& [name, value] : options.parameters) {
      if (name.starts_with(own)) {
        given[name.substr(own.size())] = value;
      }
    }
  }
  return given;
}

bool has_errors(const Issues& issues) {
  return std::any_of(issues.begin(), issues.end(),
                     [](const Issue& issue) { return issue.severity == Severity::Error; });
}

/// What was assumed of a stack because nobody said it.
void list_assumptions(const StackEvaluator& stack, ImportedInput& input) {
  if (stack.stack().account.empty()) {
    input.unknown.push_back({.attribute = "AWS::AccountId",
                             .reason = "the account of stack " + stack.stack().stack_name +
                                       " is not given; " + stack.account() + " stands for it",
                             .remedy = "--account " + stack.stack().input + "=ID",
                             .where = stack.root().where});
    if (std::find(input.stand_in_accounts.begin(), input.stand_in_accounts.end(),
                  stack.account()) == input.stand_in_accounts.end()) {
      input.stand_in_accounts.push_back(stack.account());
    }
  }
  if (stack.stack().region.empty()) {
    input.unknown.push_back({.attribute = "AWS::Region",
                             .reason = "the Region of stack " + stack.stack().stack_name +
                                       " is not given; " + stack.region() + " stands for it",
                             .remedy = "--region REGION",
                             .where = stack.root().where});
  }
}

void list_places(const StackEvaluator& stack, ImportedInput& input) {
  for (const TemplateResource& resource : stack.resources()) {
    input.places.push_back({resource.where, resource.logical_id});
  }
}

}  // namespace

CloudFormationStack cloudformation_stack(const ImportOptions& options, std::string_view input,
                                         std::uint32_t file) {
  CloudFormationStack stack;
  stack.file = file;
  stack.input = input;
  const ImportOptions::Names given = given_parameters(options, input);
  const auto pseudo = [&](std::string_view name, const std::string& otherwise) {
    const auto found = given.find(name);
    return found == given.end() ? otherwise : found->second;
  };
  stack.stack_name = pseudo("AWS::StackName", stack_name_of(input));
  stack.account =
      pseudo("AWS::AccountId", given_account(options, input, stack.stack_name).value_or(""));
  stack.region = pseudo("AWS::Region", options.region);
  for (const auto& [name, value] : given) {
    if (!name.starts_with(kPseudo)) {
      stack.parameters[name] = value;
    }
  }
  return stack;
}

Result<ImportedInput> import_cloudformation(const ImportContext& context,
                                            const std::vector<CloudFormationStack>& stacks,
                                            const CloudFormationLimits& limits) {
  Deployment deployment{context, limits};
  for (const CloudFormationStack& stack : stacks) {
    const JsonNode* const root =
        parse_template(context, stack.file, limits.yaml, deployment.issues);
    if (root == nullptr) {
      continue;
    }
    CloudFormationStack named = stack;
    if (named.stack_name.empty()) {
      named.stack_name = stack_name_of(context.sources.name(stack.file));
    }
    deployment.stacks.push_back(
        std::make_unique<StackEvaluator>(deployment, std::move(named), *root));
    deployment.stacks.back()->read_template();
  }
  check_given_parameters(deployment);
  if (has_errors(deployment.issues)) {
    sort_issues(deployment.issues);
    return std::move(deployment.issues);
  }

  ImportedInput input;
  input.kind = InputKind::CloudFormation;
  Draft scenario = scenario_draft({});
  for (const auto& stack : deployment.stacks) {
    input.name += (input.name.empty() ? "" : ", ") + stack->stack().input;
    list_assumptions(*stack, input);
    list_places(*stack, input);
    StackTranslator(*stack, scenario, input).create();
  }
  for (const auto& stack : deployment.stacks) {
    StackTranslator(*stack, scenario, input).attach();
  }
  sort_issues(deployment.issues);
  if (has_errors(deployment.issues)) {
    return std::move(deployment.issues);
  }
  input.after = build(scenario, context.arena);
  return {std::move(input), std::move(deployment.issues)};
}

}  // namespace replisim
