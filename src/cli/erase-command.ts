/** `muster erase`, on an open storage: says what would go, or lets it go. It writes what it did and gives the exit code. */

import type { Random } from '../engine/journal.ts'
import type { Storage } from '../engine/storage.ts'
import { type Exported, eraseFor, findTexts, type Whose } from '../evidence/erase.ts'
import type { Actor } from '../plan/actor.ts'
import { counted } from '../plan/in-words.ts'

type Write = (text: string) => void

export interface EraseOptions {
  whose: Whose
  /** Without it nothing is erased, and it is said what would be. */
  confirmed: boolean
  atMs: number
  by: Actor
  random: Random
  write: Write
  complain: Write
}

/** 0: erased. 1: nothing was, because there is nothing or nobody has said that it may be. */
export async function runErase(storage: Storage, options: EraseOptions): Promise<number> {
  const { whose, confirmed, write, complain } = options
  const name = whose.subject === undefined ? `in ${whose.stream}` : `of ${whose.subject}`
  if (whose.stream !== undefined && !(await storage.rows(whose.stream, 0, 1))?.rows.length) {
    complain(`There is no stream ${whose.stream}: \`muster journal export\` names all there are.\n`)
    return 1
  }
  const { texts, streams, archives } = await findTexts(storage, whose)
  if (!confirmed) {
    const what = `${counted(texts, 'text')} ${name} in ${counted(streams, 'stream')}`
    const plans = whose.subject === undefined ? '' : ', and name and addresses in plans that are no longer used,'
    complain(`${what}${plans} would be erased, for good: say --yes to do it.\n${stillThere(archives)}`)
    return 1
  }
  const erased = await eraseFor(whose, { ...options, storage, why: 'asked' })
  if (!erased) {
    complain(`There are no texts ${name}: nothing is erased.\n`)
    return 1
  }
  const plans = erased.plans > 0 ? `, and from ${counted(erased.plans, 'kept plan')}` : ''
  write(
    `${counted(erased.texts, 'text')} ${name} ${erased.texts === 1 ? 'is' : 'are'} erased${plans}. The chains are whole.\n`,
  )
  write(stillThere(archives))
  return 0
}

/** What no database can reach. */
function stillThere(archives: readonly Exported[]): string {
  if (archives.length === 0) return ''
  const lines = archives.map(
    ({ manifest, since, until, atMs }) =>
      `  ${since} to ${until}, made on ${new Date(atMs).toISOString().slice(0, 10)}, manifest ${manifest}\n`,
  )
  return `These archives were made before and may have them: destroy them, or make them anew.\n${lines.join('')}`
}
