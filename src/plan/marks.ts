/**
 * Bracketed marks such as [TIME] or [STATUS] that somebody was to fill in by hand (R68, E18). One mark often stands for several things, so that nothing fills
 * it in.
 */

/** [TIME], [LIST OF SERVICES], [AUTO-GENERATED], and a choice such as [Critical/High/Medium/Low]; not a tag with a number, such as [P1]. */
const MARK = /\[(?:[A-Z]{2,}(?:[ _-][A-Z]+)*|[\p{L}\d][\p{L}\d _-]*(?:\/[\p{L}\d _-]+)+)\]/gu

export const marksIn = (text: string): string[] => [...new Set([...text.matchAll(MARK)].map(([mark]) => mark))]
