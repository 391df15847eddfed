#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/json_document.h"

namespace replisim {

struct CaseTableLimits {
  std::uint64_t cases_max = 10'000;
  /// Values that all rows together may copy.
  std::uint64_t nodes_max = 5'000'000;
};

/// Makes of every row of `table` and every variant with `for_each` the rows and variants that it
/// stands for: one for each combination of what its lists have, the last list turning fastest.
///
///     {"id": "put", "for_each": {"alg": ["AES256", "aws:kms"]},
///      "params": {"ServerSideEncryption": "${each.alg}"}}
///
/// becomes `put[AES256]` and `put[aws:kms]`. A string that is nothing but `${each.NAME}` becomes
/// the value with its type; inside of a longer string it becomes its spelling.
/// `${each.NAME.MEMBER}` is a member of a value that is an object. Members of those `exceptions`
/// whose `when` fits replace members of the row.
///
/// Values that take a string's place keep the string's place, arrays and objects their own.
class CaseTable {
 public:
  CaseTable(JsonArena& arena, const CaseTableLimits& limits, Issues& issues)
      : arena_(arena), limits_(limits), issues_(issues) {}

  /// The tree with rows that have an `id` each, and neither `for_each` nor `exceptions`. The tree
  /// itself where there is nothing to be done.
  const JsonNode* expand(const JsonNode& root);

 private:
  using Bindings = std::vector<std::pair<std::string_view, const JsonNode*>>;
  struct Exception;

  JsonNode expanded(const JsonNode& rows);
  void expand_row(const JsonNode& row, const std::string& id, std::vector<JsonNode>& out);
  void expand_lists(const JsonNode& row, const std::string& id, const JsonNode& lists,
                    std::vector<JsonNode>& out);
  bool are_lists(const JsonNode& lists);
  std::vector<Exception> read_exceptions(const JsonNode& row, const JsonNode& lists);
  void read_exception(const JsonNode& node, const JsonNode& lists, std::vector<Exception>& out);
  JsonNode make_row(const JsonNode& row, const std::string& id, const Bindings& bindings,
                    std::vector<Exception>& exceptions);

  JsonNode filled(const JsonNode& node, const Bindings& bindings);
  JsonNode filled_string(const JsonNode& node, const Bindings& bindings);
  const JsonNode* find_value(std::string_view path, const Bindings& bindings, SourceRange where);
  JsonNode with_children(const JsonNode& node, const std::vector<JsonNode>& children);
  void report(std::string code, std::string message, std::string hint, SourceRange where);

  JsonArena& arena_;
  CaseTableLimits limits_;
  Issues& issues_;
  std::uint64_t case_count_ = 0;
  std::uint64_t node_count_ = 0;
  bool is_over_limit_ = false;
};

}  // namespace replisim
