#include "tests/sim/iam/plain_evaluator.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "tests/sim/iam/plain_conditions.h"

namespace replisim {
namespace {

using Documents = std::vector<PolicyDocument>;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// --- 2.5: who is named ---

enum class Named : std::uint8_t { Nobody, Account, RoleOfSession, UserOfSession, Direct, Everyone };

bool is_twelve_digits(const std::string& text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos;
}

// The parts of `arn:partition:service:region:account:resource`; empty if it is none.
std::vector<std::string> arn_parts(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ':' && parts.size() < 6) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts.size() == 6 && parts[0] == "arn" ? parts : std::vector<std::string>();
}

bool is_signed(const RequestPrincipal& who) {
  return who.kind != PrincipalKind::Anonymous && who.kind != PrincipalKind::Service;
}

Named named_as_account(const std::string& account, const RequestPrincipal& who) {
  if (!is_signed(who) || who.account != account) {
    return Named::Nobody;
  }
  return who.kind == PrincipalKind::AccountRoot ? Named::Direct : Named::Account;
}

// An ARN in Principal stands for the principal that had it when the policy was saved (1.3).
bool is_the_one(const PrincipalEntry& entry, const RequestPrincipal& who, const std::string& arn) {
  if (!entry.unique_id.empty() && !who.unique_id.empty()) {
    return entry.unique_id == who.unique_id;
  }
  return entry.text == arn;
}

Named named_as_role(const PrincipalEntry& entry, const std::vector<std::string>& arn,
                    const RequestPrincipal& who) {
  if (who.kind != PrincipalKind::RoleSession) {
    return Named::Nobody;
  }
  const std::string name = entry.text.substr(entry.text.rfind('/') + 1);
  const bool is_it = who.path_is_known ? is_the_one(entry, who, who.iam_arn)
                                       : arn[4] == who.account && name == who.name;
  return is_it ? Named::RoleOfSession : Named::Nobody;
}

Named named_as_user(const PrincipalEntry& entry, const std::vector<std::string>& arn,
                    const RequestPrincipal& who) {
  if (who.kind == PrincipalKind::User && is_the_one(entry, who, who.arn)) {
    return Named::Direct;
  }
  const std::string name = entry.text.substr(entry.text.rfind('/') + 1);
  const bool is_its_session =
      who.kind == PrincipalKind::FederatedUser && arn[4] == who.account && name == who.name;
  return is_its_session ? Named::UserOfSession : Named::Nobody;
}

Named named_by_aws(const PrincipalEntry& entry, const RequestPrincipal& who) {
  const std::string& text = entry.text;
  if (text == "*") {
    return Named::Everyone;
  }
  if (is_twelve_digits(text)) {
    return named_as_account(text, who);
  }
  if (starts_with(text, "AROA") || starts_with(text, "AIDA")) {
    if (who.unique_id != text) {
      return Named::Nobody;
    }
    return who.kind == PrincipalKind::RoleSession ? Named::RoleOfSession : Named::Direct;
  }
  const std::vector<std::string> arn = arn_parts(text);
  if (arn.empty() || !is_twelve_digits(arn[4]) || text.find_first_of("*?") != std::string::npos) {
    return Named::Nobody;
  }
  if (arn[2] == "iam" && arn[5] == "root") {
    return named_as_account(arn[4], who);
  }
  if (arn[2] == "iam" && starts_with(arn[5], "role/")) {
    return named_as_role(entry, arn, who);
  }
  if (arn[2] == "iam" && starts_with(arn[5], "user/")) {
    return named_as_user(entry, arn, who);
  }
  const bool is_session =
      (starts_with(arn[5], "assumed-role/") && who.kind == PrincipalKind::RoleSession) ||
      (starts_with(arn[5], "federated-user/") && who.kind == PrincipalKind::FederatedUser);
  return arn[2] == "sts" && is_session && text == who.arn ? Named::Direct : Named::Nobody;
}

Named named_by(const PrincipalEntry& entry, const RequestPrincipal& who) {
  switch (entry.type) {
    case PrincipalEntry::Type::Everyone: return Named::Everyone;
    case PrincipalEntry::Type::Aws: return named_by_aws(entry, who);
    case PrincipalEntry::Type::Service:
      return who.kind == PrincipalKind::Service && entry.text == who.name ? Named::Direct
                                                                          : Named::Nobody;
    case PrincipalEntry::Type::CanonicalUser:
      return !who.canonical_user_id.empty() && entry.text == who.canonical_user_id ? Named::Account
                                                                                   : Named::Nobody;
    case PrincipalEntry::Type::Federated: return Named::Nobody;
  }
  return Named::Nobody;
}

Named best_name(const Statement& statement, const RequestPrincipal& who) {
  Named best = Named::Nobody;
  for (const PrincipalEntry& entry : statement.principals) {
    best = std::max(best, named_by(entry, who));
  }
  return best;
}

// U-5 for Deny; an Allow, of long ago, is the plain inversion.
Named named_by_not_principal(const Statement& statement, const RequestPrincipal& who) {
  const Named listed = best_name(statement, who);
  if (statement.effect == Effect::Allow) {
    return listed == Named::Nobody ? Named::Everyone : Named::Nobody;
  }
  const bool is_bounded = who.has_permissions_boundary && (who.kind == PrincipalKind::User ||
                                                           who.kind == PrincipalKind::RoleSession);
  const bool is_exempt = listed == Named::Direct || listed == Named::Everyone;
  return is_bounded || !is_exempt ? Named::Everyone : Named::Nobody;
}

// --- 5.1: what a policy says ---

bool tells_principals_apart(PolicyKind kind) {
  return kind != PolicyKind::Identity && kind != PolicyKind::PermissionsBoundary &&
         kind != PolicyKind::Session && kind != PolicyKind::ServiceControl;
}

PlainContext context_of(const Asked& asked) {
  PlainContext context;
  context.call = asked.context;
  const RequestContext of_principal = principal_context(asked.principal);
  for (const ContextValue& value : of_principal.own()) {
    context.principal.push_back({value.key, value.values, value.is_multivalued});
  }
  return context;
}

bool resource_matches(const std::string& pattern, bool variables, const Asked& asked,
                      const PlainContext& context) {
  if (pattern == "*") {
    return true;
  }
  const auto tokens = plain_pattern(pattern, variables, context);
  if (!tokens) {
    return false;
  }
  return plain_match_parts(*tokens, asked.resource).value_or(plain_match(*tokens, asked.resource));
}

bool resource_element_holds(const Statement& statement, PolicyKind kind, bool variables,
                            const Asked& asked, const PlainContext& context) {
  if (!statement.resource_where.is_known()) {
    return kind == PolicyKind::Trust || kind == PolicyKind::Resource;
  }
  const bool any = std::any_of(statement.resources.begin(), statement.resources.end(),
                               [&](const PolicyText& resource) {
                                 return resource_matches(resource.text, variables, asked, context);
                               });
  return any != statement.not_resource;
}

bool action_element_holds(const Statement& statement, const Asked& asked) {
  const bool any = std::any_of(statement.actions.begin(), statement.actions.end(),
                               [&asked](const PolicyText& action) {
                                 return plain_glob(lower(action.text), lower(asked.action));
                               });
  return any != statement.not_action;
}

bool condition_element_holds(const Statement& statement, PolicyKind kind, bool variables,
                             const PlainContext& context) {
  bool error = false;
  for (const ConditionEntry& condition : statement.conditions) {
    const PlainTruth one = plain_condition(condition, kind, variables, context);
    if (one == PlainTruth::False) {
      return false;
    }
    error = error || one == PlainTruth::Error;
  }
  return !error || statement.effect == Effect::Deny;  // recorded
}

struct Says {
  bool denies = false;
  bool allows = false;
  Named allowed_as = Named::Nobody;

