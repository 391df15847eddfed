#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/key.h"
#include "sim/iam/compiled_policy.h"
#include "sim/iam/request.h"

namespace replisim {

/// A KMS grant, ready to be asked (5.6.1).
struct CompiledGrant {
  std::string grant_id;
  std::string key_arn;  ///< empty: the key that is asked about
  CompiledPrincipal grantee;
  CompiledPrincipal retiring;
  std::vector<std::string> operations;  ///< in lower case: `kms:decrypt`
  GrantConstraints constraints;
  std::string issuing_account;
  SourceRange where;
};

CompiledGrant compile_grant(const Grant& grant);

struct GrantMatch {
  PrincipalMatch caller = PrincipalMatch::None;
  bool operation = false;
  bool constraints = false;

  [[nodiscard]] bool applies() const {
    return caller != PrincipalMatch::None && operation && constraints;
  }
};

GrantMatch match_grant(const CompiledGrant& grant, const Request& request);

/// Operations that another account's principals may call at all; for others their key policy
/// statement has no effect (5.6).
bool works_across_accounts(const RequestAction& action);

}  // namespace replisim
