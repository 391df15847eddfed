#include <array>

#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

/// What no request about a bucket is decided by here.
constexpr std::array kRequestRows = {
    ignored("ContentMD5"),
    ignored("ChecksumAlgorithm"),
    ignored("RequestPayer"),
};

constexpr FieldRow kExpectedOwner = ignored("ExpectedBucketOwner");

template <typename T>
constexpr FieldRow bucket_row() {
  return field<&T::bucket>("Bucket", Need::Required, "name of the bucket");
}

template <typename T>
constexpr FieldRow expected_owner_row() {
  return field<&T::expected_bucket_owner>("ExpectedBucketOwner", Need::Optional, "an account id");
}

const Shape& location_shape() {
  static constexpr std::array kRows = {
      field<&CreateBucket::region>("LocationConstraint", Need::Optional, "us-east-1 by default"),
      ignored("Location"),
      ignored("Bucket"),
      ignored("Tags"),
  };
  static const Shape kShape = {"CreateBucketConfiguration", "where a bucket is made", {{kRows}}};
  return kShape;
}

const Shape& versioning_configuration_shape() {
  static constexpr std::array kRows = {
      field<&PutBucketVersioning::status>("Status", Need::Optional, "Enabled or Suspended"),
      ignored("MFADelete"),
  };
  static const Shape kShape = {"VersioningConfiguration", "a versioning state", {{kRows}}};
  return kShape;
}

const Shape& put_ownership_rule_shape() {
  static constexpr std::array kRows = {
      field<&PutBucketOwnershipControls::ownership>(
          "ObjectOwnership", Need::Required,
          "BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter"),
  };
  static const Shape kShape = {"PutOwnershipControlsRule", "the one rule", {{kRows}}};
  return kShape;
}

const Shape& put_ownership_shape() {
  using Operation = PutBucketOwnershipControls;
  using RuleCodec = StructCodec<Operation, &put_ownership_rule_shape>;
  static constexpr std::array kRows = {
      whole<Operation, OnlyElementCodec<RuleCodec, Operation>>("Rules", Need::Required,
                                                               "exactly one"),
  };
  static const Shape kShape = {
      "PutOwnershipControls", "ownership controls", {{kRows}}, nullptr, "OwnershipControls"};
  return kShape;
}

/// Notes whether none of the four is given, which S3 refuses.
struct PublicAccessBlockCodec {
  using Configuration = Codec<PublicAccessBlock>;

  static void read(ShapeReader& reader, const JsonNode& node, PutPublicAccessBlock& value) {
    Configuration::read(reader, node, value.configuration);
    value.is_empty = node.is_object() && node.child_count == 0;
  }
  static bool is_empty(const PutPublicAccessBlock&) { return false; }
  static void write(JsonWriter& writer, const PutPublicAccessBlock& value) {
    Configuration::write(writer, value.configuration);
  }
  static void schema(SchemaWriter& schema) { Configuration::schema(schema); }
};

}  // namespace

