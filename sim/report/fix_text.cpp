#include <algorithm>
#include <vector>

#include "model/json_writer.h"
#include "sim/reason/policy_repair.h"
#include "sim/report/advice.h"
#include "sim/report/denial.h"
#include "sim/report/escape.h"
#include "sim/report/explanation.h"
#include "sim/report/fix_report.h"
#include "sim/report/fix_step.h"

namespace replisim {
namespace {

/// A statement over several lines, as one would type it.
std::string shown_json(const std::string& compact, std::string_view indent) {
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  const JsonNode* node = parse_json(sources, sources.add("statement", compact), arena, issues);
  JsonWriter json(JsonWriter::Layout::Indented);
  json.node(*node);
  const std::string text = std::move(json).text();
  std::string out(indent);
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '\n' && i + 1 < text.size()) {
      out += indent;
    }
  }
  return out;
}

/// On one line however long, so that it can be copied.
std::string command_line(std::string_view indent, const std::string& command) {
  return std::string(indent) + "$ " + escape_terminal(command) + "\n";
}

std::string condition_text(const ConditionLine& line, std::string_view indent) {
  const std::string values = line.values.size() == 1 ? json_quoted(line.values.front())
                                                     : json_quoted(line.values.front()) + ", …";
  return std::string(indent) + R"("Condition": { ")" + line.operator_name + "\": { \"" + line.key +
         "\": " + values + " } }\n";
}

std::string step_text(const FixStep& step, std::size_t number, const FixReport& report,
                      const TextStyle& style) {
  const Change& change = *step.change;
  const std::string first = "  " + std::to_string(number) + ". ";
  const std::string indent(first.size(), ' ');
  std::string text =
      wrap(first, escape_terminal(step_sentence(step, report.scenario.world)), style);
  const SourceRange where =
      change.kind == Change::Kind::NarrowDeny ? change.deny_where : change.policy.where;
  if (where.is_known()) {
    text += indent + "at " + escape_terminal(to_string(place_of(where, report.sources))) + "\n";
  }
  for (const NewStatement& statement : step.statements) {
    text += shown_json(statement_json(statement), indent + "  ");
  }
  if (change.kind == Change::Kind::NarrowDeny) {
    text += indent + "so that its conditions also say\n" +
            condition_text(change.exception, indent + "  ");
  }
  if (change.kind == Change::Kind::AddStatement && change.policy.is_new &&
      change.policy.kind == DeniedBy::KeyPolicy) {
    text += wrap(indent, "beside the statement that every new key has: the account may do kms:*",
                 style);
  }
  if (const std::string command = setting_command(change); !command.empty()) {
    text += command_line(indent, command);
  }
  return text;
}

std::string account_heading(const std::string& account, const FixReport& report) {
  const World& world = report.scenario.world;
  const Account* known = world.find_account(account);
  std::string heading = "In account " + account;
  if (known != nullptr && !known->name.empty()) {
    heading += " (" + known->name + ")";
  }
  if (account == report.fix.source_account) {
    return heading + ", you";
  }
  const bool manages = world.organization && world.organization->management_account_id == account;
  return heading + (manages ? ", who manages the organization" : ", its owner");
}

std::string changes_text(const std::vector<Change>& changes, const FixReport& report,
                         std::size_t& number, const TextStyle& style) {
  std::string text;
  std::string account = "-";
  for (const FixStep& step : steps_of(changes)) {
    if (step.account != account) {
      account = step.account;
      text += "\n" + paint(escape_terminal(account_heading(account, report)), Tone::Strong, style) +
              "\n";
    }
    text += step_text(step, ++number, report, style);
  }
  return text;
}

// --- what no change mends ---

std::string replaced(std::string text, std::string_view field, const std::string& value) {
  for (std::size_t at = text.find(field); at != std::string::npos && !value.empty();
       at = text.find(field, at + value.size())) {
    text.replace(at, field.size(), value);
  }
  return text;
}

std::string command_for(std::string_view command, const std::string& bucket, const std::string& key,
                        const std::string& destination, const World& world) {
  const World::BucketPlace place = world.find_bucket(bucket);
  std::string text = replaced(std::string(command), "{source}", bucket);
  text = replaced(text, "{key}", key);
  text = replaced(text, "{destination}", destination);
  if (place) {
    text = replaced(text, "{account}", place.account->id);
    if (place.bucket->replication && place.bucket->replication->role) {
      text = replaced(text, "{role}", *place.bucket->replication->role);
    }
  }
  return text;
}

