/** Without the database Muster goes on from a copy in the data directory: whether there can be one, and whether something still waits there to be merged. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { canBeMade } from './database.ts'
import { type Check, error, type Finding, ok, warning } from './finding.ts'

export const lifeboat: Check = {
  name: 'lifeboat',
  group: 'Database',
  async run({ settings: { dataDir } }) {
    const dir = path.join(dataDir, 'lifeboat')
    if (!(await canBeMade(dir))) {
      const why = 'A copy of open incidents is kept there; without it nobody is paged while the database is away.'
      return [
        error(
          `${dir} cannot be written`,
          why,
          'Make it a folder that can be written, or set MUSTER_DATA_DIR to another one.',
        ),
      ]
    }
    return (await records(dir)).map(waiting).concat([ok(`The lifeboat can be kept in ${dir}`)])
  },
}

/** Records of voyages that are not merged. */
async function records(dir: string): Promise<string[]> {
  const slots = await readdir(dir).catch(() => [])
  const files = slots.map((slot) => path.join(dir, slot, 'record.jsonl'))
  const sizes = await Promise.all(files.map(async (file) => (await stat(file).catch(() => undefined))?.size ?? 0))
  return files.filter((_, n) => (sizes[n] ?? 0) > 0)
}

function waiting(file: string): Finding {
  const why = 'It is right while the database is away; afterwards it is merged within seconds, and the file is empty.'
  const remedy = 'If the database answers, start Muster on this data directory and read its log.'
  return warning(`What was taken without the database waits in ${file}`, why, remedy)
}
