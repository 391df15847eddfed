#include "model/assertion_check.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "model/action.h"
#include "model/arn.h"
#include "model/shape.h"
#include "model/spelling.h"
#include "model/wildcard.h"

namespace replisim {
namespace {

using Names = std::vector<std::string>;

std::vector<std::string_view> views_of(const Names& names) {
  return {names.begin(), names.end()};
}

bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void append(Names& to, Names from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

bool says(const Assertion& assertion, AssertionKind kind) {
  return assertion.kind == kind;
}

/// What the world of a case has, and what its events make.
class KnownNames {
 public:
  explicit KnownNames(const ScenarioCase& scenario) : scenario_(scenario) {
    for (const Account& account : scenario.world.accounts) {
      add(account);
    }
    for (const Event& event : scenario.events) {
      add(event);
    }
  }

  Names buckets;
  Names destinations;  ///< of rules
  Names principals;    ///< ARNs of users, roles and account roots
  Names role_names;    ///< that events make
  Names keys;          ///< ARNs, of aliases too
  bool makes_keys = false;
  std::map<std::string, std::vector<const ReplicationConfiguration*>, std::less<>> configurations;

  [[nodiscard]] bool has_account(std::string_view id) const {
    return scenario_.world.find_account(id) != nullptr;
  }
  [[nodiscard]] Names rules_of(std::string_view bucket) const;
  /// All that a rule id may be of: rules of one bucket, or of all.
  [[nodiscard]] Names all_rules() const;

 private:
  void add(const Account& account);
  void add(const Event& event);
  void add(const std::string& bucket, const ReplicationConfiguration& configuration);

  const ScenarioCase& scenario_;
};

void KnownNames::add(const std::string& bucket, const ReplicationConfiguration& configuration) {
  configurations[bucket].push_back(&configuration);
  for (const ReplicationRule& rule : configuration.rules) {
    const std::optional<std::string_view> name = bucket_name_of(rule.destination.bucket);
    destinations.emplace_back(name.value_or(rule.destination.bucket));
  }
}

void KnownNames::add(const Account& account) {
  principals.push_back(root_arn_of(account));
  for (const Role& role : account.roles) {
    principals.push_back(arn_of(account, role));
  }
  for (const User& user : account.users) {
    principals.push_back(arn_of(account, user));
  }
  for (const Bucket& bucket : account.buckets) {
    buckets.push_back(bucket.name);
    if (bucket.replication) {
      add(bucket.name, *bucket.replication);
    }
  }
  for (const Key& key : account.keys) {
    const std::string arn = arn_of(account, key);
    keys.push_back(arn);
    const std::string before = arn.substr(0, arn.rfind(":key/") + 1);
    for (const std::string& alias : key.aliases) {
      keys.push_back(before + alias);
    }
  }
}

void KnownNames::add(const Event& event) {
  if (const auto* made = std::get_if<CreateBucket>(&event.operation)) {
    buckets.push_back(made->bucket);
  } else if (const auto* put = std::get_if<PutBucketReplication>(&event.operation)) {
    add(put->bucket, put->configuration);
  } else if (const auto* role = std::get_if<CreateRole>(&event.operation)) {
    role_names.push_back(role->role.role_name);
  } else if (std::holds_alternative<CreateKey>(event.operation)) {
    makes_keys = true;
  }
}

Names KnownNames::rules_of(std::string_view bucket) const {
  Names names;
  const auto found = configurations.find(bucket);
  if (found == configurations.end()) {
    return names;
  }
  for (const ReplicationConfiguration* const configuration : found->second) {
    for (std::size_t i = 0; i < configuration->rules.size(); ++i) {
      const std::string& id = configuration->rules[i].id;
      names.push_back(id.empty() ? "rule-" + std::to_string(i + 1) : id);
    }
  }
  return names;
}

Names KnownNames::all_rules() const {
  Names names;
  for (const auto& [bucket, ignored] : configurations) {
    append(names, rules_of(bucket));
  }
  return names;
}

class AssertionChecker {
 public:
  AssertionChecker(const ScenarioCase& scenario, Issues& issues)
      : scenario_(scenario), issues_(issues), known_(scenario) {}

  void check(const Assertion& assertion);

 private:
  void check_after(const Assertion& assertion);
  void check_access(const AccessAssertion& access);
  void check_pairs(const AccessAssertion& access);
  void check_principal(const PlacedText& as);
  void check_action(const PlacedText& action);
  void check_resource(const PlacedText& resource);
  void check_selection(const ObjectSelection& objects);
  void check_reading(const ReadingAssertion& reading);
  void need_bucket(const PlacedText& bucket);
  void need_rule(const PlacedText& rule, const Names& rules, const std::string& of);

  void report(std::string code, std::string message, std::string hint, SourceRange where) {
    issues_.push_back({.code = std::move(code),
                       .message = std::move(message),
                       .hint = std::move(hint),
                       .where = where});
  }

  const ScenarioCase& scenario_;
  Issues& issues_;
  KnownNames known_;
};

void AssertionChecker::check(const Assertion& assertion) {
  if (!assertion.kind) {
    report("scenario.missing-field", "an assertion that says nothing",
           "one of `can`, `cannot`, `replicates`, `neverReplicates`, `encryptedWith`, "
           "`readableBy`, `notReadableBy`, `staysWithinRegions` and `noDiagnostics` says what",
           assertion.where);
    return;
  }
  check_after(assertion);
  switch (*assertion.kind) {
    case AssertionKind::Can:
    case AssertionKind::Cannot: check_access(assertion.access); return;
    case AssertionKind::Replicates:
    case AssertionKind::NeverReplicates:
    case AssertionKind::EncryptedWith: check_selection(assertion.replication.objects); return;
    case AssertionKind::ReadableBy:
    case AssertionKind::NotReadableBy: check_reading(assertion.reading); return;
    case AssertionKind::StaysWithinRegions: need_bucket(assertion.regions.bucket); return;
    case AssertionKind::NoDiagnostics: return;
  }
}

void AssertionChecker::check_after(const Assertion& assertion) {
  const PlacedText& after = assertion.after;
  if (after.text.empty()) {
    return;
  }
  if (says(assertion, AssertionKind::StaysWithinRegions)) {
    report("scenario.no-moment", "`staysWithinRegions` has no `after`",
           "it counts every rule that the world has or an event puts", after.where);
    return;
  }
  Names ids;
  for (const Event& event : scenario_.events) {
    ids.push_back(event.id);
  }
  ids.emplace_back(kAfterAll);
  if (!contains(ids, after.text)) {
    report("scenario.unknown-event", "unknown event " + in_backticks(after.text),
           did_you_mean(after.text, views_of(ids)), after.where);
  }
}

void AssertionChecker::check_access(const AccessAssertion& access) {
  for (const PlacedText& as : access.as) {
    check_principal(as);
  }
  for (const PlacedText& action : access.actions) {
    check_action(action);
  }
  for (const PlacedText& resource : access.resources) {
    check_resource(resource);
  }
  check_pairs(access);
}

/// Roles of events have the account that the event says, and any path.
bool names_made_role(std::string_view arn, const Names& role_names) {
  const std::optional<Arn> parts = parse_arn(arn);
  return parts && parts->resource.starts_with("role/") &&
         contains(role_names, split_path(parts->resource.substr(4)).name);
}

void AssertionChecker::check_principal(const PlacedText& as) {
  const std::optional<Arn> arn = parse_arn(as.text);
  const bool is_service = as.text.ends_with(".amazonaws.com");
  if (has_wildcard(as.text) || is_service || is_account_id(as.text) || as.text == "anonymous") {
    return;
  }
  if (!arn || (arn->service != "iam" && arn->service != "sts")) {
    report("scenario.bad-principal", in_backticks(as.text) + " is no principal",
           "ARN of a user, role or account root, an account id, a service principal, or `*`",
           as.where);
    return;
  }
  const bool is_session = arn->service == "sts";
  if (!is_session && known_.has_account(arn->account) && !contains(known_.principals, as.text) &&
      !names_made_role(as.text, known_.role_names)) {
    report("scenario.unknown-principal", "unknown principal " + in_backticks(as.text),
           did_you_mean(as.text, views_of(known_.principals)), as.where);
  }
}

void AssertionChecker::check_action(const PlacedText& action) {
  const std::string_view service = std::string_view(action.text).substr(0, action.text.find(':'));
  if (action.text == "*") {
    return;
  }
  if (service.size() == action.text.size()) {
    report("scenario.unknown-action", in_backticks(action.text) + " is no action",
           "with its service: `s3:GetObject`", action.where);
    return;
  }
  if (is_listed_service(service) && !any_action_matches(action.text)) {
    const std::optional<std::string_view> nearest = nearest_action(action.text);
    report("scenario.unknown-action", "unknown action " + in_backticks(action.text),
           nearest ? "did you mean " + in_backticks(*nearest) + "?" : std::string(), action.where);
  }
}

void AssertionChecker::check_resource(const PlacedText& resource) {
  const std::optional<Arn> arn = parse_arn(resource.text);
  if (resource.text == "*") {
    return;
  }
  if (!arn) {
    report("scenario.bad-resource", in_backticks(resource.text) + " is no ARN",
           "`arn:aws:s3:::BUCKET`, `arn:aws:s3:::BUCKET/KEY`, the ARN of a key or role, or `*`",
           resource.where);
    return;
  }
  if (arn->service == "s3" && arn->region.empty()) {
    const std::string bucket(arn->resource.substr(0, arn->resource.find('/')));
    const std::optional<std::string> nearest = nearest_name(bucket, views_of(known_.buckets));
    if (!has_wildcard(bucket) && !contains(known_.buckets, bucket) &&
        !contains(known_.destinations, bucket) && nearest) {
      report("scenario.unknown-bucket", "unknown bucket " + in_backticks(bucket),
             "did you mean " + in_backticks(*nearest) +
                 "? If there is such a bucket, add it to its account",
             resource.where);
    }
  }
  if (arn->service == "kms" && known_.has_account(arn->account) && !has_wildcard(resource.text) &&
      !contains(known_.keys, resource.text) && !known_.makes_keys) {
    report("scenario.unknown-key", "unknown key " + in_backticks(resource.text),
           did_you_mean(resource.text, views_of(known_.keys)), resource.where);
  }
}

bool fits(const PlacedText& action, const PlacedText& resource) {
  if (!parse_arn(resource.text)) {
    return true;  // `*`, or it is told already
  }
  bool does_fit = false;
  bool is_listed = false;
  for_each_action_matching(action.text, [&](const ActionInfo& info) {
    is_listed = true;
    does_fit = does_fit || action_fits_resource(info, resource.text);
  });
  return does_fit || !is_listed;
}

/// `s3:GetObject` of a bucket is denied whatever policies say: nobody means to ask that.
void AssertionChecker::check_pairs(const AccessAssertion& access) {
  for (const PlacedText& action : access.actions) {
    if (std::none_of(access.resources.begin(), access.resources.end(),
                     [&](const PlacedText& resource) { return fits(action, resource); })) {
      report("scenario.wrong-resource",
             in_backticks(action.text) + " is asked of no such resource as " +
                 in_backticks(access.resources.front().text),
             "objects are `arn:aws:s3:::BUCKET/KEY`, buckets `arn:aws:s3:::BUCKET`", action.where);
    }
  }
  for (const PlacedText& resource : access.resources) {
    if (access.resources.size() > 1 &&
        std::none_of(access.actions.begin(), access.actions.end(),
                     [&](const PlacedText& action) { return fits(action, resource); })) {
      report("scenario.wrong-resource",
             "none of the actions is asked of such a resource as " + in_backticks(resource.text),
             {}, resource.where);
    }
  }
}

void AssertionChecker::need_bucket(const PlacedText& bucket) {
  if (!bucket.text.empty() && !contains(known_.buckets, bucket.text)) {
    report("scenario.unknown-bucket", "unknown bucket " + in_backticks(bucket.text),
           did_you_mean(bucket.text, views_of(known_.buckets)), bucket.where);
  }
}

void AssertionChecker::need_rule(const PlacedText& rule, const Names& rules,
                                 const std::string& of) {
  if (!rule.text.empty() && !contains(rules, rule.text)) {
    report("scenario.unknown-rule", of + " has no rule " + in_backticks(rule.text),
           did_you_mean(rule.text, views_of(rules)), rule.where);
  }
}

void AssertionChecker::check_selection(const ObjectSelection& objects) {
  need_bucket(objects.bucket);
  if (!contains(known_.buckets, objects.bucket.text)) {
    return;
  }
  need_rule(objects.rule, known_.rules_of(objects.bucket.text),
            "bucket " + in_backticks(objects.bucket.text));
  Names destinations = known_.destinations;
  append(destinations, known_.buckets);
  if (!objects.to.text.empty() && !contains(destinations, objects.to.text)) {
    report("scenario.unknown-bucket", "unknown bucket " + in_backticks(objects.to.text),
           did_you_mean(objects.to.text, views_of(destinations)), objects.to.where);
  }
  if (!objects.key.text.empty() && !objects.prefix.text.empty()) {
    report("scenario.unclear-objects", "`Key` and `Prefix` at once",
           "`Key` is one object, `Prefix` all that begin so", objects.prefix.where);
  }
}

void AssertionChecker::check_reading(const ReadingAssertion& reading) {
  for (const PlacedText& as : reading.as) {
    check_principal(as);
  }
  need_bucket(reading.bucket);
  need_bucket(reading.from);
  need_rule(
      reading.rule,
      reading.from.text.empty() ? known_.all_rules() : known_.rules_of(reading.from.text),
      reading.from.text.empty() ? "the scenario" : "bucket " + in_backticks(reading.from.text));
}

}  // namespace

void name_assertions(std::vector<Assertion>& assertions, std::size_t first,
                     const SourceMap& sources, Issues& issues) {
  std::map<std::string, SourceRange> first_places;
  for (std::size_t i = 0; i < assertions.size(); ++i) {
    Assertion& assertion = assertions[i];
    if (assertion.id.empty()) {
      assertion.id = "assert-" + std::to_string(first + i);
      assertion.id_where = assertion.where;
    }
    const auto [known, is_new] = first_places.emplace(assertion.id, assertion.id_where);
    if (!is_new) {
      issues.push_back({.code = "scenario.duplicate-name",
                        .message = "assertion given twice: " + in_backticks(assertion.id),
                        .hint = "it is first given at " + sources.format(known->second),
                        .where = assertion.id_where});
    }
  }
}

void override_assertions(std::vector<Assertion>& assertions, std::vector<Assertion> own,
                         const SourceMap& sources, Issues& issues) {
  name_assertions(own, assertions.size() + 1, sources, issues);
  Names inherited;
  for (const Assertion& assertion : assertions) {
    inherited.push_back(assertion.id);
  }
  for (Assertion& assertion : own) {
    const auto known =
        std::find_if(assertions.begin(), assertions.end(),
                     [&](const Assertion& other) { return other.id == assertion.id; });
    if (known != assertions.end() && assertion.kind) {
      *known = std::move(assertion);
    } else if (known != assertions.end()) {
      assertions.erase(known);
    } else if (assertion.kind || assertion.id_where == assertion.where) {
      assertions.push_back(std::move(assertion));
    } else {
      issues.push_back({.code = "scenario.unknown-assertion",
                        .message = "unknown assertion " + in_backticks(assertion.id),
                        .hint = did_you_mean(assertion.id, views_of(inherited)),
                        .where = assertion.id_where});
    }
  }
}

void check_assertions(const ScenarioCase& scenario, Issues& issues) {
  if (scenario.assertions.empty()) {
    return;
  }
  AssertionChecker checker(scenario, issues);
  for (const Assertion& assertion : scenario.assertions) {
    checker.check(assertion);
  }
}

}  // namespace replisim
