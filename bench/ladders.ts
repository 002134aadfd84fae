/** Open incidents whose ladders wait for their next page: one obligation each, the call to PagerDuty a minute after the declaration. */
import type pg from 'pg'
import { writeStreams } from './journals.ts'
import { liveThrough, movedTo, type Story } from './story.ts'

/** Just declared; nobody has answered. */
export const waitingLadder = (): Promise<Story> => liveThrough({ minutes: 0, channel: false })

/** Writes `count` of them, the one with number n due at `dueMs(n)`, and gives their names. */
export async function writeLadders(
  pool: pg.Pool,
  story: Story,
  named: string,
  count: number,
  dueMs: (n: number) => number,
): Promise<string[]> {
  const { events, dueAfterMs } = story
  if (dueAfterMs === null) throw new Error('nothing is owed to anybody in this story')
  const streams = Array.from({ length: count }, (_, n) => `DR-${named}-${n}`)
  const written = function* () {
    for (const [n, stream] of streams.entries()) {
      const at = Math.round(dueMs(n))
      yield { stream, events: movedTo(events, at - dueAfterMs), dueMs: at, open: true }
    }
  }
  await writeStreams(pool, written())
  return streams
}

/** Nothing more is owed in streams of this name: what would come later must not fall into the next run. */
export async function silence(pool: pg.Pool, named: string): Promise<void> {
  await pool.query('UPDATE muster.stream SET due_ms = NULL WHERE starts_with(stream, $1)', [`DR-${named}-`])
}

/** The one that the streams are pinned to, where Muster has not taken it from a file. */
export async function keepPlan(pool: pg.Pool, { digest, plan }: Pick<Story, 'digest' | 'plan'>): Promise<void> {
  const INSERT = 'INSERT INTO muster.plan (digest, content) VALUES ($1, $2) ON CONFLICT DO NOTHING'
  await pool.query(INSERT, [digest, JSON.stringify(plan)])
}
