#include "sim/report/denial.h"

#include <algorithm>
#include <utility>

#include "model/arn.h"
#include "model/issue.h"
#include "sim/reason/requirement_graph.h"

namespace replisim {
namespace {

/// A statement that more of its elements keep from applying than this is near to nothing.
constexpr int kNearMissElementsMax = 2;
constexpr std::size_t kWrittenLengthMax = 160;

std::string in_account(std::string name, std::string_view account) {
  return account.empty() ? name : name.append(" in account ").append(account);
}

std::string bucket_phrase(std::string_view resource, const World& world) {
  const std::string bucket(resource.substr(0, resource.find('/')));
  const World::BucketPlace place = world.find_bucket(bucket);
  const std::string account = place ? place.account->id : std::string();
  return in_account("bucket " + bucket, account);
}

/// `assumed-role/name/session` and `role/path/name` are the role for people.
std::string iam_phrase(const Arn& arn) {
  const std::size_t slash = arn.resource.find('/');
  const std::string_view kind = arn.resource.substr(0, slash);
  if (slash == std::string_view::npos) {
    return arn.resource == "root" ? "account " + std::string(arn.account)
                                  : in_account(std::string(arn.resource), arn.account);
  }
  std::string_view name = arn.resource.substr(slash + 1);
  if (kind == "assumed-role") {
    name = name.substr(0, name.find('/'));
    return in_account("role " + std::string(name), arn.account);
  }
  name = name.substr(name.rfind('/') == std::string_view::npos ? 0 : name.rfind('/') + 1);
  return in_account(std::string(kind) + " " + std::string(name), arn.account);
}

/// The role of a session, where the world has it.
const Role* role_of_session(const Arn& session, const World& world) {
  constexpr std::string_view kSession = "assumed-role/";
  const Account* account = world.find_account(session.account);
  if (account == nullptr || !session.resource.starts_with(kSession)) {
    return nullptr;
  }
  const std::string_view behind = session.resource.substr(kSession.size());
  const std::string_view name = behind.substr(0, behind.find('/'));
  const auto found = std::find_if(account->roles.begin(), account->roles.end(),
                                  [&](const Role& role) { return role.role_name == name; });
  return found == account->roles.end() ? nullptr : &*found;
}

/// Who asked, as policies name them: the role rather than its session.
std::string principal_shown(std::string_view principal, const World& world) {
  const std::optional<Arn> arn = parse_arn(principal);
  const Role* role = arn ? role_of_session(*arn, world) : nullptr;
  return role == nullptr ? std::string(principal)
                         : arn_of(*world.find_account(arn->account), *role);
}

std::string_view object_bucket(std::string_view arn_resource) {
  return arn_resource.substr(0, arn_resource.find('/'));
}

// --- the sentence ---

std::string level_phrase(std::uint32_t level) {
  return level == 0 ? std::string("the root of the organization")
                    : "level " + std::to_string(level) + " below the root of the organization";
}

/// `the key policy of key x in account y`: what would have to allow.
std::string policy_phrase(DeniedBy denied_by, const Check& check, const World& world) {
  const std::string who = name_arn(check.principal, world);
  const std::string what = name_arn(check.resource, world);
  switch (denied_by) {
    case DeniedBy::Nothing: return "nothing";
    case DeniedBy::IdentityPolicy: return "the policies of " + who;
    case DeniedBy::BucketPolicy:
      if (const std::optional<Arn> arn = parse_arn(check.resource)) {
        return "the bucket policy of " + bucket_phrase(object_bucket(arn->resource), world);
      }
      return "the bucket policy";
    case DeniedBy::KeyPolicy: return "the key policy of " + what;
    case DeniedBy::TrustPolicy: return "the trust policy of " + what;
    case DeniedBy::ResourcePolicy: return "the policy of " + what;
    case DeniedBy::PermissionsBoundary: return "the permissions boundary of " + who;
    case DeniedBy::SessionPolicy: return "the session policy of " + who;
    case DeniedBy::ServiceControlPolicy:
      return "the service control policies at " + level_phrase(check.verdict.level);
    case DeniedBy::ResourceControlPolicy:
      return "the resource control policies at " + level_phrase(check.verdict.level);
    case DeniedBy::Grant: return "the grants of " + what;
    case DeniedBy::VpcEndpointPolicy: return "the policy of the VPC endpoint";
    case DeniedBy::BlockPublicAccess: return "Block Public Access of " + what;
  }
  return "a policy";
}

bool is_plural(DeniedBy denied_by) {
  return denied_by == DeniedBy::IdentityPolicy || denied_by == DeniedBy::Grant ||
         denied_by == DeniedBy::ServiceControlPolicy ||
         denied_by == DeniedBy::ResourceControlPolicy;
}

/// What is allowed or not: the other party of the policy, and the action.
std::string request_phrase(DeniedBy denied_by, const Check& check, const World& world) {
  const bool is_of_resource = denied_by == DeniedBy::BucketPolicy ||
                              denied_by == DeniedBy::KeyPolicy ||
                              denied_by == DeniedBy::TrustPolicy ||
                              denied_by == DeniedBy::ResourcePolicy || denied_by == DeniedBy::Grant;
  if (is_of_resource) {
    return name_arn(check.principal, world) + " " + check.action;
  }
  return check.resource.empty() ? check.action
                                : check.action + " on " + name_arn(check.resource, world);
}

std::string sentence_of(DeniedBy denied_by, Decision decision, const Check& check,
                        const World& world) {
  const std::string policy = policy_phrase(denied_by, check, world);
  const std::string request = request_phrase(denied_by, check, world);
  switch (decision) {
    case Decision::ExplicitDeny:
      return policy + (is_plural(denied_by) ? " deny " : " denies ") + request;
    case Decision::Unknown:
    case Decision::Allow:
    case Decision::ImplicitDeny: break;
  }
  return policy + (is_plural(denied_by) ? " do not allow " : " does not allow ") + request;
}

// --- the statements ---

/// Text of the user's file on one line.
std::string as_written(SourceRange where, const SourceMap& sources) {
  std::string out;
  for (const char c : sources.text(where)) {
    const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!is_blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    if (out.size() > kWrittenLengthMax) {
      return out + "…";
    }
  }
  return out;
}

std::string found_phrase(const ConditionTrace& condition) {
  const std::string key = in_backticks(condition.condition->key_text);
  if (condition.found.empty()) {
    return key + " is not in the request";
  }
  std::string found;
  for (const std::string& value : condition.found) {
    found += (found.empty() ? "" : ", ") + in_backticks(value);
  }
  return key + " is " + found;
}

/// An element as it is spelled in the statement: `NotAction` where it is that.
std::string element_name(const char* element, bool is_negated) {
  return is_negated ? std::string("Not") + element : std::string(element);
}

/// Collects what did not match, each with the place a mark is to stand at.
class Misses {
 public:
  Misses(const SourceMap& sources, std::vector<ElementMiss>& missed,
         std::vector<ExcerptMark>& marks)
      : sources_(sources), missed_(missed), marks_(marks) {}

