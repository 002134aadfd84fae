/** A plan file of a story's own: a copy of an example plan, to be edited while Muster runs. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import { ROOT } from '../../sim/sandbox.ts'

export interface PlanFile {
  file: string
  /** Replaces text that stands there exactly once, and saves; gives the line and column at which the new text begins, from 1. */
  edit(from: string, to: string): Promise<{ line: number; column: number }>
  /** Changes the main policy and each of its levels, and saves; a key set to undefined is left out. */
  reshape(changes: { level?: Part; policy?: Part }): Promise<void>
  remove(): Promise<void>
}

type Part = Record<string, unknown>

/** @param plan the example's name: `mcp-debate`. */
export async function copyOfPlan(plan: string): Promise<PlanFile> {
  const directory = await mkdtemp(path.join(tmpdir(), 'muster-plan-'))
  const file = path.join(directory, `${plan}.yaml`)
  let text = await readFile(path.join(ROOT, 'plans', `${plan}.yaml`), 'utf8')
  await writeFile(file, text)
  // What it includes lies beside it.
  await cp(path.join(ROOT, 'plans/shared'), path.join(directory, 'shared'), { recursive: true })
  return {
    file,
    async edit(from, to) {
      const parts = text.split(from)
      if (parts.length !== 2) throw new Error(`"${from}" stands ${parts.length - 1} times in ${plan}.yaml, not once`)
      text = parts.join(to)
      await writeFile(file, text)
      const before = parts[0]!.split('\n')
      return { line: before.length, column: before.at(-1)!.length + 1 }
    },
    async reshape({ level, policy }) {
      const { policies, ...rest } = parse(text) as { policies: { main: { levels: Part[] } } }
      const levels = policies.main.levels.map((before) => ({ ...before, ...level }))
      text = stringify({ ...rest, policies: { main: { ...policies.main, levels, ...policy } } })
      await writeFile(file, text)
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}