  void add(const Says& other) {
    denies = denies || other.denies;
    allows = allows || other.allows;
    allowed_as = std::max(allowed_as, other.allowed_as);
  }
};

Says what_policy_says(const PolicyDocument& policy, PolicyKind kind, const Asked& asked) {
  const PlainContext context = context_of(asked);
  const bool variables = policy.version == "2012-10-17";
  Says says;
  for (const Statement& statement : policy.statements) {
    Named named = Named::Everyone;
    if (tells_principals_apart(kind)) {
      named = statement.not_principal ? named_by_not_principal(statement, asked.principal)
                                      : best_name(statement, asked.principal);
    }
    if (statement.effect && statement.action_where.is_known() && named != Named::Nobody &&
        action_element_holds(statement, asked) &&
        resource_element_holds(statement, kind, variables, asked, context) &&
        condition_element_holds(statement, kind, variables, context)) {
      const bool denies = statement.effect == Effect::Deny;
      says.add({denies, !denies, denies ? Named::Nobody : named});
    }
  }
  return says;
}

Says what_policies_say(const Documents& policies, PolicyKind kind, const Asked& asked) {
  Says says;
  for (const PolicyDocument& policy : policies) {
    says.add(what_policy_says(policy, kind, asked));
  }
  return says;
}

Says what_policy_says(const std::optional<PolicyDocument>& policy, PolicyKind kind,
                      const Asked& asked) {
  return policy ? what_policy_says(*policy, kind, asked) : Says();
}

// 5.3: an allow at every level.
Says what_levels_say(const std::vector<Documents>& levels, PolicyKind kind, const Asked& asked) {
  Says all;
  all.allows = true;
  for (const Documents& level : levels) {
    const Says says = what_policies_say(level, kind, asked);
    all.denies = all.denies || says.denies;
    all.allows = all.allows && says.allows;
  }
  return all;
}

// --- 5.6.1: grants ---

bool has_pair(const PlainContext& context, const Tag& pair) {
  const auto found = context.find("kms:EncryptionContext:" + pair.key);
  return std::any_of(found.begin(), found.end(), [&pair](const ContextEntry* entry) {
    return entry->values.front() == pair.value;
  });
}

bool has_pairs(const PlainContext& context, const TagSet& pairs) {
  return std::all_of(pairs.begin(), pairs.end(),
                     [&context](const Tag& pair) { return has_pair(context, pair); });
}

std::size_t pair_count(const PlainContext& context) {
  return static_cast<std::size_t>(
      std::count_if(context.call.begin(), context.call.end(), [](const ContextEntry& entry) {
        return starts_with(lower(entry.key), "kms:encryptioncontext:");
      }));
}

bool constraints_hold(const Grant& grant, const Asked& asked) {
  const std::string action = lower(asked.action);
  if (action == "kms:describekey" || action == "kms:retiregrant") {
    return true;
  }
  const PlainContext context = context_of(asked);
  const GrantConstraints& constraints = grant.constraints;
  if (!constraints.source_arn.empty()) {
    const auto source = context.find("aws:SourceArn");
    if (source.empty() || source.front()->values.front() != constraints.source_arn) {
      return false;
    }
  }
  const TagSet& equals = constraints.encryption_context_equals;
  if (!equals.empty() && pair_count(context) != equals.size()) {
    return false;
  }
  return has_pairs(context, equals) && has_pairs(context, constraints.encryption_context_subset);
}

Named named_in_grant(const std::string& text, const std::string& unique_id,
                     const RequestPrincipal& who) {
  PrincipalEntry entry;
  entry.type = text.find(':') == std::string::npos && text.find('.') != std::string::npos
                   ? PrincipalEntry::Type::Service
                   : PrincipalEntry::Type::Aws;
  entry.text = text;
  entry.unique_id = unique_id;
  return named_by(entry, who);
}

bool has_operation(const Grant& grant, const std::string& action) {
  return std::any_of(
      grant.operations.begin(), grant.operations.end(),
      [&action](const std::string& operation) { return "kms:" + lower(operation) == action; });
}

// How the grant reaches the caller, `Nobody` where it does not apply.
Named granted_as(const Grant& grant, const Asked& asked) {
  const std::string action = lower(asked.action);
  if (!constraints_hold(grant, asked)) {
    return Named::Nobody;
  }
  const Named retiring = named_in_grant(grant.retiring_principal, "", asked.principal);
  if (action == "kms:retiregrant" && retiring != Named::Nobody) {
    return retiring;
  }
  return has_operation(grant, action)
             ? named_in_grant(grant.grantee_principal, grant.grantee_unique_id, asked.principal)
             : Named::Nobody;
}

std::string account_in(const std::string& text) {
  const std::vector<std::string> arn = arn_parts(text);
  return arn.empty() ? text : arn[4];
}

// --- 5.8: access control lists ---

struct AclRow {
  std::string permission;
  std::set<std::string> on_bucket;
  std::set<std::string> on_object;
};

const std::vector<AclRow>& acl_rows() {
  static const std::vector<AclRow> kRows = {
      {"READ",
       {"s3:listbucket", "s3:listbucketversions", "s3:listbucketmultipartuploads"},
       {"s3:getobject", "s3:getobjectversion"}},
      {"WRITE", {"s3:putobject"}, {}},
      {"READ_ACP", {"s3:getbucketacl"}, {"s3:getobjectacl", "s3:getobjectversionacl"}},
      {"WRITE_ACP", {"s3:putbucketacl"}, {"s3:putobjectacl", "s3:putobjectversionacl"}},
  };
  return kRows;
}

bool acl_names(const AclGrant& grant, const BucketAccess& bucket, const RequestPrincipal& who) {
  const bool is_group = starts_with(grant.grantee, "http://acs.amazonaws.com/groups/global/");
  if (is_group && bucket.ignore_public_acls) {
    return false;
  }
  if (is_group) {
    return grant.grantee.find("AllUsers") != std::string::npos || is_signed(who);
  }
  return is_signed(who) &&
         (grant.grantee == who.account ||
          (!who.canonical_user_id.empty() && grant.grantee == who.canonical_user_id));
}

bool acl_lets_in(const std::vector<AclGrant>& acl, const std::string& permission,
                 const BucketAccess& bucket, const RequestPrincipal& who) {
  return std::any_of(acl.begin(), acl.end(), [&](const AclGrant& grant) {
    return (grant.permission == permission || grant.permission == "FULL_CONTROL") &&
           acl_names(grant, bucket, who);
  });
}

bool acl_allows(const Scene& scene, const Asked& asked) {
  const BucketAccess& bucket = scene.bucket;
  const std::string action = lower(asked.action);
  if (scene.authority != ResourceAuthority::Bucket || !bucket.acls_enabled) {
    return false;
  }
  for (const AclRow& row : acl_rows()) {
    if ((row.on_bucket.count(action) != 0 &&
         acl_lets_in(bucket.bucket_acl, row.permission, bucket, asked.principal)) ||
        (row.on_object.count(action) != 0 &&
         acl_lets_in(bucket.object_acl, row.permission, bucket, asked.principal))) {
      return true;
    }
  }
  return false;
}

// --- 5.4 to 5.7: the decision ---

DeniedBy resource_side(ResourceAuthority authority) {
  switch (authority) {
    case ResourceAuthority::Ordinary: return DeniedBy::ResourcePolicy;
    case ResourceAuthority::Bucket: return DeniedBy::BucketPolicy;
    case ResourceAuthority::Key: return DeniedBy::KeyPolicy;
    case ResourceAuthority::Role: return DeniedBy::TrustPolicy;
  }
  return DeniedBy::ResourcePolicy;
}

constexpr PlainAnswer kAllowed{Decision::Allow, DeniedBy::Nothing};

PlainAnswer not_allowed(DeniedBy by) {
  return {Decision::ImplicitDeny, by};
}

class PlainDecision {
 public:
  explicit PlainDecision(const Scene& scene) : scene_(scene), asked_(scene.asked) {}

