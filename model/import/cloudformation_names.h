#pragma once

#include <string>
#include <string_view>

#include "model/import/cloudformation_evaluator.h"

namespace replisim {

// What `Ref` and `Fn::GetAtt` of resources come to, and what stands for names and ids that AWS
// makes up: from account, Region, stack and logical id, so that it is the same everywhere.

/// What `Ref` of a resource comes to.
JsonNode reference_of(StackEvaluator& stack, const TemplateResource& resource, SourceRange where);

/// What `Fn::GetAtt` of a resource comes to.
JsonNode attribute_of(StackEvaluator& stack, const TemplateResource& resource,
                      std::string_view attribute, SourceRange where);

/// The name of a resource: given, or a stand-in where it is left to AWS or unknown. For a key, its
/// id.
JsonNode name_of(StackEvaluator& stack, const TemplateResource& resource);

/// `BucketName`, `RoleName`, …; empty where there is none.
std::string_view name_property_of(const TemplateResource& resource);

/// Whether `name_of` is a stand-in.
bool has_stand_in_name(StackEvaluator& stack, const TemplateResource& resource);

/// The path of an IAM resource, `/` by default.
JsonNode path_of(StackEvaluator& stack, const TemplateResource& resource);

/// Eight, four, four, four and twelve hexadecimal digits.
std::string stand_in_uuid(const StackEvaluator& stack, std::string_view what);

/// Twelve hexadecimal digits.
std::string stand_in_suffix(const StackEvaluator& stack, std::string_view what);

}  // namespace replisim