  void add(std::string element, SourceRange where, const std::string& asked, std::string note) {
    missed_.push_back(
        {std::move(element), as_written(where, sources_), asked, place_of(where, sources_)});
    marks_.push_back({where, std::move(note)});
  }

 private:
  const SourceMap& sources_;
  std::vector<ElementMiss>& missed_;
  std::vector<ExcerptMark>& marks_;
};

std::string statement_name(const CompiledStatement& statement) {
  return statement.sid.empty() ? "statement " + std::to_string(statement.number + 1)
                               : in_backticks(statement.sid);
}

ExplainedStatement name_statement(const CompiledPolicy& policy, const CompiledStatement& statement,
                                  const SourceMap& sources) {
  ExplainedStatement named;
  named.policy = policy.label().id;
  named.sid = statement_name(statement);
  named.effect = to_string(statement.effect);
  named.place = place_of(statement.where, sources);
  return named;
}

/// A patch put an element from elsewhere into the statement, so its text is not what it says.
bool is_patched(const CompiledStatement& statement) {
  const SourceRange whole = statement.where;
  const auto stands_elsewhere = [&](SourceRange element) {
    return element.is_known() &&
           (element.file != whole.file || element.begin < whole.begin || element.end > whole.end);
  };
  return stands_elsewhere(statement.principal_where) || stands_elsewhere(statement.action_where) ||
         stands_elsewhere(statement.resource_where) ||
         stands_elsewhere(statement.condition_where) ||
         std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const CompiledCondition& c) { return stands_elsewhere(c.key_where); });
}