  PlainAnswer run() {
    ask_all();
    if (const DeniedBy by = explicitly_denied_by(); by != DeniedBy::Nothing) {
      return {Decision::ExplicitDeny, by};
    }
    if (!rcp_.allows) {
      return not_allowed(DeniedBy::ResourceControlPolicy);
    }
    if (!scp_.allows) {
      return not_allowed(DeniedBy::ServiceControlPolicy);
    }
    if (scene_.endpoint && !endpoint_.allows) {
      return not_allowed(DeniedBy::VpcEndpointPolicy);
    }
    if (who().kind == PrincipalKind::Anonymous) {
      return anonymous();
    }
    if (who().kind == PrincipalKind::Service) {
      const bool named = resource_.allowed_as >= Named::Direct || grant_ != Named::Nobody;
      return named ? kAllowed : not_allowed(resource_side(scene_.authority));
    }
    return is_cross_account() ? cross_account() : same_account();
  }

 private:
  const RequestPrincipal& who() const { return asked_.principal; }
  bool is_cross_account() const { return who().account != asked_.owner; }

  void ask_all() {
    if (!who().is_service_linked_role && lower(asked_.action) != "kms:retiregrant") {
      rcp_ = what_levels_say(scene_.resource_control, PolicyKind::ResourceControl, asked_);
    } else {
      rcp_.allows = true;
    }
    if (is_signed(who()) && !who().is_service_linked_role) {
      scp_ = what_levels_say(scene_.service_control, PolicyKind::ServiceControl, asked_);
    } else {
      scp_.allows = true;
    }
    endpoint_ = what_policy_says(scene_.endpoint, PolicyKind::VpcEndpoint, asked_);
    resource_ =
        what_policy_says(scene_.resource_policy, resource_policy_kind(scene_.authority), asked_);
    boundary_ = what_policy_says(scene_.boundary, PolicyKind::PermissionsBoundary, asked_);
    session_ = what_policies_say(scene_.session, PolicyKind::Session, asked_);
    identity_ = what_policies_say(scene_.identity, PolicyKind::Identity, asked_);
    for (const Grant& grant : scene_.grants) {
      const Named as = granted_as(grant, asked_);
      grant_ = std::max(grant_, as);
      if (account_in(grant.issuing_account) == who().account) {
        own_grant_ = std::max(own_grant_, as);
      }
    }
    if (keeps_policy_control()) {
      resource_.denies = false;
    }
    if (is_cut()) {
      resource_.allows = false;
      resource_.allowed_as = Named::Nobody;
    }
  }

