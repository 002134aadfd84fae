/** Asks the shop itself how it is. An answer that does not come is an answer, too. */
import { type PatientConfiguration, urlOf } from './configuration.ts'
import type { ShopHealth } from './shop.ts'

const ANSWER_MS = 5_000

export interface PatientHealth {
  ok: boolean
  /** That answered; absent: nobody did. */
  version?: string
  /** As far as they could be counted. */
  orders?: number
  /** Why it is not well; absent when it is. */
  reason?: string
}

export async function askHealth(patient: PatientConfiguration): Promise<PatientHealth> {
  try {
    const response = await fetch(`${urlOf(patient)}/health`, { signal: AbortSignal.timeout(ANSWER_MS) })
    const health = (await response.json()) as ShopHealth
    const { status, version, orders } = health
    const counted = orders === undefined ? {} : { orders }
    return status === 'ok'
      ? { ok: true, version, ...counted }
      : { ok: false, version, ...counted, reason: health.reason }
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    return { ok: false, reason: late ? 'the service does not answer in time' : 'the service does not run' }
  }
}
