/** Programs and scripts of plans, looked for in a real folder: found where the runner of steps would find them, and nowhere else. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { lookHere } from '../../src/cli/look-here.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'look-here-'))
  await mkdir(join(folder, 'bin'))
  await mkdir(join(folder, 'work/scripts'), { recursive: true })
  for (const [name, mode] of [
    ['bin/patch-it', 0o755],
    ['work/there.sh', 0o755],
    ['work/plain.sh', 0o644],
    ['work/scripts/verify.py', 0o644],
  ] as const) {
    await writeFile(join(folder, name), '#!/bin/sh\n')
    await chmod(join(folder, name), mode)
  }
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** What is missing of the actions of one step. */
async function missing(...actions: string[]): Promise<string[]> {
  const plan = parse(`cards: { a: { title: A, steps: [{ id: one, title: One, do: [${actions.join(', ')}] }] } }`)
  const here = await lookHere([plan], { path: join(folder, 'bin'), folder })
  return here.missing.map(({ program, inFolder }) => `${program} in ${inFolder}`)
}

it('finds names in PATH and paths in the folder of the action', async () => {
  expect(await missing('{ command: [patch-it] }', '{ command: [./there.sh], in: work }')).toEqual([])
  expect(await missing(`{ command: [${join(folder, 'work/there.sh')}] }`)).toEqual([])
})

it('misses what is not there, may not be run, or is a folder', async () => {
  expect(await missing('{ command: [no-such-program] }', '{ command: [./gone.sh], in: work }')).toEqual([
    'no-such-program in null',
    './gone.sh in work',
  ])
  expect(await missing('{ command: [./plain.sh], in: work }', '{ command: [./scripts], in: work }')).toEqual([
    './plain.sh in work',
    './scripts in work',
  ])
})

it('looks for a script that another program reads', async () => {
  expect(await missing('{ command: [patch-it, scripts/none.py], in: work }')).toEqual([])
  const found = await missing('{ command: [python3, scripts/verify.py], in: work }')
  const gone = await missing('{ command: [python3, scripts/gone.py], in: work }')
  expect([found, gone]).toEqual([['python3 in work'], ['python3 in work', 'scripts/gone.py in work']])
})

it('finds nothing in the empty folder of an action that has none', async () => {
  expect(await missing('{ command: [./there.sh] }')).toEqual(['./there.sh in null'])
})

it('reads shell texts, without what is of bash itself or a function', async () => {
  const text = 'say() { patch-it; }; cd /; say hello && [ -f x ] && patch-it || gone "$(also-gone)"'
  expect(await missing(`{ command: ${JSON.stringify(text)}, shell: true }`)).toEqual([
    'also-gone in null',
    'gone in null',
  ])
})

it('leaves out what runs on another machine or in a container', async () => {
  expect(
    await missing(
      '{ command: [gone], on: elsewhere }',
      '{ command: [patch-it], in: work }',
      '{ command: "patch-it && ssh -o BatchMode=yes host gone", shell: true }',
    ),
  ).toEqual(['ssh in null'])
})

it('tells each once, however many plans and steps want it', async () => {
  expect(await missing('{ command: [gone] }', '{ command: [gone, again] }')).toEqual(['gone in null'])
})

it('leaves alone what the text itself asks for', async () => {
  const text = 'if command -v no-such-program > /dev/null; then no-such-program; else type other && other; fi'
  expect(await missing(`{ command: '${text}', shell: true }`)).toEqual([])
})
