#include "sim/iam/grant.h"

#include <algorithm>
#include <array>

#include "model/arn.h"
#include "model/unicode.h"

namespace replisim {
namespace {

constexpr std::string_view kContextPrefix = "kms:encryptioncontext:";

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
constexpr std::array<std::string_view, 21> kCrossAccountActions = {
    "kms:creategrant",
    "kms:decrypt",
    "kms:derivesharedsecret",
    "kms:describekey",
    "kms:encrypt",
    "kms:generatedatakey",
    "kms:generatedatakeypair",
    "kms:generatedatakeypairwithoutplaintext",
    "kms:generatedatakeywithoutplaintext",
    "kms:generatemac",
    "kms:getkeyrotationstatus",
    "kms:getpublickey",
    "kms:listgrants",
    "kms:reencrypt",
    "kms:reencryptfrom",
    "kms:reencryptto",
    "kms:retiregrant",
    "kms:revokegrant",
    "kms:sign",
    "kms:verify",
    "kms:verifymac",
};

std::string account_of(std::string_view principal_or_account) {
  if (is_account_id(principal_or_account)) {
    return std::string(principal_or_account);
  }
  const std::optional<Arn> arn = parse_arn(principal_or_account);
  return arn ? std::string(arn->account) : std::string();
}

/// Keys without regard to case, values with it (U-31).
bool has_pair(const RequestContext& context, const Tag& pair) {
  bool holds = false;
  context.for_each(
      FoldedName(std::string(kContextPrefix) + pair.key),
      [&](const ContextValue& value) { holds = holds || value.values.front() == pair.value; });
  return holds;
}

bool has_pairs(const RequestContext& context, const TagSet& pairs) {
  return std::all_of(pairs.begin(), pairs.end(),
                     [&context](const Tag& pair) { return has_pair(context, pair); });
}

std::size_t encryption_context_size(const RequestContext& context) {
  const std::vector<ContextValue>& own = context.own();
  return static_cast<std::size_t>(
      std::count_if(own.begin(), own.end(), [](const ContextValue& value) {
        return value.name.lower.compare(0, kContextPrefix.size(), kContextPrefix) == 0;
      }));
}

bool constraints_hold(const GrantConstraints& constraints, const Request& request) {
  const std::string& action = request.action.folded.lower;
  if (action == "kms:describekey" || action == "kms:retiregrant") {
    return true;  // they carry no encryption context
  }
  if (!constraints.source_arn.empty()) {
    const ContextValue* source = request.context.find("aws:SourceArn");
    if (source == nullptr || source->values.front() != constraints.source_arn) {
      return false;
    }
  }
  const TagSet& equals = constraints.encryption_context_equals;
  if (!equals.empty() && (encryption_context_size(request.context) != equals.size() ||
                          !has_pairs(request.context, equals))) {
    return false;
  }
  return has_pairs(request.context, constraints.encryption_context_subset);
}

bool is_subset(const TagSet& inner, const TagSet& outer) {
  return std::all_of(inner.begin(), inner.end(), [&outer](const Tag& pair) {
    return std::find(outer.begin(), outer.end(), pair) != outer.end();
  });
}

/// Who may create grants because of a grant may pass on no more than that one grant holds:
/// operations among its own, constraints as strict or stricter (recorded).
bool may_pass_on(const CompiledGrant& parent, const Grant& requested) {
  const bool operations_fit = std::all_of(
      requested.operations.begin(), requested.operations.end(), [&](const std::string& operation) {
        const std::string action = "kms:" + to_lower_ascii(operation);
        return std::find(parent.operations.begin(), parent.operations.end(), action) !=
               parent.operations.end();
      });
  const GrantConstraints& held = parent.constraints;
  const GrantConstraints& asked = requested.constraints;
  if (!operations_fit || (!held.source_arn.empty() && held.source_arn != asked.source_arn)) {
    return false;
  }
  if (!held.encryption_context_equals.empty()) {
    return is_subset(held.encryption_context_equals, asked.encryption_context_equals) &&
           is_subset(asked.encryption_context_equals, held.encryption_context_equals);
  }
  return is_subset(held.encryption_context_subset, asked.encryption_context_equals) ||
         is_subset(held.encryption_context_subset, asked.encryption_context_subset);
}

CompiledPrincipal compile_grant_principal(const std::string& text) {
  PrincipalEntry entry;
  entry.type = text.find(':') == std::string::npos && text.find('.') != std::string::npos
                   ? PrincipalEntry::Type::Service
                   : PrincipalEntry::Type::Aws;
  entry.text = text;
  return compile_principal(entry);
}

}  // namespace

CompiledGrant compile_grant(const Grant& grant) {
  CompiledGrant compiled;
  compiled.grant_id = grant.grant_id;
  compiled.grantee = compile_grant_principal(grant.grantee_principal);
  compiled.grantee.unique_id = grant.grantee_unique_id;
  compiled.retiring = compile_grant_principal(grant.retiring_principal);
  for (const std::string& operation : grant.operations) {
    compiled.operations.push_back("kms:" + to_lower_ascii(operation));
  }
  compiled.constraints = grant.constraints;
  compiled.issuing_account = account_of(grant.issuing_account);
  compiled.where = grant.where;
  return compiled;
}

GrantMatch match_grant(const CompiledGrant& grant, const Request& request) {
  const std::string& action = request.action.folded.lower;
  GrantMatch match;
  match.caller = match_principal(grant.grantee, *request.principal);
  match.operation =
      std::find(grant.operations.begin(), grant.operations.end(), action) != grant.operations.end();
  match.constraints = constraints_hold(grant.constraints, request);
  if (action == "kms:retiregrant") {
    // The retiring principal needs no operation of the grant.
    const PrincipalMatch retiring = match_principal(grant.retiring, *request.principal);
    if (retiring != PrincipalMatch::None) {
      match.caller = retiring;
      match.operation = true;
    }
  }
  if (action == "kms:creategrant" && request.requested_grant != nullptr) {
    match.constraints = may_pass_on(grant, *request.requested_grant);
  }
  match.constraints =
      match.constraints && (grant.key_arn.empty() || grant.key_arn == request.resource.text);
  return match;
}

bool works_across_accounts(const RequestAction& action) {
  return std::binary_search(kCrossAccountActions.begin(), kCrossAccountActions.end(),
                            action.folded.lower);
}

}  // namespace replisim
