#!/bin/sh
# Keys in a real window by the letters of a keyboard layout: layouts.sh VIEWER LAYOUT MODEL MODEL, inside xvfb-run. Prints
# the title after each step, and whether the program ended.
viewer=$1; layout=$2; shift 2
setxkbmap "$layout"
"$viewer" "$@" --fresh --panel sample --width 1280 --height 800 &
id=$!
for _ in $(seq 100); do window=$(xdotool search --pid $id --name latentwalk 2>/dev/null | head -1); [ -n "$window" ] && break; sleep 0.2; done
title() { for _ in $(seq 50); do now=$(xdotool getwindowname "$window"); case $now in $1) break;; esac; sleep 0.2; done; echo "$now"; }
for _ in $(seq 50); do xdotool windowfocus "$window" 2>/dev/null && break; sleep 0.2; done
# Held for some frames, as by a finger.
key() { for one; do xdotool keydown "$one"; sleep 0.1; done; for one; do xdotool keyup "$one"; done; sleep 0.2; }
title '*–*'
first=$now
xdotool mousemove --window "$window" 100 128 click 1
sleep 1; title '*'
key ctrl z; title "$first"
key ctrl y; sleep 1; title '*'
key a; key 2; title 'Walk*'
key ctrl q
for _ in $(seq 50); do kill -0 $id 2>/dev/null || break; sleep 0.2; done
kill -0 $id 2>/dev/null && { echo still there; kill $id; } || echo quit
