/** The last part of a trace: what an adapter asks of its provider. Says by which means, and whether it worked; never to whom, and never what. */
import { failSpan, SpanKind, traced } from '../engine/tracing.ts'
import type { Outcome } from '../plan/core.ts'

export function byProvider(kind: string, means: string | undefined, work: () => Promise<Outcome>): Promise<Outcome> {
  const attributes = means === undefined ? {} : { 'muster.means': means }
  const name = means === undefined ? kind : `${kind} by ${means}`
  return traced(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const outcome = await work()
    if (!outcome.ok) failSpan(span, 'the provider was asked in vain; the journal says why')
    return outcome
  })
}
