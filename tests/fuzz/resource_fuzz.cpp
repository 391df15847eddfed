// Any patterns against any text, a line each, the text first: the automaton matches what the
// wildcard matches, however few states it may keep; and patterns of resources and ARNs are matched
// part by part as each part alone is.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "model/wildcard.h"
#include "sim/iam/pattern.h"
#include "sim/iam/pattern_automaton.h"

namespace replisim {
namespace {

constexpr std::size_t kBytesMax = 2'000;

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

void check_automaton(const std::vector<std::string>& patterns, const std::string& text) {
  for (const std::size_t states_max : {PatternAutomaton::kStatesMax, std::size_t{3}}) {
    PatternAutomaton automaton(patterns, states_max);
    const auto matched = automaton.match(text);
    for (std::uint32_t i = 0; i < patterns.size(); ++i) {
      const bool found = std::find(matched.begin(), matched.end(), i) != matched.end();
      expect(found == wildcard_match(patterns[i], text));
    }
  }
}

bool parts_match(const std::string& pattern, const std::string& text) {
  const auto wanted = split_arn(pattern);
  const auto parts = split_arn(text);
  if (!wanted || !parts) {
    return wildcard_match(pattern, text);
  }
  for (std::size_t i = 0; i < 6; ++i) {
    const auto part = [i](const std::string& all, const std::array<std::uint32_t, 6>& begins) {
      const std::size_t end = i == 5 ? all.size() : begins[i + 1] - 1;
      return std::string_view(all).substr(begins[i], end - begins[i]);
    };
    if (!wildcard_match(part(pattern, *wanted), part(text, *parts))) {
      return false;
    }
  }
  return true;
}

void check_resource(const std::string& pattern, const std::string& text) {
  const RequestContext context;
  const RequestResource resource(text);
  const ResourcePattern compiled(pattern, false);
  if (compiled.is_everything()) {
    expect(compiled.matches(resource, context));
  } else if (resource.is_arn) {
    expect(compiled.matches(resource, context) == parts_match(compiled.text().pattern(), text));
  }
  const ValueMatch match = ArnPattern(pattern, false).match(text, context);
  expect((match == ValueMatch::NotComparable) == !resource.is_arn);
}

}  // namespace
}  // namespace replisim

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replisim;
  if (size > kBytesMax) {
    return 0;
  }
  std::vector<std::string> lines =
      lines_of(std::string_view(reinterpret_cast<const char*>(data), size));
  const std::string text = lines.front();
  lines.erase(lines.begin());
  if (RequestResource(text).is_ascii) {
    check_automaton(lines, text);
  }
  for (const std::string& pattern : lines) {
    check_resource(pattern, text);
    (void)ResourcePattern(pattern, true).matches(RequestResource(text), RequestContext());
  }
  return 0;
}
