#!/usr/bin/env bash
# Usage: check_deb.sh CPACK BUILD_DIR WORK_DIR VERSION
# Packs what is built, and looks at the package as Debian and its users would: what it says of
# itself, where its files are, and whether what it holds runs. Installs nothing. 77: skipped.
set -euo pipefail

readonly cpack=$1 build=$2 work=$3 version=$4

fail() {
  echo "check_deb: $*" >&2
  exit 1
}

for tool in dpkg-deb dpkg-shlibdeps gzip; do
  if ! command -v "$tool" >/dev/null; then
    echo "check_deb: skipped, there is no $tool"
    exit 77
  fi
done

rm -rf "$work"
mkdir -p "$work"
"$cpack" -G DEB --config "$build/CPackConfig.cmake" -B "$work" -D CPACK_COMPONENTS_ALL=program \
  >"$work/log" 2>&1 || { cat "$work/log"; fail "cpack failed"; }

architecture=$(dpkg --print-architecture)
readonly package="$work/replisim_${version}_$architecture.deb"
[[ -f "$package" ]] || fail "no $package, but $(cd "$work" && echo *.deb)"

field() { dpkg-deb --field "$package" "$1"; }
[[ "$(field Package) $(field Version)" == "replisim $version" ]] || fail "named $(field Package)"
for name in Maintainer Section Description; do
  [[ -n "$(field "$name")" ]] || fail "no $name"
done
# Everything of ours is in the program; what it needs beside it is Debian's.
depends=$(field Depends | tr ',' '\n' | sed -E 's/^ *([^ ]+).*/\1/' | sort | tr '\n' ' ')
[[ "$depends" == "libc6 libgcc-s1 libstdc++6 libyaml-cpp0.7 " ]] || fail "depends on $depends"

root="$work/root"
dpkg-deb --extract "$package" "$root"
# Of the CMake target that other projects call the program by, a file is named for the build type.
found=$(cd "$root" && find . -type f | sed -E 's/(ProgramTargets)-[a-z]+/\1-TYPE/' | sort)
readonly wanted="./usr/bin/replisim
./usr/lib/cmake/replisim/replisimProgramTargets-TYPE.cmake
./usr/lib/cmake/replisim/replisimProgramTargets.cmake
./usr/share/bash-completion/completions/replisim
./usr/share/doc/replisim/copyright
./usr/share/fish/vendor_completions.d/replisim.fish
./usr/share/man/man1/replisim.1.gz
./usr/share/replisim/replisim-1.schema.json
./usr/share/zsh/vendor-completions/_replisim"
[[ "$found" == "$wanted" ]] || { diff <(echo "$wanted") <(echo "$found") || true; fail "files"; }

[[ "$("$root/usr/bin/replisim" --version)" == "replisim $version" ]] || fail "--version"
cmp "$root/usr/share/replisim/replisim-1.schema.json" <("$root/usr/bin/replisim" schema)
cmp <(gzip --decompress --stdout "$root/usr/share/man/man1/replisim.1.gz") \
  <("$root/usr/bin/replisim" man)
bash -n "$root/usr/share/bash-completion/completions/replisim"
echo "check_deb: $(basename "$package") is fine"
