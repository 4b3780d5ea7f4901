#!/bin/sh
# man-page.sh PROGRAM: prints its manual page, made by help2man from --help of the program and of each of its commands.
set -eu
name=${1##*/} program=./${1##*/}
cd "$(dirname "$1")"  # help2man takes a command, so a space in its path would split it
version=$("$program" --version)

# page COMMAND…: help2man's page of what `COMMAND… --help` prints.
page() {
  summary=$("$@" --help | sed -n '1s/[.:].*//; 1p')
  help2man --no-info --section=1 --name="$summary" --version-string="${version#* }" "$*"
}

page "$program"
# commands_of COMMAND…: the commands that its --help lists.
commands_of() { "$@" --help | sed -n '/^Subcommands:/,$s/^  \([a-z-]*\).*/\1/p'; }

commands=$(for command in $(commands_of "$program"); do
  echo "$command"
  for inner in $(commands_of "$program" "$command"); do echo "$command $inner"; done
done)
[ -z "$commands" ] || echo '.SH COMMANDS'
printf '%s\n' "$commands" | while read -r command; do
  [ -n "$command" ] || continue
  printf '.SS "%s %s"\n' "$name" "$command"
  # shellcheck disable=SC2086  # two words are two arguments
  page "$program" $command </dev/null | sed '1,/^\.SH SYNOPSIS/d; s/^\.SH DESCRIPTION/.PP/; s/^\.SS "\(.*\)"/.PP\n\\fB\1\\fR/; s/^\.SH OPTIONS/.PP\n\\fBOptions:\\fR/'
done
cat <<'END'
.SH "EXIT STATUS"
0 on success, 2 or more than 100 for a command line that cannot be read, otherwise 1 with one line on standard error that
says what is wrong.
.SH FILES
.TP
.I ../share/latentwalk
Relative to the program's folder: the shipped models and the other files that the programs read. A model is named by its
file, or a shipped model by its name alone.
.SH "SEE ALSO"
\fBlatentwalk\fR(1), \fBlatentwalk\-train\fR(1), \fBlatentwalk\-viewer\fR(1)
END