ExplainedStatement explain_statement(const PolicyTrace& policy, const StatementTrace& trace,
                                     const Check& check, const Played& played) {
  const CompiledStatement& statement = *trace.statement;
  const std::string principal = principal_shown(check.principal, played.scenario.world);
  ExplainedStatement explained = name_statement(*policy.policy, statement, played.sources);
  std::vector<ExcerptMark> marks;
  Misses misses(played.sources, explained.missed, marks);
  const auto no_match = [&](bool is_negated, SourceRange where, const std::string& asked) {
    const std::string_view written = played.sources.text(where);
    const bool is_one = written.find_first_of("*?[{") == std::string_view::npos;
    return (is_negated ? "excepts " : is_one ? "is not " : "does not match ") + asked;
  };
  if (!trace.principal_matches) {
    misses.add(element_name("Principal", statement.not_principal), statement.principal_where,
               principal, no_match(statement.not_principal, statement.principal_where, principal));
  }
  if (!trace.action_matches) {
    misses.add(element_name("Action", statement.not_action), statement.action_where, check.action,
               no_match(statement.not_action, statement.action_where, check.action));
  }
  if (!trace.resource_matches) {
    misses.add(element_name("Resource", statement.not_resource), statement.resource_where,
               check.resource,
               no_match(statement.not_resource, statement.resource_where, check.resource));
  }
  for (const ConditionTrace& condition : trace.conditions) {
    const std::string found = found_phrase(condition);
    if (condition.result != ConditionResult::True) {
      misses.add("Condition", condition.condition->key_where, found, found);
    } else if (trace.applies) {
      marks.push_back({condition.condition->key_where, found});
    }
  }
  if (trace.applies && marks.empty()) {
    marks.push_back({statement.where, "this statement"});
  }
  explained.excerpt = is_patched(statement) ? make_excerpt_of_marks(marks, played.sources)
                                            : make_excerpt(statement.where, marks, played.sources);
  return explained;
}

/// Fewer elements missed first; of those with as many, what speaks of the caller, of the action and
/// of the resource, in this order: such a statement was written for this request.
int distance(const StatementTrace& trace) {
  return 8 * trace.missed() + (trace.principal_matches ? 0 : 4) + (trace.action_matches ? 0 : 2) +
         (trace.resource_matches ? 0 : 1);
}

bool is_near(const StatementTrace& trace) {
  return !trace.applies && !trace.statement->is_inert && trace.statement->effect == Effect::Allow &&
         trace.missed() <= kNearMissElementsMax && (trace.missed() == 1 || trace.action_matches);
}

std::optional<ExplainedStatement> nearest_miss(const Check& check, PolicyLayer layer,
                                               std::uint32_t level, const Played& played) {
  const PolicyTrace* policy = nullptr;
  const StatementTrace* nearest = nullptr;
  for (const PolicyTrace& asked : check.trace->policies) {
    for (const StatementTrace& statement : asked.statements) {
      if (asked.layer == layer && asked.level == level && is_near(statement) &&
          (nearest == nullptr || distance(statement) < distance(*nearest))) {
        policy = &asked;
        nearest = &statement;
      }
    }
  }
  if (nearest == nullptr) {
    return std::nullopt;
  }
  return explain_statement(*policy, *nearest, check, played);
}

/// The statement that a verdict names, with what was found while it was looked at.
std::optional<ExplainedStatement> deciding_statement(const Check& check, const Verdict& verdict,
                                                     const Played& played) {
  for (const PolicyTrace& policy : check.trace->policies) {
    for (const StatementTrace& statement : policy.statements) {
      if (verdict.statement != nullptr && statement.statement == verdict.statement) {
        return explain_statement(policy, statement, check, played);
      }
    }
  }
  return std::nullopt;
}

/// Where the configuration stands that lacks a policy: of the resource, or of the caller.
SourceRange where_of_owner(DeniedBy denied_by, const Check& check, const World& world) {
  const std::optional<Arn> arn = parse_arn(check.resource);
  if (denied_by == DeniedBy::IdentityPolicy || denied_by == DeniedBy::PermissionsBoundary) {
    const Role* role = world.find_role(principal_shown(check.principal, world));
    return role == nullptr ? SourceRange() : role->where;
  }
  if (!arn) {
    return {};
  }
  if (arn->service == "s3") {
    const World::BucketPlace place = world.find_bucket(object_bucket(arn->resource));
    return place ? place.bucket->where : SourceRange();
  }
  if (arn->service == "kms") {
    const World::KeyPlace place = world.find_key(check.resource);
    return place ? place.key->where : SourceRange();
  }
  const Role* role = world.find_role(check.resource);
  return role == nullptr ? SourceRange() : role->where;
}

/// `none of its 3 statements comes near to kms:Encrypt`.
std::string nothing_near(const Check& check, PolicyLayer layer) {
  std::size_t statements = 0;
  for (const PolicyTrace& policy : check.trace->policies) {
    statements += policy.layer == layer ? policy.statements.size() : 0;
  }
  if (statements == 0) {
    return "there is no policy that could allow " + check.action;
  }
  return statements == 1 ? "its only statement does not come near to " + check.action
                         : "none of its " + std::to_string(statements) +
                               " statements comes near to " + check.action;
}

