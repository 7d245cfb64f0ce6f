# bash completion for nonet. Names of commands and options come from the program itself.

_nonet_command() {
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --store | --lang | --as | --colour) i=$((i + 1)) ;;
        -*) ;;
        *)
            printf '%s' "${COMP_WORDS[i]}"
            return
            ;;
        esac
    done
}

_nonet_words() {
    local program=${COMP_WORDS[0]} current=$1 kind=$2
    case $kind in
    names) mapfile -t COMPREPLY < <(compgen -W "$("$program" help --names 2>/dev/null)" -- "$current") ;;
    options) mapfile -t COMPREPLY < <(compgen -W "$("$program" help --names "$3" 2>/dev/null)" -- "$current") ;;
    canvases) mapfile -t COMPREPLY < <(compgen -W "$("$program" list 2>/dev/null | awk '{print $1}')" -- "$current") ;;
    templates) mapfile -t COMPREPLY < <(compgen -W "$("$program" templates 2>/dev/null | awk '/^[^ ]/ {print $1}')" -- "$current") ;;
    formats) mapfile -t COMPREPLY < <(compgen -W "$("$program" formats 2>/dev/null | awk '{print $1}')" -- "$current") ;;
    files) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    *) mapfile -t COMPREPLY < <(compgen -W "$kind" -- "$current") ;;
    esac
}

_nonet() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command
    COMPREPLY=()
    command=$(_nonet_command)
    case $previous in
    --store | --output) _nonet_words "$current" files && return ;;
    --lang) _nonet_words "$current" "en zh" && return ;;
    --template) _nonet_words "$current" templates && return ;;
    --from) _nonet_words "$current" canvases && return ;;
    --format) _nonet_words "$current" formats && return ;;
    --sort) _nonet_words "$current" "updated created title" && return ;;
    --colour)
        if [[ $command == note ]]; then
            _nonet_words "$current" "none yellow red green blue purple"
        else
            _nonet_words "$current" "always auto never"
        fi
        return
        ;;
    esac
    if [[ -z $command ]]; then
        _nonet_words "$current" names
        return
    fi
    if [[ $current == -* ]]; then
        _nonet_words "$current" options "$command"
        return
    fi
    case $command in
    open | show | add | canvas | remove | restore | undo | redo | history | version | versions | diff | review | export) _nonet_words "$current" canvases ;;
    prompts) _nonet_words "$current" templates ;;
    template)
        if [[ $previous == template ]]; then
            _nonet_words "$current" "check install"
        else
            _nonet_words "$current" files
        fi
        ;;
    workshop)
        if [[ $previous == workshop ]]; then
            _nonet_words "$current" "$("${COMP_WORDS[0]}" help --names workshop 2>/dev/null | grep -v '^--')"
        else
            _nonet_words "$current" canvases
        fi
        ;;
    import | backup | restore-backup | merge) _nonet_words "$current" files ;;
    help) _nonet_words "$current" names ;;
    esac
}

complete -o filenames -F _nonet nonet
