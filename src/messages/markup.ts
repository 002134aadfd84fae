/**
 * Templates are written once, in the little Markdown that all means can show: paragraphs, `- ` lists, `**bold**` and bare addresses. Here it
 * becomes Slack's mark-up, HTML for mail and plain text. Promises that text which people wrote can neither add HTML nor, in Slack, mention
 * a channel or everyone: everything is escaped, and only the template's own marks are turned into mark-up. A mention of one person
 * (`<@U024BE7LH>`) stays one in Slack.
 */

const BOLD = /\*\*(\S(?:.*?\S)?)\*\*/g
const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g

/** Escapes what Slack reads as control characters, but for the mention of one person. */
export function escapeSlack(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/&lt;(@[UW][A-Z0-9]+)(?:\|[^&|]*)?&gt;/g, '<$1>')
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

export const toSlack = (markdown: string): string => escapeSlack(markdown).replace(BOLD, '*$1*').replace(/^- /gm, '• ')

export const toPlain = (markdown: string): string => markdown.replace(BOLD, '$1')

/** A whole document: mail programs guess less wrongly about one than about a fragment. */
export function toHtml(markdown: string): string {
  const blocks = markdown.split(/\n{2,}/).map(blockHtml)
  const style = 'font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:40em'
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"></head><body style="${style}">\n${blocks.join('\n')}\n</body></html>\n`
}

function blockHtml(block: string): string {
  const parts: string[] = []
  let text: string[] = []
  let items: string[] = []
  const flush = () => {
    if (text.length > 0) parts.push(`<p>${text.map(inlineHtml).join('<br>\n')}</p>`)
    if (items.length > 0) parts.push(`<ul>\n${items.map((item) => `<li>${inlineHtml(item)}</li>`).join('\n')}\n</ul>`)
    text = []
    items = []
  }
  for (const line of block.split('\n')) {
    const isItem = line.startsWith('- ')
    if (isItem ? text.length > 0 : items.length > 0) flush()
    if (isItem) items.push(line.slice(2))
    else text.push(line)
  }
  flush()
  return parts.join('\n')
}

function inlineHtml(line: string): string {
  // Addresses are found before escaping, so that an ampersand in one is escaped once, as an attribute needs it.
  let html = ''
  let from = 0
  for (const match of line.matchAll(ADDRESS)) {
    const address = escapeHtml(match[0])
    html += `${escapeHtml(line.slice(from, match.index))}<a href="${address}">${address}</a>`
    from = match.index + match[0].length
  }
  return (html + escapeHtml(line.slice(from))).replace(BOLD, '<strong>$1</strong>')
}
