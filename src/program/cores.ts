/** Which rules a stream goes by, by its name. */
import type { AnyCore } from '../engine/any-core.ts'
import { incidentCore } from '../incident/core.ts'
import type { Effect as IncidentEffect } from '../incident/effects.ts'
import { systemCore } from '../readiness/core.ts'
import type { Effect as SystemEffect } from '../readiness/owed.ts'
import { SYSTEM_STREAM } from '../readiness/state.ts'
import { watchCore } from '../readiness/watch/core.ts'
import type { Effect as WatchEffect } from '../readiness/watch/effects.ts'
import { isWatchStream } from '../readiness/watch/state.ts'

export type AnyEffect = IncidentEffect | SystemEffect | WatchEffect

export function coreOf(stream: string): AnyCore<AnyEffect> {
  if (stream === SYSTEM_STREAM) return systemCore as AnyCore<AnyEffect>
  return (isWatchStream(stream) ? watchCore : incidentCore) as AnyCore<AnyEffect>
}
