/**
 * Templates are written once, in the little Markdown that all means can show: paragraphs, `# ` headings, `- ` lists, `**bold**`, bare addresses,
 * and `---` before small print. Here it becomes Slack's mark-up and plain text; HTML is in `mail-html.ts`. Promises that text which people wrote
 * cannot, in Slack, mention a channel or everyone: everything is escaped, and only the template's own marks are turned into mark-up. A mention of
 * one person (`<@U024BE7LH>`) stays one in Slack.
 */
import { BOLD, HEADING, RULE } from '../plan/plain-text.ts'

export { toPlain } from '../plan/plain-text.ts'

export { toHtml } from './mail-html.ts'

/** Escapes what Slack reads as control characters, but for the mention of one person. */
function escapeSlack(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/&lt;(@[UW][A-Z0-9]+)(?:\|[^&|]*)?&gt;/g, '<$1>')
}

/** A heading is bold as a whole, so that bold within it needs no marks of its own. */
export const toSlack = (markdown: string): string =>
  escapeSlack(markdown)
    .replace(RULE, '')
    .replace(HEADING, (_, words: string) => `**${words.replace(BOLD, '$1')}**`)
    .replace(BOLD, '*$1*')
    .replace(/^- /gm, '• ')
    .replace(/\n{3,}/g, '\n\n')
