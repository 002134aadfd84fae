/**
 * The whole status page as files: a pure function of what the public may know and of the time. Pages link to each other relatively, so that they
 * work under any address, from any file server. They say when something last changed and not when they were made, so that a site in which nothing
 * changed is the same site.
 */
import type { SiteFile, SiteFiles } from '../../adapters/site/site-files.ts'
import { FEED_KINDS, FILES, linksFrom, type RootedAddresses } from './addresses.ts'
import { FEED_TYPES, feed } from './feeds.ts'
import { incidentPageHtml } from './incident-html.ts'
import { type PublicState, publicPage } from './public-page.ts'
import { statusHtml } from './status-html.ts'
import { STATUSPAGE_FILES } from './statuspage-json.ts'

export interface StaticSite {
  state: PublicState
  nowMs: number
  /** Where readers of the feeds and of the JSON are led. */
  addresses: RootedAddresses
  /** Absolute address that takes the subscription form; absent: there is no form. */
  subscribeAction?: string
}

const HTML = 'text/html; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'

export function staticSite({ state, nowMs, addresses, subscribeAction }: StaticSite): SiteFiles {
  const files = new Map<string, SiteFile>()
  for (const planId of [undefined, ...state.plans.map(({ id }) => id)]) {
    const page = publicPage(state, { addresses, nowMs }, planId)!
    const plans = state.plans.filter(({ id }) => planId === undefined || id === planId)
    const path = FILES.page(planId)
    const form = subscribeAction === undefined ? {} : { subscribeAction }
    const drawn = statusHtml({ page, plans, links: linksFrom(path), nowMs, live: false, ...form })
    files.set(path, { body: String(drawn), contentType: HTML })
    for (const kind of FEED_KINDS) {
      files.set(FILES.feed(kind, planId), { body: feed(kind, page), contentType: FEED_TYPES[kind] })
    }
    const folder = path.slice(0, -'index.html'.length)
    for (const [name, render] of Object.entries(STATUSPAGE_FILES)) {
      files.set(`${folder}api/v2/${name}`, { body: `${JSON.stringify(render(page))}\n`, contentType: JSON_TYPE })
    }
    for (const incident of planId === undefined ? [] : page.archive) {
      const file = FILES.incident(incident.planId, incident.id)
      files.set(file, { body: String(incidentPageHtml(incident, page, linksFrom(file))), contentType: HTML })
    }
  }
  return files
}
