#!/bin/sh
# Installs the Debian packages that are missing: `packages.sh build` or `packages.sh test`.
set -eu

build="gcc libc6-dev meson ninja-build pkg-config python3 tzdata
    libglpk-dev libical-dev libsqlite3-dev libcsv-dev libjansson-dev libxlsxwriter-dev"
tests="libcmocka-dev python3-tap python3-icalendar python3-openpyxl libreoffice-calc sqlite3 khal vdirsyncer
    nodejs npm universal-ctags clang-format-14"

case "${1:-}" in
build) wanted="$build" ;;
test) wanted="$build $tests" ;;
*)
    echo "usage: packages.sh build|test" >&2
    exit 2
    ;;
esac

missing=""
for package in $wanted; do
    # A Node.js that was installed by other means is as good as the package.
    case "$package" in
    nodejs) command -v node >/dev/null && continue ;;
    npm) command -v npm >/dev/null && continue ;;
    esac
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "These Debian packages are missing:$missing" >&2
        echo "Install them as root (apt-get install$missing), then run this again." >&2
        exit 1
    fi
    as_root=sudo
fi
echo "Installing Debian packages:$missing"
log=$(mktemp)
if ! { $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    exit 1
fi
rm -f "$log"
