// The families of operators: one value of a request against one of a policy.

#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/condition.h"

namespace replisim {
namespace {

ValueMatch to_match(bool matches) {
  return matches ? ValueMatch::Yes : ValueMatch::No;
}

bool holds(int order, Relation relation) {
  switch (relation) {
    case Relation::Equal: return order == 0;
    case Relation::Less: return order < 0;
    case Relation::LessOrEqual: return order <= 0;
    case Relation::Greater: return order > 0;
    case Relation::GreaterOrEqual: return order >= 0;
  }
  return false;
}

}  // namespace

ValueMatch match_string(std::string_view actual, const TextPattern& wanted,
                        const RequestContext& context) {
  return to_match(wanted.matches(actual, context));
}

ValueMatch match_string_ignoring_case(std::string_view actual, const TextPattern& wanted,
                                      const RequestContext& context) {
  if (wanted.is_literal()) {
    return to_match(equals_ignoring_case(wanted.pattern(), actual));
  }
  const std::optional<std::string_view> pattern = wanted.resolve(context);
  return to_match(pattern && wildcard_match(fold_case(*pattern), fold_case(actual)));
}

ValueMatch match_numeric(std::string_view actual, const Decimal& wanted, Relation relation) {
  const std::optional<Decimal> number = parse_decimal(actual);
  return to_match(number && holds(compare(*number, wanted), relation));
}

ValueMatch match_date(std::string_view actual, const Instant& wanted, Relation relation) {
  const std::optional<Instant> instant = parse_instant(actual);
  if (!instant) {
    return ValueMatch::No;
  }
  const int order = *instant < wanted ? -1 : (wanted < *instant ? 1 : 0);
  return to_match(holds(order, relation));
}

ValueMatch match_bool(std::string_view actual, bool wanted) {
  return to_match(parse_condition_bool(actual) == wanted);
}

ValueMatch match_ip_address(std::string_view actual, const IpRange& wanted) {
  const std::optional<IpAddress> address = parse_ip_address(actual);
  if (!address) {
    return ValueMatch::NotComparable;
  }
  return to_match(contains(wanted, *address));
}

bool parse_condition_bool(std::string_view text) {
  return equals_ignoring_ascii_case(text, "true");
}

}  // namespace replisim
