#include "tests/sim/iam/random_scene.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace replisim {
namespace {

using Texts = std::vector<std::string>;

constexpr SourceRange kSomewhere{0, 0, 0};
constexpr std::string_view kUniqueId = "AROAEXAMPLEREPL00001";
constexpr std::string_view kUserId = "AIDAEXAMPLEJANE00001";
constexpr std::string_view kCanonicalId =
    "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";
constexpr std::string_view kKeyB =
    "arn:aws:kms:eu-west-1:222222222222:key/bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
constexpr std::string_view kAllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
constexpr std::string_view kAuthenticatedUsers =
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

// --- who asks ---

RequestPrincipal with_path(std::string_view role_arn, std::string_view session,
                           std::string_view unique_id) {
  RequestPrincipal principal = caller(role_arn);
  principal.session_name = session;
  principal.arn = "arn:aws:sts::" + principal.account + ":assumed-role/" + principal.name + "/" +
                  principal.session_name;
  principal.unique_id = unique_id;
  return principal;
}

const std::vector<RequestPrincipal>& callers() {
  static const std::vector<RequestPrincipal> kCallers = [] {
    std::vector<RequestPrincipal> made;
    for (const std::string_view arn :
         {kSession, kUser, kRootA, kFederated, std::string_view("s3.amazonaws.com"),
          std::string_view("*"),
          std::string_view("arn:aws:sts::222222222222:assumed-role/repl/s3-replication"),
          std::string_view("arn:aws:iam::222222222222:user/bob"),
          std::string_view("arn:aws:iam::222222222222:root"),
          std::string_view("arn:aws-cn:iam::333333333333:user/li")}) {
      made.push_back(caller(arn));
    }
    made.push_back(with_path(kRole, "s3-replication", kUniqueId));
    made.push_back(with_path("arn:aws:iam::111111111111:role/service-role/repl", "other", ""));
    made.push_back(with_path(
        "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX", "s",
        ""));
    made.push_back(caller(kUser));
    made.back().unique_id = kUserId;
    made.back().canonical_user_id = kCanonicalId;
    return made;
  }();
  return kCallers;
}

PrincipalEntry random_principal(Dice& dice) {
  using Type = PrincipalEntry::Type;
  static const std::vector<std::pair<Type, std::string>> kEntries = {
      {Type::Everyone, "*"},
      {Type::Aws, "*"},
      {Type::Aws, std::string(kAccountA)},
      {Type::Aws, std::string(kRootA)},
      {Type::Aws, std::string(kRole)},
      {Type::Aws, std::string(kRole)},
      {Type::Aws, std::string(kSession)},
      {Type::Aws, std::string(kUser)},
      {Type::Aws, std::string(kFederated)},
      {Type::Aws, std::string(kUniqueId)},
      {Type::Aws, std::string(kUserId)},
      {Type::Aws, "arn:aws:iam::111111111111:role/service-role/repl"},
      {Type::Aws, "arn:aws:iam::111111111111:role/*"},
      {Type::Aws, "arn:aws:iam::222222222222:root"},
      {Type::Aws, "arn:aws:iam::222222222222:role/repl"},
      {Type::Aws, "arn:aws:iam::222222222222:user/bob"},
      {Type::Aws, "arn:aws-cn:iam::333333333333:root"},
      {Type::Service, "s3.amazonaws.com"},
      {Type::Service, "S3.amazonaws.com"},
      {Type::Federated, "accounts.google.com"},
      {Type::CanonicalUser, std::string(kCanonicalId)},
  };
  const auto& [type, text] = dice.pick(kEntries);
  PrincipalEntry entry{.type = type, .text = text, .where = kSomewhere, .unique_id = {}};
  if (text == kRole && dice.chance(50)) {  // saved for this role, or for one of that name before
    entry.unique_id = dice.chance(60) ? kUniqueId : "AROAEXAMPLEREPL00000";
  }
  return entry;
}

// --- what is asked about ---

const Texts& actions_of(ResourceAuthority authority) {
  static const Texts kS3 = {"s3:GetObject",  "s3:GetObject",       "s3:PutObject",
                            "s3:ListBucket", "s3:GetBucketPolicy", "s3:ReplicateObject",
                            "S3:getobject"};
  static const Texts kKms = {"kms:Decrypt",     "kms:Decrypt",     "kms:GenerateDataKey",
                             "kms:DescribeKey", "kms:RetireGrant", "kms:PutKeyPolicy"};
  static const Texts kSts = {"sts:AssumeRole", "sts:TagSession"};
  static const Texts kOther = {"sqs:SendMessage", "sqs:ReceiveMessage"};
  switch (authority) {
    case ResourceAuthority::Bucket: return kS3;
    case ResourceAuthority::Key: return kKms;
    case ResourceAuthority::Role: return kSts;
    case ResourceAuthority::Ordinary: return kOther;
  }
  return kOther;
}

std::string random_key(Dice& dice) {
  static const Texts kCharacters = {"a", "a", "b", "b", "/", ":", "-", "é", "𐐀", "*", "$"};
  std::string key;
  for (std::size_t i = dice.below(5) + 1; i > 0; --i) {
    key += dice.pick(kCharacters);
  }
  return key;
}

std::string random_resource(Dice& dice, ResourceAuthority authority) {
  static const Texts kBuckets = {"own", "own", "ow", "own2"};
  switch (authority) {
    case ResourceAuthority::Bucket: {
      const std::string bucket = "arn:aws:s3:::" + dice.pick(kBuckets);
      return dice.chance(85) ? bucket + "/" + random_key(dice) : bucket;
    }
    case ResourceAuthority::Key: return std::string(dice.chance(80) ? kKeyA : kKeyB);
    case ResourceAuthority::Role:
      return dice.chance(80) ? std::string(kRole) : "arn:aws:iam::111111111111:role/x/other";
    case ResourceAuthority::Ordinary:
      return dice.chance(70) ? "arn:aws:sqs:us-east-1:111111111111:queue" : "*";
  }
  return "*";
}

// The next place between two characters.
std::size_t between_characters(const std::string& text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) {
    ++at;
  }
  return at;
}