  // 5.10: the order in which one is named.
  DeniedBy explicitly_denied_by() const {
    const std::vector<std::pair<bool, DeniedBy>> denials = {
        {rcp_.denies, DeniedBy::ResourceControlPolicy},
        {scp_.denies, DeniedBy::ServiceControlPolicy},
        {endpoint_.denies, DeniedBy::VpcEndpointPolicy},
        {resource_.denies, resource_side(scene_.authority)},
        {boundary_.denies, DeniedBy::PermissionsBoundary},
        {session_.denies, DeniedBy::SessionPolicy},
        {identity_.denies, DeniedBy::IdentityPolicy}};
    const auto first = std::find_if(denials.begin(), denials.end(),
                                    [](const auto& denial) { return denial.first; });
    return first == denials.end() ? DeniedBy::Nothing : first->second;
  }

  // 5.2: the root user of a bucket's owner.
  bool keeps_policy_control() const {
    const std::string action = lower(asked_.action);
    return scene_.authority == ResourceAuthority::Bucket && !is_cross_account() &&
           who().kind == PrincipalKind::AccountRoot &&
           (action == "s3:getbucketpolicy" || action == "s3:putbucketpolicy" ||
            action == "s3:deletebucketpolicy");
  }

  // 5.8: RestrictPublicBuckets.
  bool is_cut() const {
    return scene_.bucket.restrict_public_buckets && scene_.bucket.policy_is_public &&
           who().kind != PrincipalKind::Service &&
           (who().kind == PrincipalKind::Anonymous || is_cross_account());
  }

