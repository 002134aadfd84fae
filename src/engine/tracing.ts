/**
 * Traces, through OpenTelemetry's API: nothing is recorded unless the program has been given somewhere to send them. A job carries the place in the trace of what handed
 * it out, so that one trace leads from a command to the page that follows and on to the provider, over replicas. Spans name streams,
 * obligations, attempts and jobs as the journal has them; no text, address or secret goes into one.
 */
import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'

export { type Span, SpanKind }

export interface SpanOptions {
  attributes?: Attributes
  kind?: SpanKind
  /** The place in a trace that this follows from, as `tracePlace` gave it; null: it begins a trace. Absent: what is under way here. */
  follows?: string | null
}

/** Does the work within a span, which ends with it. An error's text may hold anything, so only its name is kept. */
export function traced<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const { attributes = {}, kind = SpanKind.INTERNAL, follows } = options
  const parent = follows === undefined ? context.active() : contextOf(follows)
  return trace.getTracer('muster').startActiveSpan(name, { attributes, kind }, parent, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : typeof error })
      throw error
    } finally {
      span.end()
    }
  })
}

export const failSpan = (span: Span, message: string): void => {
  span.setStatus({ code: SpanStatusCode.ERROR, message })
}

/** Where in a trace we are, as the header `traceparent` of the W3C has it; undefined: nothing is traced. */
export function tracePlace(): string | undefined {
  const here = trace.getActiveSpan()?.spanContext()
  if (here === undefined || !isSpanContextValid(here)) return undefined
  const { traceId, spanId, traceFlags } = here
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

const PLACE = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

function contextOf(follows: string | null): Context {
  const [, traceId, spanId, flags] = PLACE.exec(follows ?? '') ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT
  const before: SpanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }
  return trace.setSpanContext(ROOT_CONTEXT, before)
}
