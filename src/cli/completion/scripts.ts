import type { CommandNode } from './command-tree.ts'

export type ShellName = 'bash' | 'zsh' | 'fish' | 'powershell'

/** The completion script of a shell for a tree of commands. Pure. */
export function completionScript(shell: ShellName, tree: readonly CommandNode[]): string {
  return `${SCRIPTS[shell](tree)}\n`
}

const SCRIPTS: Readonly<Record<ShellName, (tree: readonly CommandNode[]) => string>> = { bash, zsh, fish, powershell }

const wordsOf = ({ subcommands, values, options }: CommandNode): string[] => [
  ...subcommands.map(({ name }) => name),
  ...values,
  ...options.map(({ flag }) => flag),
]

/** The options whose values are a fixed list, each with its command. */
const choicesOf = (tree: readonly CommandNode[]) =>
  tree.flatMap(({ path, options }) =>
    options.filter(({ values }) => values.length > 0).map(({ flag, values }) => ({ after: `${path} ${flag}`, values })),
  )

/** The paths of the subcommands, which a word of the line may enter. */
const pathsOf = (tree: readonly CommandNode[]) => tree.slice(1).map(({ path }) => path)

/** Cases of a POSIX `case` over quoted words. */
function cases(entries: readonly (readonly [string, readonly string[]])[]): string {
  return entries.map(([key, words]) => `    '${key}') candidates='${words.join(' ')}' ;;`).join('\n')
}

function posix(tree: readonly CommandNode[]): string {
  return `  for word in "$@"; do
    case "$at $word" in
      ${pathsOf(tree)
        .map((path) => `'${path}'`)
        .join('|')}) at="$at $word" ;;
    esac
  done
  case "$at" in
${cases(tree.map((node) => [node.path, wordsOf(node)]))}
  esac
  case "$at $previous" in
${cases(choicesOf(tree).map(({ after, values }) => [after, values]))}
  esac`
}

function bash(tree: readonly CommandNode[]): string {
  return `# bash completion of aios: source <(aios completion bash)
_aios_candidates() {
  local at=aios word candidates='' previous="$1"; shift
${posix(tree)}
  printf '%s' "$candidates"
}
_aios() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=($(compgen -W "$(_aios_candidates "$previous" "\${COMP_WORDS[@]:1:COMP_CWORD-1}")" -- "$current"))
}
complete -o default -F _aios aios`
}

function zsh(tree: readonly CommandNode[]): string {
  return `#compdef aios
# zsh completion of aios: source <(aios completion zsh), after compinit
_aios_candidates() {
  local at=aios word candidates='' previous="$1"; shift
${posix(tree)}
  printf '%s' "$candidates"
}
_aios() {
  local -a found
  found=(\${=$(_aios_candidates "\${words[CURRENT-1]}" "\${(@)words[2,CURRENT-1]}")})
  compadd -- $found || _files
}
compdef _aios aios`
}

function fish(tree: readonly CommandNode[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
  const lines = tree.flatMap(({ path, subcommands, values, options }) => {
    const when = `complete -c aios -n ${quoted(`test (__aios_at) = "${path}"`)}`
    return [
      ...subcommands.map(({ name, description }) => `${when} -a ${name} -d ${quoted(description)}`),
      ...(values.length > 0 ? [`${when} -a ${quoted(values.join(' '))}`] : []),
      ...options.map(({ flag, description, values: choices }) => {
        const given = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : ''
        return `${when} -l ${flag.slice(2)}${given} -d ${quoted(description)}`
      }),
    ]
  })
  return `# fish completion of aios: aios completion fish > ~/.config/fish/completions/aios.fish
function __aios_at
  set -l at aios
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case ${pathsOf(tree).map(quoted).join(' ')}
        set at "$at $word"
    end
  end
  echo $at
end
${lines.join('\n')}`
}

function powershell(tree: readonly CommandNode[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
  const table = (entries: readonly (readonly [string, readonly string[]])[]) =>
    entries.map(([key, words]) => `    ${quoted(key)} = @(${words.map(quoted).join(', ')})`).join('\n')
  return `# PowerShell completion of aios: aios completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName aios -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = @{
${table(tree.map((node) => [node.path, wordsOf(node)]))}
  }
  $choices = @{
${table(choicesOf(tree).map(({ after, values }) => [after, values]))}
  }
  $at = 'aios'
  $previous = ''
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
    $word = $element.ToString()
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    if ($commands.ContainsKey("$at $word")) { $at = "$at $word" }
    $previous = $word
  }
  $candidates = if ($choices.ContainsKey("$at $previous")) { $choices["$at $previous"] } else { $commands[$at] }
  $candidates | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}`
}
