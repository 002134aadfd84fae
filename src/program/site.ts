/** The status page as files, in each of the places that the settings name: published as one, kept up to date, and carried out as an effect. */
import type { Carrier } from '../adapters/carrier.ts'
import { createBucketPlace } from '../adapters/site/bucket-place.ts'
import { createFolderPlace } from '../adapters/site/folder-place.ts'
import { type Published, publishSite } from '../adapters/site/publish-site.ts'
import { createSiteCarrier } from '../adapters/site/site-carrier.ts'
import type { SiteFiles } from '../adapters/site/site-files.ts'
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'
import { wallClock } from '../engine/wall-clock.ts'
import type { Settings } from './settings.ts'
import { createSiteLoop } from './site-loop.ts'

/** How long a publication under way may hold up the end of the program, real milliseconds. */
const CLOSE_MAX_MS = 5_000

export interface SiteParts {
  settings: Settings['site']
  render(): Promise<SiteFiles>
  nextTurn(): Promise<number>
  /** Lets all who ask while one publication runs share the next. */
  share: (work: () => Promise<Published>) => () => Promise<Published>
  clock: Clock
  logger: Pick<Logger, 'warn'>
}

export interface Site {
  carrier: Carrier<'publish-site'>
  /** Publishes at the start and whenever the page changes by itself. Ends with `close`. */
  start(): void
  /** Publishes soon: the plans have changed. */
  poke(): void
  /** Again: fine. */
  close(): Promise<void>
}

export function createSite({ settings, render, nextTurn, share, clock, logger }: SiteParts): Site {
  const places = [
    ...(settings?.dir === undefined ? [] : [createFolderPlace(settings.dir)]),
    ...(settings?.s3 === undefined ? [] : [createBucketPlace(settings.s3)]),
  ]
  /** One place that fails keeps no other from being written. @throws the first failure, after all. */
  const publishAll = async (): Promise<Published> => {
    const ended = await Promise.allSettled(places.map((place) => publishSite(place, render)))
    const total: Published = { written: 0, unchanged: 0 }
    for (const one of ended) {
      if (one.status === 'rejected') throw one.reason
      total.written += one.value.written
      total.unchanged += one.value.unchanged
      if (one.value.difference !== undefined) total.difference ??= one.value.difference
    }
    return total
  }
  const publish = places.length > 0 ? share(publishAll) : undefined
  const loop = publish && createSiteLoop({ publish, nextTurn, clock, logger })
  const stop = new AbortController()
  const ended = new AbortController()
  let running: Promise<void> | undefined

  return {
    carrier: createSiteCarrier(publish),
    start() {
      running ??= loop?.run(stop.signal)
    },
    poke: () => loop?.poke(),
    async close() {
      stop.abort()
      // A publication under way comes to its end, but a store that is silent must not keep the program from stopping.
      await Promise.race([running, wallClock.sleepUntil(wallClock.now() + CLOSE_MAX_MS, ended.signal)])
      ended.abort()
      for (const place of places) place.close()
    },
  }
}
