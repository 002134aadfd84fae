/** The shortest way from one name to another along links that lead one way. */

export type Ways = ReadonlyMap<string, readonly string[]>

/** The names on the way, both ends included; undefined when there is none. From a name to itself there is one only around a circle. */
export function shortestWay(ways: Ways, from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const open = [from]
  for (const here of open) {
    for (const next of ways.get(here) ?? []) {
      if (cameFrom.has(next)) continue
      cameFrom.set(next, here)
      if (next === to) return wayBack(cameFrom, from, to)
      open.push(next)
    }
  }
  return undefined
}

function wayBack(cameFrom: ReadonlyMap<string, string>, from: string, to: string): string[] {
  const way = [to]
  let here = cameFrom.get(to)
  while (here !== undefined && here !== from) {
    way.unshift(here)
    here = cameFrom.get(here)
  }
  return [from, ...way]
}
