# fish completion for latentwalk's programs, which are asked what can stand at the cursor (command_line/complete.hpp).
function __latentwalk_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] --complete $words[2..-1] 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :folders
                __fish_complete_directories (commandline -ct)
            case '*'
                echo $line
        end
    end
end
for program in latentwalk latentwalk-train latentwalk-viewer
    complete -c $program -f -a '(__latentwalk_complete)'
end
