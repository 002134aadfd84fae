/** Which scenario somebody means who writes its id, its title or an alias of it, in any letter case. */
import type { Plan } from './schema.ts'

/** Its id, which counts before what another is called; undefined: there is none of that name. */
export function scenarioNamed({ scenarios }: Pick<Plan, 'scenarios'>, word: string): string | undefined {
  const wanted = word.toLowerCase()
  const isMeant = (name: string) => name.toLowerCase() === wanted
  const ids = Object.keys(scenarios)
  return ids.find(isMeant) ?? ids.find((id) => [scenarios[id]!.title, ...scenarios[id]!.aliases].some(isMeant))
}
