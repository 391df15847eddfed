#include "sim/report/assertions.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "model/json_writer.h"
#include "model/wildcard.h"
#include "sim/reason/access_space.h"
#include "sim/reason/probe.h"
#include "sim/reason/reach.h"
#include "sim/replication/permission.h"
#include "sim/replication/simulation.h"
#include "sim/report/denial.h"
#include "sim/report/topology_report.h"

namespace replisim {
namespace {

std::string json_or_null(std::string_view text) {
  return text.empty() ? "null" : json_string(text);
}

/// One, or an array of them.
std::string json_list(const std::vector<PlacedText>& texts) {
  if (texts.size() == 1) {
    return json_string(texts.front().text);
  }
  std::string out = "[";
  for (const PlacedText& text : texts) {
    out += (out.size() == 1 ? "" : ", ") + json_string(text.text);
  }
  return out + "]";
}

// --- moments ---

/// The world at one moment, and what was found wrong until then.
struct WorldAt {
  Instant now;
  World world;
  std::vector<Diagnostic> diagnostics;
};

WorldAt world_after(const ScenarioCase& scenario, const std::string& after) {
  ScenarioCase played;
  played.clock = scenario.clock;
  played.world = scenario.world;
  WorldAt moment;
  moment.now = scenario.clock;
  if (!after.empty()) {
    std::vector<Event> events = scenario.events;
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    const auto last = std::find_if(events.begin(), events.end(),
                                   [&](const Event& event) { return event.id == after; });
    events.erase(last == events.end() ? last : last + 1, events.end());
    moment.now = events.empty() ? scenario.clock : events.back().at;
    played.events = std::move(events);
  }
  Simulation simulation(played);
  moment.diagnostics = simulation.play_all().diagnostics;
  moment.world = simulation.world();
  return moment;
}

// --- what becomes of one assertion ---

/// Something that does not hold, before it is known how often.
struct Miss {
  std::string what;  ///< behind the name of the assertion: `.deniedBy`, `[default]`; may be empty
  std::string expected;
  std::string actual;
  bool is_open = false;  ///< it rests on what is not in the model
  SourceRange where;     ///< unknown: the assertion itself
  AssertionFinding finding;
};

/// Misses that say the same of several requests are one, with the first of them.
class Misses {
 public:
  /// `counted`: what there were several of, for people; empty: each miss stands by itself.
  void add(Miss miss, const std::string& counted = {}) {
    if (!counted.empty()) {
      const auto same = std::find_if(all_.begin(), all_.end(), [&](const Counted& other) {
        return other.miss.what == miss.what && other.miss.actual == miss.actual;
      });
      if (same != all_.end()) {
        ++same->more;
        return;
      }
    }
    all_.push_back({std::move(miss), counted, 0});
  }

  [[nodiscard]] Mismatches of(const Assertion& assertion) const;

