/**
 * Parts that several plans share: files of `shared/` beside the plans, which a plan takes in by name (`include: [gdpr]`). Promises that nothing of a plan is
 * overwritten by a fragment, and that a problem in a fragment is told with the fragment's own file and line. Reads no files (`load-files.ts` does).
 */
import { byFileAndPosition, type Path, type Problem } from './problem.ts'
import { spots } from './spots.ts'
import { isBlock } from './written-steps.ts'
import { readYaml, type YamlSource } from './yaml-source.ts'

/** A fragment that was asked for; without a text there is no such file. */
export interface Fragment {
  name: string
  file: string
  text?: string
}

/** Blocks of ids that a fragment may have; what there is once in a plan, only the plan says. */
const SHAREABLE = [
  'audiences',
  'cards',
  'categories',
  'checklists',
  'compliance',
  'connections',
  'drills',
  'people',
  'places',
  'questions',
  'roles',
  'runners',
  'sequences',
  'stores',
  'values',
  'vendors',
]

/** The fragments that a plan's text asks for, by name; none when the text cannot be read. */
export function includedNames(text: string): string[] {
  const names = spots(readYaml(text, '').data, 'include.*').flatMap(({ value }) =>
    typeof value === 'string' ? [value] : [],
  )
  return [...new Set(names)]
}

/** The plan with its fragments as one source: the data of all, each part with its own place. */
export function readTogether(text: string, file: string, fragments: readonly Fragment[]): YamlSource {
  const own = readYaml(text, file)
  if (fragments.length === 0 || !isBlock(own.data)) return own
  const read = fragments.map((fragment) => ({ ...fragment, source: readYaml(fragment.text ?? '', fragment.file) }))
  const owners = new Map<string, YamlSource>()
  const data: Record<string, unknown> = { ...own.data }
  const problems: Problem[] = [...missing(own, fragments)]
  for (const { name, source, text: there } of read) {
    if (there === undefined) continue
    for (const [key, block] of Object.entries(isBlock(source.data) ? source.data : {})) {
      if (!SHAREABLE.includes(key) || !isBlock(block)) {
        if (source.sound) problems.push(source.locate({ path: [key], at: 'key', ...notShareable(key) }))
        continue
      }
      for (const [id, part] of Object.entries(block)) {
        const before = isBlock(data[key]) ? data[key] : {}
        if (Object.hasOwn(before, id)) {
          problems.push(
            (owners.get(placeKey([key, id])) ?? own).locate({ path: [key, id], at: 'key', ...taken(id, name) }),
          )
          continue
        }
        data[key] = { ...before, [id]: part }
        owners.set(placeKey([key, id]), source)
      }
    }
  }
  const sources = [own, ...read.filter((one) => one.text !== undefined).map(({ source }) => source)]
  const ownerOf = (path: Path) => owners.get(placeKey(path)) ?? own
  return {
    data,
    sound: sources.every(({ sound }) => sound),
    problems: [...sources.flatMap((source) => source.problems), ...problems].sort(byFileAndPosition),
    warnings: sources.flatMap(({ warnings }) => warnings),
    place: (path, at) => ownerOf(path).place(path, at),
    locate: (problem) => ownerOf(problem.path).locate(problem),
  }
}

const placeKey = ([block, id]: Path): string => JSON.stringify([block, id])

const missing = (own: YamlSource, fragments: readonly Fragment[]): Problem[] =>
  spots(own.data, 'include.*').flatMap(({ path, at, value }) => {
    const fragment = fragments.find(({ name }) => name === value)
    if (!fragment || fragment.text !== undefined) return []
    const message = `there is no fragment "${value}"`
    return [
      own.locate({ path, at, rule: 'dangling-reference', message, remedy: `write ${fragment.file}, or take it away` }),
    ]
  })

const notShareable = (key: string) => ({
  rule: 'unknown-key' as const,
  message: `"${key}" is nothing that plans can share`,
  remedy: `write it in each plan; known here: ${SHAREABLE.join(', ')}`,
})

const taken = (id: string, fragment: string) => ({
  rule: 'duplicate-id' as const,
  message: `"${id}" is in the fragment "${fragment}" already`,
  remedy: 'give this one another id, or take the fragment away from "include"',
})
