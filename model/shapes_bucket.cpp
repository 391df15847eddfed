#include <array>

#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

// Versioning

const Shape& versioning_shape() {
  static constexpr std::array kRows = {
      field<&Bucket::versioning>("Status", Need::Optional, "Enabled or Suspended"),
      ignored("MFADelete"),
  };
  static const Shape kShape = {"Versioning", "what `get-bucket-versioning` prints", {{kRows}}};
  return kShape;
}

// Encryption

const Shape& default_encryption_shape() {
  static constexpr std::array kRows = {
      field<&BucketEncryption::algorithm>("SSEAlgorithm", Need::Required,
                                          "AES256, aws:kms or aws:kms:dsse"),
      field<&BucketEncryption::kms_master_key_id>("KMSMasterKeyID", Need::Optional,
                                                  "aws/s3 where it is not given"),
  };
  static const Shape kShape = {
      "ServerSideEncryptionByDefault", "the default encryption of a bucket", {{kRows}}};
  return kShape;
}

const Shape& blocked_encryption_shape() {
  static constexpr std::array kRows = {
      field<&BucketEncryption::blocked_encryption_types>("EncryptionType", Need::Optional,
                                                         "SSE-C or NONE"),
  };
  static const Shape kShape = {
      "BlockedEncryptionTypes", "encryption that a bucket refuses", {{kRows}}};
  return kShape;
}

const Shape& encryption_rule_shape() {
  static constexpr std::array kRows = {
      nested<BucketEncryption, &default_encryption_shape>(
          "ApplyServerSideEncryptionByDefault", Need::Optional, "SSE-S3 where it is not given"),
      field<&BucketEncryption::bucket_key_enabled>("BucketKeyEnabled", Need::Optional,
                                                   "whether S3 Bucket Keys are used"),
      nested<BucketEncryption, &blocked_encryption_shape>("BlockedEncryptionTypes", Need::Optional,
                                                          "encryption that is refused"),
  };
  static const Shape kShape = {
      "ServerSideEncryptionRule", "the one rule of a bucket's encryption", {{kRows}}};
  return kShape;
}

// Ownership

const Shape& ownership_rule_shape() {
  static constexpr std::array kRows = {
      field<&Bucket::ownership>("ObjectOwnership", Need::Required,
                                "BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter"),
  };
  static const Shape kShape = {"OwnershipControlsRule", "the one rule of ownership", {{kRows}}};
  return kShape;
}

// Object Lock

const Shape& default_retention_shape() {
  static constexpr std::array kRows = {
      field<&ObjectLockConfiguration::default_mode>("Mode", Need::Optional,
                                                    "GOVERNANCE or COMPLIANCE"),
      field<&ObjectLockConfiguration::default_days, CountCodec>("Days", Need::Optional,
                                                                "days, or Years"),
      field<&ObjectLockConfiguration::default_years, CountCodec>("Years", Need::Optional,
                                                                 "years, or Days"),
  };
  static const Shape kShape = {"DefaultRetention", "the default retention", {{kRows}}};
  return kShape;
}

const Shape& object_lock_rule_shape() {
  static constexpr std::array kRows = {
      nested<ObjectLockConfiguration, &default_retention_shape>("DefaultRetention", Need::Optional,
                                                                "of new objects"),
  };
  static const Shape kShape = {"ObjectLockRule", "the rule of an Object Lock", {{kRows}}};
  return kShape;
}

// The rest

struct PayerCodec : Codec<bool> {
  static constexpr std::array<std::string_view, 2> kPayers = {"BucketOwner", "Requester"};

  static void read(ShapeReader& reader, const JsonNode& node, bool& value) {
    if (!reader.expect(node, JsonKind::String)) {
      return;
    }
    value = node.text == kPayers[1];
    if (!value && node.text != kPayers[0]) {
      reader.report_unknown_value("payer", node.text, kPayers, node.where);
    }
  }
  static void write(JsonWriter& writer, bool value) { writer.string(kPayers[value ? 1 : 0]); }
  static void schema(SchemaWriter& schema) { schema.one_value_of(kPayers); }
};

const Shape& request_payment_shape() {
  static constexpr std::array kRows = {
      field<&Bucket::requester_pays, PayerCodec>("Payer", Need::Required,
                                                 "BucketOwner or Requester"),
  };
  static const Shape kShape = {
      "RequestPaymentConfiguration", "what `get-bucket-request-payment` prints", {{kRows}}};
  return kShape;
}

const Shape& abac_shape() {
  static constexpr std::array kRows = {
      field<&Bucket::abac_enabled, EnabledCodec>("Status", Need::Required, "Enabled or Disabled"),
  };
  static const Shape kShape = {
      "AbacStatus", "attribute-based access control: whether the bucket's tags count", {{kRows}}};
  return kShape;
}

/// From then on an upload that asks for nothing into a bucket without a default is SSE-S3.
constexpr std::string_view kEncryptedByDefaultFrom = "2023-01-05T00:00:00Z";

/// What the bucket did to an upload that asked for no encryption.
void apply_default_encryption(const Bucket& bucket, ObjectVersion& object) {
  static const std::optional<Instant> kFrom = parse_rfc3339(kEncryptedByDefaultFrom);
  if (bucket.encryption) {
    object.encryption = bucket.encryption->algorithm;
    object.kms_key_id = bucket.encryption->kms_master_key_id;
    object.bucket_key_enabled = bucket.encryption->bucket_key_enabled;
  } else {
    object.encryption =
        object.last_modified < *kFrom ? ObjectEncryption::None : ObjectEncryption::SseS3;
  }
}

