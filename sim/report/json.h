#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/report/text.h"

namespace replisim {

class JsonWriter;

// Machine-readable reports: one document each, indented, ending with a line break. Fields and their
// order are stable within a `schemaVersion`; further fields may be added. `sim/report/README.md`
// describes them.

inline constexpr std::int64_t kReportSchemaVersion = 1;

/// A member that is null where the text is empty.
void text_or_null(JsonWriter& json, std::string_view name, std::string_view value);

/// A member that is an array of them.
void strings_member(JsonWriter& json, std::string_view name,
                    const std::vector<std::string>& values);
/// The same, but one alone stands by itself, as AWS takes it in policies.
void string_or_strings(JsonWriter& json, std::string_view name,
                       const std::vector<std::string>& values);

std::string run_json(const RunReport& report);
std::string explain_json(const std::string& file, const std::string& variant_id,
                         const std::vector<Explanation>& explanations);
std::string test_json(const TestReport& report);

}  // namespace replisim
