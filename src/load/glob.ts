/** Whether an argument is a pattern rather than a name. */
export function isGlob(argument: string): boolean {
  return /[*?[]/.test(argument);
}

/**
 * A pattern as an expression over one path step after the other: `*` and `?` stay within a step,
 * `[a-z]` and `[!a-z]` are sets, and `**` is any number of steps. A leading dot must be written.
 */
export function splitGlob(pattern: string): readonly (string | RegExp)[] {
  return pattern.split('/').map((step) => {
    if (step === '**' || !isGlob(step)) return step;
    return new RegExp(`^${step.startsWith('.') ? '' : '(?!\\.)'}${translate(step)}$`, 'u');
  });
}

function translate(step: string): string {
  let expression = '';
  for (let at = 0; at < step.length; at++) {
    const character = step.charAt(at);
    if (character === '*') expression += '[^/]*';
    else if (character === '?') expression += '[^/]';
    else if (character === '[') {
      const end = step.indexOf(']', at + 2);
      if (end === -1) expression += '\\[';
      else {
        const body = step.slice(at + 1, end).replace(/[\\[\]^]/g, '\\$&');
        expression += body.startsWith('!') ? `[^${body.slice(1)}]` : `[${body}]`;
        at = end;
      }
    } else expression += character.replace(/[\\^$.|?*+()[\]{}/]/g, '\\$&');
  }
  return expression;
}
