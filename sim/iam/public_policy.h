#pragma once

#include "model/policy_document.h"

namespace replisim {

/// Whether S3 Block Public Access takes a bucket policy for public.
///
/// It is public if some Allow to everyone, or to a web identity provider, is limited by no
/// condition to fixed values of a key that tells callers apart, and no Deny takes what it gives
/// away again. As recorded of AWS; see "Blocking public access to your Amazon S3 storage" of the
/// S3 guide for the keys.
[[nodiscard]] bool is_public_policy(const PolicyDocument& policy);

/// The same of one Allow statement alone, without the Denies beside it.
[[nodiscard]] bool is_public_statement(const Statement& statement, bool has_variables);

}  // namespace replisim