  PlainAnswer anonymous() const {
    if (resource_.allowed_as == Named::Everyone || acl_allows(scene_, asked_)) {
      return kAllowed;
    }
    return not_allowed(is_cut() ? DeniedBy::BlockPublicAccess : resource_side(scene_.authority));
  }

  // Boundary, session policies, and federated users without any.
  PlainAnswer gates() const {
    if (scene_.boundary && !boundary_.allows) {
      return not_allowed(DeniedBy::PermissionsBoundary);
    }
    const bool has_session = scene_.has_session_policies || !scene_.session.empty();
    if ((has_session && !session_.allows) ||
        (!has_session && who().kind == PrincipalKind::FederatedUser)) {
      return not_allowed(DeniedBy::SessionPolicy);
    }
    return kAllowed;
  }

  PlainAnswer identity_and_gates() const {
    return identity_.allows ? gates() : not_allowed(DeniedBy::IdentityPolicy);
  }

  PlainAnswer same_account() const {
    const bool policy_must_allow =
        scene_.authority == ResourceAuthority::Key || scene_.authority == ResourceAuthority::Role;
    if (who().kind == PrincipalKind::AccountRoot && !policy_must_allow) {
      return kAllowed;
    }
    if (resource_.allowed_as >= Named::Direct || grant_ >= Named::Direct) {
      return kAllowed;
    }
    if (resource_.allowed_as == Named::RoleOfSession ||
        resource_.allowed_as == Named::UserOfSession || grant_ != Named::Nobody) {
      return gates();
    }
    if (policy_must_allow && !resource_.allows) {
      return not_allowed(resource_side(scene_.authority));
    }
    return identity_and_gates();
  }

