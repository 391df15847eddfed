#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/import/terraform_value.h"

namespace replisim {

/// Where a resource lives.
struct TerraformHome {
  std::string account;
  std::string region;
  std::string partition = "aws";
  bool is_region_assumed = false;  ///< nothing says it
};

/// Tells the accounts and Regions of providers, and so of resources.
///
/// Where no provider says its account, but all have the same settings, one id stands for it. Where
/// that cannot be told, there is no account: what lives there cannot be placed.
class TerraformAccounts {
 public:
  /// Borrows all of them.
  TerraformAccounts(const TerraformDocument& document, const TerraformWorld& world,
                    const TerraformReferences& references, const ImportOptions& options);

  /// Nothing if the account is not known.
  [[nodiscard]] std::optional<TerraformHome> home_of(const TerraformInstance& instance) const;

  [[nodiscard]] const std::optional<std::string>& stand_in() const { return stand_in_; }
  /// Providers (or addresses) without an account, or without a Region, each once.
  [[nodiscard]] const std::vector<UnknownValue>& unknown() const { return unknown_; }

 private:
  struct Provider {
    const JsonNode* expressions = nullptr;
    std::string module;    ///< that the block stands in
    std::string settings;  ///< all that tells whose credentials it uses
    std::optional<std::string> account;
    std::string region;
    SourceRange where;
  };

  void list_providers();
  void find_accounts();
  void find_regions();
  void share_accounts();
  [[nodiscard]] std::optional<std::string> account_of_settings(const Provider& provider) const;
  [[nodiscard]] std::optional<std::string> account_of_resources(std::string_view key) const;
  [[nodiscard]] std::string region_of_resources(std::string_view key) const;
  [[nodiscard]] std::vector<std::string_view> constants(const JsonNode* expression,
                                                        std::string_view module) const;
  [[nodiscard]] std::optional<std::string> account_of_address(
      const TerraformInstance& instance) const;
  void note_ties();
  void note_ties_of(const TerraformInstance& instance);
  void note_key_regions();

  const TerraformDocument& document_;
  const TerraformWorld& world_;
  const TerraformReferences& references_;
  const ImportOptions& options_;
  std::map<std::string, Provider, std::less<>> providers_;
  std::optional<std::string> stand_in_;
  std::vector<UnknownValue> unknown_;
  // Of documents that do not say which provider a resource has: bucket names by what ties them.
  std::map<std::string, std::string, std::less<>> bucket_accounts_;
  std::set<std::string> all_accounts_;
  std::map<std::string, std::string, std::less<>> bucket_regions_;
};

/// The account of an ARN, if it names one.
std::optional<std::string> account_of_arn(std::string_view text);

/// Of accounts that no input names.
inline constexpr std::string_view kStandInAccount = "000000000000";

}  // namespace replisim
