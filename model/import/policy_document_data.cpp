#include "model/import/policy_document_data.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace replisim {
namespace {

constexpr int kDepthMax = 20;

std::set<std::string_view> texts_of(const JsonNode* array) {
  std::set<std::string_view> texts;
  if (array != nullptr && array->is_array()) {
    for (const JsonNode& node : *array) {
      texts.insert(node.text);
    }
  }
  return texts;
}

const JsonNode* constant_of(const JsonNode& expressions, std::string_view name) {
  const JsonNode* const member = expressions.find(name);
  return member == nullptr ? nullptr : member->find("constant_value");
}

/// Whether a block may be what these expressions came to, by what is constant of it.
bool fits(const TerraformValue& block, const JsonNode& expressions) {
  bool is_told = false;
  if (const JsonNode* const sid = constant_of(expressions, "sid")) {
    if (block.at("sid").text() != sid->text) {
      return false;
    }
    is_told = true;
  }
  if (const JsonNode* const actions = constant_of(expressions, "actions")) {
    if (texts_of(block.at("actions").known) != texts_of(actions)) {
      return false;
    }
    is_told = true;
  }
  return is_told;
}

/// Finds the expressions of each block where some blocks are generated: those that fit one block
/// only, which fits no others.
void match_expressions(std::vector<TerraformValue>& blocks, const JsonNode* written) {
  if (written == nullptr || !written->is_array() || written->child_count == blocks.size()) {
    return;
  }
  for (TerraformValue& block : blocks) {
    const auto fits_block = [&](const JsonNode& one) { return fits(block, one); };
    const JsonNode* const found = std::find_if(written->begin(), written->end(), fits_block);
    if (found == written->end() ||
        std::count_if(written->begin(), written->end(), fits_block) != 1) {
      continue;
    }
    const auto fits_found = [&](const TerraformValue& other) { return fits(other, *found); };
    if (std::count_if(blocks.begin(), blocks.end(), fits_found) == 1) {
      block.expression = found;
    }
  }
}

std::string sid_of(const Draft& statement) {
  if (statement.node != nullptr) {
    return std::string(text_of(statement.node, "Sid"));
  }
  const Draft* const sid = statement.find("Sid");
  return sid == nullptr ? std::string() : sid->text;
}

}  // namespace

/// Statements as they come together: one with a Sid takes the place of an earlier one with it.
struct PolicyDocumentData::Statements {
  std::vector<RebuiltStatement> list;
  bool is_incomplete = false;

  void add(RebuiltStatement statement) {
    const std::string sid = sid_of(statement.draft);
    const auto same = std::find_if(list.begin(), list.end(), [&](const RebuiltStatement& other) {
      return !sid.empty() && sid_of(other.draft) == sid;
    });
    if (same != list.end()) {
      *same = std::move(statement);
    } else {
      list.push_back(std::move(statement));
    }
  }

  /// A document that may hold anything comes on top.
  void add_unknown(bool overrides) {
    is_incomplete = true;
    for (RebuiltStatement& statement : list) {
      statement.is_uncertain |= overrides && !sid_of(statement.draft).empty();
    }
  }
};

Draft to_draft(RebuiltPolicy policy, SourceRange where) {
  if (policy.is_incomplete) {
    Draft wrapper = incomplete_policy(std::move(policy.document), where);
    if (!policy.uncertain.empty()) {
      Draft uncertain = uncertain_policy({}, policy.uncertain, where);
      wrapper.set("Uncertain", std::move(*uncertain.find("Uncertain")));
    }
    return wrapper;
  }
  if (!policy.uncertain.empty()) {
    return uncertain_policy(std::move(policy.document), policy.uncertain, where);
  }
  return std::move(policy.document);
}

void PolicyDocumentData::add_own(const TerraformValue& statements, Statements& into) {
  if (statements.is_unknown()) {
    into.add_unknown(true);
    return;
  }
  std::vector<TerraformValue> blocks = statements.elements();
  match_expressions(blocks, statements.expression);
  for (const TerraformValue& block : blocks) {
    RebuiltStatement statement = rebuild_statement(block, references_, names_);
    if (statement.draft.kind == JsonKind::Null) {
      into.add_unknown(true);
    } else {
      into.add(std::move(statement));
    }
  }
}

