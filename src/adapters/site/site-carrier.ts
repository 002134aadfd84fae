/** Carries out the effect that publishes the status page as files. Detail: `{ written, unchanged, difference? }`, or `{ off: true }` without a place. */
import type { Carrier } from '../carrier.ts'
import { failed, timedOut } from '../outcomes.ts'
import { ObjectStoreError } from '../s3/store-errors.ts'
import { within } from '../within.ts'
import type { Published } from './publish-site.ts'
import { SitePlaceError } from './site-files.ts'

/** @param publish absent: no place is set up. It goes on when an attempt runs out of time, and whoever asks meanwhile shares the next one. */
export function createSiteCarrier(publish: (() => Promise<Published>) | undefined): Carrier<'publish-site'> {
  return async (_effect, { signal }) => {
    if (!publish) return { ok: true, detail: { off: true } }
    try {
      return { ok: true, detail: { ...(await within(signal, publish())) } }
    } catch (error) {
      if (signal.aborted) return timedOut('The place of the status page')
      const known = error instanceof SitePlaceError || error instanceof ObjectStoreError
      return failed(known ? error.message : 'The status page could not be published.')
    }
  }
}
