#pragma once

#include <optional>
#include <string_view>

#include "model/import/cloudformation_evaluator.h"

namespace replisim {

/// A function with its argument, as a template has it.
struct FunctionCall {
  std::string_view name;
  const JsonNode& argument;
  SourceRange where;
};

/// An intrinsic function or condition function.
struct FunctionRow {
  std::string_view name;
  std::string_view takes;  ///< for messages
  StackEvaluator::Value (*evaluate)(StackEvaluator& stack, const FunctionRow& row,
                                    const FunctionCall& call);
};

/// Whether an object is a call: `Ref`, `Condition` or `Fn::…` is its only member.
std::optional<FunctionCall> as_call(const JsonNode& node);

/// Null if there is no such function.
const FunctionRow* find_function(std::string_view name);

}  // namespace replisim
