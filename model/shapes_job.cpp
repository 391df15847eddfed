#include <algorithm>
#include <array>

#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

/// The one operation of S3 Batch Operations that is simulated.
struct JobOperationCodec {
  static void read(ShapeReader& reader, const JsonNode& node, CreateJob&) {
    constexpr std::array<std::string_view, 1> kNames = {"S3ReplicateObject"};
    if (!reader.expect(node, JsonKind::Object)) {
      return;
    }
    for (const JsonNode& member : node) {
      if (member.key != kNames[0] && !member.key.starts_with(kNotePrefix)) {
        reader.report("scenario.unknown-job-operation",
                      "operation " + in_backticks(member.key) + " is not simulated",
                      "there is `S3ReplicateObject`", member.key_where);
      }
    }
    if (node.find(kNames[0]) == nullptr) {
      reader.report("scenario.missing-field", "missing field " + in_backticks(kNames[0]),
                    "`\"Operation\": {\"S3ReplicateObject\": {}}`", node.where);
    }
  }
  static bool is_empty(const CreateJob&) { return false; }
  static void write(JsonWriter& writer, const CreateJob&) {
    writer.begin_object();
    writer.key("S3ReplicateObject");
    writer.begin_object();
    writer.end_object();
    writer.end_object();
  }
  static void schema(SchemaWriter& schema) { schema.type("object"); }
};

// A user's own manifest

/// Rows stand in the scenario itself: nobody downloads a manifest here.
struct ManifestRowsCodec {
  using Rows = Codec<std::vector<ManifestEntry>>;

  static void read(ShapeReader& reader, const JsonNode& node, CreateJob& value) {
    value.has_user_manifest = true;
    Rows::read(reader, node, value.manifest);
  }
  static bool is_empty(const CreateJob& value) { return !value.has_user_manifest; }
  static void write(JsonWriter& writer, const CreateJob& value) {
    Rows::write(writer, value.manifest);
  }
  static void schema(SchemaWriter& schema) { Rows::schema(schema); }
};

const Shape& manifest_location_shape() {
  static constexpr std::array kRows = {
      read_only(whole<CreateJob, ManifestRowsCodec>("Entries", Need::Optional,
                                                    "the same as Manifest.Rows")),
      ignored("ObjectArn"),
      ignored("ObjectVersionId"),
      ignored("ETag"),
  };
  static const Shape kShape = {"JobManifestLocation", "where a manifest is", {{kRows}}};
  return kShape;
}

const Shape& manifest_shape() {
  static constexpr std::array kRows = {
      whole<CreateJob, ManifestRowsCodec>("Rows", Need::Optional, "the rows of the manifest"),
      read_only(nested<CreateJob, &manifest_location_shape>("Location", Need::Optional,
                                                            "where the manifest is")),
      ignored("Spec"),
  };
  static const Shape kShape = {
      "JobManifest",
      "a manifest of the user's",
      {{kRows}},
      [](ShapeReader& reader, const JsonNode& node, void* object) {
        if (!static_cast<CreateJob*>(object)->has_user_manifest) {
          reader.report("scenario.missing-field", "manifest without rows",
                        "give its rows in `Rows`: [{\"Bucket\", \"Key\", \"VersionId\"}]",
                        node.where);
        }
      }};
  return kShape;
}

// A manifest that S3 makes

const Shape& key_name_shape() {
  static constexpr std::array kRows = {
      field<&ManifestFilter::match_any_prefix>("MatchAnyPrefix", Need::Optional, "any of them"),
      field<&ManifestFilter::match_any_suffix>("MatchAnySuffix", Need::Optional, "any of them"),
      field<&ManifestFilter::match_any_substring>("MatchAnySubstring", Need::Optional,
                                                  "any of them"),
  };
  static const Shape kShape = {"KeyNameConstraint", "which keys", {{kRows}}};
  return kShape;
}

/// The statuses a filter may ask for.
struct JobStatusCodec : Codec<std::string> {
  static constexpr std::array<std::string_view, 4> kNames = {"COMPLETED", "FAILED", "REPLICA",
                                                             "NONE"};

  static void read(ShapeReader& reader, const JsonNode& node, std::string& value) {
    Codec<std::string>::read(reader, node, value);
    if (node.is_string() && std::find(kNames.begin(), kNames.end(), node.text) == kNames.end()) {
      reader.report_unknown_value("replication status", node.text, kNames, node.where);
    }
  }
  static void schema(SchemaWriter& schema) { schema.one_value_of(kNames); }
};

