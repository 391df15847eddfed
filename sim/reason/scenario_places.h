#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "model/json_document.h"

namespace replisim {

/// Where things stand in the tree of a scenario: what a patch has to name. Pointers are RFC 6901,
/// empty where there is no such thing. Borrows the tree. What stands at a place is found by a walk
/// over the tree, once for each place; events by name at no cost to speak of. One thread at a time.
class ScenarioPlaces {
 public:
  explicit ScenarioPlaces(const JsonNode& root);

  [[nodiscard]] const JsonNode& root() const { return root_; }
  [[nodiscard]] const JsonNode* node(std::string_view pointer) const;

  [[nodiscard]] std::string account(std::string_view id) const;
  [[nodiscard]] std::string bucket(std::string_view name) const;
  [[nodiscard]] std::string role(std::string_view text) const;  ///< by ARN
  [[nodiscard]] std::string user(std::string_view text) const;  ///< by ARN
  [[nodiscard]] std::string key(std::string_view text) const;   ///< by ARN
  /// The account that something below it belongs to: id of `/accounts/1/…`.
  [[nodiscard]] std::string account_of(std::string_view pointer) const;

  /// What stands at this place of the user's files; of several, since a file can be named twice,
  /// the first below `owner`. A policy inside a string is where the string is.
  [[nodiscard]] std::string at(SourceRange where, std::string_view owner = {}) const;

  [[nodiscard]] std::size_t event_count() const;
  [[nodiscard]] const JsonNode* event(std::size_t index) const;
  /// By id, given or made up; the number of events if there is none.
  [[nodiscard]] std::size_t event_index(std::string_view id) const;
  /// The last event before `index` of this operation whose parameter is this or ends with it.
  [[nodiscard]] std::optional<std::size_t> last_event(std::size_t index, std::string_view operation,
                                                      std::string_view parameter,
                                                      std::string_view value) const;

 private:
  [[nodiscard]] std::string in_accounts(std::string_view list, std::string_view name,
                                        std::string_view value,
                                        std::string_view account_id = {}) const;
  const JsonNode& root_;
  std::map<std::string, std::size_t, std::less<>> events_;  // by id
  mutable std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>,
                   std::vector<std::string>>
      found_;  // by place
};

/// A member that is a string; empty if there is none.
std::string_view text_member(const JsonNode& node, std::string_view name);

}  // namespace replisim
