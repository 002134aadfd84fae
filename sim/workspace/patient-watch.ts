/**
 * How the patient is, for the page: asked once a second while anybody watches, and told when the answer differs. One question at a time, so that no old
 * answer comes after a newer one.
 */
import { wallClock } from '../../src/engine/wall-clock.ts'
import type { Patient } from '../patient/patient.ts'
import type { Live } from './live.ts'

/** Real milliseconds. */
const LOOK_MS = 1_000

export interface PatientWatch {
  /** Asks now and tells visitors. */
  look(): Promise<void>
  /** Resolves once it has stopped. */
  run(stop: AbortSignal): Promise<void>
}

export function watchPatient(live: Live, patient: Pick<Patient, 'url' | 'health' | 'broken'>): PatientWatch {
  let last: Promise<void> = Promise.resolve()
  const lookOnce = async () => {
    const health = await patient.health()
    const seen = { url: patient.url, ...health, fault: patient.broken() }
    if (JSON.stringify(seen) !== JSON.stringify(live.state().patient))
      live.publish([{ type: 'patient', patient: seen }])
  }
  const look = () => {
    last = last.then(lookOnce)
    return last
  }
  return {
    look,
    async run(stop) {
      while (!stop.aborted) {
        if (live.visitors() > 0) await look()
        await wallClock.sleepUntil(wallClock.now() + LOOK_MS, stop)
      }
    },
  }
}
