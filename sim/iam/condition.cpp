#include "sim/iam/condition.h"

#include <algorithm>
#include <array>

#include "model/unicode.h"

namespace replisim {
namespace {

using enum OperatorFamily;

// IAM User Guide, "IAM JSON policy elements: Condition operators"
constexpr std::array kOperators = {
    OperatorInfo{"StringEquals", String},
    OperatorInfo{"StringNotEquals", String, true},
    OperatorInfo{"StringEqualsIgnoreCase", StringIgnoringCase},
    OperatorInfo{"StringNotEqualsIgnoreCase", StringIgnoringCase, true},
    OperatorInfo{"StringLike", StringLike},
    OperatorInfo{"StringNotLike", StringLike, true},
    OperatorInfo{"NumericEquals", Numeric},
    OperatorInfo{"NumericNotEquals", Numeric, true},
    OperatorInfo{"NumericLessThan", Numeric, false, Relation::Less},
    OperatorInfo{"NumericLessThanEquals", Numeric, false, Relation::LessOrEqual},
    OperatorInfo{"NumericGreaterThan", Numeric, false, Relation::Greater},
    OperatorInfo{"NumericGreaterThanEquals", Numeric, false, Relation::GreaterOrEqual},
    OperatorInfo{"DateEquals", Date},
    OperatorInfo{"DateNotEquals", Date, true},
    OperatorInfo{"DateLessThan", Date, false, Relation::Less},
    OperatorInfo{"DateLessThanEquals", Date, false, Relation::LessOrEqual},
    OperatorInfo{"DateGreaterThan", Date, false, Relation::Greater},
    OperatorInfo{"DateGreaterThanEquals", Date, false, Relation::GreaterOrEqual},
    OperatorInfo{"Bool", Bool},
    OperatorInfo{"BinaryEquals", Binary},
    OperatorInfo{"IpAddress", OperatorFamily::IpAddress},
    OperatorInfo{"NotIpAddress", OperatorFamily::IpAddress, true},
    OperatorInfo{"ArnEquals", Arn},
    OperatorInfo{"ArnLike", Arn},
    OperatorInfo{"ArnNotEquals", Arn, true},
    OperatorInfo{"ArnNotLike", Arn, true},
    OperatorInfo{"Null", Null},
};

bool consume_prefix(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size() ||
      !equals_ignoring_ascii_case(text.substr(0, prefix.size()), prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

bool consume_suffix(std::string_view& text, std::string_view suffix) {
  if (text.size() < suffix.size() ||
      !equals_ignoring_ascii_case(text.substr(text.size() - suffix.size()), suffix)) {
    return false;
  }
  text.remove_suffix(suffix.size());
  return true;
}

template <typename T>
ConditionValue value_or_none(const std::optional<T>& value) {
  return value ? ConditionValue(*value) : ConditionValue();
}

ConditionValue compile_value(std::string_view text, OperatorFamily family, bool variables) {
  switch (family) {
    case String:
    case StringIgnoringCase: return TextPattern(text, {.wildcards = false, .variables = variables});
    case StringLike: return TextPattern(text, {.wildcards = true, .variables = variables});
    case Binary: return TextPattern(text, {.wildcards = false, .variables = false});
    case Arn: return ArnPattern(text, variables);
    case Numeric: return value_or_none(parse_decimal(text));
    case Date: return value_or_none(parse_instant(text));
    case Bool: {
      // U-2: variables are documented both ways under Bool; they are replaced.
      if (variables && text.substr(0, 2) == "${") {
        return TextPattern(text, {.wildcards = false, .variables = true});
      }
      return parse_condition_bool(text);
    }
    case Null: return parse_condition_bool(text);
    case OperatorFamily::IpAddress: return value_or_none(parse_ip_range(text));
    case Unknown: return {};
  }
  return {};
}

ValueMatch match_bool_variable(std::string_view actual, const TextPattern& wanted,
                               const RequestContext& context) {
  const std::optional<std::string_view> text = wanted.resolve(context);
  return text ? match_bool(actual, parse_condition_bool(*text)) : ValueMatch::No;
}

ValueMatch match_value(const OperatorInfo& op, std::string_view actual, const ConditionValue& value,
                       const RequestContext& context) {
  switch (op.family) {
    case String:
    case StringLike:
    case Binary: return match_string(actual, std::get<TextPattern>(value), context);
    case StringIgnoringCase:
      return match_string_ignoring_case(actual, std::get<TextPattern>(value), context);
    case Arn: return std::get<ArnPattern>(value).match(actual, context);
    case Numeric: {
      const auto* wanted = std::get_if<Decimal>(&value);
      return wanted != nullptr ? match_numeric(actual, *wanted, op.relation) : ValueMatch::No;
    }
    case Date: {
      const auto* wanted = std::get_if<Instant>(&value);
      return wanted != nullptr ? match_date(actual, *wanted, op.relation) : ValueMatch::No;
    }
    case Bool: {
      const auto* wanted = std::get_if<bool>(&value);
      return wanted != nullptr ? match_bool(actual, *wanted)
                               : match_bool_variable(actual, std::get<TextPattern>(value), context);
    }
    case OperatorFamily::IpAddress: {
      const auto* wanted = std::get_if<IpRange>(&value);
      if (wanted == nullptr) {
        return parse_ip_address(actual) ? ValueMatch::No : ValueMatch::NotComparable;
      }
      return match_ip_address(actual, *wanted);
    }
    case Null:
    case Unknown: return ValueMatch::No;
  }
  return ValueMatch::No;
}

ConditionResult to_result(bool holds) {
  return holds ? ConditionResult::True : ConditionResult::False;
}

/// One value of the request against all of the policy: positive operators want one match, negated
/// ones none. Values are tried in order and a match ends the search (recorded).
ConditionResult test_value(const CompiledCondition& condition, std::string_view actual,
                           const RequestContext& context) {
  for (const ConditionValue& value : condition.values) {
    switch (match_value(condition.op.info, actual, value, context)) {
      case ValueMatch::No: break;
      case ValueMatch::Yes: return to_result(!condition.op.info.negated);
      case ValueMatch::Error: return ConditionResult::Error;
      case ValueMatch::NotComparable: return ConditionResult::False;
    }
  }
  return to_result(condition.op.info.negated);
}

ConditionResult test_all_values(const CompiledCondition& condition, const ContextValue& present,
                                const RequestContext& context) {
  ConditionResult result = ConditionResult::True;
  for (const std::string& actual : present.values) {
    const ConditionResult one = test_value(condition, actual, context);
    if (one == ConditionResult::False) {
      return one;
    }
    result = one == ConditionResult::Error ? one : result;
  }
  return result;
}

ConditionResult test_any_value(const CompiledCondition& condition, const ContextValue& present,
                               const RequestContext& context) {
  ConditionResult result = ConditionResult::False;
  for (const std::string& actual : present.values) {
    const ConditionResult one = test_value(condition, actual, context);
    if (one == ConditionResult::True) {
      return one;
    }
    result = one == ConditionResult::Error ? one : result;
  }
  return result;
}

ConditionResult test_present(const CompiledCondition& condition, const ContextValue& present,
                             const RequestContext& context) {
  if (condition.values.empty()) {
    return ConditionResult::False;
  }
  switch (condition.op.set) {
    case SetOperator::ForAllValues: return test_all_values(condition, present, context);
    case SetOperator::ForAnyValue: return test_any_value(condition, present, context);
    case SetOperator::None: break;
  }
  // A key whose type is a list needs a set operator; without one neither polarity holds.
  return present.is_multivalued ? ConditionResult::False
                                : test_value(condition, present.values.front(), context);
}

ConditionResult test_absent(const ConditionOperator& op, bool has_values) {
  if (op.if_exists) {
    return ConditionResult::True;
  }
  switch (op.set) {
    case SetOperator::ForAllValues: return ConditionResult::True;
    case SetOperator::ForAnyValue: return ConditionResult::False;
    case SetOperator::None: break;
  }
  return to_result(op.info.negated && has_values);  // an empty list is never true (3.5)
}

ConditionResult test_null(const CompiledCondition& condition, bool exists) {
  switch (condition.op.set) {
    case SetOperator::ForAllValues: return ConditionResult::True;
    case SetOperator::ForAnyValue: return ConditionResult::False;
    case SetOperator::None: break;
  }
  return to_result(std::any_of(condition.values.begin(), condition.values.end(),
                               [exists](const ConditionValue& value) {
                                 const bool must_be_absent = std::get<bool>(value);
                                 return exists == !must_be_absent;
                               }));
}

}  // namespace

ConditionOperator parse_condition_operator(std::string_view name) {
  ConditionOperator op;
  if (consume_prefix(name, "ForAllValues:")) {
    op.set = SetOperator::ForAllValues;
  } else if (consume_prefix(name, "ForAnyValue:")) {
    op.set = SetOperator::ForAnyValue;
  }
  op.if_exists = consume_suffix(name, "IfExists");
  for (const OperatorInfo& info : kOperators) {
    if (equals_ignoring_ascii_case(info.name, name) && !(op.if_exists && info.family == Null)) {
      op.info = info;
    }
  }
  return op;
}

std::vector<std::string_view> condition_operator_names() {
  std::vector<std::string_view> names;
  names.reserve(kOperators.size());
  for (const OperatorInfo& info : kOperators) {
    names.push_back(info.name);
  }
  return names;
}

CompiledCondition compile_condition(const ConditionEntry& entry, PolicyKind kind, bool variables) {
  CompiledCondition condition;
  condition.op = parse_condition_operator(entry.operator_name.text);
  condition.key = FoldedName(entry.key.text);
  condition.key_text = entry.key.text;
  condition.operator_text = entry.operator_name.text;
  condition.key_where = entry.key.where;
  condition.where = entry.operator_name.where;
  // Documented for IAM policies only (iam-evaluation 4.4).
  condition.always_absent = kind == PolicyKind::Key && condition.key.lower == "kms:resourcealiases";
  for (const PolicyText& value : entry.values) {
    condition.values.push_back(compile_value(value.text, condition.op.info.family, variables));
    condition.value_texts.push_back(value.text);
  }
  return condition;
}

ConditionResult evaluate(const CompiledCondition& condition, const RequestContext& context) {
  if (condition.op.info.family == Unknown) {
    return ConditionResult::False;
  }
  // Keys that differ in case only: the test has to hold for each (U-6).
  ConditionResult result = ConditionResult::True;
  std::size_t found = 0;
  if (!condition.always_absent) {
    found = context.for_each(condition.key, [&](const ContextValue& present) {
      if (result != ConditionResult::False && condition.op.info.family != Null) {
        const ConditionResult one = test_present(condition, present, context);
        result = one == ConditionResult::True ? result : one;
      }
    });
  }
  if (condition.op.info.family == Null) {
    return test_null(condition, found != 0);
  }
  return found == 0 ? test_absent(condition.op, !condition.values.empty()) : result;
}

}  // namespace replisim
