#include "sim/report/authorize_request.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/arn.h"
#include "model/condition_key.h"
#include "model/decimal.h"
#include "model/instant.h"
#include "model/ip_address.h"
#include "model/json_document.h"
#include "model/spelling.h"
#include "model/unicode.h"
#include "sim/iam/public_policy.h"

namespace replisim {
namespace {

enum class ContextType : std::uint8_t { String, Numeric, Boolean, Ip, Binary, Date };

struct ContextTypeRow {
  std::string_view name;
  ContextType type;
  bool is_list;
};

constexpr std::array kContextTypes = {
    ContextTypeRow{"string", ContextType::String, false},
    ContextTypeRow{"stringList", ContextType::String, true},
    ContextTypeRow{"numeric", ContextType::Numeric, false},
    ContextTypeRow{"numericList", ContextType::Numeric, true},
    ContextTypeRow{"boolean", ContextType::Boolean, false},
    ContextTypeRow{"booleanList", ContextType::Boolean, true},
    ContextTypeRow{"ip", ContextType::Ip, false},
    ContextTypeRow{"ipList", ContextType::Ip, true},
    ContextTypeRow{"binary", ContextType::Binary, false},
    ContextTypeRow{"binaryList", ContextType::Binary, true},
    ContextTypeRow{"date", ContextType::Date, false},
    ContextTypeRow{"dateList", ContextType::Date, true},
};

RequestError invalid(std::string message) {
  return {"InvalidInput", std::move(message), ""};
}

std::string in_quotes(std::string_view text) {
  return "'" + std::string(text) + "'";
}

/// Empty if the values fit the type; else what was expected.
std::string_view expected_format(const ContextTypeRow& type,
                                 const std::vector<std::string>& values) {
  const auto all = [&values](auto&& fits) {
    return std::all_of(values.begin(), values.end(), fits);
  };
  switch (type.type) {
    case ContextType::Numeric:
      return all([](const std::string& v) { return parse_decimal(v).has_value(); })
                 ? ""
                 : "Numeric format";
    case ContextType::Ip:
      return all([](const std::string& v) { return parse_ip_range(v).has_value(); })
                 ? ""
                 : "IP address format";
    case ContextType::Date:
      return all([](const std::string& v) { return parse_instant(v).has_value(); })
                 ? ""
                 : "DateTime format";
    case ContextType::String:
    case ContextType::Binary:
    case ContextType::Boolean: return "";  // any text is taken as a boolean (recorded)
  }
  return "";
}

/// Text that is no JSON is answered as recorded; what is wrong with it stands beside.
RequestError policy_error(const CachedPolicy& policy, const std::string& id,
                          std::string_view list) {
  if (policy.is_json) {
    return {"MalformedPolicyDocument", id + ": " + policy.fault, ""};
  }
  const std::string message =
      list == "PolicyInputList"
          ? "Policy input list item " + id.substr(id.rfind('.') + 1) + " has invalid content"
          : id + " has invalid content";
  return {"InvalidInput", message, policy.fault};
}

}  // namespace

const std::vector<SimulationRequestReader::Field>& SimulationRequestReader::fields() {
  using R = SimulationRequestReader;
  static const std::vector<Field> kFields = {
      {"PolicyInputList", &R::identity},
      {"PermissionsBoundaryPolicyInputList", &R::boundary},
      {"SessionPolicyInputList", &R::session},
      {"ServiceControlPolicies", &R::service_control},
      {"OrderedOrganizationPolicyInputList", &R::ordered_organization},
      {"ResourceControlPolicies", &R::resource_control},
      {"ResourcePolicy", &R::resource_policy},
      {"VpcEndpointPolicy", &R::vpc_endpoint},
      {"VpcEndpointPolicyInput", &R::vpc_endpoint},
      {"ResourceOwner", &R::resource_owner},
      {"CallerArn", &R::caller},
      {"ActionNames", &R::action_names},
      {"ResourceArns", &R::resource_arns},
      {"ContextEntries", &R::context_entries},
      {"PolicyNames", &R::policy_names},
      {"KeyGrants", &R::key_grants},
      {"KmsGrants", &R::key_grants},
      {"GrantRequest", &R::grant_request},
      {"PublicAccessBlock", &R::public_access_block},
      {"ObjectOwnership", &R::object_ownership},
      {"ObjectAcl", &R::object_acl},
      {"BucketAclGrants", &R::bucket_acl},
      {"BucketAbac", &R::bucket_abac},
      {"BucketTags", &R::bucket_tags},
      {"CallerUniqueId", &R::caller_id},
      {"ManagementAccountId", &R::management_account},
      {"KeyManager", &R::key_manager},
      {"KeyState", &R::key_state},
      {"PutKeyPolicy", &R::put_key_policy},
      {"MaxItems", &R::max_items},
      {"Marker", &R::marker},
      // Policies that bind neither this caller nor this resource, and what changes no decision.
      {"ResourceAccountServiceControlPolicies", &R::ignored},
      {"CallerAccountResourceControlPolicies", &R::ignored},
      {"ResourceHandlingOption", &R::ignored},
  };
  return kFields;
}

std::optional<RequestError> SimulationRequestReader::read(const JsonNode& root) {
  if (!root.is_object()) {
    return invalid("The request must be a JSON object.");
  }
  for (const JsonNode& member : root) {
    const auto field =
        std::find_if(fields().begin(), fields().end(),
                     [&member](const Field& known) { return known.name == member.key; });
    if (field != fields().end()) {
      (this->*field->read)(member);
    } else if (member.key.substr(0, 2) != "x-") {
      std::vector<std::string_view> names;
      for (const Field& known : fields()) {
        names.push_back(known.name);
      }
      const std::optional<std::string> near = nearest_name(member.key, names);
      fail(invalid("Unknown field " + in_quotes(member.key) +
                   (near ? "; did you mean " + in_quotes(*near) + "?" : ".")));
    }
  }
  if (!error_) {
    settle();
  }
  return error_;
}

std::string SimulationRequestReader::text(const JsonNode& node) {
  if (!node.is_string()) {
    wrong_type(node, "a string");
  }
  return std::string(node.text);
}

std::vector<std::string> SimulationRequestReader::texts(const JsonNode& node) {
  std::vector<std::string> values;
  if (!node.is_array()) {
    wrong_type(node, "a list of strings");
    return values;
  }
  for (const JsonNode& element : node) {
    if (element.kind == JsonKind::Boolean) {
      values.emplace_back(element.boolean ? "true" : "false");
    } else if (element.is_string() || element.kind == JsonKind::Number) {
      values.emplace_back(element.text);
    } else {
      wrong_type(node, "a list of strings");
    }
  }
  return values;
}

bool SimulationRequestReader::flag(const JsonNode& node) {
  if (node.kind != JsonKind::Boolean) {
    wrong_type(node, "true or false");
  }
  return node.boolean;
}

std::optional<SimulatedPolicy> SimulationRequestReader::policy(const JsonNode& node,
                                                               PolicyKind kind, std::string id,
                                                               std::string type,
                                                               std::string_view list) {
  if (!node.is_string() && !node.is_object()) {
    fail(invalid(std::string(list) + " must hold policies: strings or objects."));
    return std::nullopt;
  }
  const std::string_view text = node.is_string() ? node.text : sources_.text(node.where);
  if (text.size() > PolicyCache::kPolicyLengthMax) {
    fail(invalid(std::string(list) + ": a policy is longer than 131072 characters."));
    return std::nullopt;
  }
  const CachedPolicy& cached = cache_.find(text, kind);
  if (!cached.fault.empty()) {
    fail(policy_error(cached, id, list));
    return std::nullopt;
  }
  return SimulatedPolicy{std::move(id), std::move(type), cached.sources, cached.document,
                         cached.compiled};
}

void SimulationRequestReader::policy_list(const JsonNode& node, PolicyKind kind,
                                          std::string_view type,
                                          std::vector<SimulatedPolicy>& into) {
  if (!node.is_array()) {
    wrong_type(node, "a list of policies");
    return;
  }
  std::size_t number = 0;
  for (const JsonNode& element : node) {
    ++number;
    const std::string id = std::string(node.key) + "." + std::to_string(number);
    if (auto read = policy(element, kind, id, std::string(type), node.key)) {
      into.push_back(*std::move(read));
    }
  }
}

void SimulationRequestReader::levels(const JsonNode& node, PolicyKind kind,
                                     std::vector<std::vector<SimulatedPolicy>>& into) {
  if (!node.is_array()) {
    wrong_type(node, "a list of levels, each a list of policies");
    return;
  }
  for (const JsonNode& level : node) {
    into.emplace_back();
    if (!level.is_array()) {
      fail(invalid(std::string(node.key) + " must hold levels: lists of policies."));
      return;
    }
    for (const JsonNode& element : level) {
      const std::string id = std::string(node.key) + "." + std::to_string(into.size());
      if (auto read = policy(element, kind, id, "Organizations Policy", node.key)) {
        into.back().push_back(*std::move(read));
      }
    }
  }
}

void SimulationRequestReader::identity(const JsonNode& node) {
  policy_list(node, PolicyKind::Identity, "IAM Policy", request.identity);
}

void SimulationRequestReader::boundary(const JsonNode& node) {
  policy_list(node, PolicyKind::PermissionsBoundary, "Permissions Boundary Policy",
              request.boundary);
  if (request.boundary.size() > 1) {
    fail(invalid("The list of Permissions Boundary policies cannot exceed 1 items."));
  }
}

void SimulationRequestReader::session(const JsonNode& node) {
  policy_list(node, PolicyKind::Session, "Session Policy", request.session);
  request.has_session_policies = node.child_count > 0;
}

void SimulationRequestReader::service_control(const JsonNode& node) {
  levels(node, PolicyKind::ServiceControl, request.service_control);
}

void SimulationRequestReader::ordered_organization(const JsonNode& node) {
  if (!node.is_array()) {
    wrong_type(node, "a list of levels");
    return;
  }
  for (const JsonNode& level : node) {
    const JsonNode* policies = level.find("ServiceControlPolicyInputList");
    request.service_control.emplace_back();
    if (policies != nullptr) {
      policy_list(*policies, PolicyKind::ServiceControl, "Organizations Policy",
                  request.service_control.back());
    }
  }
}

void SimulationRequestReader::resource_control(const JsonNode& node) {
  levels(node, PolicyKind::ResourceControl, request.resource_control);
}

void SimulationRequestReader::vpc_endpoint(const JsonNode& node) {
  request.vpc_endpoint =
      policy(node, PolicyKind::VpcEndpoint, "VpcEndpointPolicy", "VPC Endpoint Policy", node.key);
}

void SimulationRequestReader::resource_owner(const JsonNode& node) {
  const std::string owner = text(node);
  const std::optional<Arn> arn = parse_arn(owner);
  if (is_account_id(owner)) {
    request.resource_owner = owner;
  } else if (arn && arn->service == "iam" && arn->resource == "root" &&
             is_account_id(arn->account)) {
    request.resource_owner = arn->account;
  } else {
    fail(invalid(in_quotes(owner) + " is not a valid as a Resource Owner."));
  }
}

void SimulationRequestReader::caller(const JsonNode& node) {
  const std::string arn = text(node);
  std::optional<RequestPrincipal> principal = RequestPrincipal::parse(arn);
  if (!principal) {
    fail(invalid("Invalid CallerArn: " + in_quotes(arn) +
                 " is no user, role, session, account root, service principal or `*`."));
    return;
  }
  request.principal = *std::move(principal);
  request.has_caller = true;
}

void SimulationRequestReader::context_entries(const JsonNode& node) {
  if (!node.is_array()) {
    wrong_type(node, "a list");
    return;
  }
  std::size_t number = 0;
  for (const JsonNode& element : node) {
    context_entry(element, ++number);
  }
}

void SimulationRequestReader::context_entry(const JsonNode& node, std::size_t number) {
  const JsonNode* name = node.find("ContextKeyName");
  const JsonNode* values = node.find("ContextKeyValues");
  const JsonNode* type = node.find("ContextKeyType");
  if (name == nullptr || values == nullptr || !name->is_string()) {
    fail(invalid("ContextEntries needs ContextKeyName and ContextKeyValues."));
    return;
  }
  const std::string_view type_name = type == nullptr ? "string" : type->text;
  const auto row =
      std::find_if(kContextTypes.begin(), kContextTypes.end(),
                   [=](const ContextTypeRow& known) { return known.name == type_name; });
  if (row == kContextTypes.end()) {
    fail({"ValidationError",
          "1 validation error detected: Value at 'contextEntries." + std::to_string(number) +
              ".member.contextKeyType' failed to satisfy constraint: Member must satisfy enum "
              "value set: [binary, ipList, booleanList, ip, boolean, numericList, dateList, "
              "numeric, date, stringList, string, binaryList]",
          ""});
    return;
  }
  ContextValue entry;
  entry.key = name->text;
  entry.values = texts(*values);
  const ConditionKeyInfo* known = find_condition_key(entry.key);
  entry.is_multivalued =
      row->is_list || (known != nullptr && known->is_multivalued) || entry.values.size() > 1;
  if (const std::string_view expected = expected_format(*row, entry.values); !expected.empty()) {
    fail(invalid("Invalid context value for key " + entry.key + ": expected " +
                 std::string(expected) + "."));
  }
  const std::string lower = to_lower_ascii(entry.key);
  for (const ContextValue& other : request.context.own()) {
    if (other.name.lower == lower) {
      fail(invalid("Duplicate context key: " + entry.key + "."));
    }
  }
  request.context.set(std::move(entry));
}

TagSet SimulationRequestReader::pairs(const JsonNode* node) {
  TagSet pairs;
  if (node == nullptr) {
    return pairs;
  }
  if (!node->is_object()) {
    wrong_type(*node, "an object");
    return pairs;
  }
  for (const JsonNode& member : *node) {
    pairs.push_back({std::string(member.key), text(member)});
  }
  return pairs;
}

Grant SimulationRequestReader::grant(const JsonNode& node) {
  Grant grant;
  const auto member = [&node, this](std::string_view name) {
    const JsonNode* found = node.find(name);
    return found == nullptr ? std::string() : text(*found);
  };
  if (!node.is_object()) {
    wrong_type(node, "an object");
    return grant;
  }
  grant.grant_id = member("GrantId");
  grant.name = member("Name");
  grant.grantee_principal = member("GranteePrincipal");
  grant.retiring_principal = member("RetiringPrincipal");
  grant.issuing_account = member("IssuingAccount");
  if (const JsonNode* operations = node.find("Operations")) {
    grant.operations = texts(*operations);
  }
  if (const JsonNode* constraints = node.find("Constraints")) {
    grant.constraints.encryption_context_equals =
        pairs(constraints->find("EncryptionContextEquals"));
    grant.constraints.encryption_context_subset =
        pairs(constraints->find("EncryptionContextSubset"));
    if (const JsonNode* source = constraints->find("SourceArn")) {
      grant.constraints.source_arn = text(*source);
    }
  }
  return grant;
}

void SimulationRequestReader::key_grants(const JsonNode& node) {
  if (!node.is_array()) {
    wrong_type(node, "a list of grants");
    return;
  }
  for (const JsonNode& element : node) {
    CompiledGrant compiled = compile_grant(grant(element));
    const JsonNode* key = element.find("KeyId");
    if (key != nullptr && parse_arn(key->text)) {
      compiled.key_arn = key->text;
    }
    request.grants.push_back(std::move(compiled));
  }
}

void SimulationRequestReader::public_access_block(const JsonNode& node) {
  for (const JsonNode& member : node) {
    if (member.key == "IgnorePublicAcls") {
      request.bucket.ignore_public_acls = flag(member);
    } else if (member.key == "RestrictPublicBuckets") {
      request.bucket.restrict_public_buckets = flag(member);
    } else if (member.key != "BlockPublicAcls" && member.key != "BlockPublicPolicy") {
      fail(invalid("Unknown field " + in_quotes(member.key) + " in PublicAccessBlock."));
    }
  }
}

void SimulationRequestReader::object_ownership(const JsonNode& node) {
  request.bucket.acls_enabled = text(node) != "BucketOwnerEnforced";
}

void SimulationRequestReader::bucket_acl(const JsonNode& node) {
  for (const JsonNode& element : node) {
    const JsonNode* grantee = element.find("GranteeAccount");
    const JsonNode* permission = element.find("Permission");
    if (grantee == nullptr || permission == nullptr) {
      fail(invalid("BucketAclGrants needs GranteeAccount and Permission."));
      return;
    }
    request.bucket.bucket_acl.push_back(
        {"CanonicalUser", std::string(grantee->text), std::string(permission->text)});
  }
}

void SimulationRequestReader::key_state(const JsonNode& node) {
  const std::string state = text(node);
  for (int i = 0; i <= static_cast<int>(KeyState::Updating); ++i) {
    if (to_string(static_cast<KeyState>(i)) == state) {
      request.key_state = static_cast<KeyState>(i);
      return;
    }
  }
  fail(invalid(in_quotes(state) + " is no key state."));
}

void SimulationRequestReader::put_key_policy(const JsonNode& node) {
  const JsonNode* document = node.find("Policy");
  if (document == nullptr) {
    fail(invalid("PutKeyPolicy needs Policy."));
    return;
  }
  request.new_key_policy =
      policy(*document, PolicyKind::Key, "PutKeyPolicy", "Resource Policy", node.key);
  if (const JsonNode* bypass = node.find("BypassPolicyLockoutSafetyCheck")) {
    request.bypass_lockout_check = flag(*bypass);
  }
}

void SimulationRequestReader::max_items(const JsonNode& node) {
  const std::optional<Decimal> number = parse_decimal(node.text);
  if (node.kind != JsonKind::Number || !number) {
    wrong_type(node, "a number");
  } else if (compare(*number, *parse_decimal("1000")) > 0) {
    fail({"ValidationError",
          "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member "
          "must have value less than or equal to 1000",
          ""});
  } else if (compare(*number, *parse_decimal("1")) < 0) {
    fail({"ValidationError",
          "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member "
          "must have value greater than or equal to 1",
          ""});
  }
}

void SimulationRequestReader::marker(const JsonNode& /*node*/) {
  fail(invalid("Invalid marker for pagination."));  // all results come at once: none was given out
}

void SimulationRequestReader::check_actions() {
  if (request.actions.empty()) {
    fail(invalid("ActionNames must name at least one action."));
  }
  for (const std::string& action : request.actions) {
    const std::size_t colon = action.find(':');
    // Wildcards are no fault: AWS takes `s3:*` here as the name of an action (recorded).
    if (colon == std::string::npos || colon == 0 || colon + 1 == action.size()) {
      fail(invalid("The action is invalid since it is missing names"));
    } else if (action.find(':', colon + 1) != std::string::npos || action.size() > 128) {
      fail(invalid("Invalid action: " + action + "."));
    }
  }
}

PolicyKind kind_of_resource_policy(const std::string& action,
                                   const std::vector<std::string>& arns) {
  const std::string service = to_lower_ascii(action.substr(0, action.find(':')));
  const bool on_role = !arns.empty() && arns.front().find(":iam:") != std::string::npos;
  if (service == "kms") {
    return PolicyKind::Key;
  }
  if (service == "sts" && on_role) {
    return PolicyKind::Trust;
  }
  return service == "s3" ? PolicyKind::Bucket : PolicyKind::Resource;
}

/// What can only be told once every field is there.
void SimulationRequestReader::settle() {
  check_actions();
  if (error_) {
    return;
  }
  for (std::size_t i = 0; i < names_.size() && i < request.identity.size(); ++i) {
    request.identity[i].source_id = names_[i];
  }
  if (resource_node_ != nullptr) {
    const PolicyKind kind = kind_of_resource_policy(request.actions.front(), request.resources);
    request.resource =
        policy(*resource_node_, kind, "ResourcePolicy", "Resource Policy", "ResourcePolicy");
    request.bucket.policy_is_public =
        request.resource && is_public_policy(*request.resource->document);
  }
  RequestPrincipal& who = request.principal;
  who.has_permissions_boundary = !request.boundary.empty();
  who.unique_id = caller_id_;
  if (!request.has_caller) {
    // Policies alone are simulated: some user of the account that owns the resource.
    who.kind = PrincipalKind::User;
    who.account = request.resource_owner;
  }
  const ContextValue* arn = request.context.find("aws:PrincipalArn");
  if (arn != nullptr && who.kind == PrincipalKind::RoleSession) {
    // It tells the role's path, which the session's ARN lacks.
    const std::optional<RequestPrincipal> role = RequestPrincipal::parse(arn->values.front());
    if (role && role->kind == PrincipalKind::RoleSession && role->name == who.name) {
      who.iam_arn = role->iam_arn;
      who.is_service_linked_role = role->is_service_linked_role;
      who.path_is_known = true;
    }
  }
  if (!object_acl_.empty()) {
    request.bucket.object_acl = canned_acl_grants(object_acl_, request.resource_owner);
  }
  if (bucket_abac_) {  // U-23
    for (const Tag& tag : bucket_tags_) {
      request.context.set("aws:ResourceTag/" + tag.key, tag.value);
      request.context.set("s3:BucketTag/" + tag.key, tag.value);
    }
  }
  if (is_aws_managed_key_) {
    request.resource_control.clear();  // RCPs do not reach AWS managed keys (5.2)
  }
}

}  // namespace replisim