const Shape& job_filter_shape() {
  using Filter = ManifestFilter;
  static constexpr std::array kRows = {
      field<&Filter::eligible_for_replication>("EligibleForReplication", Need::Optional,
                                               "only what a rule matches"),
      field<&Filter::created_after>("CreatedAfter", Need::Optional, "a time"),
      field<&Filter::created_before>("CreatedBefore", Need::Optional, "a time"),
      field<&Filter::object_replication_statuses, ListCodec<JobStatusCodec, std::string>>(
          "ObjectReplicationStatuses", Need::Optional, "NONE, FAILED, COMPLETED, REPLICA"),
      nested<Filter, &key_name_shape>("KeyNameConstraint", Need::Optional, "which keys"),
      field<&Filter::object_size_greater_than_bytes>("ObjectSizeGreaterThanBytes", Need::Optional,
                                                     "only larger ones"),
      field<&Filter::object_size_less_than_bytes>("ObjectSizeLessThanBytes", Need::Optional,
                                                  "only smaller ones"),
      field<&Filter::match_any_storage_class>("MatchAnyStorageClass", Need::Optional,
                                              "any of them"),
      ignored("MatchAnyObjectEncryption"),
  };
  static const Shape kShape = {
      "JobManifestGeneratorFilter", "which objects a generated manifest has", {{kRows}}};
  return kShape;
}

const Shape& s3_generator_shape() {
  static constexpr std::array kRows = {
      field<&CreateJob::source_bucket>("SourceBucket", Need::Required, "ARN of the source bucket"),
      field<&CreateJob::filter, StructCodec<ManifestFilter, &job_filter_shape>>(
          "Filter", Need::Optional, "which objects"),
      ignored("ExpectedBucketOwner"),
      ignored("ManifestOutputLocation"),
      ignored("EnableManifestOutput"),
  };
  static const Shape kShape = {"S3JobManifestGenerator", "a manifest made by S3", {{kRows}}};
  return kShape;
}

const Shape& generator_shape() {
  static constexpr std::array kRows = {
      nested<CreateJob, &s3_generator_shape>("S3JobManifestGenerator", Need::Required,
                                             "a manifest made by S3"),
  };
  static const Shape kShape = {"JobManifestGenerator", "a manifest made by S3", {{kRows}}};
  return kShape;
}

// Report

const Shape& report_shape() {
  static constexpr std::array kRows = {
      field<&CreateJob::report_bucket>("Bucket", Need::Optional, "ARN of a bucket"),
      ignored("Enabled"),
      ignored("Format"),
      ignored("Prefix"),
      ignored("ReportScope"),
      ignored("ExpectedBucketOwner"),
  };
  static const Shape kShape = {
      "JobReport",
      "the completion report",
      {{kRows}},
      [](ShapeReader&, const JsonNode& node, void* object) {
        const JsonNode* const enabled = node.find("Enabled");
        if (enabled != nullptr && enabled->kind == JsonKind::Boolean && !enabled->boolean) {
          static_cast<CreateJob*>(object)->report_bucket.clear();
        }
      }};
  return kShape;
}

void finish_job(ShapeReader& reader, const JsonNode& node, void* object) {
  const CreateJob& job = *static_cast<const CreateJob*>(object);
  const bool has_manifest = node.find("Manifest") != nullptr;
  const bool has_generator = node.find("ManifestGenerator") != nullptr;
  if (has_manifest == has_generator && !(job.has_user_manifest && !has_generator)) {
    reader.report("scenario.missing-field",
                  has_manifest ? "both `Manifest` and `ManifestGenerator`"
                               : "neither `Manifest` nor `ManifestGenerator`",
                  "a job has exactly one of them", node.where);
  }
}

}  // namespace

template <>
const Shape& shape_of<ManifestEntry>() {
  static constexpr std::array kRows = {
      field<&ManifestEntry::bucket>("Bucket", Need::Required, "name of the bucket"),
      field<&ManifestEntry::key>("Key", Need::Required, "key of the object"),
      field<&ManifestEntry::version_id>("VersionId", Need::Optional, "of the version"),
  };
  static const Shape kShape = {"ManifestEntry", "a row of a manifest", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<CreateJob>() {
  static constexpr std::array kRows = {
      field<&CreateJob::account_id>("AccountId", Need::Optional, "account of the job"),
      whole<CreateJob, JobOperationCodec>("Operation", Need::Required, "S3ReplicateObject"),
      nested<CreateJob, &manifest_shape>("Manifest", Need::Optional, "a manifest of the user's"),
      nested<CreateJob, &generator_shape>("ManifestGenerator", Need::Optional,
                                          "a manifest made by S3"),
      nested<CreateJob, &report_shape>("Report", Need::Optional, "the completion report"),
      field<&CreateJob::role_arn>("RoleArn", Need::Required, "the role of the job"),
      field<&CreateJob::region>("Region", Need::Optional,
                                "of the endpoint; the bucket's where it is not given"),
      field<&CreateJob::client_request_token>("ClientRequestToken", Need::Optional,
                                              "makes the call idempotent"),
      ignored("Priority"),
      ignored("ConfirmationRequired"),
      ignored("Description"),
      ignored("Tags"),
  };
  static const Shape kShape = {"CreateJob", "a job of S3 Batch Operations", {{kRows}}, &finish_job};
  return kShape;
}

}  // namespace replisim
