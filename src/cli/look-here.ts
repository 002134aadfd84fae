/**
 * Looks on this machine for the programs and scripts that plans run here (`muster check --here`). Promises to run none of them, and to look only where the
 * runner of steps would: names in PATH, paths from the action's folder, and nothing in the empty
 * folder that an action without one gets.
 */
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, resolve } from 'node:path'
import { type Wanted, wantedHere } from '../check/commands/here.ts'
import type { Here } from '../check/rule.ts'

export interface Surroundings {
  /** As in the environment variable; folders one after the other. */
  path: string
  /** Where Muster runs: a relative `in` starts there. */
  folder: string
}

/** @param plans data of plans, as they are written. */
export async function lookHere(plans: readonly unknown[], around: Surroundings): Promise<Here> {
  const wanted = plans.flatMap(wantedHere)
  const each = new Map(wanted.map((one) => [JSON.stringify([one.program, one.inFolder, one.to]), one]))
  const looked = await Promise.all(
    [...each.values()].map(async (one) => ({ one, isThere: await isThere(one, around) })),
  )
  return {
    missing: looked
      .filter(({ isThere: there }) => !there)
      .map(({ one: { program, inFolder } }) => ({ program, inFolder })),
  }
}

async function isThere({ program, inFolder, to }: Wanted, { path, folder }: Surroundings): Promise<boolean> {
  const mode = to === 'run' ? constants.X_OK : constants.R_OK
  const isNamed = to === 'run' && !program.includes('/')
  if (!isNamed && inFolder === null && !isAbsolute(program)) return false
  const start = resolve(folder, inFolder ?? '.')
  const folders = isNamed ? path.split(delimiter).filter((entry) => entry !== '') : [start]
  const answers = await Promise.all(folders.map((entry) => isFile(resolve(start, entry, program), mode)))
  return answers.includes(true)
}

/** A folder may be "run", too. */
const isFile = async (place: string, mode: number): Promise<boolean> => {
  try {
    await access(place, mode)
    return (await stat(place)).isFile()
  } catch {
    return false
  }
}
