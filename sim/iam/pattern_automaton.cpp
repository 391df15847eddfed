#include "sim/iam/pattern_automaton.h"

#include <algorithm>

#include "model/wildcard.h"

namespace replisim {
namespace {

constexpr std::uint16_t kAny = 256;
constexpr std::uint16_t kStar = 257;
constexpr std::uint16_t kEnd = 258;
constexpr std::uint16_t kNotMade = 0xFFFF;
static_assert(PatternAutomaton::kStatesMax < kNotMade);

std::uint16_t token_of(char c) {
  switch (c) {
    case '*': return kStar;
    case '?': return kAny;
    case kLiteralStar: return '*';
    case kLiteralQuestionMark: return '?';
    default: return static_cast<unsigned char>(c);
  }
}

}  // namespace

PatternAutomaton::PatternAutomaton(const std::vector<std::string>& patterns, std::size_t states_max)
    : states_max_(std::clamp<std::size_t>(states_max, 2, kStatesMax)) {
  for (const std::string& pattern : patterns) {
    pattern_begins_.push_back(static_cast<std::uint32_t>(tokens_.size()));
    for (const char c : pattern) {
      tokens_.push_back(token_of(c));
      if (tokens_.back() < kAny && class_of_[tokens_.back()] == 0 && class_count_ < 255) {
        class_of_[tokens_.back()] = static_cast<std::uint8_t>(class_count_++);
      }
    }
    tokens_.push_back(kEnd);
  }
  for (const std::uint32_t begin : pattern_begins_) {
    add_with_closure(begin, start_);
  }
  drop_dominated(start_);
  restart();
}

std::span<const std::uint32_t> PatternAutomaton::match(std::string_view text) {
  std::uint16_t state = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const std::uint16_t next = transitions_[state * class_count_ + class_of_[byte]];
    state = next != kNotMade ? next : step(state, byte);
  }
  return states_[state].accepted;
}

std::uint16_t PatternAutomaton::step(std::uint16_t state, unsigned char byte) {
  Positions reached;
  for (const std::uint32_t position : states_[state].positions) {
    const std::uint16_t token = tokens_[position];
    if (token == kStar) {
      add_with_closure(position, reached);
    } else if (token == kAny || token == byte) {
      add_with_closure(position + 1, reached);
    }
  }
  drop_dominated(reached);
  if (states_.size() >= states_max_) {
    restart();
    return intern(std::move(reached));
  }
  const std::uint16_t next = intern(std::move(reached));
  transitions_[state * class_count_ + class_of_[byte]] = next;
  return next;
}

std::uint16_t PatternAutomaton::intern(Positions positions) {
  const auto [known, is_new] =
      known_.try_emplace(positions, static_cast<std::uint16_t>(states_.size()));
  if (is_new) {
    State state;
    for (const std::uint32_t position : positions) {
      if (tokens_[position] == kEnd) {
        state.accepted.push_back(pattern_of(position));
      }
    }
    state.positions = std::move(positions);
    states_.push_back(std::move(state));
    transitions_.resize(states_.size() * class_count_, kNotMade);
  }
  return known->second;
}

void PatternAutomaton::restart() {
  states_.clear();
  known_.clear();
  transitions_.clear();
  intern(start_);
}

void PatternAutomaton::add_with_closure(std::uint32_t position, Positions& positions) const {
  positions.push_back(position);
  while (tokens_[position] == kStar) {
    positions.push_back(++position);
  }
}

/// A text that goes on to match from one star matches from a later star of the same pattern as
/// well, so of each pattern only what stands from its last reached star on is kept. That keeps the
/// number of states down.
void PatternAutomaton::drop_dominated(Positions& positions) const {
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  Positions kept;
  kept.reserve(positions.size());
  for (std::size_t i = positions.size(); i > 0;) {
    const std::uint32_t pattern = pattern_of(positions[i - 1]);
    bool past_star = false;
    for (; i > 0 && positions[i - 1] >= pattern_begins_[pattern]; --i) {
      if (!past_star) {
        kept.push_back(positions[i - 1]);
      }
      past_star = past_star || tokens_[positions[i - 1]] == kStar;
    }
  }
  std::reverse(kept.begin(), kept.end());
  positions = std::move(kept);
}

std::uint32_t PatternAutomaton::pattern_of(std::uint32_t position) const {
  const auto next = std::upper_bound(pattern_begins_.begin(), pattern_begins_.end(), position);
  return static_cast<std::uint32_t>(next - pattern_begins_.begin() - 1);
}

}  // namespace replisim
