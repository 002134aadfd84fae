/**
 * Keeps status pages of other companies in step with an incident: a hosted Statuspage, a page behind a webhook, or both. Of both, the one that
 * has a version already is left in peace while the other is tried again.
 */
import type { Outcome } from '../../plan/core.ts'
import type { Carrier } from '../carrier.ts'
import { deliveryKey } from '../deliver-once.ts'
import { refused } from '../outcomes.ts'

type Publish = Carrier<'publish-status'>

/** Detail of a success: that of the hosted page, `{ hostedId, difference? }`; nothing of a webhook's. */
export function publishStatusBy({ hosted, webhook }: { hosted?: Publish; webhook: Publish }): Publish {
  return async (effect, carrying) => {
    const { plan, ledger, atMs } = carrying
    const pages: [name: string, publish: Publish][] = [
      ...(plan.statusPage?.hostedPageId ? [['hosted', hosted ?? notSetUp] as [string, Publish]] : []),
      ...(plan.statusPage?.webhook ? [['webhook', webhook] as [string, Publish]] : []),
    ]
    const [only, ...others] = pages
    if (!only) return refused('The plan names no other status page.')
    if (others.length === 0) return only[1](effect, carrying)
    const key = `${deliveryKey(carrying)}/${effect.version}`
    const known = await ledger.of(key)
    let detail: Record<string, unknown> = {}
    let failure: Outcome | undefined
    for (const [name, publish] of pages) {
      const place = ledger.placeOf(key, name)
      const before = known.get(place.recipient)
      if (before?.state === 'sent') {
        if (before.ref) detail = { ...detail, hostedId: before.ref }
        continue
      }
      const outcome = await publish(effect, carrying)
      if (!outcome.ok) {
        failure ??= outcome
        continue
      }
      detail = { ...detail, ...outcome.detail }
      const { hostedId } = outcome.detail ?? {}
      const ref = typeof hostedId === 'string' ? { ref: hostedId } : {}
      await ledger.end(place, { state: 'sent', begunMs: atMs, ...ref })
    }
    return failure ?? { ok: true, detail }
  }
}

const notSetUp: Publish = async () => refused('No hosted status page is kept up to date: set STATUSPAGE_API_KEY.')
