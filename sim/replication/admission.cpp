#include "sim/replication/admission.h"

#include <algorithm>
#include <array>

#include "sim/replication/bucket_state.h"

namespace replisim {
namespace {

constexpr Instant kSseCReplicated{1'664'582'400'000};  // 2022-10-01

constexpr std::string_view kAllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
constexpr std::string_view kAuthenticatedUsers =
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

/// What the rules of a configuration are asked about.
struct Question {
  Run& run;
  const Bucket& source;
  const ObjectVersion& version;
  Occasion occasion;
  MetadataChange change;
  std::string_view source_account;
};

bool is_archived(const ObjectVersion& version) {
  return version.storage_class == "GLACIER" || version.storage_class == "DEEP_ARCHIVE" ||
         version.archive_status == "ARCHIVE_ACCESS" ||
         version.archive_status == "DEEP_ARCHIVE_ACCESS";
}

bool is_new_copy(const Question& q) {
  return q.occasion == Occasion::NewVersion || q.occasion == Occasion::Batch;
}

/// Kinds of events that are never replicated, whatever the rules say.
std::optional<Ineligibility> never_replicated(const Question& q) {
  switch (q.occasion) {
    case Occasion::VersionDeleted: return Ineligibility::DeletedByVersionId;
    case Occasion::Lifecycle: return Ineligibility::LifecycleAction;
    case Occasion::NothingCreated: return Ineligibility::NoObjectCreated;
    case Occasion::BucketSetting: return Ineligibility::BucketSubresource;
    case Occasion::EncryptionChange: return Ineligibility::EncryptionChangeNotReplicated;
    case Occasion::NewVersion:
    case Occasion::MetadataChange:
    case Occasion::DeleteMarker:
    case Occasion::Batch: return std::nullopt;
  }
  return std::nullopt;
}

/// What of the version itself keeps it out. A row a reason, in the order in which they are given.
struct VersionRow {
  Ineligibility code;
  bool (*keeps_out)(const Question&);
};

bool is_not_versioned(const Question& q) {
  return q.occasion == Occasion::Batch ? q.source.versioning == VersioningStatus::NeverEnabled
                                       : q.source.versioning != VersioningStatus::Enabled;
}

bool is_replica_again(const Question& q) {
  const bool is_live = q.occasion == Occasion::NewVersion || q.occasion == Occasion::DeleteMarker;
  return is_live && q.version.replication_status == ReplicationStatus::Replica;
}

bool is_null_version(const Question& q) {
  return q.occasion == Occasion::MetadataChange && q.version.version_id == "null" &&
         !q.version.replication_status;
}

bool is_sse_c_before_its_time(const Question& q) {
  return q.occasion == Occasion::NewVersion && q.version.encryption == ObjectEncryption::SseC &&
         q.run.now < kSseCReplicated;
}

bool is_archive(const Question& q) {
  return is_new_copy(q) && !q.version.is_delete_marker && is_archived(q.version);
}

bool is_out_of_owners_reach(const Question& q) {
  return is_new_copy(q) && !q.version.is_delete_marker &&
         !q.run.settings.has(Setting::ForeignObjectsFail) &&
         !owner_can_read(q.run.world, q.source, q.source_account, q.version);
}

constexpr std::array kVersionRows = {
    VersionRow{Ineligibility::SourceNotVersioned, is_not_versioned},
    VersionRow{Ineligibility::IsReplica, is_replica_again},
    VersionRow{Ineligibility::ExistingObject, is_null_version},
    VersionRow{Ineligibility::SseCNotReplicatedThen, is_sse_c_before_its_time},
    VersionRow{Ineligibility::StorageClassNotEligible, is_archive},
    VersionRow{Ineligibility::BucketOwnerLacksAccess, is_out_of_owners_reach},
};

const std::vector<Admission>* admissions_of(const Question& q) {
  const auto known = q.run.admissions.find(version_place(q.source.name, q.version));
  return known == q.run.admissions.end() ? nullptr : &known->second;
}

bool goes_to(const std::vector<Admission>& admissions, std::string_view destination) {
  return std::any_of(admissions.begin(), admissions.end(), [&](const Admission& admission) {
    return admission.destination == destination;
  });
}

/// The rule got another destination since, or all destinations of then are gone.
bool was_redirected(const Question& q, const std::vector<Admission>& admissions,
                    const ReplicationRule& rule) {
  const bool same_rule =
      std::any_of(admissions.begin(), admissions.end(),
                  [&](const Admission& admission) { return admission.rule_id == rule.id; });
  const bool has_old =
      q.source.replication &&
      std::any_of(q.source.replication->rules.begin(), q.source.replication->rules.end(),
                  [&](const ReplicationRule& other) {
                    return goes_to(admissions, destination_name(other));
                  });
  return same_rule || !has_old;
}

/// "Both directions need it": the rule back, and the rule that brought the replica (3.2).
bool syncs_replica_modifications(const Question& q, const ReplicationRule& rule) {
  if (!selects_replica_modifications(rule)) {
    return false;
  }
  const Bucket* other = q.run.world.find_bucket(destination_name(rule)).bucket;
  if (other == nullptr || !other->replication) {
    return true;
  }
  bool has_rule_here = false;
  for (const ReplicationRule& forth : other->replication->rules) {
    if (destination_name(forth) == q.source.name && forth.status.is_enabled() &&
        filter_matches(forth, q.version.key, q.version.tags)) {
      if (selects_replica_modifications(forth)) {
        return true;
      }
      has_rule_here = true;
    }
  }
  return !has_rule_here;
}

/// Metadata travels where the version went before (3.2).
std::optional<Ineligibility> refuse_change(const Question& q, const ReplicationRule& rule) {
  if (q.version.replication_status == ReplicationStatus::Replica) {
    if (!syncs_replica_modifications(q, rule)) {
      return Ineligibility::ReplicaModificationsNotSelected;
    }
  } else if (!q.version.replication_status) {
    return Ineligibility::ExistingObject;
  } else if (const std::vector<Admission>* admissions = admissions_of(q)) {
    if (!goes_to(*admissions, destination_name(rule))) {
      return was_redirected(q, *admissions, rule) ? Ineligibility::AlreadyReplicated
                                                  : Ineligibility::ExistingObject;
    }
  }
  if (q.change == MetadataChange::Acl) {
    const World::BucketPlace destination = q.run.world.find_bucket(destination_name(rule));
    const bool disables_acls = destination && !acls_enabled(*destination.bucket);
    const bool is_overridden =
        rule.destination.access_control_translation_owner.has_value() ||
        q.run.owner_overridden.count(version_place(destination_name(rule), q.version)) != 0;
    if (disables_acls || is_overridden) {
      return Ineligibility::MetadataChangeNotReplicated;
    }
  }
  return std::nullopt;
}

/// U17, other reading.
bool stays_in_account(const Question& q, const ReplicationRule& rule) {
  const World::BucketPlace destination = q.run.world.find_bucket(destination_name(rule));
  return q.run.settings.has(Setting::MarkersStayInAccount) && destination &&
         destination.account->id != q.source_account;
}

std::optional<Ineligibility> refuse(const Question& q, const RuleChoice& choice) {
  if (const std::optional<Ineligibility> code = never_replicated(q)) {
    return code;
  }
  for (const VersionRow& row : kVersionRows) {
    if (row.keeps_out(q)) {
      return row.code;
    }
  }
  if (q.occasion == Occasion::MetadataChange) {
    return refuse_change(q, *choice.rule);
  }
  if (q.version.is_delete_marker && stays_in_account(q, *choice.rule)) {
    return Ineligibility::DeleteMarkerReplicationDisabled;
  }
  return std::nullopt;
}

/// Some answers do not depend on whether a rule matches.
std::optional<Ineligibility> settle_without_rule(const Question& q, const RuleChoice& choice) {
  if (q.occasion == Occasion::BucketSetting || q.occasion == Occasion::NothingCreated ||
      is_not_versioned(q)) {
    return refuse(q, choice);
  }
  // A deletion concerns the rules for what was deleted, whatever they say of its tags and markers.
  const bool is_deletion =
      q.occasion == Occasion::VersionDeleted || q.occasion == Occasion::Lifecycle;
  if (is_deletion && choice.ineligible != Ineligibility::NoMatchingRule &&
      choice.ineligible != Ineligibility::RuleDisabled) {
    return never_replicated(q);
  }
  return choice.ineligible;
}

}  // namespace

bool owner_can_read(const World& world, const Bucket& bucket, std::string_view bucket_owner,
                    const ObjectVersion& version) {
  if (!acls_enabled(bucket) || version.owner.empty() || version.owner == bucket_owner) {
    return true;
  }
  const Account* owner = world.find_account(bucket_owner);
  bool reads = false;
  bool reads_acl = false;
  for (const AclGrant& grant : version.acl.grants) {
    const bool is_owner = grant.grantee == kAllUsers || grant.grantee == kAuthenticatedUsers ||
                          grant.grantee == bucket_owner ||
                          (owner != nullptr && grant.grantee == owner->canonical_user_id);
    if (is_owner) {
      const bool is_full = grant.permission == "FULL_CONTROL";
      reads = reads || is_full || grant.permission == "READ";
      reads_acl = reads_acl || is_full || grant.permission == "READ_ACP";
    }
  }
  return reads && reads_acl;
}

std::vector<AdmittedRule> admit(Run& run, const Bucket& source, const ObjectVersion& version,
                                Occasion occasion, MetadataChange change) {
  if (!source.replication) {
    return {{{}, nullptr, Ineligibility::NoReplicationConfiguration, {}}};
  }
  const ResourceFacts& facts = run.policies.bucket(source.name);
  const Question question{run, source, version, occasion, change, facts.policies.account};
  RuleSubject subject;
  subject.key = version.key;
  subject.tags = &version.tags;
  subject.encryption = version.encryption;
  subject.is_delete_marker = version.is_delete_marker;
  if (run.watch) {
    for (const ReplicationRule& rule : source.replication->rules) {
      run.rules_looked_at.push_back({rule.where, filter_matches(rule, version.key, version.tags)});
    }
  }
  std::vector<AdmittedRule> admitted;
  for (const RuleChoice& choice : choose_rules(*source.replication, subject, run.settings)) {
    AdmittedRule& entry = admitted.emplace_back();
    entry.destination = choice.destination;
    entry.rule = choice.rule;
    entry.ineligible =
        choice.ineligible ? settle_without_rule(question, choice) : refuse(question, choice);
    entry.decision = choice.decision;
    if (choice.rule == nullptr || entry.ineligible) {
      continue;
    }
    for (const ReplicationRule* loser : choice.superseded) {
      admitted.push_back(
          {choice.destination, loser, Ineligibility::SupersededByHigherPriorityRule, {}});
    }
  }
  return admitted;
}

}  // namespace replisim
