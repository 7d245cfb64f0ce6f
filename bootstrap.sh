#!/bin/sh
# bootstrap.sh - from a bare Debian machine to a running nonet.
#
#   ./bootstrap.sh run     installs what is missing, builds, opens the browser on a first canvas
#   ./bootstrap.sh test    installs what is missing, builds with sanitizers, runs every test
#   ./bootstrap.sh build   installs what is missing and builds; nothing more
#
# Works as root without sudo, or as a user with sudo. Every package below says why it is there.
set -eu
cd "$(dirname "$0")"

# To build: compiler, build system, and the libraries' headers.
BUILD_PACKAGES="
gcc
cmake
ninja-build
pkg-config
libc6-dev
libncurses-dev
libsqlite3-dev
libunistring-dev
libjansson-dev
libseccomp-dev
libpango1.0-dev
libcmark-gfm-dev
libcmark-gfm-extensions-dev
libyaml-dev
gettext
"
# To run: terminal descriptions beyond the basic ones, so that any terminal that people come with is known; fonts that
# set a poster in Chinese and with emoji.
RUN_PACKAGES="
ncurses-term
fonts-noto-core
fonts-noto-cjk
fonts-noto-color-emoji
"
# To test: OpenSSH carries workshops' guests (the tests start an sshd of their own, the machine's is not needed); Check
# runs the tests, libvterm decodes what the program draws.
TEST_PACKAGES="
check
libvterm-dev
openssh-server
openssh-client
"

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        say "bootstrap: packages are missing and this needs root: run it as root, or install sudo."
        say "bootstrap: missing:$missing"
        exit 1
    fi
}

install_missing() {
    missing=""
    for package in "$@"; do
        status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
        [ "$status" = "install ok installed" ] || missing="$missing $package"
    done
    [ -z "$missing" ] && return
    if ! command -v apt-get >/dev/null 2>&1; then
        say "bootstrap: this script installs with apt-get, which is not here; please install:$missing"
        exit 1
    fi
    say "bootstrap: installing$missing"
    as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of words on purpose
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
}

# A folder made by debootstrap has neither /proc nor /dev/pts. The sanitizers need the one and pseudo-terminals the
# other, so they are mounted for the length of the tests where that is allowed.
mounted=""
mount_missing() { # type, where, what must be there then
    [ -e "$3" ] && return
    if [ "$(id -u)" -eq 0 ] && mount -t "$1" "$1" "$2" 2>/dev/null; then
        mounted="$2 $mounted"
    else
        say "bootstrap: $2 is not mounted and cannot be"
    fi
}

unmount_again() {
    for folder in $mounted; do
        umount "$folder"
    done
}

run_tests() {
    trap unmount_again EXIT
    trap 'exit 130' INT TERM
    mount_missing proc /proc /proc/self/exe
    mount_missing devpts /dev/pts /dev/pts/ptmx
    preset=sanitize
    without='^$'
    if [ ! -e /proc/self/exe ]; then
        say "bootstrap: without /proc the sanitizers cannot work; testing a build without them"
        preset=debug
    fi
    if [ ! -e /dev/pts/ptmx ]; then
        say "bootstrap: without /dev/pts there are no pseudo-terminals; leaving those tests out"
        without='^terminal/'
    fi
    build "$preset"
    ctest --preset "$preset" --parallel "$(nproc)" --exclude-regex "$without"
}

build() { # preset, more options for cmake
    preset=$1
    shift
    cmake --preset "$preset" "$@" >&2
    cmake --build --preset "$preset" >&2
}

# Without the tests, whose packages are not installed for it; `cmake --preset release` brings them back.
build_release() {
    build release -DBUILD_TESTING=OFF
}

case "${1:-}" in
run)
    # shellcheck disable=SC2086
    install_missing $BUILD_PACKAGES $RUN_PACKAGES
    build_release
    shift
    exec build/release/nonet "$@"
    ;;
build)
    # shellcheck disable=SC2086
    install_missing $BUILD_PACKAGES $RUN_PACKAGES
    build_release
    ;;
test)
    # shellcheck disable=SC2086
    install_missing $BUILD_PACKAGES $RUN_PACKAGES $TEST_PACKAGES
    run_tests
    ;;
*)
    say "usage: ./bootstrap.sh run | test | build"
    exit 2
    ;;
esac
