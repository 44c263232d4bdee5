#!/usr/bin/env bash
# What an installation leaves where: staged.sh SOURCE BUILD. Another name than crm is tried on the papers alone, since a
# program of that name would have to be built for it; called_test.cpp has its words.
set -euo pipefail
source=$1 build=$2
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

fail() {
  printf 'staged.sh: %s\n' "$*" >&2
  exit 1
}

# put PREFIX BUILD [ARGUMENT …]: installs, and prints the files without the prefix, manual pages and data summed up.
put() {
  local prefix=$1 from=$2
  shift 2
  rm -rf "$stage/tree"
  DESTDIR=$stage/tree cmake --install "$from" --prefix "$prefix" "$@" >"$stage/log" 2>&1 || {
    cat "$stage/log" >&2
    fail "cmake --install has failed"
  }
  (cd "$stage/tree$prefix" && find . -type f | LC_ALL=C sort | sed 's,^\./,,') >"$stage/files"
  grep -v -e '^share/man/' -e '/data-format/schema/' -e '/data-format/example-book/' "$stage/files" || true
}

check() {
  diff -u <(LC_ALL=C sort <<<"$2") <(LC_ALL=C sort <<<"$1") >&2 || fail "$3"
}

common='share/doc/NAME/CHANGELOG.md
share/doc/NAME/LICENSE
share/doc/NAME/README.md
share/doc/NAME/copyright
share/doc/NAME/data-format/CHANGES.md
share/doc/NAME/data-format/README.md
share/doc/NAME/examples/crontab
share/doc/NAME/pictures/reports.png
share/doc/NAME/pictures/terminal.svg
share/bash-completion/completions/NAME
share/fish/vendor_completions.d/NAME.fish'

check "$(put /usr/local "$build")" "bin/crm
${common//NAME/crm}
share/systemd/user/crm-meetings.service
share/systemd/user/crm-meetings.timer
share/systemd/user/crm-remind.service
share/systemd/user/crm-remind.timer
share/systemd/user/crm-wishes.service
share/systemd/user/crm-wishes.timer
share/zsh/site-functions/_crm" "an installation is not what it was"
[[ -x $stage/tree/usr/local/bin/crm ]] || fail "the program can't be run"
"$stage/tree/usr/local/bin/crm" --version | grep -q '^crm [0-9]' || fail "the program does not run"
# Every page, and no other.
diff -u <(cd "$source/man" && printf '%s\n' * | LC_ALL=C sort) \
  <(sed -n 's,^share/man/man[157]/,,p' "$stage/files" | LC_ALL=C sort) >&2 || fail "pages are missing"
diff -ru "$source/data-format/example-book" "$stage/tree/usr/local/share/doc/crm/data-format/example-book" >&2

check "$(put /usr "$build")" "bin/crm
${common//NAME/crm}
lib/systemd/user/crm-meetings.service
lib/systemd/user/crm-meetings.timer
lib/systemd/user/crm-remind.service
lib/systemd/user/crm-remind.timer
lib/systemd/user/crm-wishes.service
lib/systemd/user/crm-wishes.timer
share/zsh/vendor-completions/_crm" "as a package it is not what it was"

# Under another name: configured, not built.
cmake -G Ninja -S "$source" -B "$stage/build" -DCRM_PROGRAM_NAME=kunden -DCRM_TESTS=OFF >"$stage/log" 2>&1 || {
  cat "$stage/log" >&2
  fail "cmake can't set it up under another name"
}
check "$(put /usr/local "$stage/build" --component papers)" "${common//NAME/kunden}
share/systemd/user/kunden-meetings.service
share/systemd/user/kunden-meetings.timer
share/systemd/user/kunden-remind.service
share/systemd/user/kunden-remind.timer
share/systemd/user/kunden-wishes.service
share/systemd/user/kunden-wishes.timer
share/zsh/site-functions/_kunden" "under another name it is not what it should be"
if grep '/crm[^/]*$' "$stage/files" | grep -v -e '/schema/' -e '/example-book/'; then fail "these kept the old name"; fi
here=$stage/tree/usr/local/share
head -1 "$here/zsh/site-functions/_kunden" | grep -qx '#compdef kunden' || fail "zsh would complete another program"
grep -q ' kunden$' "$here/bash-completion/completions/kunden" || fail "bash would complete another program"
grep -q 'complete -c kunden' "$here/fish/vendor_completions.d/kunden.fish" || fail "fish would complete another program"
grep -q '^\.Dt KUNDEN-LOG 1' "$here/man/man1/kunden-log.1" || fail "the manual is called something else"
grep -q 'crm\.yaml' "$here/man/man1/kunden-log.1" || fail "crm.yaml is called something else"
# The word by itself is nowhere left, but in what somebody might have typed.
if grep -rnE '(^|[ (])crm( |$)' "$here/man" "$here/systemd" "$here/doc/kunden/examples" "$here/bash-completion" "$here/fish" "$here/zsh"; then
  fail "these still say crm"
fi
if command -v mandoc >/dev/null; then mandoc -T lint -W warning "$here"/man/*/*; fi
if command -v systemd-analyze >/dev/null; then
  for timer in remind meetings wishes; do
    systemd-analyze verify --man=no "$here/systemd/user/kunden-$timer.timer" || fail "systemd would not take the timer $timer"
  done
fi
