/** A flag as completion sees it. */
export interface FlagShape {
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  /** Empty where its values cannot be listed. */
  readonly values: readonly string[];
  readonly isPath: boolean;
}

/** A command as completion sees it. */
export interface CommandShape {
  readonly name: string;
  readonly summary: string;
  /** What may stand as its argument. */
  readonly values: readonly string[];
  readonly flags: readonly FlagShape[];
}

/** A script for bash 3.2 and later, which needs no other package. */
export function bashScript(commands: readonly CommandShape[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# bash completion for netpol: source <(netpol completion bash)
_netpol() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names} --help --version' -- "$cur"))
    return
  fi
  case $command in
${commands.map(bashCommand).join('')}  esac
}
complete -F _netpol netpol
`;
}

function bashCommand({ name, values, flags }: CommandShape): string {
  const cases = flags
    .filter(({ takesValue }) => takesValue)
    .map((flag) => `        ${flag.names.join('|')}) ${bashValues(flag)} ;;\n`)
    .join('');
  const words = flags.flatMap((flag) => flag.names.slice(-1)).join(' ');
  const inner = cases === '' ? '' : `      case $prev in\n${cases}      esac\n`;
  return `    ${name})
${inner}      if [ "\${cur#-}" != "$cur" ]; then
        COMPREPLY=($(compgen -W '${words}' -- "$cur"))
      else
        COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$cur"))
      fi
      ;;
`;
}

function bashValues({ values, isPath }: FlagShape): string {
  if (isPath)
    return `local IFS=$'\\n'; compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return`;
  if (values.length === 0) return 'return';
  return `COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$cur")); return`;
}

/** A script for zsh, to be saved as `_netpol` in a folder of fpath. */
export function zshScript(commands: readonly CommandShape[]): string {
  const list = commands
    .map(({ name, summary }) => `    ${zshQuote(`${name}:${summary}`)}\n`)
    .join('');
  return `#compdef netpol
_netpol() {
  local -a commands
  commands=(
${list}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(zshCommand).join('')}  esac
}
if [ "$funcstack[1]" = _netpol ]; then _netpol "$@"; else compdef _netpol netpol; fi
`;
}

function zshCommand({ name, values, flags }: CommandShape): string {
  const specs = flags.flatMap((flag) => flag.names.map((own) => zshFlag(own, flag)));
  if (values.length > 0) specs.push(zshQuote(`*: :(${values.join(' ')})`));
  return `    ${name})\n      _arguments \\\n${specs.map((spec) => `        ${spec}`).join(' \\\n')}\n      ;;\n`;
}

function zshFlag(name: string, { description, takesValue, values, isPath }: FlagShape): string {
  const text = description.replace(/[[\]:]/g, ' ');
  const value = isPath ? ':path:_files' : `:value:(${values.join(' ')})`;
  return zshQuote(`*${name}[${text}]${takesValue ? value : ''}`);
}

function zshQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A script for fish. */
export function fishScript(commands: readonly CommandShape[]): string {
  const lines = ['# fish completion for netpol', 'complete -c netpol -f'];
  for (const { name, summary, values, flags } of commands) {
    lines.push(`complete -c netpol -n __fish_use_subcommand -a ${name} -d ${fishQuote(summary)}`);
    const within = `complete -c netpol -n '__fish_seen_subcommand_from ${name}'`;
    if (values.length > 0) lines.push(`${within} -a ${fishQuote(values.join(' '))}`);
    for (const flag of flags) lines.push(`${within}${fishFlag(flag)}`);
  }
  return `${lines.join('\n')}\n`;
}

function fishFlag({ names, description, takesValue, values, isPath }: FlagShape): string {
  const forms = names.map((name) =>
    name.startsWith('--') ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`,
  );
  const value = !takesValue
    ? ''
    : isPath
      ? ' -r -F'
      : ` -x${values.length > 0 ? ` -a ${fishQuote(values.join(' '))}` : ''}`;
  return `${forms.join('')}${value} -d ${fishQuote(description)}`;
}

function fishQuote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
