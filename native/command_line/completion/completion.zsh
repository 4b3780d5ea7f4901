#compdef latentwalk latentwalk-train latentwalk-viewer
# zsh completion for latentwalk's programs, which are asked what can stand at the cursor (command_line/complete.hpp).
local line
local -a candidates
for line in ${(f)"$($words[1] --complete "${(@)words[2,CURRENT]}" 2>/dev/null)"}; do
  case $line in
    :files) _files ;;
    :folders) _files -/ ;;
    *) candidates+=("${${line//:/\\:}/$'\t'/:}") ;;
  esac
done
if (($#candidates)); then _describe value candidates; fi