// One change of a text that mostly still lets it match; never inside a character.
std::string with_one_change(Dice& dice, std::string text) {
  static const Texts kInserted = {"*",
                                  "*",
                                  "?",
                                  "**",
                                  "${*}",
                                  "${?}",
                                  "${",
                                  "${}",
                                  "${aws:PrincipalTag/team}",
                                  "${aws:RequestTag/x, 'a'}",
                                  "${aws:username}",
                                  "${aws:TagKeys}",
                                  "a"};
  std::size_t at = dice.below(text.size() + 1);
  at = dice.chance(60) && text.size() > 14 ? 13 + at % (text.size() - 12) : at;
  at = between_characters(text, at);
  const std::size_t end = between_characters(text, std::min(at + dice.below(3), text.size()));
  return text.replace(at, end - at, dice.pick(kInserted));
}

std::string random_resource_pattern(Dice& dice, ResourceAuthority authority) {
  static const Texts kShort = {"arn:aws:s3*", "*:own/*", "arn:*", "own/*", "arn:aws:s3:::*"};
  if (dice.chance(20)) {
    return "*";
  }
  std::string pattern = random_resource(dice, authority);
  if (dice.chance(5)) {
    return dice.pick(kShort);
  }
  if (dice.chance(30) && pattern.size() > 14) {
    return pattern.substr(0, between_characters(pattern, 13 + dice.below(pattern.size() - 13))) +
           "*";
  }
  for (std::size_t changes = dice.below(3); changes > 0; --changes) {
    pattern = with_one_change(dice, pattern);
  }
  return pattern;
}

std::string random_action_pattern(Dice& dice, ResourceAuthority authority) {
  std::string action = dice.pick(actions_of(authority));
  if (dice.chance(15)) {
    return "*";
  }
  if (dice.chance(40)) {
    const std::size_t colon = action.find(':');
    action = action.substr(0, colon + 1 + dice.below(action.size() - colon)) + "*";
  }
  return action;
}

// --- conditions ---

struct KeyRow {
  std::string key;
  bool is_list;
  Texts values;
};

