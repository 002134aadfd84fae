import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Fault, once } from '../../src/check/once.ts'

const fault = (within: string, path: Fault['path']): Fault => ({
  within,
  path,
  at: 'value',
  say: (all) => `it is wrong in ${all}`,
  remedy: 'put it right',
})

it('tells a fault once for all that include the place where it stands', () => {
  const found = once({ sequences: { a: { steps: [{}] } } }, [
    fault('the scenario "fire"', ['sequences', 'a', 'steps', 0]),
    fault('the scenario "flood"', ['sequences', 'a', 'steps', 0]),
  ])
  expect(found.map(({ message }) => message)).toEqual(['it is wrong in the scenarios "fire" and "flood"'])
})

it('tells a fault once that an alias of YAML repeats at another path', () => {
  const data = parse('fire: { phases: &p [{ window: 1 }] }\nflood: { phases: *p }\nflash: { phases: [{ window: 1 }] }')
  const at = (name: string) => fault(`"${name}"`, [name, 'phases', 0, 'window'])
  expect(once(data, ['fire', 'flood', 'flash'].map(at)).map(({ path, message }) => [path[0], message])).toEqual([
    ['fire', 'it is wrong in "fire" and "flood"'],
    ['flash', 'it is wrong in "flash"'],
  ])
})

it('keeps apart what stands at one place and is not the same', () => {
  const other: Fault = { ...fault('"a"', ['x']), say: () => 'something else' }
  expect(once({ x: 1 }, [fault('"a"', ['x']), other])).toHaveLength(2)
})

it('counts the scenarios when there are many', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => fault(`the scenario "${name}"`, ['x']))
  expect(once({ x: 1 }, many)[0]?.message).toBe('it is wrong in the scenarios "a", "b", "c" and 2 more')
})
