#include "model/instant.h"

#include <array>
#include <cstddef>
#include <limits>

namespace replisim {
namespace {

constexpr std::int64_t kMillisecondsPerSecond = 1'000;
constexpr std::int64_t kSecondsPerMinute = 60;
constexpr std::int64_t kSecondsPerHour = 3'600;
constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::array<std::int64_t, 12> kDaysOfMonths = {31, 28, 31, 30, 31, 30,
                                                        31, 31, 30, 31, 30, 31};
constexpr std::size_t kDigitsOfYear = 4;
constexpr std::int64_t kYearMax = 293'000'000;  // no later year can be held in milliseconds
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A date and time of day as written, in the proleptic Gregorian calendar.
struct CivilTime {
  std::int64_t year = 0;
  std::int64_t month = 1;
  std::int64_t day = 1;
  std::int64_t second_of_day = 0;
  std::int64_t millisecond = 0;
  std::int64_t zone_seconds = 0;
};

// Reads from the front of a text; each function says whether it found what it was to read.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return text_.empty(); }

  bool take(char wanted) {
    if (text_.empty() || text_.front() != wanted) {
      return false;
    }
    text_.remove_prefix(1);
    return true;
  }

  std::string_view take_digits() {
    std::size_t length = 0;
    while (length < text_.size() && is_digit(text_[length])) {
      ++length;
    }
    const std::string_view digits = text_.substr(0, length);
    text_.remove_prefix(length);
    return digits;
  }

  // Exactly two digits, of a value up to `last`.
  bool take_two_digits(std::int64_t first, std::int64_t last, std::int64_t& value) {
    if (text_.size() < 2 || !is_digit(text_[0]) || !is_digit(text_[1])) {
      return false;
    }
    value = (text_[0] - '0') * 10 + (text_[1] - '0');
    text_.remove_prefix(2);
    return value >= first && value <= last;
  }

 private:
  std::string_view text_;
};

// Nothing where the number is larger than `last`.
std::optional<std::int64_t> number(std::string_view digits, std::int64_t last) {
  std::int64_t value = 0;
  for (const char c : digits) {
    const std::int64_t digit = c - '0';
    if (digit > last || value > (last - digit) / 10) {
      return std::nullopt;
    }
    value = value * 10 + digit;
  }
  return value;
}

bool is_leap_year(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
  return month == 2 && is_leap_year(year) ? 29 : kDaysOfMonths[static_cast<std::size_t>(month - 1)];
}

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - static_cast<std::int64_t>(value % by < 0);
}