void finish_bucket(ShapeReader& reader, const JsonNode& node, void* object) {
  Bucket& bucket = *static_cast<Bucket*>(object);
  bucket.where = node.where;
  const JsonNode* const objects = node.find("Objects");
  if (objects == nullptr || objects->child_count != bucket.objects.size()) {
    return;
  }
  for (std::size_t i = 0; i < bucket.objects.size(); ++i) {
    const JsonNode& given = objects->begin()[i];
    if (given.find("LastModified") == nullptr) {
      bucket.objects[i].last_modified = reader.clock;
    }
    if (given.find("ServerSideEncryption") == nullptr &&
        given.find("SSECustomerAlgorithm") == nullptr) {
      apply_default_encryption(bucket, bucket.objects[i]);
    }
  }
}

constexpr std::array kBucketRows = {
    field<&Bucket::name>("Name", Need::Required, "name of the bucket"),
    field<&Bucket::region>("Region", Need::Optional, "us-east-1 by default"),
    read_only(field<&Bucket::region>("BucketRegion", Need::Optional, "the same as Region")),
    field<&Bucket::creation_date>("CreationDate", Need::Optional, "when it was created"),
    nested<Bucket, &versioning_shape>("Versioning", Need::Optional,
                                      "unversioned where it is not given"),
    field<&Bucket::replication>("ReplicationConfiguration", Need::Optional,
                                "what `get-bucket-replication` prints"),
    field<&Bucket::encryption>("ServerSideEncryptionConfiguration", Need::Optional,
                               "what `get-bucket-encryption` prints; where it is not given, none "
                               "before 2023-01-05 and SSE-S3 from then on"),
    field<&Bucket::policy>("Policy", Need::Optional, "the bucket policy"),
    field<&Bucket::policy_unknown>("PolicyUnknown", Need::Optional,
                                   "whether it may have a policy that is not known"),
    nested<Bucket, &ownership_controls_shape>("OwnershipControls", Need::Optional,
                                              "BucketOwnerEnforced where it is not given"),
    field<&Bucket::public_access_block>("PublicAccessBlockConfiguration", Need::Optional,
                                        "Block Public Access of the bucket"),
    field<&Bucket::object_lock>("ObjectLockConfiguration", Need::Optional, "Object Lock"),
    field<&Bucket::acl>("AccessControlPolicy", Need::Optional, "what `get-bucket-acl` prints"),
    nested<Bucket, &request_payment_shape>("RequestPaymentConfiguration", Need::Optional,
                                           "who pays for requests"),
    nested<Bucket, &abac_shape>("AbacStatus", Need::Optional, "whether the bucket's tags count"),
    read_only(nested<Bucket, &abac_shape>("Abac", Need::Optional, "the same as AbacStatus")),
    field<&Bucket::tags>("TagSet", Need::Optional, "tags of the bucket"),
    field<&Bucket::objects>("Objects", Need::Optional,
                            "objects that exist before the first event, oldest first"),
    ignored("BucketArn"),
};

}  // namespace

const Shape& ownership_controls_shape() {
  static constexpr std::array kRows = {
      whole<Bucket, OnlyElementCodec<StructCodec<Bucket, &ownership_rule_shape>, Bucket>>(
          "Rules", Need::Required, "exactly one"),
  };
  static const Shape kShape = {"OwnershipControls",
                               "what `get-bucket-ownership-controls` prints",
                               {{kRows}},
                               nullptr,
                               "OwnershipControls"};
  return kShape;
}

template <>
const Shape& shape_of<BucketEncryption>() {
  using RuleCodec = StructCodec<BucketEncryption, &encryption_rule_shape>;
  static constexpr std::array kRows = {
      whole<BucketEncryption, OnlyElementCodec<RuleCodec, BucketEncryption>>(
          "Rules", Need::Required, "exactly one"),
  };
  static const Shape kShape = {"ServerSideEncryptionConfiguration",
                               "what `get-bucket-encryption` prints",
                               {{kRows}},
                               &note_place<BucketEncryption>,
                               "ServerSideEncryptionConfiguration"};
  return kShape;
}

template <>
const Shape& shape_of<PublicAccessBlock>() {
  static constexpr std::array kRows = {
      field<&PublicAccessBlock::block_public_acls>("BlockPublicAcls", Need::Optional,
                                                   "refuse public ACLs"),
      field<&PublicAccessBlock::ignore_public_acls>("IgnorePublicAcls", Need::Optional,
                                                    "ignore public ACLs"),
      field<&PublicAccessBlock::block_public_policy>("BlockPublicPolicy", Need::Optional,
                                                     "refuse public policies"),
      field<&PublicAccessBlock::restrict_public_buckets>(
          "RestrictPublicBuckets", Need::Optional,
          "no access through a public policy from outside"),
  };
  static const Shape kShape = {"PublicAccessBlockConfiguration",
                               "what `get-public-access-block` prints",
                               {{kRows}},
                               &note_place<PublicAccessBlock>,
                               "PublicAccessBlockConfiguration"};
  return kShape;
}

template <>
const Shape& shape_of<ObjectLockConfiguration>() {
  static constexpr std::array kRows = {
      field<&ObjectLockConfiguration::enabled, EnabledCodec>("ObjectLockEnabled", Need::Optional,
                                                             "Enabled"),
      nested<ObjectLockConfiguration, &object_lock_rule_shape>("Rule", Need::Optional,
                                                               "default retention"),
  };
  static const Shape kShape = {"ObjectLockConfiguration",
                               "what `get-object-lock-configuration` prints",
                               {{kRows}},
                               &note_place<ObjectLockConfiguration>,
                               "ObjectLockConfiguration"};
  return kShape;
}

template <>
const Shape& shape_of<Bucket>() {
  static const Shape kShape = {
      "Bucket", "a general purpose bucket", {{kBucketRows}}, &finish_bucket};
  return kShape;
}

}  // namespace replisim
