#pragma once

#include <string_view>
#include <vector>

#include "model/event.h"
#include "model/tag.h"
#include "sim/iam/request.h"

namespace replisim {

struct Delivery;

// The condition keys that S3's calls carry of their own, on top of those that follow from the
// principal, the resource and the moment (4.4 and 5.4 of the dossier). Each function sets keys of
// one call, or changes the values they had for the object before.

/// What an event or a question says of its own context.
void set_given_keys(RequestContext& context, const std::vector<ContextEntry>& entries);

/// sts:AssumeRole by S3: session name and, by U39, the bucket on whose behalf it calls.
void set_assume_role_keys(const Delivery& delivery, RequestContext& context);
/// The same by S3 Batch Operations, for the job's role.
void set_assume_job_role_keys(const Delivery& delivery, RequestContext& context);

/// s3:GetObjectVersionAcl and its like: version id and tags of the object that is there.
void set_existing_object_keys(const Delivery& delivery, RequestContext& context);

/// s3:ReplicateObject: encryption as the replica's header has it (U35), lock (U36).
void set_replicate_object_keys(const Delivery& delivery, RequestContext& context);

/// KMS calls that S3 makes for the role: on the source's key and on the replica's.
void set_source_key_keys(const Delivery& delivery, RequestContext& context);
void set_replica_key_keys(const Delivery& delivery, RequestContext& context);

/// The encryption context of an object as KMS condition keys: `aws:s3:arn` is the object's ARN, or
/// the bucket's where a bucket key is used, beside the pairs that the uploader added.
void set_encryption_context(RequestContext& context, std::string_view arn, const TagSet& added);

/// Keys of every KMS call through S3 in a Region.
void set_kms_call_keys(RequestContext& context, std::string_view caller_account,
                       std::string_view region);

}  // namespace replisim
