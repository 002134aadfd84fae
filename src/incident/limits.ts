/** Limits of an incident's own, with their units; every list and rate in the core that could grow has one here or beside its rule. */

/** Signs of life closer together than this are one. */
export const SHOW_LIFE_PAUSE_MS = 60_000

/** A second declaration of the same scenario within this long joins the open incident instead of opening another. */
export const SAME_DECLARATION_MS = 10 * 60_000
