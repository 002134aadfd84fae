/** Values that nobody is there to find out: some text of the right kind, so that the steps that need it can go on. */
import type { ValueSpec } from '../../plan/runner-schema.ts'
import { checkValue } from '../../plan/values.ts'
import { textLike } from './pattern-text.ts'

/** Where no text can be made up that the pattern takes; whatever needs it waits then, as it would for a person. */
const UNKNOWN = 'rehearsed'

export function placeholder(spec: ValueSpec): string {
  switch (spec.kind) {
    case 'choice':
      return spec.options[0] ?? UNKNOWN
    case 'number':
      return String(spec.min ?? Math.min(1, spec.max ?? 1))
    case 'pattern':
      return [spec.default, UNKNOWN, textLike(spec.pattern)].find((text) => isAllowed(spec, text)) ?? UNKNOWN
  }
}

const isAllowed = (spec: ValueSpec, text: string | undefined): boolean =>
  text !== undefined && text !== '' && checkValue(spec, text).ok
