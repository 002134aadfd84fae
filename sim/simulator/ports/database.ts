/** How the database treats one call: lets it through, slowly or not at all. What it throws is what a driver throws of a connection that broke. */

import type { Entropy } from '../entropy.ts'
import { databaseFaultAt, type Faults } from '../faults.ts'
import type { Scheduler } from '../scheduler.ts'
import { type Life, never } from '../world/life.ts'

export interface Database {
  /** On the way to it. @throws an error that may pass. */
  reach(life: Life): Promise<void>
  /** On the way back: what was done is done. @throws an error that may pass, though it is done. */
  back(life: Life): Promise<void>
}

/** How slow is slow, milliseconds. */
const SLOW_MS = 1_500

export function createDatabase(parts: { faults: Faults; scheduler: Scheduler; entropy: Entropy }): Database {
  const { faults, scheduler, entropy } = parts
  const pass = async (life: Life, failures: Partial<Record<string, number>>, code: string) => {
    const fault = databaseFaultAt(faults, scheduler.nowMs)
    await life.cross(fault === 'slow' ? SLOW_MS : undefined)
    if (fault && entropy.happens(failures[fault] ?? 0)) throw broken(code)
  }
  return {
    reach: (life) => pass(life, { gone: 1, refusing: 0.6 }, 'ECONNREFUSED'),
    back: (life) => pass(life, { gone: 1, forgetful: 0.4 }, 'ECONNRESET'),
  }
}

const broken = (code: string) => Object.assign(new Error(`the connection broke (${code})`), { code })

/** The dead hear nothing, not even that it failed. */
export async function unlessDead<T>(life: Life, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!life.isAlive) return never()
    throw error
  }
}
