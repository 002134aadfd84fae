/**
 * Which folder imports which, as dependency-cruiser found it: drawn for GitHub (Mermaid), and as a table. The drawing leaves out an arrow that a longer way makes
 * plain (who imports the engine imports the plan through it), or nobody could read it; the table has them all.
 */

/** What a cruise says of a file; its reports have more. */
export interface Cruised {
  source: string
  dependencies: { resolved: string; dependencyTypes: string[] }[]
}

/** For each folder those that it imports; true when a value is imported, false for types alone. */
export type Imports = Map<string, Map<string, boolean>>

const PLACE = /(<!-- import-graph: begin -->\n)[\s\S]*?(<!-- import-graph: end -->)/

export function folderImports(modules: readonly Cruised[]): Imports {
  const imports: Imports = new Map()
  for (const { source, dependencies } of modules) {
    const from = folderOf(source)
    if (!from) continue
    const targets = imports.get(from) ?? new Map<string, boolean>()
    imports.set(from, targets)
    for (const { resolved, dependencyTypes } of dependencies) {
      const to = folderOf(resolved)
      if (!to || to === from) continue
      targets.set(to, targets.get(to) === true || !dependencyTypes.includes('type-only'))
    }
  }
  return imports
}

/** The page with its drawing and its table made anew. */
export function withGraph(page: string, modules: readonly Cruised[]): string {
  if (!PLACE.test(page))
    throw new Error('The page has no place for the graph: a line "<!-- import-graph: begin -->" and one that ends it.')
  const imports = folderImports(modules)
  return page.replace(
    PLACE,
    (_, begin: string, end: string) => `${begin}${drawing(imports)}\n${table(imports)}\n${end}`,
  )
}

/** Folders of src are known by their name; files that are nobody's (packages, the root's settings) by none. */
function folderOf(file: string): string | undefined {
  const [top = '', second] = file.split('/')
  if (top === 'src') return second
  return ['commands', 'sim', 'bench'].includes(top) ? top : undefined
}

function drawing(imports: Imports): string {
  const arrows = [...imports].flatMap(([from, targets]) =>
    [...targets]
      .filter(([to]) => !isPlainWithout(imports, from, to))
      .map(([to, value]) => `  ${nodeId(from)} ${value ? '-->' : '-.->'} ${nodeId(to)}`),
  )
  const nodes = [...imports.keys()].map((name) => `  ${nodeId(name)}["${name}"]`)
  return ['```mermaid', 'flowchart TD', ...nodes.sort(), ...arrows.sort(), '```', ''].join('\n')
}

function table(imports: Imports): string {
  const rows = [...imports]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([from, targets]) =>
        `| ${from} | ${
          [...targets]
            .map(([to, value]) => (value ? to : `*${to}*`))
            .sort(byName)
            .join(', ') || 'nothing'
        } |`,
    )
  return ['| what | imports (*in italics*: types alone) |', '|---|---|', ...rows].join('\n')
}

const byName = (one: string, other: string): number => (one.replaceAll('*', '') < other.replaceAll('*', '') ? -1 : 1)

/** Another folder that `from` imports leads to `to`, for a value by values alone. Two that lead to each other do not make each other plain. */
function isPlainWithout(imports: Imports, from: string, to: string): boolean {
  const ways = imports.get(from)?.get(to) ? valuesAlone(imports) : imports
  return [...(ways.get(from)?.keys() ?? [])].some(
    (via) => via !== to && leadsTo(ways, via, to) && !leadsTo(ways, via, from) && !leadsTo(ways, to, via),
  )
}

function valuesAlone(imports: Imports): Imports {
  return new Map([...imports].map(([from, targets]) => [from, new Map([...targets].filter(([, value]) => value))]))
}

function leadsTo(imports: Imports, from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false
  seen.add(from)
  const targets = imports.get(from)
  if (!targets) return false
  return targets.has(to) || [...targets.keys()].some((via) => leadsTo(imports, via, to, seen))
}

/** "end" and the like are words of Mermaid's. */
const nodeId = (name: string): string => `f_${name.replaceAll(/\W/g, '_')}`
