#!/bin/bash
# Whether a shell hands on the filters of a transcript as they are typed there, without quotes.
#   typed.sh TRANSCRIPT PAGE
# Each `$ crm list …` line of the transcript, and each example of the manual page, that has no quotes is typed in bash, and in zsh and fish where they are
# installed; what arrives must be its words.
set -euo pipefail

transcript=$1 page=$2
empty=$(mktemp -d)
trap 'rmdir "$empty"' EXIT
lines=$(sed -n 's/^\$ crm list \([^"'"'"'>|&]*\)$/\1/p' "$transcript")
lines+=$'\n'$(sed -n 's/\\-/-/g; s/\\(ti/~/g; s/^\.It Li "crm list \([^"'"'"'<>|&\]*\)"$/\1/p' "$page")
cd "$empty"
failed=0 count=0
for shell in bash zsh fish; do
  command -v "$shell" >/dev/null || continue
  while IFS= read -r line; do
    read -ra words <<<"$line"
    typed=$("$shell" -c "printf '%s\n' $line" 2>&1) || typed="$shell refuses it: $typed"
    expected=$(printf '%s\n' "${words[@]}")
    count=$((count + 1))
    # In zsh a bracket that is glued to a word is a pattern; spaces around it help.
    if [[ $typed != "$expected" && ! ($shell == zsh && $line =~ (\[[^ ]|[^ ]\])) ]]; then
      printf '%s: crm list %s\n%s\n' "$shell" "$line" "$typed" >&2
      failed=1
    fi
  done <<<"$lines"
done
if ((count < 60)); then
  echo "only $count lines were typed" >&2
  failed=1
fi
exit $failed
