#include "sim/report/mutation_report.h"

#include <algorithm>
#include <utility>

#include "model/issue.h"
#include "model/json_writer.h"
#include "sim/report/escape.h"
#include "sim/report/github.h"
#include "sim/report/json.h"
#include "sim/report/sarif_log.h"

namespace replisim {
namespace {

std::string cases_text(std::size_t count) {
  return count == 1 ? std::string("the one case") : "all " + std::to_string(count) + " cases";
}

std::string survived_text(const Mutant& mutant) {
  return mutant.sentence + ", and " + cases_text(mutant.case_count) + " with it " +
         (mutant.case_count == 1 ? "passes" : "pass");
}

std::string counts_line(const MutationReport& report, const TextStyle& style) {
  const std::size_t noticed = report.count(MutantState::Noticed);
  const std::size_t survived = report.count(MutantState::Survived);
  const std::string score = "score " + std::to_string(report.score()) + "%";
  return count_of(report.case_count, "case") + ", " + count_of(report.mutants.size(), "mutant") +
         ": " + paint(score, survived == 0 ? Tone::Good : Tone::Bad, style) + " (" +
         std::to_string(noticed) + " of " + std::to_string(noticed + survived) + " noticed, " +
         std::to_string(survived) + " survived; " +
         std::to_string(report.count(MutantState::Equivalent)) + " equivalent, " +
         std::to_string(report.count(MutantState::Refused)) + " refused by AWS)";
}

// --- JSON ---

void write_witness(JsonWriter& json, const std::optional<Witness>& witness) {
  json.key("witness");
  if (!witness) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("principal", witness->principal);
  json.member("action", witness->action);
  json.member("resource", witness->resource);
  json.key("context");
  json.begin_array();
  for (const WitnessKey& key : witness->context) {
    json.begin_object();
    json.member("key", key.key);
    text_or_null(json, "value", key.value.value_or(""));
    json.end_object();
  }
  json.end_array();
  json.member("before", to_string(witness->before));
  json.member("after", to_string(witness->after));
  json.end_object();
}

void write_mutant(JsonWriter& json, const Mutant& mutant) {
  json.begin_object();
  json.member("operator", mutant.op);
  json.member("state", to_string(mutant.state));
  json.member("message", mutant.sentence);
  json.member("subject", mutant.subject);
  json.member("element", mutant.element);
  text_or_null(json, "change", mutant.change);
  json.member("cases", static_cast<std::int64_t>(mutant.case_count));
  text_or_null(json, "noticedBy", mutant.noticed_by);
  text_or_null(json, "reason", mutant.reason);
  text_or_null(json, "within", mutant.within);
  text_or_null(json, "hint", mutant.hint);
  write_witness(json, mutant.witness);
  write_place(json, "place", mutant.place);
  json.end_object();
}

void write_summary(JsonWriter& json, const MutationReport& report) {
  json.key("summary");
  json.begin_object();
  json.member("score", std::int64_t{report.score()});
  json.member("cases", static_cast<std::int64_t>(report.case_count));
  json.member("mutants", static_cast<std::int64_t>(report.mutants.size()));
  for (const MutantState state : {MutantState::Noticed, MutantState::Survived,
                                  MutantState::Equivalent, MutantState::Refused}) {
    json.member(to_string(state), static_cast<std::int64_t>(report.count(state)));
  }
  json.end_object();
}

// --- SARIF, GitHub ---

/// With what is missing, on one line or on several.
std::string message_of(const Mutant& mutant, std::string_view separator) {
  std::string message = survived_text(mutant) + " (" + mutant.subject + ")";
  if (mutant.witness) {
    message.append(separator).append(witness_text(*mutant.witness));
  } else {
    message.append(separator).append("no test has ").append(mutant.hint);
  }
  return message;
}

/// Those within another are mended with it.
template <typename Visit>
void for_each_survivor(const MutationReport& report, Visit&& visit) {
  for (const Mutant& mutant : report.mutants) {
    if (mutant.state == MutantState::Survived && mutant.within.empty()) {
      visit(mutant);
    }
  }
}

}  // namespace

std::string_view to_string(MutantState state) {
  switch (state) {
    case MutantState::Noticed: return "noticed";
    case MutantState::Survived: return "survived";
    case MutantState::Equivalent: return "equivalent";
    case MutantState::Refused: return "refused";
  }
  return "survived";
}

std::size_t MutationReport::count(MutantState state) const {
  return static_cast<std::size_t>(
      std::count_if(mutants.begin(), mutants.end(),
                    [state](const Mutant& mutant) { return mutant.state == state; }));
}

std::uint32_t MutationReport::score() const {
  const std::size_t noticed = count(MutantState::Noticed);
  const std::size_t all = noticed + count(MutantState::Survived);
  constexpr std::size_t kPercent = 100;
  return static_cast<std::uint32_t>(all == 0 ? kPercent : noticed * kPercent / all);
}

Mutant make_mutant(const Mutation& mutation, std::size_t case_count, const SourceMap& sources) {
  Mutant mutant;
  mutant.op = mutation.op->name;
  mutant.sentence = sentence_of(mutation);
  mutant.subject = mutation.subject;
  mutant.element = mutation.element;
  mutant.change = mutation.change;
  mutant.hint = hint_of(mutation);
  mutant.place = place_of(mutation.where, sources);
  mutant.case_count = case_count;
  return mutant;
}

void write_survivor(Mutant& mutant, const SourceMap& sources) {
  mutant.text = format_issue({.severity = Severity::Warning,
                              .code = mutant.op,
                              .message = survived_text(mutant),
                              .where = mutant.place.where},
                             sources);
}

std::string witness_text(const Witness& witness) {
  std::string text =
      "no test asks: " + witness.principal + " " + witness.action + " " + witness.resource;
  std::string_view separator = " with ";
  for (const WitnessKey& key : witness.context) {
    text.append(separator).append(key.value ? key.key + "=" + *key.value : "no " + key.key);
    separator = ", ";
  }
  return text + ": " + std::string(to_string(witness.before)) + ", would be " +
         std::string(to_string(witness.after));
}

std::string mutation_text(const MutationReport& report, const TextStyle& style) {
  std::string text;
  for_each_survivor(report, [&](const Mutant& mutant) {
    text += mutant.text;
    text += wrap("  in ", escape_terminal(mutant.subject), style);
    text += mutant.witness ? wrap("  ", escape_terminal(witness_text(*mutant.witness)), style)
                           : wrap("  no test has ", escape_terminal(mutant.hint), style);
  });
  for (const Mutant& mutant : report.mutants) {
    if (mutant.state == MutantState::Equivalent) {
      text += to_string(mutant.place) + ": note: " + escape_terminal(mutant.sentence) +
              ", which changes nothing: " + escape_terminal(mutant.reason) + " [" + mutant.op +
              "]\n";
    }
  }
  const auto within = std::count_if(report.mutants.begin(), report.mutants.end(),
                                    [](const Mutant& mutant) { return !mutant.within.empty(); });
  if (within > 0) {
    text += std::to_string(within) + " more survived within these\n";
  }
  return text + counts_line(report, style) + "\n";
}

std::string mutation_list(const MutationReport& report) {
  std::string text;
  for (const Mutant& mutant : report.mutants) {
    text += to_string(mutant.place) + ": " + escape_terminal(mutant.sentence) + ", in " +
            escape_terminal(mutant.subject) + " [" + mutant.op + "]\n";
  }
  return text + count_of(report.case_count, "case") + ", " +
         count_of(report.mutants.size(), "mutant") + "\n";
}

std::string mutation_json(const MutationReport& report) {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("schemaVersion", kReportSchemaVersion);
  json.member("command", "mutate");
  write_summary(json, report);
  json.key("results");
  json.begin_array();
  for (const Mutant& mutant : report.mutants) {
    write_mutant(json, mutant);
  }
  json.end_array();
  json.end_object();
  return std::move(json).text();
}

std::string mutation_sarif(const MutationReport& report) {
  SarifLog log{.automation_id = "replisim/mutate/", .rules = {}, .results = {}};
  for (const MutationOperator* const op : mutation_operators()) {
    log.rules.push_back({std::string(op->name),
                         "A mutation that " + std::string(op->does) + " is noticed by a test.",
                         "Nothing that is tested depends on this element: write the test that is "
                         "missing, or take the element out."});
  }
  for_each_survivor(report, [&log](const Mutant& mutant) {
    log.results.push_back(
        {.rule = mutant.op,
         .level = "warning",
         .message = message_of(mutant, "; "),
         .place = mutant.place,
         .identity = mutant.op + mutant.subject + mutant.element + mutant.change});
  });
  return write_sarif(log);
}

std::string mutation_github(const MutationReport& report) {
  std::string text;
  for_each_survivor(report, [&text](const Mutant& mutant) {
    text += github_annotation("warning", mutant.place, "survived: " + mutant.op,
                              message_of(mutant, "\n"));
  });
  return text + "replisim: " + counts_line(report, {}) + "\n";
}

std::string mutation_github_summary(const MutationReport& report) {
  std::string text = "### replisim mutate: " + counts_line(report, {}) + "\n";
  if (report.count(MutantState::Survived) == 0) {
    return text;
  }
  text += "\n| place | survived | missing |\n|---|---|---|\n";
  for_each_survivor(report, [&text](const Mutant& mutant) {
    text += "| " + escape_markdown_cell(to_string(mutant.place)) + " | " +
            escape_markdown_cell(mutant.sentence) + " | " +
            escape_markdown_cell(mutant.witness ? witness_text(*mutant.witness) : mutant.hint) +
            " |\n";
  });
  return text;
}

}  // namespace replisim
