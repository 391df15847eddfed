#pragma once

#include <cstdint>
#include <vector>

#include "model/import/terraform_name.h"
#include "model/import/tree_builder.h"

namespace replisim {

/// A policy made of the parts that a plan tells.
struct RebuiltPolicy {
  Draft document;                      ///< an object
  bool is_incomplete = false;          ///< further statements may stand there
  std::vector<std::size_t> uncertain;  ///< statements wider than what they stand for
};

/// The policy as a part of a scenario: bare, if all of it is known.
Draft to_draft(RebuiltPolicy policy, SourceRange where);

/// Rebuilds what `aws_iam_policy_document` will render from the structure that a plan has of it.
///
/// Elements that are unknown are followed where they can mean one thing only. Of a statement with
/// others, the element is widened to match everything, and the statement is uncertain.
class PolicyDocumentData {
 public:
  PolicyDocumentData(ImportContext& context, const TerraformReferences& references,
                     const TerraformNames& names)
      : context_(context), references_(references), names_(names) {}

  [[nodiscard]] RebuiltPolicy rebuild(const TerraformInstance& instance);

 private:
  struct Statements;

  void add_documents(const TerraformValue& list, Statements& into, bool overrides);
  void add_document(const TerraformValue& value, const TerraformInstance* unknown_source,
                    Statements& into, bool overrides);
  void add_own(const TerraformValue& statements, Statements& into);

  ImportContext& context_;
  const TerraformReferences& references_;
  const TerraformNames& names_;
  int depth_ = 0;
};

/// One `statement` block.
struct RebuiltStatement {
  Draft draft;  ///< null: nothing can be said of it
  bool is_uncertain = false;
};
RebuiltStatement rebuild_statement(const TerraformValue& block,
                                   const TerraformReferences& references,
                                   const TerraformNames& names);

}  // namespace replisim