std::string unmended_text(const Unmended& unmended, const FixReport& report, std::size_t& number,
                          const TextStyle& style) {
  const EventOutcome& outcome = report.fix.before.events[unmended.event];
  const ReplicationAttempt& attempt = outcome.attempts[unmended.attempt];
  const Event* event = find_event(report.scenario, outcome.event_id);
  const NamedObject object = event == nullptr ? NamedObject() : object_of(event->operation);
  std::string head = outcome.event_id + ": " + object.bucket + "/" + attempt.key;
  if (!attempt.destination_bucket.empty()) {
    head += " to " + attempt.destination_bucket;
  }
  std::string text = wrap("  ", escape_terminal(head), style);
  if (unmended.result == ReplicationResult::Unknown) {
    text += wrap("    ",
                 escape_terminal("it depends on the " + unmended.reason +
                                 ", which is not in the scenario. Its owner has to see to:"),
                 style);
    return text + changes_text(unmended.demands, report, number, style);
  }
  const std::string_view meaning = meaning_of_reason(unmended.reason);
  text +=
      wrap("    ", unmended.reason + (meaning.empty() ? "" : ": " + std::string(meaning)), style);
  if (!unmended.demands.empty()) {
    text += wrap("    ", "it is not in the scenario. Its owner has to see to:", style);
    return text + changes_text(unmended.demands, report, number, style);
  }
  const Advice* advice = find_advice_beyond_policies(unmended.beyond);
  if (unmended.beyond.empty()) {
    text +=
        wrap("    ", "what would mend it breaks something that works, or comes too late", style);
  } else if (unmended.beyond != unmended.reason) {
    text += wrap("    ",
                 "and beyond that, " + unmended.beyond + ": " +
                     std::string(meaning_of_reason(unmended.beyond)),
                 style);
  }
  if (advice != nullptr && !advice->advice.empty()) {
    text += wrap("    ", "what helps: " + std::string(advice->advice), style);
  }
  if (advice != nullptr && !advice->command.empty()) {
    text += command_line("    ", command_for(advice->command, object.bucket, attempt.key,
                                             attempt.destination_bucket, report.scenario.world));
  }
  return text + (advice == nullptr ? std::string()
                                   : wrap("    ", "see " + std::string(advice->page), style));
}

/// Objects that failed stay FAILED whatever is mended later.
std::string batch_hint(const FixReport& report, const TextStyle& style) {
  const Fix& fix = report.fix;
  const Event* event =
      fix.mended.empty() ? nullptr : find_event(report.scenario, fix.mended.front().event_id);
  const Advice* batch = find_advice("ExistingObject");
  const NamedObject object = event == nullptr ? NamedObject() : object_of(event->operation);
  if (object.bucket.empty() || batch == nullptr || fix.mended.front().key.empty()) {
    return {};
  }
  return "\n" +
         wrap("", "Objects that failed before stay FAILED; S3 Batch Replication takes them up:",
              style) +
         command_line("  ", command_for(batch->command, object.bucket, object.key, "",
                                        report.scenario.world));
}

/// Calls that were refused are no failed replicas; what follows from them is.
std::string refused_note(const Fix& fix, const TextStyle& style) {
  std::string text;
  for (const EventOutcome& outcome : fix.before.events) {
    const bool is_mended =
        std::any_of(fix.mended.begin(), fix.mended.end(),
                    [&](const Mended& one) { return one.event_id == outcome.event_id; });
    if (!outcome.error.empty() && !is_mended) {
      text +=
          wrap("note: ",
               escape_terminal("event " + outcome.event_id + " (" + outcome.operation +
                               ") is refused: " + outcome.error +
                               (outcome.error_message.empty() ? "" : ": ") + outcome.error_message +
                               "; `explain --event " + outcome.event_id + "` tells why"),
               style);
    }
  }
  return text.empty() ? text : "\n" + text;
}

std::string answer(const Fix& fix) {
  const std::size_t failed = fix.mended.size() + fix.unmended.size();
  if (failed == 0) {
    return "nothing to fix: everything that is to be replicated is";
  }
  if (std::all_of(fix.unmended.begin(), fix.unmended.end(),
                  [](const Unmended& one) { return one.result == ReplicationResult::Unknown; }) &&
      fix.changes.empty()) {
    return "nothing fails that is in the scenario; what is not in it decides";
  }
  if (fix.changes.empty()) {
    return "no change of a policy or setting mends this";
  }
  const std::size_t changes = steps_of(fix.changes).size();
  return count_of(changes, "change") + (changes == 1 ? " mends " : " mend ") +
         (fix.unmended.empty() ? "all that failed"
                               : std::to_string(fix.mended.size()) + " of " +
                                     std::to_string(failed) + " that failed");
}

}  // namespace

std::string fix_text(const FixReport& report, const TextStyle& style) {
  const Fix& fix = report.fix;
  std::string text =
      paint(answer(fix), fix.unmended.empty() ? Tone::Good : Tone::Strong, style) + "\n";
  std::size_t number = 0;
  text += changes_text(fix.changes, report, number, style);
  if (!fix.changes.empty()) {
    text += "\n" + wrap("",
                        "This was applied to the scenario and played again before it was printed: "
                        "nothing that worked broke, and without any part of it something fails.",
                        style);
    text += batch_hint(report, style);
  }
  if (!fix.unmended.empty()) {
    text += "\n" + paint("What is beyond any change here", Tone::Strong, style) + "\n";
  }
  for (const Unmended& unmended : fix.unmended) {
    text += unmended_text(unmended, report, number, style);
  }
  return text + refused_note(fix, style);
}

}  // namespace replisim