Cause make_cause(const Check& check, const Verdict& verdict, const Played& played) {
  Cause cause;
  cause.denied_by = verdict.denied_by;
  cause.decision = verdict.decision;
  cause.sentence = sentence_of(verdict.denied_by, verdict.decision, check, played.scenario.world);
  if (check.trace == nullptr) {
    return cause;  // pointers of the verdict may dangle in runs that were not watched
  }
  cause.statement = deciding_statement(check, verdict, played);
  if (cause.statement) {
    cause.place = cause.statement->place;
    cause.excerpt = cause.statement->excerpt;
    return cause;
  }
  SourceRange where = verdict.policy == nullptr ? SourceRange() : verdict.policy->where();
  if (!where.is_known()) {
    where = where_of_owner(verdict.denied_by, check, played.scenario.world);
  }
  cause.place = place_of(where, played.sources);
  cause.near_miss = nearest_miss(check, layer_of(verdict.denied_by), verdict.level, played);
  if (!cause.near_miss) {
    cause.excerpt =
        point_at(where, nothing_near(check, layer_of(verdict.denied_by)), played.sources);
  }
  return cause;
}

/// The ID of the rule that stands there.
const std::string* find_rule_at(SourceRange where, const Bucket& bucket) {
  if (!bucket.replication) {
    return nullptr;
  }
  const std::vector<ReplicationRule>& rules = bucket.replication->rules;
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const ReplicationRule& rule) { return rule.where == where; });
  return found == rules.end() ? nullptr : &found->id;
}

}  // namespace

std::string name_arn(std::string_view text, const World& world) {
  const std::optional<Arn> arn = parse_arn(text);
  if (!arn) {
    return std::string(text);
  }
  if (arn->service == "iam" || arn->service == "sts") {
    return iam_phrase(*arn);
  }
  if (arn->service == "s3") {
    return arn->resource.find('/') == std::string_view::npos
               ? bucket_phrase(arn->resource, world)
               : "object " + std::string(arn->resource);
  }
  if (arn->service == "kms" && arn->resource.starts_with("key/")) {
    return in_account("key " + std::string(arn->resource.substr(4)), arn->account);
  }
  return std::string(text);
}

std::string name_place(SourceRange where, const World& world) {
  for (const Account& account : world.accounts) {
    for (const Bucket& bucket : account.buckets) {
      if (bucket.where == where) {
        return "bucket " + bucket.name;
      }
      if (const std::string* rule = find_rule_at(where, bucket)) {
        return "rule " + *rule;
      }
    }
    for (const Role& role : account.roles) {
      if (role.where == where) {
        return "role " + role.role_name;
      }
    }
    for (const Key& key : account.keys) {
      if (key.where == where) {
        return "key " + key.key_id;
      }
    }
  }
  return "here";
}

Excerpt point_at(SourceRange where, std::string note, const SourceMap& sources) {
  if (!where.is_known()) {
    return {};
  }
  const SourceRange first_line{where.file, where.begin, where.begin};
  Excerpt excerpt = make_excerpt(first_line, {{where, std::move(note)}}, sources);
  excerpt.place = place_of(where, sources);
  return excerpt;
}

std::vector<Cause> causes_of_denial(const Check& check, const Played& played) {
  std::vector<Cause> causes;
  causes.push_back(make_cause(check, check.verdict, played));
  if (check.trace == nullptr || check.verdict.decision == Decision::Unknown) {
    return causes;
  }
  const RequirementGraph graph(*check.trace);
  for (const RequirementGraph::Index index : graph.frontier()) {
    const Requirement& requirement = graph.at(index);
    const Verdict& verdict = requirement.verdict;
    const bool is_named_already = verdict.denied_by == check.verdict.denied_by &&
                                  verdict.level == check.verdict.level &&
                                  verdict.decision == check.verdict.decision;
    const bool counts =
        requirement.state == Ternary::False &&
        (!check.counts_denials_only || requirement.kind == RequirementKind::NotDenied);
    if (counts && !is_named_already) {
      causes.push_back(make_cause(check, verdict, played));
    }
  }
  return causes;
}

std::vector<ExplainedStatement> allowing_statements(const Check& check, const SourceMap& sources) {
  std::vector<ExplainedStatement> statements;
  if (check.trace == nullptr) {
    return statements;
  }
  for (const PolicyTrace& policy : check.trace->policies) {
    const bool grants = policy.layer == PolicyLayer::Resource ||
                        policy.layer == PolicyLayer::Session ||
                        policy.layer == PolicyLayer::Identity;
    if (grants && policy.outcome.allow != nullptr) {
      statements.push_back(name_statement(*policy.policy, *policy.outcome.allow, sources));
    }
  }
  return statements;
}

}  // namespace replisim
