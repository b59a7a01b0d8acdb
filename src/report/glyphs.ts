import type { Paint, Role } from './color.ts';
import type { View } from './format.ts';

const UNICODE = { yes: '✔', no: '✘', unknown: '?', warning: '▲', hint: '→', gap: '…', arrow: '->' };
const ASCII = {
  yes: 'ok',
  no: 'NO',
  unknown: '??',
  warning: '!',
  hint: '=>',
  gap: '...',
  arrow: '->',
};

export type Glyphs = Readonly<Record<keyof typeof UNICODE, string>>;

export function glyphsFor(view: View): Glyphs {
  return view.ascii ? ASCII : UNICODE;
}

const TRUTH_ROLES = { yes: 'allowed', no: 'denied', unknown: 'unknown' } as const;
const VERDICT_TRUTHS = {
  allowed: 'yes',
  denied: 'no',
  unknown: 'unknown',
  mixed: 'unknown',
} as const;

/** The mark of a clause, coloured. In ASCII all marks are two columns wide. */
export function truthGlyph(glyphs: Glyphs, paint: Paint, truth: keyof typeof TRUTH_ROLES): string {
  return paint(TRUTH_ROLES[truth], glyphs[truth]);
}

/** The mark of a verdict, coloured. */
export function verdictGlyph(
  glyphs: Glyphs,
  paint: Paint,
  verdict: keyof typeof VERDICT_TRUTHS,
): string {
  return truthGlyph(glyphs, paint, VERDICT_TRUTHS[verdict]);
}

/** The colour of a verdict. */
export function verdictRole(verdict: keyof typeof VERDICT_TRUTHS): Role {
  return TRUTH_ROLES[VERDICT_TRUTHS[verdict]];
}
