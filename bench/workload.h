#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/policy_document.h"
#include "sim/iam/authorizer.h"
#include "sim/iam/policy_simulation.h"
#include "sim/iam/request.h"

namespace replisim::bench {

/// The 8 authorizations of one cross-account, KMS-encrypted replication; all are allowed.
class FoundingWorkload {
 public:
  FoundingWorkload();
  [[nodiscard]] const std::vector<std::unique_ptr<Question>>& questions() const {
    return questions_;
  }

 private:
  std::deque<SimulationRequest> requests_;
  std::vector<std::unique_ptr<Question>> questions_;
};

/// 10,000 requests against one identity policy of 1,000 statements, with what they come to.
class LargeWorkload {
 public:
  struct Row {
    Request request;
    Decision decision = Decision::ImplicitDeny;
  };

  LargeWorkload();
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] const CallerPolicies& caller() const { return caller_; }
  [[nodiscard]] const ResourcePolicies& resource() const { return resource_; }
  [[nodiscard]] const PolicyDocument& policy() const { return policy_; }

 private:
  RequestPrincipal principal_;
  RequestContext principal_context_;
  PolicyDocument policy_;
  CallerPolicies caller_;
  ResourcePolicies resource_;
  std::vector<Row> rows_;
};

/// A policy of so many statements about other buckets, and last one that allows the request below.
PolicyDocument mostly_other_buckets(std::size_t statements);

/// `s3:ReplicateObject` on an object of the bucket that the last statement names.
Request last_statement_request(const RequestPrincipal& principal);

PolicyDocument parse_policy(std::string_view text);
std::string read_text(std::string_view path_below_bench);

}  // namespace replisim::bench
