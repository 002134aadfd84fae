/** All Musters that are broken on purpose, each to be caught by its checker. */
import { BROKEN_CORES } from './broken-core.ts'
import { BROKEN_ENGINES } from './broken-engine.ts'
import type { Variant } from './variant.ts'

export const VARIANTS: readonly Variant[] = [...BROKEN_ENGINES, ...BROKEN_CORES]

/** The one of that name. */
export const variantNamed = (name: string): Variant | undefined => VARIANTS.find((variant) => variant.name === name)
