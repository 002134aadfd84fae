/**
 * A message as the HTML of a mail: one column without tables or pictures, so that it reads the same with pictures off, on a telephone and in a dark
 * mail program. A template's `header` is the line at the top, its `footer` the small print, and the first paragraph is what a mail program shows
 * beside the subject. Promises that text which people wrote can add no HTML: everything is escaped.
 */
import { BOLD } from '../plan/plain-text.ts'

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g
/** As much as mail programs show beside a subject. */
const PREHEADER_MAX = 120

/** Dark programs that honour it get their own colours; others turn these round by themselves, which they survive. */
const STYLE = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  body { background: #14171c !important; color: #e6e8eb !important; }
  .sheet { background: #1d2128 !important; border-color: #343a44 !important; }
  .top { color: #9aa3b0 !important; }
  .small { color: #9aa3b0 !important; border-color: #343a44 !important; }
  a { color: #7db4ff !important; }
}`.trim()

const BODY =
  'margin:0;padding:16px;background:#f2f3f5;color:#1b1f24;font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5'
const SHEET =
  'max-width:36em;margin:0 auto;padding:20px 24px;background:#ffffff;border:1px solid #d9dce1;border-radius:8px;overflow-wrap:anywhere'
const TOP = 'margin:0 0 16px;font-size:14px;font-weight:600;color:#5b6470'
const HEADING = 'margin:20px 0 4px;font-size:17px'
const SMALL = 'margin-top:24px;padding-top:12px;border-top:1px solid #d9dce1;font-size:13px;color:#5b6470'
/** There to be read by the program, not by people. */
const HIDDEN = 'display:none;max-height:0;overflow:hidden;opacity:0'

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/**
 * A whole document: mail programs guess less wrongly about one than about a fragment.
 * @param top the line at the top.
 */
export function toHtml(markdown: string, top?: string): string {
  const [said = '', ...small] = markdown.split(/^-{3,}$/m)
  const first = said.split(/\n{2,}/).find((block) => block.trim() !== '' && !block.startsWith('#')) ?? ''
  const preheader = escapeHtml(shortened(first.replace(BOLD, '$1').replace(/\s+/g, ' ').trim()))
  const line = top ? `<p class="top" style="${TOP}">${inlineHtml(top)}</p>\n` : ''
  const print = small.map((text) => `\n<div class="small" style="${SMALL}">\n${blocksHtml(text)}\n</div>`)
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<meta name="color-scheme" content="light dark"><style>${STYLE}</style></head>`,
    `<body style="${BODY}">`,
    `<div style="${HIDDEN}">${preheader}</div>`,
    `<div class="sheet" style="${SHEET}">`,
    `${line}${blocksHtml(said)}${print.join('')}`,
    '</div>\n</body></html>\n',
  ].join('\n')
}

const blocksHtml = (text: string): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .map(blockHtml)
    .join('\n')

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
    const [, title] = /^#{1,3} +(.+)$/.exec(line) ?? []
    const isItem = line.startsWith('- ')
    if (title !== undefined || (isItem ? text.length > 0 : items.length > 0)) flush()
    if (title !== undefined) parts.push(`<h2 style="${HEADING}">${inlineHtml(title)}</h2>`)
    else if (isItem) items.push(line.slice(2))
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

const shortened = (text: string): string =>
  text.length <= PREHEADER_MAX ? text : `${text.slice(0, PREHEADER_MAX - 1).trimEnd()}…`
