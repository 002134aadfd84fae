/** How long steps took, from the report of a drill as Muster files it (`report.json`). */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const filed = z.object({
  steps: z.array(
    z.object({ id: z.string(), tookMs: z.number().nonnegative().nullable(), outcome: z.string(), dry: z.boolean() }),
  ),
})

/** What was only looked on at, or failed, says nothing of how long it takes. @returns milliseconds by step. */
export async function drillTimesIn(
  file: string,
): Promise<{ ok: true; drillMs: Record<string, number> } | { ok: false; why: string }> {
  const read = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error)
  if (typeof read !== 'string') return { ok: false, why: `${file} cannot be read: ${read.code ?? 'unknown'}.` }
  const parsed = filed.safeParse(jsonOf(read))
  if (!parsed.success) return { ok: false, why: `${file} is no report of a drill: give the report.json of one.` }
  const told = parsed.data.steps.flatMap(({ id, tookMs, outcome, dry }) =>
    tookMs === null || dry || outcome !== 'succeeded' ? [] : [[id, tookMs] as const],
  )
  return { ok: true, drillMs: Object.fromEntries(told) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
