#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "model/replication_configuration.h"
#include "sim/iam/request.h"
#include "sim/iam/world_policies.h"
#include "sim/replication/encryption.h"
#include "sim/replication/keys.h"

namespace replisim {

struct Run;

/// Where a version was admitted to.
struct Admission {
  std::string destination;  ///< bucket name
  std::string rule_id;
};

/// An authorization of the table of checks, ready to be asked of object after object.
struct PreparedQuestion {
  bool is_ready = false;
  bool has_more_keys = false;  ///< keys that only some objects have are in the context
  Request request;
  RequestContext fixed;  ///< what every object's context begins with
  const CallerFacts* caller = nullptr;
  const CallerPolicies* caller_policies = nullptr;
  const ResourceFacts* resource = nullptr;
  std::string key_arn;  ///< of questions about a key: which one it was prepared for
};

inline constexpr std::size_t kPreparedQuestionsMax = 64;

enum class Presence : std::uint8_t {
  Listed,
  Absent,     ///< it does not exist
  Elsewhere,  ///< outside of the model: nothing is known of it
};

/// What one rule of one bucket comes to, before any object is looked at: who acts, on what, under
/// which policies. Valid until something other than an object changes.
struct ReplicationPlan {
  ReplicationRule rule;
  std::string role_arn;
  std::string role_account;  ///< A

  std::string source_bucket;
  std::string source_arn;
  std::string source_account;
  const Bucket* source = nullptr;
  const ResourceFacts* source_facts = nullptr;

  std::string destination_bucket;
  std::string destination_arn;
  std::string destination_account;  ///< B: the owner; the rule's `Account` where not listed
  Presence destination_presence = Presence::Listed;
  const Bucket* destination = nullptr;         ///< null unless listed
  const Account* destination_owner = nullptr;  ///< null unless listed
  const ResourceFacts* destination_facts = nullptr;
  DefaultEncryption default_encryption;
  std::optional<ResolvedKey> replica_key;
  std::map<std::string, ResolvedKey, std::less<>> source_keys;

  const ResourceFacts* role_facts = nullptr;
  const CallerFacts* session = nullptr;  ///< the role's, as S3 makes it
  const CallerFacts* s3 = nullptr;
  std::array<PreparedQuestion, kPreparedQuestionsMax> questions;  ///< by row of the table
  std::map<std::size_t, PreparedQuestion> other_questions;        ///< of rows with an alternative

  // what WorldPolicies does not have
  std::unique_ptr<ResourceFacts> own_destination_facts;
  std::unique_ptr<CallerPolicies> destination_caller;  ///< U40: bound by B's SCPs, too

  [[nodiscard]] bool is_cross_account() const { return role_account != destination_account; }
};

std::unique_ptr<ReplicationPlan> make_plan(Run& run, const Bucket& source,
                                           const std::string& role_arn,
                                           const ReplicationRule& rule);

/// The key of a source object, resolved once a key.
const ResolvedKey& source_key_of(Run& run, ReplicationPlan& plan, const std::string& key_arn);

/// The plans of the rules that acted, by the rule's address in the world.
class PlanCache {
 public:
  ReplicationPlan& of(Run& run, const Bucket& source, const std::string& role_arn,
                      const ReplicationRule& rule);
  void clear() { plans_.clear(); }

 private:
  std::unordered_map<const ReplicationRule*, std::unique_ptr<ReplicationPlan>> plans_;
};

}  // namespace replisim