template <>
const Shape& shape_of<CreateBucket>() {
  static constexpr std::array kRows = {
      bucket_row<CreateBucket>(),
      nested<CreateBucket, &location_shape>("CreateBucketConfiguration", Need::Optional, "where"),
      field<&CreateBucket::account>("AccountId", Need::Optional,
                                    "the owner where the event has no caller"),
      field<&CreateBucket::ownership>("ObjectOwnership", Need::Optional,
                                      "BucketOwnerEnforced by default"),
      field<&CreateBucket::object_lock_enabled>("ObjectLockEnabledForBucket", Need::Optional,
                                                "whether it has Object Lock, and so versioning"),
      ignored("ACL"),
      ignored("BucketNamespace"),
      ignored("GrantFullControl"),
      ignored("GrantRead"),
      ignored("GrantReadACP"),
      ignored("GrantWrite"),
      ignored("GrantWriteACP"),
  };
  static const Shape kShape = {"CreateBucket", "a new bucket", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<PutBucketVersioning>() {
  static constexpr std::array kRows = {
      bucket_row<PutBucketVersioning>(),
      nested<PutBucketVersioning, &versioning_configuration_shape>(
          "VersioningConfiguration", Need::Required, "the versioning state"),
      expected_owner_row<PutBucketVersioning>(),
      ignored("MFA"),
  };
  static const Shape kShape = {
      "PutBucketVersioning", "another versioning state", {{kRows}, {kRequestRows}}};
  return kShape;
}

template <>
const Shape& shape_of<PutBucketReplication>() {
  static constexpr std::array kRows = {
      bucket_row<PutBucketReplication>(),
      field<&PutBucketReplication::configuration>("ReplicationConfiguration", Need::Required,
                                                  "the replication configuration"),
      expected_owner_row<PutBucketReplication>(),
      field<&PutBucketReplication::token>("Token", Need::Optional, "of AWS Support"),
  };
  static const Shape kShape = {
      "PutBucketReplication", "a replication configuration", {{kRows}, {kRequestRows}}};
  return kShape;
}

template <>
const Shape& shape_of<DeleteBucketReplication>() {
  static constexpr std::array kRows = {
      bucket_row<DeleteBucketReplication>(),
      expected_owner_row<DeleteBucketReplication>(),
  };
  static const Shape kShape = {
      "DeleteBucketReplication", "no replication configuration any more", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<PutBucketEncryption>() {
  static constexpr std::array kRows = {
      bucket_row<PutBucketEncryption>(),
      field<&PutBucketEncryption::encryption>("ServerSideEncryptionConfiguration", Need::Required,
                                              "the default encryption"),
      kExpectedOwner,
  };
  static const Shape kShape = {
      "PutBucketEncryption", "another default encryption", {{kRows}, {kRequestRows}}};
  return kShape;
}

template <>
const Shape& shape_of<DeleteBucketEncryption>() {
  static constexpr std::array kRows = {bucket_row<DeleteBucketEncryption>(), kExpectedOwner};
  static const Shape kShape = {
      "DeleteBucketEncryption", "the default encryption of S3 again", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<PutBucketPolicy>() {
  static constexpr std::array kRows = {
      bucket_row<PutBucketPolicy>(),
      field<&PutBucketPolicy::policy>("Policy", Need::Required, "the bucket policy"),
      kExpectedOwner,
      ignored("ConfirmRemoveSelfBucketAccess"),
  };
  static const Shape kShape = {
      "PutBucketPolicy", "another bucket policy", {{kRows}, {kRequestRows}}};
  return kShape;
}

template <>
const Shape& shape_of<DeleteBucketPolicy>() {
  static constexpr std::array kRows = {bucket_row<DeleteBucketPolicy>(), kExpectedOwner};
  static const Shape kShape = {"DeleteBucketPolicy", "no bucket policy any more", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<PutBucketOwnershipControls>() {
  static constexpr std::array kRows = {
      bucket_row<PutBucketOwnershipControls>(),
      nested<PutBucketOwnershipControls, &put_ownership_shape>("OwnershipControls", Need::Required,
                                                               "who owns objects"),
      kExpectedOwner,
  };
  static const Shape kShape = {
      "PutBucketOwnershipControls", "other ownership controls", {{kRows}, {kRequestRows}}};
  return kShape;
}

template <>
const Shape& shape_of<PutPublicAccessBlock>() {
  static constexpr std::array kRows = {
      bucket_row<PutPublicAccessBlock>(),
      whole<PutPublicAccessBlock, PublicAccessBlockCodec>("PublicAccessBlockConfiguration",
                                                          Need::Required, "Block Public Access"),
      kExpectedOwner,
  };
  static const Shape kShape = {
      "PutPublicAccessBlock", "another Block Public Access", {{kRows}, {kRequestRows}}};
  return kShape;
}

template <>
const Shape& shape_of<PutObjectLockConfiguration>() {
  static constexpr std::array kRows = {
      bucket_row<PutObjectLockConfiguration>(),
      field<&PutObjectLockConfiguration::configuration>("ObjectLockConfiguration", Need::Optional,
                                                        "Object Lock"),
      kExpectedOwner,
      ignored("Token"),
  };
  static const Shape kShape = {
      "PutObjectLockConfiguration", "another Object Lock", {{kRows}, {kRequestRows}}};
  return kShape;
}

}  // namespace replisim
