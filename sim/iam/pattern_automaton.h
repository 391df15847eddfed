#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace replisim {

/// Many wildcard patterns matched in one pass over a text: a deterministic automaton whose states
/// are made when a text first reaches them.
///
/// Bytes, not characters: give it ASCII texts. Where the limit of states is reached, the states
/// made so far are forgotten and made again, so memory is bounded and answers stay right.
/// Matching allocates nothing once the states that the texts reach are there. One thread at a time.
class PatternAutomaton {
 public:
  static constexpr std::size_t kStatesMax = 16'384;

  explicit PatternAutomaton(const std::vector<std::string>& patterns,
                            std::size_t states_max = kStatesMax);

  /// Numbers of the patterns that match, ascending; valid until the next call.
  [[nodiscard]] std::span<const std::uint32_t> match(std::string_view text);

  [[nodiscard]] std::size_t state_count() const { return states_.size(); }

 private:
  using Positions = std::vector<std::uint32_t>;  // sorted; indexes into tokens_

  struct State {
    Positions positions;
    std::vector<std::uint32_t> accepted;
  };

  std::uint16_t intern(Positions positions);
  std::uint16_t step(std::uint16_t state, unsigned char byte);
  void add_with_closure(std::uint32_t position, Positions& positions) const;
  void drop_dominated(Positions& positions) const;
  [[nodiscard]] std::uint32_t pattern_of(std::uint32_t position) const;
  void restart();

  std::vector<std::uint16_t> tokens_;  // byte, kAny, kStar or kEnd
  std::vector<std::uint32_t> pattern_begins_;
  std::array<std::uint8_t, 256> class_of_{};  // bytes that no pattern tells apart share a class
  std::size_t class_count_ = 1;
  std::size_t states_max_;
  Positions start_;
  std::vector<State> states_;
  std::map<Positions, std::uint16_t> known_;
  std::vector<std::uint16_t> transitions_;  // state * class_count_ + class; kNotMade at first
};

}  // namespace replisim
