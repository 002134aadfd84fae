/** Finds the places of a plan's data that a pattern names. Takes data of any shape; where it has another one, there is no place. */
import type { Path } from './problem.ts'

export interface Spot {
  path: Path
  at: 'key' | 'value'
  value: unknown
}

/** Every spot that a pattern such as `roles.*.holders.*` names. `*` stands for every entry, `~` for every key. */
export function spots(data: unknown, pattern: string): Spot[] {
  let found: Spot[] = [{ path: [], at: 'value', value: data }]
  for (const part of pattern.split('.')) {
    found = found.flatMap(({ path, value }) => {
      if (typeof value !== 'object' || value === null) return []
      const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
      return entries
        .filter(([key]) => part === '*' || part === '~' || part === key)
        .map(
          ([key, inner]): Spot =>
            part === '~'
              ? { path: [...path, key], at: 'key', value: key }
              : { path: [...path, key], at: 'value', value: inner },
        )
    })
  }
  return found
}
