#pragma once

#include "sim/replication/check.h"

namespace replisim::check_question {

// What the rows of the table of checks are made of: one function a column entry, each pure.

// When a row applies.
bool source_is_kms(const Delivery& d);
bool source_is_not_kms(const Delivery& d);
bool source_is_locked(const Delivery& d);
bool is_new_or_acl(const Delivery& d);
bool has_tags_to_carry(const Delivery& d);
bool has_lock_settings(const Delivery& d);
bool asks_retention(const Delivery& d);
bool asks_legal_hold(const Delivery& d);
bool names_account(const Delivery& d);
bool is_cross_account(const Delivery& d);
bool overrides_owner(const Delivery& d);
bool is_parted(const Delivery& d);
bool replica_has_key(const Delivery& d);
bool replica_needs_key(const Delivery& d);
bool generates_data_key(const Delivery& d);
bool generates_or_encrypts(const Delivery& d);
bool encrypts(const Delivery& d);
bool checks_bucket_key(const Delivery& d);
bool default_is_not_shown(const Delivery& d);
bool is_under_foreign_managed_key(const Delivery& d);
bool source_is_sse_c(const Delivery& d);
bool asks_foreign_object(const Delivery& d);
bool copies_public_acl(const Delivery& d);

// Which reason its failure has, where that depends on the delivery.
FailureReason write_reason(const Delivery& d);
FailureReason put_or_delete_reason(const Delivery& d);
FailureReason region_reason(const Delivery& d);

// Questions about the state of the world.
StateAnswer look_job_region(const Delivery& d);
StateAnswer look_source(const Delivery& d);
StateAnswer look_source_region(const Delivery& d);
StateAnswer look_source_access(const Delivery& d);
StateAnswer look_source_key(const Delivery& d);
StateAnswer look_source_key_state(const Delivery& d);
StateAnswer look_destination(const Delivery& d);
StateAnswer look_destination_region(const Delivery& d);
StateAnswer look_account(const Delivery& d);
StateAnswer look_requester_pays(const Delivery& d);
StateAnswer look_public_access(const Delivery& d);
StateAnswer look_public_acl(const Delivery& d);
StateAnswer look_versioning(const Delivery& d);
StateAnswer look_default_encryption(const Delivery& d);
StateAnswer look_replica_key(const Delivery& d);
StateAnswer look_replica_key_state(const Delivery& d);
StateAnswer look_managed_key(const Delivery& d);
StateAnswer look_sse_c(const Delivery& d);
StateAnswer look_object_lock(const Delivery& d);
StateAnswer look_version(const Delivery& d);
StateAnswer look_hard_deleted(const Delivery& d);

}  // namespace replisim::check_question