// Days since 1970-01-01. Years are counted from March, so that the leap day is the last.
std::int64_t days_since_epoch(std::int64_t year, std::int64_t month, std::int64_t day) {
  const std::int64_t march_year = month <= 2 ? year - 1 : year;
  const std::int64_t era = floor_divide(march_year, 400);
  const std::int64_t year_of_era = march_year - era * 400;
  const std::int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

// The inverse of days_since_epoch.
CivilTime civil_date(std::int64_t days) {
  const std::int64_t shifted = days + 719'468;
  const std::int64_t era = floor_divide(shifted, 146'097);
  const std::int64_t day_of_era = shifted - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  CivilTime civil;
  civil.day = day_of_year - (153 * march_month + 2) / 5 + 1;
  civil.month = march_month < 10 ? march_month + 3 : march_month - 9;
  civil.year = year_of_era + era * 400 + static_cast<std::int64_t>(civil.month <= 2);
  return civil;
}

std::optional<Instant> instant_of(std::int64_t seconds, std::int64_t milliseconds) {
  const std::int64_t last = (kMax - milliseconds) / kMillisecondsPerSecond;
  if (seconds > last || seconds < kMin / kMillisecondsPerSecond) {
    return std::nullopt;
  }
  return Instant{seconds * kMillisecondsPerSecond + milliseconds};
}

std::optional<Instant> instant_of(const CivilTime& civil) {
  const std::int64_t days = days_since_epoch(civil.year, civil.month, civil.day);
  return instant_of(days * kSecondsPerDay + civil.second_of_day - civil.zone_seconds,
                    civil.millisecond);
}

bool read_year(Reader& reader, CivilTime& civil) {
  const bool is_negative = reader.take('-');
  if (!is_negative) {
    reader.take('+');
  }
  const std::string_view digits = reader.take_digits();
  const std::optional<std::int64_t> year = number(digits, kYearMax);
  if (digits.size() < kDigitsOfYear || !year) {
    return false;
  }
  civil.year = is_negative ? -*year : *year;
  return true;
}

bool read_day(Reader& reader, CivilTime& civil) {
  return reader.take_two_digits(1, days_in_month(civil.year, civil.month), civil.day);
}

bool read_hour_and_minute(Reader& reader, std::int64_t& seconds) {
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  if (!reader.take_two_digits(0, 23, hour) || !reader.take(':') ||
      !reader.take_two_digits(0, 59, minute)) {
    return false;
  }
  seconds = hour * kSecondsPerHour + minute * kSecondsPerMinute;
  return true;
}

bool read_second_and_fraction(Reader& reader, CivilTime& civil) {
  std::int64_t second = 0;
  if (!reader.take_two_digits(0, 59, second)) {
    return false;
  }
  civil.second_of_day += second;
  if (!reader.take('.')) {
    return true;
  }
  const std::string_view digits = reader.take_digits();
  for (std::size_t i = 0; i < 3; ++i) {
    civil.millisecond = civil.millisecond * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  }
  return !digits.empty();
}

bool read_zone(Reader& reader, CivilTime& civil) {
  if (reader.take('Z') || reader.take('z')) {
    return true;
  }
  const bool is_west = reader.take('-');
  if (!is_west && !reader.take('+')) {
    return false;
  }
  if (!read_hour_and_minute(reader, civil.zone_seconds)) {
    return false;
  }
  if (is_west) {
    civil.zone_seconds = -civil.zone_seconds;
  }
  return true;
}

bool take_time_mark(Reader& reader) {
  return reader.take('T') || reader.take('t');
}

// `YYYY-MM` and what may follow it.
bool read_w3c_time(Reader& reader, CivilTime& civil) {
  if (!read_year(reader, civil) || !reader.take('-') ||
      !reader.take_two_digits(1, 12, civil.month)) {
    return false;
  }
  if (reader.at_end()) {
    return true;
  }
  if (!reader.take('-') || !read_day(reader, civil)) {
    return false;
  }
  if (reader.at_end()) {
    return true;
  }
  if (!take_time_mark(reader) || !read_hour_and_minute(reader, civil.second_of_day)) {
    return false;
  }
  if (reader.take(':') && !read_second_and_fraction(reader, civil)) {
    return false;
  }
  return reader.at_end() || (read_zone(reader, civil) && reader.at_end());
}

// Digits with or without a sign; nothing where the text is not that.
std::optional<std::string_view> epoch_digits(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    text.remove_prefix(1);
  }
  Reader reader(text);
  const std::string_view digits = reader.take_digits();
  if (digits.empty() || !reader.at_end()) {
    return std::nullopt;
  }
  return digits;
}

void append_padded(std::string& out, std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) {
    out.append(width - digits.size(), '0');
  }
  out += digits;
}

void append_year(std::string& out, std::int64_t year) {
  if (year < 0) {
    out += '-';
  } else if (year > 9'999) {
    out += '+';
  }
  append_padded(out, year < 0 ? -year : year, 4);
}

struct OffsetUnit {
  std::string_view name;
  std::int64_t milliseconds;
};

// From large to small, and `ms` after `m`: the whole name decides.
constexpr std::array<OffsetUnit, 5> kOffsetUnits = {{
    {"d", kSecondsPerDay* kMillisecondsPerSecond},
    {"h", kSecondsPerHour* kMillisecondsPerSecond},
    {"m", kSecondsPerMinute* kMillisecondsPerSecond},
    {"s", kMillisecondsPerSecond},
    {"ms", 1},
}};

