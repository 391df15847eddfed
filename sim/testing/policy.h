#pragma once

#include <initializer_list>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace replisim {
class JsonWriter;
}

namespace replisim::testing {

/// JSON as its author wrote it, taken wherever a scenario has some: a text (a raw string literal)
/// or, by `json_file`, a file. Comments are allowed, and `{"$file": "path"}` names a file. Nothing
/// is read before a world is played; what is wrong then has its place in this text or file.
class Json {
 public:
  Json(std::string text);                                   // NOLINT(google-explicit-constructor)
  Json(std::string_view text) : Json(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  Json(const char* text) : Json(std::string(text)) {}       // NOLINT(google-explicit-constructor)

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::string& path() const { return path_; }  ///< empty: it is a text

 private:
  friend Json json_file(std::string path);
  Json() = default;

  std::string text_;
  std::string path_;
};

/// The JSON of a file. Relative paths begin in the current folder of the test program.
Json json_file(std::string path);

/// A statement of a policy, made part by part; `Allow()` and `Deny()` begin one. Elements take one
/// value or several: `.action("s3:GetObject", "s3:ListBucket")`.
class Statement {
 public:
  Statement sid(const std::string& sid) const;
  /// ARNs, account ids, services (`s3.amazonaws.com`) or `*`.
  template <typename... Texts>
  Statement principal(const Texts&... texts) const {
    return with("Principal", {std::string(texts)...});
  }
  template <typename... Texts>
  Statement not_principal(const Texts&... texts) const {
    return with("NotPrincipal", {std::string(texts)...});
  }
  template <typename... Texts>
  Statement action(const Texts&... texts) const {
    return with("Action", {std::string(texts)...});
  }
  template <typename... Texts>
  Statement not_action(const Texts&... texts) const {
    return with("NotAction", {std::string(texts)...});
  }
  template <typename... Texts>
  Statement resource(const Texts&... texts) const {
    return with("Resource", {std::string(texts)...});
  }
  template <typename... Texts>
  Statement not_resource(const Texts&... texts) const {
    return with("NotResource", {std::string(texts)...});
  }
  /// `.condition("StringEquals", "aws:SourceAccount", "111111111111")`; several values are
  /// alternatives, several conditions must all hold.
  template <typename... Texts>
  Statement condition(const std::string& operator_name, const std::string& key,
                      const Texts&... values) const {
    return with_condition({operator_name, key, {std::string(values)...}});
  }

 private:
  friend Statement Allow();  // NOLINT(readability-identifier-naming): see below
  friend Statement Deny();   // NOLINT(readability-identifier-naming)
  friend class Policy;

  struct Element {
    std::string name;
    std::vector<std::string> values;
  };
  struct Condition {
    std::string operator_name;
    std::string key;
    std::vector<std::string> values;
  };

  explicit Statement(std::string effect) : effect_(std::move(effect)) {}
  [[nodiscard]] Statement with(const std::string& name, std::vector<std::string> values) const;
  [[nodiscard]] Statement with_condition(Condition condition) const;
  void write(JsonWriter& json) const;
  void write_conditions(JsonWriter& json) const;

  std::string effect_;
  std::string sid_;
  std::vector<Element> elements_;
  std::vector<Condition> conditions_;
};

// Like matchers they begin with a capital: they read as the word in the policy.
Statement Allow();  // NOLINT(readability-identifier-naming)
Statement Deny();   // NOLINT(readability-identifier-naming)

/// A policy document: JSON, statements, or by `policy_file` a file.
///
///   bucket.policy(R"({"Version": "2012-10-17", "Statement": [ … ]})");
///   bucket.policy(Allow().principal(role).action("s3:*").resource(bucket.objects()));
///   bucket.policy({Allow()…, Deny()…});
///   bucket.policy(policy_file("policies/destination-bucket.json"));
class Policy {
 public:
  Policy(const char* text) : json_(text) {}             // NOLINT(google-explicit-constructor)
  Policy(std::string text) : json_(std::move(text)) {}  // NOLINT(google-explicit-constructor)
  Policy(std::string_view text) : json_(text) {}        // NOLINT(google-explicit-constructor)
  Policy(Json json) : json_(std::move(json)) {}         // NOLINT(google-explicit-constructor)
  Policy(const Statement& statement);                   // NOLINT(google-explicit-constructor)
  Policy(std::initializer_list<Statement> statements);
  Policy(const std::vector<Statement>& statements);  // NOLINT(google-explicit-constructor)

  [[nodiscard]] const Json& json() const { return json_; }

 private:
  Json json_;
};

/// The policy that a file holds. Relative paths begin in the current folder of the test program.
Policy policy_file(std::string path);

/// How GoogleTest shows it: its file, or its text.
void PrintTo(const Policy& policy, std::ostream* out);  // NOLINT(readability-identifier-naming)

}  // namespace replisim::testing
