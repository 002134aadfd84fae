/** The templates' little Markdown as plain text: what is bold, a heading or a rule loses its marks. */

export const BOLD = /\*\*(\S(?:.*?\S)?)\*\*/g
export const HEADING = /^#{1,3} +(.+)$/gm
/** What comes after it is small print. */
export const RULE = /^-{3,}$/gm

export const toPlain = (markdown: string): string =>
  markdown.replace(BOLD, '$1').replace(HEADING, '$1').replace(RULE, '--')
