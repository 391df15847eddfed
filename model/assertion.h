#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "model/expected.h"

namespace replisim {

// What a scenario asserts of its world itself, whatever happens in it: members of `assert`.

/// What is asserted; the members of an entry of `assert` are called so.
enum class AssertionKind : std::uint8_t {
  Can,
  Cannot,
  Replicates,
  NeverReplicates,
  EncryptedWith,
  ReadableBy,
  NotReadableBy,
  StaysWithinRegions,
  NoDiagnostics,
};

std::string_view to_string(AssertionKind kind);  ///< `can`, `neverReplicates`, …

/// A text that was written somewhere; empty: not given.
struct PlacedText {
  std::string text;
  SourceRange where;
};

/// `can` and `cannot`: every combination of the three is asked for.
struct AccessAssertion {
  std::vector<PlacedText> as;       ///< ARNs and their like; `*` and `?` stand for whom they match
  std::vector<PlacedText> actions;  ///< the same
  std::vector<PlacedText> resources;  ///< the same
  std::vector<ContextEntry> context;
  Expected allowed_by;  ///< of `can`
  Expected denied_by;   ///< of `cannot`
  Expected denied_how;  ///< of `cannot`
  Expected sid;         ///< of the statement that decided
};

/// Which rules, and which of the objects that they can match.
struct ObjectSelection {
  PlacedText bucket;  ///< source
  PlacedText rule;
  PlacedText to;  ///< name of the destination
  PlacedText key;
  PlacedText prefix;
  std::vector<PlacedText> kinds;  ///< of objects, as `check` calls them at the end of their ids
};

/// `replicates`, `neverReplicates` and `encryptedWith`.
struct ReplicationAssertion {
  ObjectSelection objects;
  Expected server_side_encryption;  ///< these three of `encryptedWith`
  Expected sse_kms_key_id;
  Expected bucket_key_enabled;
};

/// `readableBy` and `notReadableBy`.
struct ReadingAssertion {
  std::vector<PlacedText> as;
  PlacedText bucket;  ///< that is read from
  PlacedText key;
  PlacedText from;  ///< source bucket: only what its rules write
  PlacedText rule;
  std::vector<ContextEntry> context;
};

/// `staysWithinRegions`.
struct RegionsAssertion {
  PlacedText bucket;
  std::vector<PlacedText> regions;  ///< names, or patterns with `*`
  bool counts_batch = false;  ///< what only a batch job that nobody starts would carry counts, too
};

/// An entry of `assert`.
struct Assertion {
  std::string id;
  /// Id of an event: the world as it is behind it. `end`: behind all. Empty: as it is given.
  PlacedText after;
  /// Which of the members that follow says what. Empty: the entry takes an inherited one away.
  std::optional<AssertionKind> kind;
  AccessAssertion access;
  ReplicationAssertion replication;
  ReadingAssertion reading;
  RegionsAssertion regions;
  std::vector<PlacedText> codes;  ///< of `noDiagnostics`; none: no finding at all
  SourceRange where;              ///< of the entry
  SourceRange id_where;
  SourceRange said_where;  ///< of the value that says it
};

/// The `after` that stands for all events.
inline constexpr std::string_view kAfterAll = "end";

}  // namespace replisim
