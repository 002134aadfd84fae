/**
 * What `/readyz` answers: whether the database does, or else the lifeboat, because without either nothing is taken and nobody is paged. Asks for real each time, says
 * within two seconds, and never keeps more than one question open, however often it is asked while the database is silent. What it says
 * tells no address and no secret: anybody may read it.
 */
import { setTimeout as delay } from 'node:timers/promises'

/** How long the database may take, milliseconds: load balancers ask about every five seconds. */
const ANSWER_MAX_MS = 2_000

/** `adriftSince`: ISO; the database is away, and this replica goes on from its lifeboat: nobody else could do more. */
export type Ready = { ok: true; adriftSince?: string } | { ok: false; why: string }

/**
 * @param ask one small question to the database, or to the lifeboat, tried once.
 * @param adriftSinceMs since when the database has been away while this replica goes on without it.
 */
export function createDatabaseAnswers(
  ask: () => Promise<unknown>,
  adriftSinceMs: () => number | undefined = () => undefined,
): () => Promise<Ready> {
  let asked: Promise<Ready> | undefined

  const question = async (): Promise<Ready> => {
    try {
      await ask()
      const sinceMs = adriftSinceMs()
      return { ok: true, ...(sinceMs !== undefined && { adriftSince: new Date(sinceMs).toISOString() }) }
    } catch (error) {
      return { ok: false, why: `The database cannot be asked (${kindOf(error)}); \`muster doctor\` looks closer.` }
    }
  }
  return async () => {
    asked ??= question().finally(() => {
      asked = undefined
    })
    const timer = new AbortController()
    const late = delay(ANSWER_MAX_MS, undefined, { signal: timer.signal, ref: false }).then(
      (): Ready => ({ ok: false, why: `The database has not answered for ${ANSWER_MAX_MS / 1000} s.` }),
    )
    late.catch(() => {})
    const ready = await Promise.race([asked, late])
    timer.abort()
    return ready
  }
}

/** The error's code, such as `ECONNREFUSED` or PostgreSQL's; never its text, which may hold an address. */
function kindOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && code !== '' ? code : 'no connection'
}
