/**
 * The page as RSS 2.0 (rssboard.org/rss-specification) and Atom (RFC 4287): one entry for each incident and each announced maintenance, with all
 * that was said as its content. Ids stay the same wherever the page is served from and however often an entry changes.
 */

import { html } from 'hono/html'
import { legible } from '../../plan/legible.ts'
import type { Html } from '../page-frame.ts'
import type { FeedKind } from './addresses.ts'
import { DAY_MS } from './history.ts'
import type { PublicMaintenance } from './public-maintenance.ts'
import type { PublicPage } from './public-page.ts'
import { KIND_LABELS, STATE_LABELS, STATUS_LABELS } from './status-words.ts'
import { anchorOf } from './statuspage-maintenance.ts'

/** Entries, newest first. */
const ENTRIES_MAX = 50
const ANNOUNCED_DAYS = 14

export const FEED_TYPES: Record<FeedKind, string> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
}

interface Entry {
  id: string
  title: string
  url: string
  publishedMs: number
  updatedMs: number
  /** HTML. */
  content: string
}

export function feed(kind: FeedKind, page: PublicPage): string {
  const entries = entriesOf(page)
  return kind === 'rss' ? rss(page, entries) : atom(page, entries)
}

function entriesOf(page: PublicPage): Entry[] {
  const incidents = page.archive.map((one): Entry => {
    const told = one.updates.toReversed().map(({ status, atMs, body }) => paragraph(STATUS_LABELS[status], atMs, body))
    return {
      id: `urn:muster:${one.planId}:incident:${one.id}`,
      title: `${one.title}: ${STATUS_LABELS[one.status]}`,
      url: page.addresses.incident(one.planId, one.id),
      publishedMs: one.startedMs,
      updatedMs: one.updates.at(-1)!.atMs,
      content: told.join('\n'),
    }
  })
  const near = page.maintenance.map((one) => ({ one, ...toldAt(one) })).filter(({ fromMs }) => fromMs <= page.updatedMs)
  const maintenance = near.map(({ one, fromMs, lastMs }): Entry => {
    return {
      id: `urn:muster:${one.planId}:maintenance:${one.id.slice(one.planId.length + 1)}`,
      title: `${KIND_LABELS[one.kind]}, ${STATE_LABELS[one.state]}: ${one.title}`,
      url: `${page.addresses.page(page.planId)}#${anchorOf(one)}`,
      publishedMs: fromMs,
      updatedMs: lastMs,
      content: text(html`<p>${time(one.fromMs)} to ${time(one.toMs)}</p><p>${one.text}</p>`),
    }
  })
  return [...incidents, ...maintenance].toSorted((a, b) => b.updatedMs - a.updatedMs).slice(0, ENTRIES_MAX)
}

/** When it was announced nobody has written down: it counts as so long before, which never changes, and is in no feed earlier. */
function toldAt({ state, fromMs, toMs }: PublicMaintenance): { fromMs: number; lastMs: number } {
  const announcedMs = fromMs - ANNOUNCED_DAYS * DAY_MS
  return { fromMs: announcedMs, lastMs: { scheduled: announcedMs, in_progress: fromMs, completed: toMs }[state] }
}

const paragraph = (label: string, atMs: number, body: string): string =>
  text(html`<p><strong>${label}</strong> (${time(atMs)})<br>${body}</p>`)

const text = (part: Html): string => String(part)

const time = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`

function rss(page: PublicPage, entries: readonly Entry[]): string {
  const self = page.addresses.feed('rss', page.planId)
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${xml(`${page.name}: status`)}</title>
<link>${xml(page.addresses.page(page.planId))}</link>
<description>${xml(`Incidents and maintenance of ${page.name}`)}</description>
<language>en</language>
<lastBuildDate>${new Date(page.updatedMs).toUTCString()}</lastBuildDate>
<atom:link href="${xml(self)}" rel="self" type="application/rss+xml"/>
${entries
  .map(
    (one) => `<item>
<title>${xml(one.title)}</title>
<link>${xml(one.url)}</link>
<guid isPermaLink="false">${xml(one.id)}</guid>
<pubDate>${new Date(one.updatedMs).toUTCString()}</pubDate>
<description>${xml(one.content)}</description>
</item>
`,
  )
  .join('')}</channel>
</rss>
`
}

function atom(page: PublicPage, entries: readonly Entry[]): string {
  const iso = (atMs: number) => new Date(atMs).toISOString()
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>${xml(`urn:muster:${page.id}:status`)}</id>
<title>${xml(`${page.name}: status`)}</title>
<updated>${iso(page.updatedMs)}</updated>
<author><name>${xml(page.name)}</name></author>
<link rel="self" type="application/atom+xml" href="${xml(page.addresses.feed('atom', page.planId))}"/>
<link rel="alternate" type="text/html" href="${xml(page.addresses.page(page.planId))}"/>
${entries
  .map(
    (one) => `<entry>
<id>${xml(one.id)}</id>
<title>${xml(one.title)}</title>
<published>${iso(one.publishedMs)}</published>
<updated>${iso(one.updatedMs)}</updated>
<link rel="alternate" type="text/html" href="${xml(one.url)}"/>
<content type="html">${xml(one.content)}</content>
</entry>
`,
  )
  .join('')}</feed>
`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** What XML 1.0 cannot hold at all (section 2.2), lone halves of characters among it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const xml = (content: string): string =>
  legible(content.toWellFormed().replace(IMPOSSIBLE, '')).replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
