#include "sim/iam/pattern_cover.h"

#include "model/wildcard.h"

namespace replisim {

bool pattern_covers(std::string_view wide, std::string_view narrow) {
  // `*` of the narrow one is a character like others to a star, but not to a question mark.
  const bool star_for_question_mark =
      wide.find('?') != std::string_view::npos && narrow.find('*') != std::string_view::npos;
  return wide == narrow || (!star_for_question_mark && wildcard_match(wide, narrow));
}

}  // namespace replisim
