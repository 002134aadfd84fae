/** What is published as files, from the same reading of the state as the page that is served. */
import type { SiteFiles } from '../../adapters/site/site-files.ts'
import { fileAddresses, servedAddresses } from './addresses.ts'
import { nextTurn, readPublic } from './public-page.ts'
import type { StatusPorts } from './routes.ts'
import { staticSite } from './static-site.ts'

export interface PublishedSiteParts extends Pick<StatusPorts, 'services' | 'standingWords' | 'nowMs' | 'statusUrl'> {
  /** Address under which the files are served, without a slash at the end; absent: readers of feeds and JSON are led to the page that is served. */
  address?: string
  /** Whether one can subscribe by mail: the form in the files is sent to the page that is served. */
  subscribing: boolean
}

export interface PublishedSite {
  render(): Promise<SiteFiles>
  /** When it changes by itself the next time, epoch milliseconds. */
  nextTurn(): Promise<number>
}

export function createPublishedSite(parts: PublishedSiteParts): PublishedSite {
  const { services, standingWords, nowMs, statusUrl, address, subscribing } = parts
  const read = (atMs: number) => readPublic({ services, words: standingWords, nowMs: atMs })
  return {
    async render() {
      const atMs = nowMs()
      return staticSite({
        state: await read(atMs),
        nowMs: atMs,
        addresses: address === undefined ? servedAddresses(statusUrl()) : fileAddresses(address),
        ...(subscribing && { subscribeAction: `${statusUrl()}/subscribe` }),
      })
    },
    async nextTurn() {
      return nextTurn({ plans: Object.values(await services.plans()) }, nowMs())
    },
  }
}
