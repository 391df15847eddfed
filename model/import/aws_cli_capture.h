#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/import/aws_cli.h"
#include "model/json_document.h"

namespace replisim {

class CaptureReader;
struct Capture;

/// What a capture holds.
enum class CaptureState : std::uint8_t {
  Printed,        ///< JSON
  NotConfigured,  ///< nothing, or AWS's message that there is none
  Failed,         ///< another message of AWS
};

/// What a command is about.
enum class CaptureArgument : std::uint8_t { None, Bucket, Key, Role, Policy, Target };

/// A command whose output can be read. The order of the table is the order of reading.
struct CommandRow {
  std::string_view name;    ///< `s3api.get-bucket-policy`
  std::string_view member;  ///< that it prints; empty: it may print any or none
  std::string_view other;   ///< a member that tells it from commands with the first; may be empty
  CaptureArgument argument = CaptureArgument::None;
  std::string_view missing_codes = {};  ///< AWS's for "not configured", with blanks between
  bool may_be_empty = false;            ///< where nothing is configured, it prints nothing
  void (*read)(CaptureReader& reader, const Capture& capture) = nullptr;  ///< null: of no use here
};

struct Capture {
  const AwsCliCapture* source = nullptr;
  const CommandRow* command = nullptr;
  std::string folder;    ///< without the file's name
  std::string account;   ///< by its folder, or otherwise; may be empty
  std::string region;    ///< by its folder; may be empty
  std::string argument;  ///< decoded
  CaptureState state = CaptureState::Printed;
  std::string error_code;
  const JsonNode* root = nullptr;  ///< if printed
  SourceRange where;               ///< of all of it
};

/// What the path says: folder, account, Region, and command and argument if it is named by the
/// convention.
void read_path(std::string_view path, Capture& capture);

/// Null if there is no such command.
const CommandRow* find_command(std::string_view name);
/// The command that prints such an object; null if it is none, or could be several.
const CommandRow* recognise_command(const JsonNode& root);

/// Whether some command prints a member of that name at the top.
bool is_captured_member(std::string_view name);

/// Whether what is printed repeats the argument.
bool names_itself(const CommandRow& command);

/// AWS's code in `An error occurred (CODE) when calling …`; empty if the text is not that.
std::string_view aws_error_code(std::string_view text);

/// `arn~aws~kms~…` → `arn:aws:kms:…`, `alias~x` → `alias/x`
std::string decode_argument(std::string_view argument);

}  // namespace replisim
