# fish completion of duima. The program says what fits: "duima completions words -- WORD…" answers for the last word.
function __duima_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    for answer in ($words[1] completions words -- $words[2..-1] "$word" 2>/dev/null)
        switch $answer
            case ':file' ':dir'
                set -l front (string match -r -- '^--[^=]*=' "$word")
                set -l name (string replace -r -- '^--[^=]*=' '' "$word")
                for path in (test $answer = :dir; and __fish_complete_directories "$name"; or __fish_complete_path "$name")
                    echo "$front$path"
                end
            case '*'
                echo $answer
        end
    end
end
complete -c duima -f -a '(__duima_complete)'
