#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/decimal.h"
#include "model/instant.h"
#include "model/ip_address.h"
#include "model/policy_document.h"
#include "sim/iam/pattern.h"
#include "sim/iam/request.h"

namespace replisim {

enum class OperatorFamily : std::uint8_t {
  String,
  StringIgnoringCase,
  StringLike,
  Numeric,
  Date,
  Bool,
  Binary,
  IpAddress,
  Arn,
  Null,
  Unknown,
};

enum class Relation : std::uint8_t { Equal, Less, LessOrEqual, Greater, GreaterOrEqual };

enum class SetOperator : std::uint8_t { None, ForAllValues, ForAnyValue };

/// One row of the operator table (iam-evaluation 3.2).
struct OperatorInfo {
  std::string_view name;
  OperatorFamily family = OperatorFamily::Unknown;
  bool negated = false;
  Relation relation = Relation::Equal;
};

/// An operator as written: `ForAllValues:StringLikeIfExists`. Names are compared without regard to
/// case (U-7).
struct ConditionOperator {
  OperatorInfo info;
  SetOperator set = SetOperator::None;
  bool if_exists = false;
};

/// Family `Unknown` if there is no such operator: such a condition is false (U-8).
ConditionOperator parse_condition_operator(std::string_view name);

/// All operators without prefix and suffix, in the order of the documentation.
std::vector<std::string_view> condition_operator_names();

/// A value of a policy, read once as its operator takes it; `monostate`: not of the type, so it
/// never matches.
using ConditionValue =
    std::variant<std::monostate, TextPattern, ArnPattern, Decimal, Instant, bool, IpRange>;

enum class ConditionResult : std::uint8_t { False, True, Error };

/// One key under one operator, ready to be tested.
struct CompiledCondition {
  ConditionOperator op;
  FoldedName key;
  std::string key_text;
  std::string operator_text;
  std::vector<ConditionValue> values;
  std::vector<std::string> value_texts;
  /// The key is documented for other kinds of policies only, so it counts as absent here.
  bool always_absent = false;
  SourceRange where;
  SourceRange key_where;
};

CompiledCondition compile_condition(const ConditionEntry& entry, PolicyKind kind, bool variables);

/// The test of iam-evaluation 3.3 and 3.4.
ConditionResult evaluate(const CompiledCondition& condition, const RequestContext& context);

// The families: does one value of the request match one of the policy? Pure functions.
ValueMatch match_string(std::string_view actual, const TextPattern& wanted,
                        const RequestContext& context);
ValueMatch match_string_ignoring_case(std::string_view actual, const TextPattern& wanted,
                                      const RequestContext& context);
ValueMatch match_numeric(std::string_view actual, const Decimal& wanted, Relation relation);
ValueMatch match_date(std::string_view actual, const Instant& wanted, Relation relation);
ValueMatch match_bool(std::string_view actual, bool wanted);
ValueMatch match_ip_address(std::string_view actual, const IpRange& wanted);

/// `true` in any case is true, any other text false (recorded).
bool parse_condition_bool(std::string_view text);

}  // namespace replisim
