#include "sim/report/advice.h"

#include <algorithm>
#include <iterator>

#include "sim/replication/reason.h"

namespace replisim {
namespace {

constexpr std::string_view kWhatIsReplicated = "S3 User Guide, What does Amazon S3 replicate?";
constexpr std::string_view kEncrypted = "S3 User Guide, Replicating encrypted objects";
constexpr std::string_view kMarkers = "S3 User Guide, Replicating delete markers between buckets";
constexpr std::string_view kConfiguration =
    "S3 User Guide, Replication configuration file elements";
constexpr std::string_view kBatch =
    "S3 User Guide, Replicating existing objects with Batch Replication";
constexpr std::string_view kFailures = "S3 User Guide, Receiving replication failure events";
constexpr std::string_view kRequirements =
    "S3 User Guide, Requirements and considerations for replication";
constexpr std::string_view kUseBatch =
    "S3 Batch Replication takes objects that live replication does not";
constexpr std::string_view kEnableKey = "enable the key, or let the rule name another";

constexpr Advice kAdvice[] = {
    // NOT_ELIGIBLE
    {"NoReplicationConfiguration", "put a replication configuration into the source bucket",
     kConfiguration},
    {"NoMatchingRule",
     "compare the filters of the rules with the object's key, and with the tags it was uploaded "
     "with: tags that are added later do not count",
     kConfiguration},
    {"RuleDisabled", "set the rule's Status to Enabled", kConfiguration},
    {"SourceNotVersioned", "enable versioning; objects from before stay behind", kRequirements},
    {"ExistingObject", kUseBatch, kBatch},
    {"IsReplica", kUseBatch, kWhatIsReplicated},
    {"ReplicaModificationsNotSelected",
     "enable ReplicaModifications in SourceSelectionCriteria of the rules in both directions",
     "S3 User Guide, Replicating metadata changes with replica modification sync"},
    {"SseKmsNotSelected",
     "enable SseKmsEncryptedObjects in the rule's SourceSelectionCriteria, and name a "
     "ReplicaKmsKeyID in its Destination",
     kEncrypted},
    {"StorageClassNotEligible", "", kWhatIsReplicated},
    {"DeleteMarkerReplicationDisabled", "enable DeleteMarkerReplication in the rule", kMarkers},
    {"DeletedByVersionId", "", kMarkers},
    {"LifecycleAction", "give the destination bucket a lifecycle configuration of its own",
     kWhatIsReplicated},
    {"BucketOwnerLacksAccess", "disable ACLs in the source bucket (BucketOwnerEnforced)",
     kRequirements},
    {"SupersededByHigherPriorityRule", "", kConfiguration},
    {"AlreadyReplicated", kUseBatch, kWhatIsReplicated},
    {"TagDeleteMarkerConflict", "", kMarkers},
    {"MetadataChangeNotReplicated", "", kWhatIsReplicated},
    {"SseCNotReplicatedThen", "", kEncrypted},
    {"EncryptionChangeNotReplicated", kUseBatch, kEncrypted},
    {"BucketSubresource", "", kWhatIsReplicated},
    {"NoObjectCreated", "", kWhatIsReplicated},
    // FAILED, by the state of the world
    {"SrcKmsKeyInvalidState", "enable the key of the source object", kFailures},
    {"DstBucketNotFound", "create the bucket, or name another in the rule's Destination",
     kFailures},
    {"DstBucketUnversioned", "enable versioning in the destination bucket", kFailures},
    {"DstBucketObjectLockConfigMissing", "enable Object Lock in the destination bucket", kFailures},
    {"DstKmsKeyNotFound", "name an existing key of the destination bucket's Region", kFailures},
    {"DstKmsKeyInvalidState", kEnableKey, kFailures},
    {"DstVersionNotFound", kUseBatch, kFailures},
    {"DstObjectHardDeleted",
     "copy the source object onto itself: the copy is replicated as a new version", kBatch},
};

template <typename Rows>
std::string_view meaning_in(const Rows& rows, std::string_view code) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.name == code; });
  return found == rows.end() ? std::string_view() : found->meaning;
}

}  // namespace

std::string_view meaning_of_reason(std::string_view code) {
  const std::string_view meaning = meaning_in(ineligibilities(), code);
  return meaning.empty() ? meaning_in(failure_reasons(), code) : meaning;
}

const Advice* find_advice(std::string_view code) {
  const auto found = std::find_if(std::begin(kAdvice), std::end(kAdvice),
                                  [&](const Advice& row) { return row.code == code; });
  return found == std::end(kAdvice) ? nullptr : found;
}

}  // namespace replisim
