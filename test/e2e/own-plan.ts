/** Plans for stories that plan A does not tell: plan A with some of it changed, in a file of its own. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse, stringify } from 'yaml'

type Part = Record<string, unknown>

/**
 * Plan A with each level of its ladder changed.
 * @param change gives the level as it shall stand in the file; a key that is undefined is left out.
 * @param policy keys that replace those of the policy, likewise. @returns the file's path, for `openDesk({ plans: [file] })`.
 */
export async function planWith(change: (level: Part) => Part, policy: Part = {}): Promise<string> {
  const plan = parse(await readFile('plans/mcp-debate.yaml', 'utf8'))
  const { main } = plan.policies
  plan.policies.main = { ...main, levels: main.levels.map(change), ...policy }
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'muster-plan-')), 'mcp-debate.yaml')
  await writeFile(file, stringify(plan))
  return file
}
