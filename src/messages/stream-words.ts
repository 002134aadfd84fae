/**
 * How far the three streams of work are that customers are told of: as the steps of the phases that name the stream, else as the incident's
 * status says (R73). Promises words for every stream.
 */
import type { Status } from '../incident/events.ts'
import type { StepView } from '../incident/recovery/view-shape.ts'
import type { View } from '../incident/view-shape.ts'
import { STREAMS, type Stream } from '../plan/phase-schema.ts'
import type { Plan } from '../plan/schema.ts'

const BY_STATUS: Record<Status, string> = {
  investigating: 'being assessed',
  identified: 'cause found, recovery being prepared',
  recovering: 'recovery in progress',
  monitoring: 'restored, being watched',
  resolved: 'restored',
}

const BEGUN: ReadonlySet<string> = new Set(['running', 'awaiting-approval', 'failed', 'unknown'])

const LABELS: Record<Stream, string> = { infrastructure: 'Infrastructure', data: 'Data', services: 'Services' }

export function streamValues(plan: Plan, view: View): Record<string, string | string[]> {
  const words = Object.fromEntries(STREAMS.map((stream) => [stream, streamWords(plan, view, stream)]))
  return {
    streamInfrastructure: words.infrastructure ?? '',
    streamData: words.data ?? '',
    streamServices: words.services ?? '',
    streams: STREAMS.map((stream) => `${LABELS[stream]}: ${words[stream]}`),
  }
}

function streamWords(plan: Plan, view: View, stream: Stream): string {
  const byStatus = BY_STATUS[view.status]
  // What people have said of the whole says more than single steps: it is over, or back and being watched.
  if (view.status === 'resolved' || view.status === 'monitoring') return byStatus
  const steps = stepsOf(plan, view, (named) => named === stream)
  // Nor do steps say anything while nobody goes by them.
  const nobodyGoesByThem = !stepsOf(plan, view, (named) => named !== undefined).some(isBegun)
  if (steps.length === 0 || nobodyGoesByThem) return byStatus
  const done = steps.filter(({ settled }) => settled).length
  if (done === steps.length) return 'done, being checked'
  if (done > 0) return `in progress, ${done} of ${steps.length} steps done`
  return steps.some(isBegun) ? 'in progress' : 'not begun yet'
}

function stepsOf(plan: Plan, { scenario, recovery }: View, isOf: (stream: Stream | undefined) => boolean): StepView[] {
  const phases = scenario ? (plan.scenarios[scenario.id]?.phases ?? []) : []
  const own = new Set(phases.filter((phase) => isOf(phase.stream)).map(({ id }) => id))
  const steps = recovery?.steps ?? []
  return steps.filter(({ phase, number, openEnded }) => own.has(phase) && number !== null && !openEnded)
}

const isBegun = ({ settled, status }: StepView): boolean => settled || BEGUN.has(status)