  PlainAnswer own_side() const {
    if (own_grant_ >= Named::Direct) {
      return kAllowed;  // recorded: of a session or federated user
    }
    if (own_grant_ != Named::Nobody || who().kind == PrincipalKind::AccountRoot) {
      return gates();
    }
    return identity_and_gates();
  }

  PlainAnswer cross_account() const {
    const PlainAnswer own = own_side();
    if (own.decision != Decision::Allow) {
      return own;
    }
    if (scene_.authority == ResourceAuthority::Key && !works_across_accounts()) {
      return not_allowed(DeniedBy::KeyPolicy);
    }
    const std::vector<std::string> arn = arn_parts(asked_.resource);
    if (!arn.empty() && arn[1] != arn_parts(who().iam_arn)[1]) {
      return not_allowed(resource_side(scene_.authority));  // 5.5: never between partitions
    }
    if (resource_.allows || grant_ != Named::Nobody || acl_allows(scene_, asked_)) {
      return kAllowed;
    }
    return not_allowed(is_cut() ? DeniedBy::BlockPublicAccess : resource_side(scene_.authority));
  }

  // 5.6: cryptographic operations and these.
  bool works_across_accounts() const {
    static const std::set<std::string> kOthers = {
        "kms:creategrant", "kms:describekey", "kms:getkeyrotationstatus", "kms:getpublickey",
        "kms:listgrants",  "kms:retiregrant", "kms:revokegrant"};
    static const std::set<std::string> kCryptographic = {
        "kms:encrypt",       "kms:decrypt",     "kms:generatedatakey",
        "kms:reencryptfrom", "kms:reencryptto", "kms:generatedatakeywithoutplaintext"};
    const std::string action = lower(asked_.action);
    return kOthers.count(action) != 0 || kCryptographic.count(action) != 0;
  }

  const Scene& scene_;
  const Asked& asked_;
  Says rcp_;
  Says scp_;
  Says endpoint_;
  Says resource_;
  Says boundary_;
  Says session_;
  Says identity_;
  Named grant_ = Named::Nobody;
  Named own_grant_ = Named::Nobody;
};

}  // namespace

bool plain_glob(std::string_view pattern, std::string_view text) {
  return plain_match(*plain_pattern(pattern, false, {}), text);
}

PlainAnswer plain_answer(const Scene& scene) {
  return PlainDecision(scene).run();
}

}  // namespace replisim
