# What the scripts share: sourced, never run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Emscripten's linker needs the module acorn, which Debian puts here (docs/troubleshooting.md).
export NODE_PATH="/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}"

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi

# A heading over each long step, with the time since the script began.
step() { printf '\n%s[%d:%02d] %s%s\n' "$bold" $((SECONDS / 60)) $((SECONDS % 60)) "$*" "$plain"; }

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# Parallel compilers: one a core, but one for each 2 GiB of memory at most (LibTorch's headers need more than one).
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 2097152) }' /proc/meminfo)
  ((memory < 1)) && memory=1
  echo $((cores < memory ? cores : memory))
}

# configure PRESET [OPTION…]: quietly where nothing is new, the whole log where it fails.
configure() {
  local log="build/configure-$1.log"
  mkdir -p build
  cmake --preset "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    die "cmake --preset $1 failed; its output is above and in $log"
  }
}
