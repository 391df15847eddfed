// Elements that are missing, empty or too much.

#include <algorithm>
#include <string>
#include <string_view>

#include "sim/iam/condition.h"
#include "sim/iam/lint_check.h"

namespace replisim {
namespace {

using enum FindingType;

constexpr KindSet kWithPrincipal = {
    PolicyKind::ResourceControl, PolicyKind::Bucket,      PolicyKind::Key,
    PolicyKind::Trust,           PolicyKind::VpcEndpoint, PolicyKind::Resource};
constexpr KindSet kNeedResource = {PolicyKind::Identity,
                                   PolicyKind::PermissionsBoundary,
                                   PolicyKind::Session,
                                   PolicyKind::ServiceControl,
                                   PolicyKind::ResourceControl,
                                   PolicyKind::Bucket,
                                   PolicyKind::Key,
                                   PolicyKind::VpcEndpoint};
/// Those that take a statement id twice.
constexpr KindSet kSidsMayRepeat = {PolicyKind::Session, PolicyKind::Key, PolicyKind::VpcEndpoint,
                                    PolicyKind::Resource};

void find_missing_version(const PolicyUnderCheck& policy, CheckFindings& findings) {
  if (!policy.document.version_where.is_known()) {
    findings.push_back({.where = policy.document.where});
  }
}

/// `{"AWS": []}` cannot be as short as `{}`.
constexpr std::size_t kEmptyArrayPrincipalLength = std::string_view(R"({"AWS":[]})").size();

bool is_short(SourceRange where) {
  return where.end - where.begin < kEmptyArrayPrincipalLength;
}

void find_empty_object_principal(const Statement& statement, CheckFindings& findings) {
  if (is_short(statement.principal_where)) {
    find_empty_principal(statement, findings);
  }
}

void find_empty_array_principal(const Statement& statement, CheckFindings& findings) {
  if (!is_short(statement.principal_where)) {
    find_empty_principal(statement, findings);
  }
}

void find_empty_sid(const Statement& statement, CheckFindings& findings) {
  if (statement.sid_where.is_known() && statement.sid.empty()) {
    findings.push_back({.where = statement.sid_where});
  }
}

void find_empty_condition(const Statement& statement, CheckFindings& findings) {
  if (statement.condition_where.is_known() && statement.conditions.empty()) {
    findings.push_back({.where = statement.condition_where});
  }
}

/// How a condition without values is answered (Access Analyzer, EMPTY_ARRAY_CONDITION).
enum class EmptyValues : std::uint8_t { Plain, ForAllValues, ForAnyValue, IfExists };

EmptyValues classify(const ConditionOperator& op) {
  switch (op.set) {
    case SetOperator::ForAllValues: return EmptyValues::ForAllValues;
    case SetOperator::ForAnyValue: return EmptyValues::ForAnyValue;
    case SetOperator::None: break;
  }
  return op.if_exists ? EmptyValues::IfExists : EmptyValues::Plain;
}

template <EmptyValues wanted>
void find_empty_values(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    if (entry.values.empty() &&
        classify(parse_condition_operator(entry.operator_name.text)) == wanted) {
      findings.push_back({.where = entry.key.where, .subject = entry.key.text});
    }
  }
}

/// Of an identity policy that is not said to be somebody's inline policy.
void find_too_large_for_managed(const PolicyUnderCheck& policy, CheckFindings& findings) {
  if (policy.target.holder != PolicyHolder::NotKnown) {
    return;
  }
  PolicyTarget target;
  target.holder = PolicyHolder::ManagedPolicy;
  target.text = policy.target.text;
  find_too_large({.document = policy.document, .kind = policy.kind, .target = target}, findings);
}

constexpr LintCheck kElements[] = {
    {"MISSING_ACTION", Error, "A statement has an `Action` or `NotAction`.",
     "the statement has no `Action`", in_each_statement<find_missing_action>},
    {"MISSING_RESOURCE", Error, "A statement has a `Resource` or `NotResource`.",
     "the statement has no `Resource`", in_each_statement<find_missing_resource>, kNeedResource},
    {"MISSING_PRINCIPAL", Error, "A statement of a resource's policy says who it is about.",
     "the statement has no `Principal`", in_each_statement<find_missing_principal>, kWithPrincipal},
    {"MISSING_VERSION", Warning, "A policy has a `Version`, or it has no policy variables.",
     "without `Version` the policy is read as one of 2008-10-17", find_missing_version, kAllKinds,
     R"(add `"Version": "2012-10-17"`)"},
    {"UNIQUE_SIDS_RECOMMENDED", Warning, "Statement ids are told apart more easily if unique.",
     "statement id {} given twice", find_double_sid, kSidsMayRepeat},
    {"EMPTY_ARRAY_ACTION", Suggestion, "A statement without actions does nothing.",
     "no actions: the statement does nothing", in_each_statement<find_empty_action>},
    {"EMPTY_ARRAY_RESOURCE", Suggestion, "A statement without resources does nothing.",
     "no resources: the statement does nothing", in_each_statement<find_empty_resource>},
    {"EMPTY_ARRAY_PRINCIPAL", Suggestion, "A statement without principals does nothing.",
     "no principals: the statement does nothing", in_each_statement<find_empty_array_principal>},
    {"EMPTY_OBJECT_PRINCIPAL", Suggestion, "A statement without principals does nothing.",
     "no principals: the statement does nothing", in_each_statement<find_empty_object_principal>},
    {"EMPTY_OBJECT_CONDITION", Suggestion, "An empty condition is left out.",
     "an empty condition always holds", in_each_statement<find_empty_condition>},
    {"EMPTY_ARRAY_CONDITION", Suggestion, "A condition without values never holds.",
     "the condition on {} has no values: it never holds",
     in_each_statement<find_empty_values<EmptyValues::Plain>>},
    {"EMPTY_ARRAY_CONDITION_FORALLVALUES", Suggestion,
     "`ForAllValues` without values holds only where the key is absent.",
     "the condition on {} has no values: it holds only where the key is absent",
     in_each_statement<find_empty_values<EmptyValues::ForAllValues>>},
    {"EMPTY_ARRAY_CONDITION_FORANYVALUE", Suggestion, "`ForAnyValue` without values never holds.",
     "the condition on {} has no values: it never holds",
     in_each_statement<find_empty_values<EmptyValues::ForAnyValue>>},
    {"EMPTY_ARRAY_CONDITION_IFEXISTS", Suggestion,
     "`…IfExists` without values holds only where the key is absent.",
     "the condition on {} has no values: it holds only where the key is absent",
     in_each_statement<find_empty_values<EmptyValues::IfExists>>},
    {"EMPTY_SID_VALUE", Suggestion, "An empty statement id is left out.", "an empty statement id",
     in_each_statement<find_empty_sid>},
    {"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
     Warning,
     "An identity policy keeps to the quota of managed policies, or of who it is attached to.",
     "the policy is larger than {} characters, which a managed policy may have",
     find_too_large_for_managed,
     {PolicyKind::Identity}},
};

}  // namespace

std::span<const LintCheck> lint_element_checks() {
  return kElements;
}

}  // namespace replisim