/// Adds one of the documents given as texts; an unknown one if it is another data source's.
void PolicyDocumentData::add_document(const TerraformValue& value,
                                      const TerraformInstance* unknown_source, Statements& into,
                                      bool overrides) {
  if (value.is_absent() || (value.is_known() && value.text().empty())) {
    return;
  }
  if (unknown_source != nullptr) {
    RebuiltPolicy policy = rebuild(*unknown_source);
    std::size_t position = 0;
    for (Draft& statement : policy.document.array_at("Statement", value.where).children) {
      const bool is_uncertain = std::find(policy.uncertain.begin(), policy.uncertain.end(),
                                          position++) != policy.uncertain.end();
      into.add({std::move(statement), is_uncertain});
    }
    if (policy.is_incomplete) {
      into.add_unknown(overrides);
    }
    return;
  }
  Issues issues;
  const JsonNode* const document =
      value.is_known() ? parse_embedded_json(context_.sources, *value.known, context_.arena, issues,
                                             context_.options.json)
                       : nullptr;
  if (document == nullptr || !issues.empty()) {
    into.add_unknown(overrides);
    return;
  }
  const JsonNode* const statements = document->find("Statement");
  if (statements != nullptr && statements->is_object()) {
    into.add({Draft::copy(*statements), false});
  } else if (statements != nullptr) {
    for (const JsonNode& statement : *statements) {
      into.add({Draft::copy(statement), false});
    }
  }
}

void PolicyDocumentData::add_documents(const TerraformValue& list, Statements& into,
                                       bool overrides) {
  if (list.is_unknown()) {
    into.add_unknown(overrides);
    return;
  }
  const std::vector<TerraformValue> documents = list.elements();
  const auto unknown_count = static_cast<std::size_t>(
      std::count_if(documents.begin(), documents.end(),
                    [](const TerraformValue& document) { return document.is_unknown(); }));
  std::vector<const TerraformInstance*> sources;
  if (const auto targets = unknown_count == 0 ? std::nullopt : references_.targets(list)) {
    for (const TerraformTarget& target : *targets) {
      if (target.instance->is_data && target.instance->type == "aws_iam_policy_document") {
        sources.push_back(target.instance);
      }
    }
    // As many as there are unknown: then they stand in the order in which they are mentioned.
    if (sources.size() != unknown_count || targets->size() != unknown_count) {
      sources.clear();
    }
  }
  auto next = sources.begin();
  for (const TerraformValue& document : documents) {
    const bool is_source = document.is_unknown() && next != sources.end();
    add_document(document, is_source ? *next++ : nullptr, into, overrides);
  }
}

RebuiltPolicy PolicyDocumentData::rebuild(const TerraformInstance& instance) {
  const TerraformValue attributes = attributes_of(instance);
  RebuiltPolicy policy;
  policy.document = Draft::object(instance.where);
  if (depth_ >= kDepthMax) {
    policy.document.set("Statement", Draft::array(instance.where));
    policy.is_incomplete = true;
    return policy;
  }
  ++depth_;
  Statements statements;
  for (const std::string_view name : {"source_json", "source_policy_documents"}) {
    const TerraformValue value = attributes.at(name);
    name == "source_json" ? add_document(value, nullptr, statements, false)
                          : add_documents(value, statements, false);
  }
  add_own(attributes.at("statement"), statements);
  add_documents(attributes.at("override_policy_documents"), statements, true);
  add_document(attributes.at("override_json"), nullptr, statements, true);
  --depth_;

  const std::string_view version = attributes.at("version").text();
  policy.document.set("Version",
                      Draft::string(version.empty() ? "2012-10-17" : version, instance.where));
  if (const TerraformValue id = attributes.at("policy_id"); !id.text().empty()) {
    policy.document.set("Id", Draft::string(id.text(), id.where));
  }
  Draft& list = policy.document.set("Statement", Draft::array(instance.where));
  for (RebuiltStatement& statement : statements.list) {
    if (statement.is_uncertain) {
      policy.uncertain.push_back(list.children.size());
    }
    list.push(std::move(statement.draft));
  }
  policy.is_incomplete = statements.is_incomplete;
  return policy;
}

}  // namespace replisim
