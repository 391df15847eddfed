#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/json_document.h"
#include "sim/iam/policy_simulation.h"
#include "sim/report/policy_cache.h"

namespace replisim {

/// What an unreadable request is answered with, in AWS's words where they were recorded.
struct RequestError {
  std::string code;  ///< `InvalidInput`, `MalformedPolicyDocument`, `ValidationError`
  std::string message;
  std::string detail;  ///< ours: what exactly, and where; may be empty
};

/// Reads one request; the first fault ends it, as AWS reports one fault a request.
class SimulationRequestReader {
 public:
  /// Borrows the cache and the text of the request.
  SimulationRequestReader(PolicyCache& cache, const SourceMap& sources)
      : cache_(cache), sources_(sources) {}

  std::optional<RequestError> read(const JsonNode& root);

  SimulationRequest request;

 private:
  using Member = void (SimulationRequestReader::*)(const JsonNode&);
  struct Field {
    std::string_view name;
    Member read;
  };
  static const std::vector<Field>& fields();

  void fail(RequestError error) {
    if (!error_) {
      error_ = std::move(error);
    }
  }
  void wrong_type(const JsonNode& node, std::string_view wanted) {
    fail({"InvalidInput",
          std::string(node.key) + " must be " + std::string(wanted) + ", not " +
              std::string(describe(node.kind)) + ".",
          ""});
  }

  std::string text(const JsonNode& node);
  std::vector<std::string> texts(const JsonNode& node);
  bool flag(const JsonNode& node);
  std::optional<SimulatedPolicy> policy(const JsonNode& node, PolicyKind kind, std::string id,
                                        std::string type, std::string_view list);
  void policy_list(const JsonNode& node, PolicyKind kind, std::string_view type,
                   std::vector<SimulatedPolicy>& into);
  void levels(const JsonNode& node, PolicyKind kind,
              std::vector<std::vector<SimulatedPolicy>>& into);
  Grant grant(const JsonNode& node);
  TagSet pairs(const JsonNode* node);
  void context_entry(const JsonNode& node, std::size_t number);
  void settle();
  void check_actions();

  // one a field of the request
  void identity(const JsonNode& node);
  void boundary(const JsonNode& node);
  void session(const JsonNode& node);
  void service_control(const JsonNode& node);
  void ordered_organization(const JsonNode& node);
  void resource_control(const JsonNode& node);
  void resource_policy(const JsonNode& node) { resource_node_ = &node; }
  void vpc_endpoint(const JsonNode& node);
  void resource_owner(const JsonNode& node);
  void caller(const JsonNode& node);
  void action_names(const JsonNode& node) { request.actions = texts(node); }
  void resource_arns(const JsonNode& node) { request.resources = texts(node); }
  void context_entries(const JsonNode& node);
  void policy_names(const JsonNode& node) { names_ = texts(node); }
  void key_grants(const JsonNode& node);
  void grant_request(const JsonNode& node) { request.requested_grant = grant(node); }
  void public_access_block(const JsonNode& node);
  void object_ownership(const JsonNode& node);
  void object_acl(const JsonNode& node) { object_acl_ = text(node); }
  void bucket_acl(const JsonNode& node);
  void bucket_abac(const JsonNode& node) { bucket_abac_ = text(node) == "Enabled"; }
  void bucket_tags(const JsonNode& node) { bucket_tags_ = pairs(&node); }
  void caller_id(const JsonNode& node) { caller_id_ = text(node); }
  void management_account(const JsonNode& node) { request.management_account = text(node); }
  void key_manager(const JsonNode& node) { is_aws_managed_key_ = text(node) == "AWS"; }
  void key_state(const JsonNode& node);
  void put_key_policy(const JsonNode& node);
  void max_items(const JsonNode& node);
  void marker(const JsonNode& node);
  void ignored(const JsonNode& /*node*/) {}

  PolicyCache& cache_;
  const SourceMap& sources_;
  std::optional<RequestError> error_;
  const JsonNode* resource_node_ = nullptr;
  std::vector<std::string> names_;
  std::string object_acl_;
  std::string caller_id_;
  TagSet bucket_tags_;
  bool bucket_abac_ = false;
  bool is_aws_managed_key_ = false;
};

}  // namespace replisim
