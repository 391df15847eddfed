#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/json_document.h"
#include "model/source.h"

namespace replisim {

// What the JSON reader needs to know of a text beyond what the parser tells: where its tokens
// stand, and what is wrong where it is no JSON.

enum class Separators : std::uint8_t { Keep, Skip };

/// The first byte from `offset` on that is neither blank nor comment (nor comma or colon, if these
/// are to be skipped). A comment that is not closed is not skipped.
std::size_t skip_blanks(std::string_view text, std::size_t offset, Separators separators,
                        bool allow_comments);

/// The end of the number, literal or other word that begins at `offset`; one byte at least, unless
/// the text ends.
std::size_t word_end(std::string_view text, std::size_t offset);

/// What the grammar expects next.
enum class JsonExpectation : std::uint8_t {
  Value,
  FirstElement,  ///< or `]`
  FirstName,     ///< or `}`
  Name,
  Colon,
  CommaOrBracket,
  CommaOrBrace,
  End,
};

struct JsonSyntaxFault {
  std::string message;
  std::string hint;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// What is wrong behind the last good token, which ends at `token_end`. `consumed` is how far the
/// parser had come.
JsonSyntaxFault find_syntax_fault(std::string_view text, std::size_t token_end,
                                  std::size_t consumed, JsonExpectation expected,
                                  bool allow_comments);

/// What is wrong with the number or literal that begins at `begin`, if anything is.
std::optional<JsonSyntaxFault> find_word_fault(std::string_view text, std::size_t begin);

/// The fault of a number that is well-formed but too large to be read.
JsonSyntaxFault number_out_of_range(std::string_view text, std::size_t token_end,
                                    bool allow_comments);

/// Whether two JSON numbers have the same value, however they are spelled.
bool numbers_equal(std::string_view left, std::string_view right);

/// Turns offsets in a JSON text into places: the text is a file, or stands in a string of one.
class JsonPlaces {
 public:
  JsonPlaces(const SourceMap& sources, std::uint32_t file);
  /// The text is the decoded value of a string; its escapes are taken into account.
  JsonPlaces(const SourceMap& sources, const JsonNode& string);

  [[nodiscard]] SourceRange range(std::size_t begin, std::size_t end) const;
  /// `name:line:column`
  [[nodiscard]] std::string format(SourceRange where) const { return sources_.format(where); }
  [[nodiscard]] std::string format(std::size_t offset) const;

 private:
  /// From here on, outer and decoded offsets grow together up to the next anchor.
  struct Anchor {
    std::size_t decoded = 0;
    std::size_t outer = 0;
  };

  [[nodiscard]] std::size_t outer_offset(std::size_t decoded) const;

  const SourceMap& sources_;
  SourceRange where_;
  std::vector<Anchor> anchors_;  // empty: every offset is the whole string
};

}  // namespace replisim
