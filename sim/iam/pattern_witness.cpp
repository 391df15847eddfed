#include "sim/iam/pattern_witness.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "model/unicode.h"
#include "model/wildcard.h"

namespace replisim {
namespace {

struct Token {
  enum class Kind : std::uint8_t { Character, AnyOne, AnyText, End };

  Kind kind = Kind::End;
  std::string character;
};

using Positions = std::vector<std::uint32_t>;  // sorted; in the tokens of all patterns

/// All patterns at once, as a nondeterministic automaton.
class Patterns {
 public:
  void add(std::string_view pattern);
  [[nodiscard]] Positions start() const;
  [[nodiscard]] Positions step(const Positions& from, const std::string& character) const;
  /// Whether the first pattern can still match.
  [[nodiscard]] bool is_alive(const Positions& at) const {
    return !at.empty() && at.front() < begins_.front() + lengths_.front();
  }
  /// Which patterns match what was read so far.
  [[nodiscard]] std::vector<bool> accepted(const Positions& at) const;
  /// Every character that some pattern names, and one that none does.
  [[nodiscard]] std::vector<std::string> alphabet() const;

 private:
  void enter(std::uint32_t position, Positions& positions) const;

  std::vector<Token> tokens_;
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> lengths_;
};

Token token_of(std::string_view character) {
  if (character == "*") {
    return {Token::Kind::AnyText, {}};
  }
  if (character == "?") {
    return {Token::Kind::AnyOne, {}};
  }
  if (character.size() == 1 && character.front() == kLiteralStar) {
    return {Token::Kind::Character, "*"};
  }
  if (character.size() == 1 && character.front() == kLiteralQuestionMark) {
    return {Token::Kind::Character, "?"};
  }
  return {Token::Kind::Character, std::string(character)};
}

void Patterns::add(std::string_view pattern) {
  begins_.push_back(static_cast<std::uint32_t>(tokens_.size()));
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t length = decode_utf8(pattern, at).length;
    tokens_.push_back(token_of(pattern.substr(at, length)));
    at += length;
  }
  tokens_.push_back({});
  lengths_.push_back(static_cast<std::uint32_t>(tokens_.size()) - begins_.back());
}

void Patterns::enter(std::uint32_t position, Positions& positions) const {
  positions.push_back(position);
  while (tokens_[position].kind == Token::Kind::AnyText) {
    positions.push_back(++position);
  }
}

void tidy(Positions& positions) {
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
}

Positions Patterns::start() const {
  Positions positions;
  for (const std::uint32_t begin : begins_) {
    enter(begin, positions);
  }
  tidy(positions);
  return positions;
}

Positions Patterns::step(const Positions& from, const std::string& character) const {
  Positions to;
  for (const std::uint32_t position : from) {
    const Token& token = tokens_[position];
    switch (token.kind) {
      case Token::Kind::Character:
        if (token.character == character) {
          enter(position + 1, to);
        }
        break;
      case Token::Kind::AnyOne: enter(position + 1, to); break;
      case Token::Kind::AnyText: enter(position, to); break;
      case Token::Kind::End: break;
    }
  }
  tidy(to);
  return to;
}

std::vector<bool> Patterns::accepted(const Positions& at) const {
  std::vector<bool> result(begins_.size());
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    result[i] = std::binary_search(at.begin(), at.end(), begins_[i] + lengths_[i] - 1);
  }
  return result;
}

std::vector<std::string> Patterns::alphabet() const {
  std::set<std::string> named;
  for (const Token& token : tokens_) {
    if (token.kind == Token::Kind::Character) {
      named.insert(token.character);
    }
  }
  std::vector<std::string> characters(named.begin(), named.end());
  std::string other = "x";
  for (char32_t next = 'a'; named.contains(other); ++next) {
    other.clear();
    append_utf8(other, next);
  }
  characters.insert(characters.begin(), other);
  return characters;
}

struct Reached {
  Positions positions;
  std::size_t from = 0;
  const std::string* character = nullptr;
};

std::string text_of(const std::vector<Reached>& states, std::size_t index) {
  std::vector<const std::string*> characters;
  for (; index != 0; index = states[index].from) {
    characters.push_back(states[index].character);
  }
  std::string text;
  for (std::size_t i = characters.size(); i > 0; --i) {
    text += *characters[i - 1];
  }
  return text;
}

}  // namespace

std::optional<std::vector<std::string>> pattern_witnesses(std::string_view pattern,
                                                          const std::vector<std::string>& others,
                                                          const WitnessLimits& limits) {
  Patterns patterns;
  patterns.add(pattern);
  for (const std::string& other : others) {
    patterns.add(other);
  }
  const std::vector<std::string> characters = patterns.alphabet();
  std::vector<Reached> states{{patterns.start(), 0, nullptr}};
  std::set<Positions> known{states.front().positions};
  std::set<std::vector<bool>> ways;
  std::vector<std::string> witnesses;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const std::vector<bool> accepted = patterns.accepted(states[i].positions);
    if (accepted.front() && ways.insert(accepted).second) {
      witnesses.push_back(text_of(states, i));
    }
    for (const std::string& character : characters) {
      Positions next = patterns.step(states[i].positions, character);
      if (patterns.is_alive(next) && known.insert(next).second) {
        states.push_back({std::move(next), i, &character});
      }
    }
    if (states.size() > limits.states_max || witnesses.size() > limits.witnesses_max) {
      return std::nullopt;
    }
  }
  return witnesses;
}

}  // namespace replisim