 private:
  struct Counted {
    Miss miss;
    std::string counted;
    std::size_t more = 0;
  };
  std::vector<Counted> all_;
};

Mismatches Misses::of(const Assertion& assertion) const {
  Mismatches mismatches;
  for (const Counted& one : all_) {
    Mismatch& mismatch = mismatches.emplace_back();
    mismatch.assertion_id = assertion.id;
    mismatch.what =
        "assert[" + assertion.id + "]." + std::string(to_string(*assertion.kind)) + one.miss.what;
    mismatch.expected = one.miss.expected;
    mismatch.actual = one.miss.actual;
    mismatch.where = one.miss.where.is_known() ? one.miss.where : assertion.where;
    mismatch.rests_on_unknown = one.miss.is_open;
    mismatch.repair = Mismatch::Repair::Keep;
    auto finding = std::make_shared<AssertionFinding>(one.miss.finding);
    if (one.more > 0) {
      finding->subject += " (and " + std::to_string(one.more) + " more)";
    }
    mismatch.finding = std::move(finding);
  }
  return mismatches;
}

AssertionFinding sentence(std::string text, SourceRange where = {}) {
  AssertionFinding finding;
  finding.sentence = std::move(text);
  finding.where = where;
  return finding;
}

/// What is asserted of nothing is not asserted.
Miss about_nothing(std::string expected, std::string why) {
  return {.what = {},
          .expected = std::move(expected),
          .actual = "null",
          .is_open = false,
          .where = {},
          .finding = sentence(std::move(why))};
}

// --- can and cannot ---

std::string caller_phrase(const PossibleCaller& caller, const World& world) {
  if (caller.is_stranger) {
    return "anyone in another account";
  }
  return caller.arn == "*" ? "anyone without credentials" : name_arn(caller.arn, world);
}

/// A stranger's own policies allow what their account wants; what counts is the resource's side.
bool lets_in_strangers(const Check& check) {
  return check.state == CheckState::Unknown && check.trace != nullptr &&
         check.trace->terms.resource_policy == Ternary::True &&
         check.verdict.denied_by == DeniedBy::IdentityPolicy;
}

/// Those that allowed, as `allowedBy` calls them, and the ids of their statements.
struct Allowing {
  std::vector<std::string> policies;
  std::vector<std::string> sids;
};

std::string_view resource_policy_name(ResourceAuthority authority) {
  switch (authority) {
    case ResourceAuthority::Bucket: return "bucket-policy";
    case ResourceAuthority::Key: return "key-policy";
    case ResourceAuthority::Role: return "trust-policy";
    case ResourceAuthority::Ordinary: return "";
  }
  return "";
}

Allowing allowing_of(const Trace& trace) {
  Allowing allowing;
  for (const PolicyTrace& policy : trace.policies) {
    if (policy.outcome.allow == nullptr) {
      continue;
    }
    const bool is_resource = policy.layer == PolicyLayer::Resource;
    const std::string_view name = is_resource ? resource_policy_name(trace.authority)
                                  : policy.layer == PolicyLayer::Identity ? "identity-policy"
                                  : policy.layer == PolicyLayer::Session  ? "session-policy"
                                                                          : "";
    if (!name.empty()) {
      allowing.policies.emplace_back(name);
      allowing.sids.push_back(policy.outcome.allow->sid);
    }
  }
  const bool has_grant = std::any_of(trace.grants.begin(), trace.grants.end(),
                                     [](const GrantTrace& grant) { return grant.applies(); });
  if (has_grant) {
    allowing.policies.emplace_back("grant");
  }
  if (trace.allowed_by_acl) {
    allowing.policies.emplace_back("acl");
  }
  return allowing;
}

/// Whether one of them is as expected; `null`: there is none.
bool is_among(const Expected& expected, const std::vector<std::string>& texts) {
  switch (expected.kind) {
    case Expected::Kind::Free: return true;
    case Expected::Kind::Absent:
      return std::all_of(texts.begin(), texts.end(),
                         [](const std::string& text) { return text.empty(); });
    case Expected::Kind::Equals:
      return std::find(texts.begin(), texts.end(), expected.value) != texts.end();
  }
  return false;
}

std::string expected_json(const Expected& expected) {
  return expected.kind == Expected::Kind::Absent ? "null" : json_string(expected.value);
}

std::string join(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) {
    joined += (joined.empty() || text.empty() ? "" : ", ") + text;
  }
  return joined;
}

class AssertionJudge {
 public:
  AssertionJudge(const ScenarioCase& scenario, const AssertionObserver& observer)
      : scenario_(scenario), observer_(observer) {}

  Mismatches judge(const Assertion& assertion);

 private:
  const WorldAt& world_at(const Assertion& assertion);
  Permissions& permissions_of(const Assertion& assertion);

  void judge_access(const Assertion& assertion, Misses& misses);
  void ask_all(const Assertion& assertion, const PossibleCaller& caller, const std::string& action,
               const std::string& resource, Misses& misses);
  void take_answer(const Assertion& assertion, const PossibleCaller& caller, Check check,
                   Misses& misses);
  void judge_rules(const Assertion& assertion, Misses& misses);
  void judge_reading(const Assertion& assertion, Misses& misses);
  void judge_regions(const Assertion& assertion, Misses& misses) const;
  void judge_diagnostics(const Assertion& assertion, Misses& misses);
  void show(const Check& check) const {
    if (observer_.asked) {
      observer_.asked(check);
    }
  }

