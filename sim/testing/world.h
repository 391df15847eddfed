#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/testing/builders.h"
#include "sim/testing/outcome.h"
#include "sim/testing/policy.h"

namespace replisim::testing {

/// Something is wrong with what a test made or loaded. `what()` has all faults, each as a compiler
/// prints it: `policy of bucket source:2:14: error: …`. Thrown where a world is first played after
/// it was changed, and by calls that make no sense; a test that does not catch it fails with it.
class BadWorld : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using Tags = std::map<std::string, std::string>;

/// How something is called: `world.get("dst", "a.csv", {.as = user})`.
struct Call {
  std::string as = {};          ///< ARN of the caller; empty: authorised without asking
  std::string version_id = {};  ///< of the object
  Tags context = {};            ///< further keys of the request: {{"aws:SourceVpce", "vpce-1"}}
};

/// How an object is uploaded or copied: `world.put("src", "a.csv", {.tags = {{"team", "x"}}})`.
struct Upload {
  std::string as = {};                      ///< ARN of the caller; empty: authorised without asking
  std::int64_t size_bytes = 0;              ///< of a put; a copy is as long as what is copied
  std::string server_side_encryption = {};  ///< `AES256`, `aws:kms`, …; empty: the bucket's default
  std::string sse_kms_key_id = {};          ///< id, ARN or alias; alone it means `aws:kms`
  std::optional<bool> bucket_key_enabled = {};
  std::string storage_class = {};
  Tags tags = {};
  std::string acl = {};         ///< canned: `bucket-owner-full-control`
  std::string version_id = {};  ///< of the new version; empty: made up
  Tags context = {};            ///< further keys of the request
};

/// A world to try things in: put together by builders or loaded from a scenario, then played action
/// by action. Each action is one event of a scenario, played to its end, replication included,
/// before the next; what it changed stays so.
///
/// A world that is put together further after its first action is played anew from its beginning
/// before the next one; outcomes that were returned stay as they were. What is to change between
/// two actions is an action itself: `put_key_policy`, `call`.
///
/// A copy is a world of its own with the same past; builders stay with the world they come from.
/// One thread at a time. An action costs what `replisim run` takes for the event, mostly well below
/// a millisecond.
class World {
 public:
  World();
  ~World();
  World(const World& other);
  World& operator=(const World& other);
  World(World&&) noexcept;
  World& operator=(World&&) noexcept;

  /// A scenario file, or one of its variants or rows by id. Relative paths begin in the current
  /// folder of the test program. Its own events are played by `play_event` and `play_all`.
  static World from_scenario(const std::string& path, const std::string& variant = "");
  /// The same from a text: a raw string literal.
  static World from_json(const std::string& scenario, const std::string& variant = "");

  // --- putting together ---

  AccountBuilder account(const std::string& id);
  /// The time of the first event; 2026-01-01T00:00:00Z by default. Before 2023-01-05 S3 stored
  /// objects unencrypted where nobody asked for encryption.
  World& clock(const std::string& rfc3339);
  /// What policies that are not in the model say: `unknown` (default), `deny`, `allow`.
  World& assume_missing(const std::string& reading);
  /// A decision that AWS leaves open.
  World& setting(const std::string& name, const std::string& reading);
  /// Attaches a service control policy to an account, beside FullAWSAccess; or a resource control
  /// policy. There is an organization then, with all accounts of the world in it.
  World& scp(const std::string& account, const Policy& policy);
  World& rcp(const std::string& account, const Policy& policy);
  /// Any member of a scenario, by its name: `world.set("organization", R"({ … })")`.
  World& set(const std::string& member, const Json& value);
  World& add(const std::string& list, const Json& element);
  /// Changes the scenario by a JSON Patch (an array, RFC 6902) or a merge patch (an object,
  /// RFC 7386), as variants do; also one that was loaded. The world begins anew.
  World& patch(const Json& patch);

  // --- actions on objects ---

  /// The time of the next action, and of those after it: RFC 3339, or an offset from the clock as
  /// `+90s`, `+15m`, `+3d`.
  World& at(const std::string& time);

  Outcome put(const std::string& bucket, const std::string& key, const Upload& upload = {});
  /// With parameters as PutObject has them: `R"({"ObjectLockMode": "GOVERNANCE", …})"`.
  Outcome put(const std::string& bucket, const std::string& key, const Json& params);
  Outcome put_as(const std::string& caller, const std::string& bucket, const std::string& key,
                 Upload upload = {});
  Outcome copy(const std::string& from_bucket, const std::string& from_key,
               const std::string& to_bucket, const std::string& to_key, const Upload& upload = {});
  Outcome get(const std::string& bucket, const std::string& key, const Call& how = {});
  Outcome get_as(const std::string& caller, const std::string& bucket, const std::string& key);
  /// By a delete marker, or with `.version_id` of that version.
  Outcome delete_object(const std::string& bucket, const std::string& key, const Call& how = {});
  Outcome put_tags(const std::string& bucket, const std::string& key, const Tags& tags,
                   const Call& how = {});

  // --- changes of the world ---

  Outcome put_bucket_policy(const std::string& bucket, const Policy& policy, const Call& how = {});
  Outcome delete_bucket_policy(const std::string& bucket, const Call& how = {});
  Outcome put_bucket_versioning(const std::string& bucket, const std::string& status,
                                const Call& how = {});
  Outcome put_bucket_encryption(const std::string& bucket, const Json& configuration,
                                const Call& how = {});
  Outcome put_bucket_replication(const std::string& bucket, const Json& configuration,
                                 const Call& how = {});
  Outcome put_key_policy(const std::string& key, const Policy& policy, const Call& how = {});
  Outcome disable_key(const std::string& key, const Call& how = {});
  Outcome enable_key(const std::string& key, const Call& how = {});
  /// The role by its ARN.
  Outcome put_role_policy(const std::string& role, const std::string& name, const Policy& policy,
                          const Call& how = {});
  Outcome delete_role_policy(const std::string& role, const std::string& name,
                             const Call& how = {});

  // --- anything else ---

  /// Any operation of scenarios, with its parameters:
  /// `world.call("PutObjectAcl", R"({"Bucket": "src", "Key": "a", "ACL": "public-read"})")`.
  Outcome call(const std::string& operation, const Json& params, const Call& how = {});
  /// An event as scenarios have it: `R"({"operation": "PutObject", "params": { … }})"`.
  Outcome play(const Json& event);
  /// An event of the scenario that was loaded, by its id; those before it are played first.
  Outcome play_event(const std::string& id);
  /// All events of the scenario that were not played yet.
  std::vector<Outcome> play_all();

  /// Codes of what is wrong or misleading in the world as given: `aliasInReplicaKey`, ….
  [[nodiscard]] std::vector<std::string> diagnostics() const;

  /// For matchers: the world as it is now.
  [[nodiscard]] std::shared_ptr<const Playing> playing() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The ids of all variants and rows of a scenario, the empty one of the scenario itself first: for
/// `INSTANTIATE_TEST_SUITE_P(Founding, ACase, ValuesIn(variants_of("founding.json")))`.
std::vector<std::string> variants_of(const std::string& path);

/// How GoogleTest shows it.
void PrintTo(const World& world, std::ostream* out);  // NOLINT(readability-identifier-naming)

}  // namespace replisim::testing
