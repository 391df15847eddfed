#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace replisim {

/// An enumerator and how AWS spells it.
template <typename Enum>
struct EnumName {
  Enum value;
  std::string_view name;
};

/// Every enumerator of `Enum` with its name, in order; see enum_name.cpp for which there are.
template <typename Enum>
std::span<const EnumName<Enum>> enum_names();

template <typename Enum>
std::string_view name_of(Enum value) {
  for (const EnumName<Enum>& row : enum_names<Enum>()) {
    if (row.value == value) {
      return row.name;
    }
  }
  return {};
}

template <typename Enum>
std::optional<Enum> find_enum(std::string_view name) {
  for (const EnumName<Enum>& row : enum_names<Enum>()) {
    if (row.name == name) {
      return row.value;
    }
  }
  return std::nullopt;
}

}  // namespace replisim