const std::vector<KeyRow>& key_rows() {
  static const Texts kWords = {"a", "ab", "A", "", "é", "É", "a*", "b"};
  static const std::vector<KeyRow> kRows = {
      {"aws:PrincipalTag/team", false, kWords},
      {"AWS:principaltag/TEAM", false, kWords},
      {"aws:RequestTag/x", false, kWords},
      {"aws:TagKeys", true, kWords},
      {"kms:ResourceAliases", true, {"alias/k", "alias/l"}},
      {"s3:max-keys", false, {"10", "9.5", "10.0", "x", "-1", "1e1"}},
      {"aws:CurrentTime", false, {"2026-01-01", "2026-01-01T00:00:00Z", "1767225600", "soon"}},
      {"aws:SecureTransport", false, {"true", "false", "TRUE", "yes"}},
      {"aws:SourceIp", false, {"10.0.0.1", "10.1.0.1", "::1", "::ffff:10.0.0.1", "nowhere"}},
      {"aws:SourceArn",
       false,
       {"arn:aws:s3:::own", "arn:aws:s3:::own:x", "arn:aws:iam::111111111111:role/repl", "none"}},
      {"aws:PrincipalArn", false, {std::string(kRole), std::string(kUser)}},
      {"kms:EncryptionContext:aws:s3:arn", false, {"arn:aws:s3:::own", "arn:aws:s3:::own/a"}},
  };
  return kRows;
}

Texts values_for(const std::string& name, const RandomSceneOptions& options) {
  if (name.find("Ip") == 0 || name == "NotIpAddress") {
    return {"10.0.0.0/8", "10.0.0.1", "10.0.0.1/31", "::/0", "::1", "::ffff:a00:1", "any"};
  }
  if (name.find("Arn") == 0) {
    Texts arns = {"*",
                  "arn:aws:s3:::own",
                  "arn:aws:s3:::o*",
                  "arn:*:s3:::own:?",
                  "arn:aws:iam::*:role/re?l",
                  "arn:aws:iam:*:role/repl",
                  "${aws:PrincipalArn}",
                  "arn:aws:s3:::${aws:RequestTag/x}"};
    if (options.arn_faults) {
      arns.insert(arns.end(), {"not-an-arn", "${aws:PrincipalTag/team}"});
    }
    return arns;
  }
  if (name.find("String") == 0) {
    return {"a",
            "ab",
            "A",
            "",
            "a*",
            "?",
            "*",
            "é",
            "arn:aws:s3:::own*",
            "${aws:RequestTag/x}",
            "${aws:RequestTag/x, 'a'}",
            "${aws:TagKeys, 'a'}",
            "a${*}"};
  }
  return {
      "10", "9.5", "true", "TRUE", "false", "yes", "2026-01-01", "1767225600", "${aws:SourceIp}",
      "a"};
}

ConditionEntry random_condition(Dice& dice, const RandomSceneOptions& options) {
  static const Texts kSets = {"", "", "", "ForAllValues:", "ForAnyValue:"};
  static const std::vector<std::string_view> kNames = condition_operator_names();
  const std::string name = dice.chance(2) ? "StringIs" : std::string(dice.pick(kNames));
  ConditionEntry condition;
  condition.operator_name = {dice.pick(kSets) + name + (dice.chance(20) ? "IfExists" : ""),
                             kSomewhere};
  // Mostly a key that holds what the operator compares.
  const KeyRow* row = &dice.pick(key_rows());
  condition.key = {row->key, kSomewhere};
  const Texts values = values_for(name, options);
  for (std::size_t count = dice.below(20) == 0 ? 0 : 1 + dice.below(3); count > 0; --count) {
    const bool from_key = options.arn_faults || name.find("Arn") != 0;
    condition.values.push_back(
        {dice.pick(from_key && dice.chance(40) ? row->values : values), kSomewhere});
  }
  return condition;
}

std::vector<ContextEntry> random_context(Dice& dice) {
  std::vector<ContextEntry> context;
  for (const KeyRow& row : key_rows()) {
    if (!dice.chance(row.key == "aws:PrincipalArn" ? 10 : row.key[1] == 'W' ? 5 : 45)) {
      continue;
    }
    ContextEntry entry{.key = row.key, .values = {}, .is_list = row.is_list};
    for (std::size_t count = row.is_list ? dice.below(4) : 1; count > 0; --count) {
      entry.values.push_back(dice.pick(row.values));
    }
    context.push_back(std::move(entry));
  }
  return context;
}