  const ScenarioCase& scenario_;
  const AssertionObserver& observer_;
  std::map<std::string, WorldAt> moments_;
  std::map<std::string, std::unique_ptr<Permissions>> permissions_;
  std::size_t asked_ = 0;  ///< requests, for the assertion that is judged
};

const WorldAt& AssertionJudge::world_at(const Assertion& assertion) {
  const std::string& after = assertion.after.text;
  const auto known = moments_.find(after);
  return known != moments_.end()
             ? known->second
             : moments_.emplace(after, world_after(scenario_, after)).first->second;
}

Permissions& AssertionJudge::permissions_of(const Assertion& assertion) {
  std::unique_ptr<Permissions>& known = permissions_[assertion.after.text];
  if (known == nullptr) {
    const WorldAt& moment = world_at(assertion);
    known = std::make_unique<Permissions>(moment.world, moment.now);
  }
  return *known;
}

Mismatches AssertionJudge::judge(const Assertion& assertion) {
  Misses misses;
  asked_ = 0;
  switch (*assertion.kind) {
    case AssertionKind::Can:
    case AssertionKind::Cannot: judge_access(assertion, misses); break;
    case AssertionKind::Replicates:
    case AssertionKind::NeverReplicates:
    case AssertionKind::EncryptedWith: judge_rules(assertion, misses); break;
    case AssertionKind::ReadableBy:
    case AssertionKind::NotReadableBy: judge_reading(assertion, misses); break;
    case AssertionKind::StaysWithinRegions: judge_regions(assertion, misses); break;
    case AssertionKind::NoDiagnostics: judge_diagnostics(assertion, misses); break;
  }
  return misses.of(assertion);
}

/// Whom several texts name, each once.
std::vector<PossibleCaller> callers_of(const World& world, const std::vector<PlacedText>& texts) {
  std::vector<PossibleCaller> callers;
  for (const PlacedText& text : texts) {
    for (PossibleCaller& caller : callers_matching(world, text.text)) {
      const bool is_known =
          std::any_of(callers.begin(), callers.end(),
                      [&](const PossibleCaller& other) { return other.arn == caller.arn; });
      if (!is_known) {
        callers.push_back(std::move(caller));
      }
    }
  }
  return callers;
}

std::string wanted_of(const Assertion& assertion) {
  return json_string(assertion.kind == AssertionKind::Can ? "allowed" : "denied");
}

void AssertionJudge::judge_access(const Assertion& assertion, Misses& misses) {
  const AccessAssertion& access = assertion.access;
  const World& world = world_at(assertion).world;
  for (const PossibleCaller& caller : callers_of(world, access.as)) {
    for (const PlacedText& pattern : access.resources) {
      for (const std::string& resource : resources_matching(world, pattern.text)) {
        for (const PlacedText& action : access.actions) {
          for (const std::string& name : actions_matching(action.text, resource)) {
            ask_all(assertion, caller, name, resource, misses);
          }
        }
      }
    }
  }
  if (asked_ == 0) {
    misses.add(about_nothing(wanted_of(assertion),
                             "the scenario has nobody and nothing that is named like that"));
  }
}

/// One action of one caller, on all objects that the resource stands for.
void AssertionJudge::ask_all(const Assertion& assertion, const PossibleCaller& caller,
                             const std::string& action, const std::string& resource,
                             Misses& misses) {
  Permissions& permissions = permissions_of(assertion);
  PermissionRequest request{caller.arn, action, resource, assertion.access.context};
  const std::optional<std::vector<std::string>> arns = object_arns(permissions, request);
  const bool is_too_much = !arns || asked_ + arns->size() > kAssertedRequestsMax;
  if (is_too_much) {
    ++asked_;
    Miss miss = about_nothing(wanted_of(assertion),
                              "policies tell too many kinds of keys apart, or there are too many "
                              "requests: not all of them were tried");
    miss.is_open = true;
    misses.add(std::move(miss), "requests");
    return;
  }
  for (const std::string& arn : *arns) {
    ++asked_;
    request.resource = arn;
    Check answer = permissions.ask(request);
    show(answer);
    take_answer(assertion, caller, std::move(answer), misses);
  }
}

/// Whether there is more than one request to be told apart.
bool asks_for_several(const AccessAssertion& access) {
  const auto is_one = [](const std::vector<PlacedText>& texts) {
    return texts.size() == 1 && !has_wildcard(texts.front().text);
  };
  return !is_one(access.as) || !is_one(access.actions) || !is_one(access.resources);
}

void AssertionJudge::take_answer(const Assertion& assertion, const PossibleCaller& caller,
                                 Check check, Misses& misses) {
  const AccessAssertion& access = assertion.access;
  const bool wants_allowed = assertion.kind == AssertionKind::Can;
  const bool lets_stranger_in = caller.is_stranger && lets_in_strangers(check);
  if (lets_stranger_in) {
    check.state = CheckState::Passed;
  }
  Miss miss;
  if (asks_for_several(access)) {
    miss.finding.subject = caller_phrase(caller, world_at(assertion).world) + ", " + check.action +
                           " on " + check.resource;
  }
  miss.finding.check = check;
  const bool is_allowed = check.state == CheckState::Passed;
  const auto add = [&](const std::string& what, std::string expected, std::string actual,
                       SourceRange where) {
    miss.what = what;
    miss.expected = std::move(expected);
    miss.actual = std::move(actual);
    miss.where = where;
    misses.add(miss, "requests");
  };
  if (check.state == CheckState::Unknown) {
    miss.is_open = true;
    add("", wanted_of(assertion), json_string("unknown"), {});
    return;
  }
  if (is_allowed != wants_allowed) {
    add("", wanted_of(assertion),
        json_string(is_allowed ? "allowed" : to_string(check.verdict.decision)), {});
    return;
  }
  if (is_allowed) {
    const Allowing allowing = allowing_of(*check.trace);
    if (!is_among(access.allowed_by, allowing.policies)) {
      add(".allowedBy", expected_json(access.allowed_by), json_or_null(join(allowing.policies)),
          access.allowed_by.where);
    }
    if (!is_among(access.sid, allowing.sids)) {
      add(".Sid", expected_json(access.sid), json_or_null(join(allowing.sids)), access.sid.where);
    }
    return;
  }
  const Verdict& verdict = check.verdict;
  const std::string denied_by(to_string(verdict.denied_by));
  const std::string denied_how(to_string(verdict.decision));
  const std::string sid = verdict.statement == nullptr ? std::string() : verdict.statement->sid;
  if (!is_among(access.denied_by, {denied_by})) {
    add(".deniedBy", expected_json(access.denied_by), json_or_null(denied_by),
        access.denied_by.where);
  }
  if (!is_among(access.denied_how, {denied_how})) {
    add(".deniedHow", expected_json(access.denied_how), json_string(denied_how),
        access.denied_how.where);
  }
  if (!is_among(access.sid, {sid})) {
    add(".Sid", expected_json(access.sid), json_or_null(sid), access.sid.where);
  }
}

// --- rules ---

bool is_asked_for(const Probe& probe, const std::vector<PlacedText>& kinds) {
  return std::any_of(kinds.begin(), kinds.end(), [&](const PlacedText& kind) {
    return wildcard_match(kind.text, kind_name(probe));
  });
}

/// Nothing is left out: the world itself is the limit.
constexpr ProbeLimits kNoProbeLimits = {.keys_per_rule = static_cast<std::size_t>(-1),
                                        .patterns_per_rule = static_cast<std::size_t>(-1)};

void try_objects(const WorldAt& moment, const ProbeScope& scope, const AssertionObserver& observer,
                 const std::function<void(const ProbedOutcome&)>& tell) {
  ScenarioCase tried;
  tried.clock = moment.now;
  tried.world = moment.world;
  play_probes(tried, plan_probes(moment.world, moment.now, kNoProbeLimits, scope),
              [&](const ProbedOutcome& probed) {
                if (observer.tried) {
                  observer.tried(probed.outcome);
                }
                tell(probed);
              });
}

bool is_replicated(const ProbedOutcome& probed) {
  return probed.attempt != nullptr && probed.attempt->result == ReplicationResult::Replicated;
}

bool is_open(const ProbedOutcome& probed) {
  return probed.attempt != nullptr && probed.attempt->result == ReplicationResult::Unknown;
}

/// `REPLICATED`, …; `REFUSED` where S3 takes no such upload.
std::string_view result_of(const ProbedOutcome& probed) {
  if (probed.attempt != nullptr) {
    return to_string(probed.attempt->result);
  }
  return probed.outcome.error.empty() ? to_string(ReplicationResult::NotEligible) : "REFUSED";
}

Miss miss_of(const ProbedOutcome& probed, std::string_view expected, bool names_rule) {
  Miss miss;
  miss.what = "[" +
              (names_rule ? probe_rule_name(*probed.probe.bucket, *probed.probe.rule) + ", "
                          : std::string()) +
              std::string(kind_name(probed.probe)) + "]";
  miss.expected = json_string(expected);
  miss.actual = json_string(result_of(probed));
  miss.is_open = is_open(probed);
  if (probed.attempt != nullptr && !is_replicated(probed)) {
    miss.finding.attempt = *probed.attempt;
  } else if (!probed.outcome.error.empty()) {
    miss.finding.sentence = probed.outcome.error_message;
    miss.finding.where = probed.outcome.error_where;
  } else if (probed.attempt != nullptr) {
    miss.finding.sentence =
        "rule " + probed.attempt->rule_id + " takes it to " + probed.attempt->destination_bucket;
    miss.finding.where = probed.attempt->rule_where;
  }
  return miss;
}

/// What a rule is there for has to arrive, with its tags; of what somebody may ask for when
/// uploading nothing may fail, but the rule may leave it out.
void judge_replicated(const ProbedOutcome& probed, bool is_named, bool names_rule, Misses& misses) {
  const bool has_all = is_replicated(probed) && !probed.attempt->tags_omitted;
  const bool counts = is_named || probed.probe.weight == ProbeWeight::Expected;
  const bool is_left_out =
      probed.attempt == nullptr || probed.attempt->result == ReplicationResult::NotEligible;
  const bool may_be_left_out =
      !counts && (probed.probe.weight == ProbeWeight::Aside || is_left_out);
  if (has_all || may_be_left_out) {
    return;
  }
  Miss miss = miss_of(probed, "REPLICATED", names_rule);
  if (is_replicated(probed)) {
    miss.actual = json_string("REPLICATED without its tags");
    miss.finding = {};
    miss.finding.attempt = *probed.attempt;
  }
  misses.add(std::move(miss));
}

void judge_not_replicated(const ProbedOutcome& probed, bool names_rule, Misses& misses) {
  if (is_replicated(probed) || is_open(probed)) {
    misses.add(miss_of(probed, "not REPLICATED", names_rule));
  }
}

void judge_encryption(const ProbedOutcome& probed, const ReplicationAssertion& wanted,
                      bool names_rule, Misses& misses) {
  if (is_open(probed) && probed.probe.weight != ProbeWeight::Aside) {
    misses.add(miss_of(probed, "REPLICATED", names_rule));
  }
  if (!is_replicated(probed) || !probed.attempt->replica ||
      probed.attempt->replica->is_delete_marker) {
    return;
  }
  const ObjectVersion& replica = *probed.attempt->replica;
  const auto hold = [&](const Expected& expected, std::string_view name, const std::string& actual,
                        const std::string& actual_json) {
    if (is_among(expected, {actual})) {
      return;
    }
    Miss miss = miss_of(probed, "REPLICATED", names_rule);
    miss.what += "." + std::string(name);
    miss.expected =
        actual == "true" || actual == "false" ? expected.value : expected_json(expected);
    miss.actual = actual_json;
    miss.where = expected.where;
    misses.add(std::move(miss));
  };
  const std::string encryption(to_string(replica.encryption));
  hold(wanted.server_side_encryption, "ServerSideEncryption", encryption, json_string(encryption));
  hold(wanted.sse_kms_key_id, "SSEKMSKeyId", replica.kms_key_id, json_or_null(replica.kms_key_id));
  const std::string has_bucket_key = replica.bucket_key_enabled ? "true" : "false";
  hold(wanted.bucket_key_enabled, "BucketKeyEnabled", has_bucket_key, has_bucket_key);
}

ProbeScope scope_of(const ObjectSelection& objects) {
  return {.bucket = objects.bucket.text,
          .rule = objects.rule.text,
          .destination = objects.to.text,
          .key = objects.key.text,
          .prefix = objects.prefix.text};
}

void AssertionJudge::judge_rules(const Assertion& assertion, Misses& misses) {
  const ReplicationAssertion& wanted = assertion.replication;
  const ObjectSelection& objects = wanted.objects;
  const bool names_rule = objects.rule.text.empty();
  std::size_t tried = 0;
  std::size_t replicated = 0;
  std::string others;  // kinds that are not asked for
  try_objects(world_at(assertion), scope_of(objects), observer_, [&](const ProbedOutcome& probed) {
    const bool is_named = is_asked_for(probed.probe, objects.kinds);
    if (!objects.kinds.empty() && !is_named) {
      others += (others.empty() ? "" : ", ") + std::string(kind_name(probed.probe));
      return;
    }
    ++tried;
    replicated += is_replicated(probed) || is_open(probed) ? 1U : 0U;
    if (assertion.kind == AssertionKind::Replicates) {
      judge_replicated(probed, is_named, names_rule, misses);
    } else if (assertion.kind == AssertionKind::NeverReplicates) {
      judge_not_replicated(probed, names_rule, misses);
    } else {
      judge_encryption(probed, wanted, names_rule, misses);
    }
  });
  const bool has_none =
      tried == 0 && (assertion.kind != AssertionKind::NeverReplicates || !objects.kinds.empty());
  if (has_none) {
    misses.add(about_nothing("\"objects\"", others.empty() ? "no rule is there for such objects"
                                                           : "there are only objects " + others));
  } else if (replicated == 0 && assertion.kind == AssertionKind::EncryptedWith) {
    misses.add(about_nothing("\"a replica\"", "nothing of it is replicated"));
  }
}

// --- reading ---

/// What there is to be read.
struct Readable {
  std::string what;  ///< for people
  ObjectVersion version;
};

/// The newest versions that are objects, in the order of their keys.
std::vector<Readable> objects_there(const World& world, const ReadingAssertion& reading) {
  std::map<std::string, const ObjectVersion*> newest;
  const World::BucketPlace place = world.find_bucket(reading.bucket.text);
  if (!place) {
    return {};
  }
  for (const ObjectVersion& object : place.bucket->objects) {
    const ObjectVersion*& known = newest[object.key];
    const bool is_newer = known == nullptr || !(object.last_modified < known->last_modified);
    known = is_newer ? &object : known;
  }
  std::vector<Readable> readable;
  for (const auto& [key, version] : newest) {
    if (!version->is_delete_marker && (reading.key.text.empty() || reading.key.text == key)) {
      readable.push_back({"object " + reading.bucket.text + "/" + key, *version});
    }
  }
  return readable;
}

std::vector<Readable> what_to_read(const WorldAt& moment, const ReadingAssertion& reading,
                                   const AssertionObserver& observer, Misses& misses) {
  std::vector<Readable> readable;
  if (reading.from.text.empty() && reading.rule.text.empty()) {
    readable = objects_there(moment.world, reading);
  }
  const ProbeScope scope{.bucket = reading.from.text,
                         .rule = reading.rule.text,
                         .destination = reading.bucket.text,
                         .key = reading.key.text,
                         .prefix = {}};
  try_objects(moment, scope, observer, [&](const ProbedOutcome& probed) {
    const ReplicationAttempt* const attempt = probed.attempt;
    if (is_open(probed) && probed.probe.weight != ProbeWeight::Aside) {
      misses.add(miss_of(probed, "REPLICATED", true));
    }
    if (is_replicated(probed) && attempt->replica && !attempt->replica->is_delete_marker &&
        attempt->destination_bucket == reading.bucket.text) {
      readable.push_back(
          {"replica of " + probed.probe.bucket->name + " (" + probed.probe.kind + ")",
           *attempt->replica});
    }
  });
  return readable;
}

/// The first that keeps the caller from reading, or else the first that is open.
const Check* obstacle_among(const std::vector<Check>& checks) {
  const Check* obstacle = nullptr;
  for (const Check& check : checks) {
    if (check.state == CheckState::Failed) {
      return &check;
    }
    if (check.state == CheckState::Unknown && obstacle == nullptr) {
      obstacle = &check;
    }
  }
  return obstacle;
}

AssertionFinding finding_of(const Check& check) {
  AssertionFinding finding;
  if (check.state == CheckState::Failed && check.verdict.denied_by == DeniedBy::Nothing) {
    return sentence(check.detail, check.where);
  }
  finding.check = check;
  return finding;
}

void AssertionJudge::judge_reading(const Assertion& assertion, Misses& misses) {
  const ReadingAssertion& reading = assertion.reading;
  const WorldAt& moment = world_at(assertion);
  const bool wants_readable = assertion.kind == AssertionKind::ReadableBy;
  const std::string wanted = json_string(wants_readable ? "readable" : "not readable");
  const std::vector<Readable> objects = what_to_read(moment, reading, observer_, misses);
  const std::vector<PossibleCaller> callers = callers_of(moment.world, reading.as);
  if (objects.empty() || callers.empty()) {
    misses.add(about_nothing(
        wanted, callers.empty() ? "the scenario has nobody who is named like that"
                                : "nothing is there to be read, and no rule writes there"));
    return;
  }
  Permissions& permissions = permissions_of(assertion);
  for (const PossibleCaller& caller : callers) {
    for (const Readable& object : objects) {
      std::vector<Check> checks =
          permissions.ask_to_read(caller.arn, reading.context, reading.bucket.text, object.version);
      for (Check& check : checks) {
        show(check);
        check.state =
            caller.is_stranger && lets_in_strangers(check) ? CheckState::Passed : check.state;
      }
      const Check* const obstacle = obstacle_among(checks);
      const bool is_readable = obstacle == nullptr;
      const bool is_unknown = !is_readable && obstacle->state == CheckState::Unknown;
      if (!is_unknown && is_readable == wants_readable) {
        continue;
      }
      Miss miss;
      miss.expected = wanted;
      miss.actual = json_string(is_unknown ? "unknown" : is_readable ? "readable" : "not readable");
      miss.is_open = is_unknown;
      miss.finding = finding_of(is_readable ? checks.back() : *obstacle);
      miss.finding.subject = caller_phrase(caller, moment.world) + ", " + object.what;
      misses.add(std::move(miss), "objects");
    }
  }
}

// --- Regions and findings ---

void AssertionJudge::judge_regions(const Assertion& assertion, Misses& misses) const {
  const RegionsAssertion& wanted = assertion.regions;
  const auto judge_one = [&](const std::string& bucket, const std::string& region,
                             AssertionFinding finding) {
    const bool is_kept = std::any_of(
        wanted.regions.begin(), wanted.regions.end(),
        [&](const PlacedText& pattern) { return wildcard_match(pattern.text, region); });
    if (!region.empty() && is_kept) {
      return;
    }
    Miss miss;
    miss.what = "[" + bucket + "]";
    miss.expected = json_list(wanted.regions);
    miss.actual = json_or_null(region);
    miss.is_open = region.empty();
    miss.finding = std::move(finding);
    misses.add(std::move(miss));
  };
  const Reach reach = find_reach(scenario_, wanted.bucket.text);
  const World::BucketPlace start = scenario_.world.find_bucket(reach.start);
  judge_one(reach.start, start ? start.bucket->region : std::string(),
            sentence("objects are put there", start ? start.bucket->where : SourceRange()));
  const auto judge_all = [&](const std::vector<ReachedBucket>& buckets) {
    for (const ReachedBucket& reached : buckets) {
      const std::string missing =
          reached.region.empty() ? "the Region of " + reached.bucket + " is not in the scenario; "
                                 : std::string();
      judge_one(reached.bucket, reached.region,
                sentence(missing + "objects come there " + way_phrase(reached),
                         reached.hops.empty() ? SourceRange() : reached.hops.back().where));
    }
  };
  judge_all(reach.reached);
  if (wanted.counts_batch) {
    judge_all(reach.by_batch);
  }
}

void AssertionJudge::judge_diagnostics(const Assertion& assertion, Misses& misses) {
  for (const Diagnostic& diagnostic : world_at(assertion).diagnostics) {
    const bool counts =
        assertion.codes.empty() ||
        std::any_of(assertion.codes.begin(), assertion.codes.end(),
                    [&](const PlacedText& code) { return code.text == diagnostic.code; });
    if (!counts) {
      continue;
    }
    Miss miss;
    miss.what = "[" + diagnostic.code + "]";
    miss.expected = "null";
    miss.actual = json_string(diagnostic.code);
    miss.finding = sentence(diagnostic.message, diagnostic.where);
    misses.add(std::move(miss));
  }
}

}  // namespace

Mismatches judge_assertions(const ScenarioCase& scenario, const AssertionObserver& observer) {
  Mismatches mismatches;
  AssertionJudge judge(scenario, observer);
  for (const Assertion& assertion : scenario.assertions) {
    Mismatches of_one = judge.judge(assertion);
    std::move(of_one.begin(), of_one.end(), std::back_inserter(mismatches));
  }
  return mismatches;
}

}  // namespace replisim
