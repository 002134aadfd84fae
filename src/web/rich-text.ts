/** What commands answer, as HTML: their bold, code, lists and links, and nothing else of what people wrote. */
import { html } from 'hono/html'
import type { Html } from './page-frame.ts'

const MARKS =
  /\*(?!\s)([^*\n]+?)\*|`([^`\n]+)`|<#(\w+)(?:\|([^>]*))?>|<@(\w+)(?:\|([^>]*))?>|<(https?:[^|>\s]+)(?:\|([^>]*))?>/g

export interface RichOptions {
  /** Addresses that may lead somewhere: the answer's own. */
  links?: readonly string[] | undefined
  /** Names of channels by their Slack ids. */
  channels?: ReadonlyMap<string, string>
}

export function rich(text: string, { links = [], channels = new Map() }: RichOptions = {}): Html {
  const parts: (string | Html)[] = []
  let from = 0
  for (const match of text.matchAll(MARKS)) {
    const [whole, strong, code, channel, channelName, user, userName, url, label] = match
    parts.push(text.slice(from, match.index))
    if (strong !== undefined) parts.push(html`<strong>${strong}</strong>`)
    else if (code !== undefined) parts.push(html`<code>${code}</code>`)
    else if (channel !== undefined) parts.push(`#${channels.get(channel) ?? (channelName || channel)}`)
    else if (user !== undefined) parts.push(`@${userName || user}`)
    else if (links.includes(whole)) parts.push(html`<a href="${url}" rel="noreferrer">${label || url}</a>`)
    else parts.push(label ? `${label} (${url})` : (url ?? ''))
    from = match.index + whole.length
  }
  parts.push(text.slice(from))
  return html`<div class="said">${parts}</div>`
}