// --- policies ---

PolicyDocument random_policy(Dice& dice, const Scene& scene, PolicyKind kind,
                             const RandomSceneOptions& options, bool is_large = false) {
  PolicyDocument policy;
  policy.version = dice.chance(80) ? "2012-10-17" : "2008-10-17";
  policy.statement_is_array = true;
  const std::size_t count = is_large ? 12 + dice.below(30) : dice.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    const Effect effect = dice.chance(is_large ? 6 : 25) ? Effect::Deny : Effect::Allow;
    policy.statements.push_back(random_statement(dice, scene, kind, effect, options));
  }
  return policy;
}

std::vector<std::vector<PolicyDocument>> random_levels(Dice& dice, const Scene& scene,
                                                       PolicyKind kind,
                                                       const RandomSceneOptions& options) {
  std::vector<std::vector<PolicyDocument>> levels(dice.below(3) + 1);
  for (std::vector<PolicyDocument>& level : levels) {
    if (dice.chance(80)) {
      level.push_back(kind == PolicyKind::ServiceControl ? full_access() : full_access_for_all());
    }
    if (dice.chance(50)) {
      level.push_back(random_policy(dice, scene, kind, options));
    }
  }
  return levels;
}

Grant random_grant(Dice& dice) {
  static const Texts kGrantees = {std::string(kRole),      std::string(kSession),
                                  std::string(kRootA),     std::string(kUser),
                                  std::string(kFederated), "arn:aws:iam::222222222222:role/repl",
                                  "s3.amazonaws.com"};
  Grant grant;
  grant.grantee_principal = dice.pick(kGrantees);
  grant.retiring_principal = dice.chance(30) ? dice.pick(kGrantees) : "";
  grant.issuing_account = dice.chance(50) ? kAccountA : kAccountB;
  for (const char* operation : {"Decrypt", "DescribeKey", "GenerateDataKey"}) {
    if (dice.chance(60)) {
      grant.operations.emplace_back(operation);
    }
  }
  const TagSet pairs = {{dice.chance(50) ? "aws:s3:arn" : "AWS:S3:ARN", "arn:aws:s3:::own"}};
  if (dice.chance(25)) {
    grant.constraints.encryption_context_equals = pairs;
  } else if (dice.chance(25)) {
    grant.constraints.encryption_context_subset = pairs;
  }
  if (dice.chance(10)) {
    grant.constraints.source_arn = "arn:aws:s3:::own";
  }
  return grant;
}

std::vector<AclGrant> random_acl(Dice& dice) {
  static const Texts kGrantees = {std::string(kAccountA), std::string(kAccountB),
                                  std::string(kCanonicalId), std::string(kAllUsers),
                                  std::string(kAuthenticatedUsers)};
  static const Texts kPermissions = {"READ", "WRITE", "FULL_CONTROL", "READ_ACP"};
  std::vector<AclGrant> acl;
  for (std::size_t count = dice.below(3); count > 0; --count) {
    acl.push_back({"", dice.pick(kGrantees), dice.pick(kPermissions)});
  }
  return acl;
}

void add_bucket_access(Dice& dice, BucketAccess& bucket) {
  bucket.acls_enabled = dice.chance(30);
  bucket.ignore_public_acls = dice.chance(30);
  bucket.restrict_public_buckets = dice.chance(30);
  bucket.policy_is_public = dice.chance(50);
  bucket.bucket_acl = random_acl(dice);
  bucket.object_acl = random_acl(dice);
}