const OffsetUnit* find_offset_unit(std::string_view name) {
  for (const OffsetUnit& unit : kOffsetUnits) {
    if (unit.name == name) {
      return &unit;
    }
  }
  return nullptr;
}

std::size_t unit_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && !is_digit(text[length])) {
    ++length;
  }
  return length;
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  if (const std::optional<std::string_view> digits = epoch_digits(text)) {
    const std::optional<std::int64_t> seconds = number(*digits, kMax / kMillisecondsPerSecond);
    if (!seconds) {
      return std::nullopt;
    }
    return instant_of(text.front() == '-' ? -*seconds : *seconds, 0);
  }
  Reader reader(text);
  CivilTime civil;
  if (!read_w3c_time(reader, civil)) {
    return std::nullopt;
  }
  return instant_of(civil);
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  if (text.size() <= kDigitsOfYear || !is_digit(text.front()) || text[kDigitsOfYear] != '-') {
    return std::nullopt;
  }
  Reader reader(text);
  CivilTime civil;
  const bool is_whole =
      read_year(reader, civil) && reader.take('-') && reader.take_two_digits(1, 12, civil.month) &&
      reader.take('-') && read_day(reader, civil) && take_time_mark(reader) &&
      read_hour_and_minute(reader, civil.second_of_day) && reader.take(':') &&
      read_second_and_fraction(reader, civil) && read_zone(reader, civil) && reader.at_end();
  return is_whole ? instant_of(civil) : std::nullopt;
}

std::string format_rfc3339(Instant instant) {
  const std::int64_t seconds =
      floor_divide(instant.milliseconds_since_epoch, kMillisecondsPerSecond);
  const std::int64_t remainder = instant.milliseconds_since_epoch % kMillisecondsPerSecond;
  const std::int64_t millisecond = remainder < 0 ? remainder + kMillisecondsPerSecond : remainder;
  const std::int64_t days = floor_divide(seconds, kSecondsPerDay);
  const std::int64_t second_of_day = seconds - days * kSecondsPerDay;
  const CivilTime date = civil_date(days);
  std::string out;
  append_year(out, date.year);
  out += '-';
  append_padded(out, date.month, 2);
  out += '-';
  append_padded(out, date.day, 2);
  out += 'T';
  append_padded(out, second_of_day / kSecondsPerHour, 2);
  out += ':';
  append_padded(out, second_of_day / kSecondsPerMinute % 60, 2);
  out += ':';
  append_padded(out, second_of_day % 60, 2);
  if (millisecond != 0) {
    out += '.';
    append_padded(out, millisecond, 3);
  }
  out += 'Z';
  return out;
}

std::optional<std::int64_t> parse_offset_milliseconds(std::string_view text) {
  if (text.size() < 2 || text.front() != '+') {
    return std::nullopt;
  }
  text.remove_prefix(1);
  std::int64_t total = 0;
  const OffsetUnit* previous = nullptr;
  while (!text.empty()) {
    Reader reader(text);
    const std::string_view digits = reader.take_digits();
    text.remove_prefix(digits.size());
    const std::size_t length = unit_length(text);
    const OffsetUnit* unit = find_offset_unit(text.substr(0, length));
    if (digits.empty() || unit == nullptr || (previous != nullptr && unit <= previous)) {
      return std::nullopt;
    }
    const auto count = number(digits, (kMax - total) / unit->milliseconds);
    if (!count) {
      return std::nullopt;
    }
    total += *count * unit->milliseconds;
    previous = unit;
    text.remove_prefix(length);
  }
  return total;
}

std::optional<Instant> add_milliseconds(Instant instant, std::int64_t milliseconds) {
  const std::int64_t start = instant.milliseconds_since_epoch;
  const bool fits = milliseconds >= 0 ? start <= kMax - milliseconds : start >= kMin - milliseconds;
  if (!fits) {
    return std::nullopt;
  }
  return Instant{start + milliseconds};
}

}  // namespace replisim