// The statements of one of its policies, or a new policy, are many.
void add_policies(Dice& dice, Scene& scene, const RandomSceneOptions& options) {
  const PolicyKind kind = resource_policy_kind(scene.authority);
  const bool is_large = dice.chance(12);
  if (dice.chance(70)) {
    scene.resource_policy = random_policy(dice, scene, kind, options, is_large && dice.chance(50));
  }
  for (std::size_t count = dice.below(3); count > 0; --count) {
    scene.identity.push_back(random_policy(dice, scene, PolicyKind::Identity, options, is_large));
  }
  if (dice.chance(20)) {
    scene.boundary = random_policy(dice, scene, PolicyKind::PermissionsBoundary, options);
    scene.asked.principal.has_permissions_boundary = true;
  }
  scene.has_session_policies = dice.chance(20);
  if (scene.has_session_policies && dice.chance(90)) {
    scene.session.push_back(random_policy(dice, scene, PolicyKind::Session, options));
  }
  if (dice.chance(15)) {
    scene.service_control = random_levels(dice, scene, PolicyKind::ServiceControl, options);
  }
  if (dice.chance(15)) {
    scene.resource_control = random_levels(dice, scene, PolicyKind::ResourceControl, options);
  }
  if (dice.chance(10)) {
    scene.endpoint = random_policy(dice, scene, PolicyKind::VpcEndpoint, options);
  }
}

}  // namespace

Statement random_statement(Dice& dice, const Scene& scene, PolicyKind kind, Effect effect,
                           const RandomSceneOptions& options) {
  Statement statement;
  statement.effect = effect;
  statement.effect_where = statement.action_where = kSomewhere;
  statement.not_action = dice.chance(8);
  for (std::size_t count = 1 + dice.below(2); count > 0; --count) {
    statement.actions.push_back({random_action_pattern(dice, scene.authority), kSomewhere});
  }
  if (kind != PolicyKind::Trust && !dice.chance(2)) {
    statement.resource_where = kSomewhere;
    statement.not_resource = dice.chance(8);
    for (std::size_t count = 1 + dice.below(2); count > 0; --count) {
      statement.resources.push_back({random_resource_pattern(dice, scene.authority), kSomewhere});
    }
  }
  const bool has_principal = kind != PolicyKind::Identity &&
                             kind != PolicyKind::PermissionsBoundary &&
                             kind != PolicyKind::Session && kind != PolicyKind::ServiceControl;
  if (has_principal) {
    statement.principal_where = kSomewhere;
    statement.not_principal = dice.chance(8);
    for (std::size_t count = 1 + dice.below(2); count > 0; --count) {
      statement.principals.push_back(random_principal(dice));
    }
  }
  for (std::size_t count = dice.chance(40) ? 1 + dice.below(2) : 0; count > 0; --count) {
    statement.conditions.push_back(random_condition(dice, options));
  }
  return statement;
}

Scene random_scene(Dice& dice, const RandomSceneOptions& options) {
  static const std::vector<ResourceAuthority> kAuthorities = {
      ResourceAuthority::Bucket, ResourceAuthority::Bucket, ResourceAuthority::Bucket,
      ResourceAuthority::Key,    ResourceAuthority::Role,   ResourceAuthority::Ordinary};
  Scene scene;
  scene.authority = dice.pick(kAuthorities);
  scene.asked.principal = dice.pick(callers());
  scene.asked.owner = dice.chance(75) ? kAccountA : kAccountB;
  add_policies(dice, scene, options);
  if (scene.authority == ResourceAuthority::Key) {
    for (std::size_t count = dice.below(3); count > 0; --count) {
      scene.grants.push_back(random_grant(dice));
    }
  }
  if (scene.authority == ResourceAuthority::Bucket) {
    add_bucket_access(dice, scene.bucket);
  }
  scene.asked = random_question(dice, scene);
  return scene;
}

Asked random_question(Dice& dice, const Scene& scene) {
  Asked asked = scene.asked;
  asked.action = dice.pick(actions_of(scene.authority));
  asked.resource = random_resource(dice, scene.authority);
  asked.context = random_context(dice);
  return asked;
}

std::uint64_t first_seed() {
  const char* given = std::getenv("REPLISIM_SEED");
  return given == nullptr ? 20260101 : std::strtoull(given, nullptr, 10);
}

std::size_t scene_count(std::size_t every_run) {
  const char* nightly = std::getenv("REPLISIM_NIGHTLY");
  return nightly != nullptr && std::string(nightly) == "1" ? every_run * 1000 : every_run;
}

}  // namespace replisim
