import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { node, openWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(() => {
  bench = openWorkbench()
})
afterEach(() => bench.close())

const HOSTILE = [
  "it's 'quoted'",
  '"double"',
  'two\nlines\r\n',
  '$(touch created)',
  '`touch created`',
  '; touch created; #',
  '$HOME',
  '\\ \\n \\',
  '\u0001\u001b[31m\u007f',
  '🦀 ünïcødé \u202e',
  '-rf',
  '',
  '*',
]

describe('a program gets exactly', () => {
  const write = 'require("fs").writeFileSync("got", JSON.stringify('
  const got = () => JSON.parse(readFileSync(path.join(bench.workDir, 'got'), 'utf8'))

  it('its arguments', async () => {
    const report = await bench.run([node(`${write}process.argv.slice(1)))`, ...HOSTILE)])
    expect(report).toMatchObject({ ok: true, actions: [{ kind: 'command', ok: true, exitCode: 0 }] })
    expect(got()).toEqual(HOSTILE)
    expect(existsSync(path.join(bench.workDir, 'created'))).toBe(false)
  })

  it('its variables, also under a shell', async () => {
    const env = Object.fromEntries(HOSTILE.map((text, index) => [`V${index}`, text]))
    const values = `Object.keys(process.env).filter((name) => /^V\\d/.test(name)).map((name) => process.env[name])`
    const all = HOSTILE.map((_, index) => `"$V${index}"`).join(' ')
    await bench.run([{ ...node(`${write}${values}))`), env }])
    expect(got().sort()).toEqual([...HOSTILE].sort())
    const command = `"${process.execPath}" -e '${write}process.argv.slice(1)))' -- ${all}`
    expect(await bench.run([{ command, shell: true, env }])).toMatchObject({ ok: true })
    expect(got()).toEqual(HOSTILE)
    expect(existsSync(path.join(bench.workDir, 'created'))).toBe(false)
  })

  it('and of the environment only what is listed', async () => {
    const environment = { HOME: '/h', LANG: 'C', TZ: 'UTC', PGHOST: 'db', PGUSER: 'u', OTHER: 'no' }
    const action = { ...node(`${write}process.env))`), passEnv: ['PGHOST', 'NOT_SET'], env: { MINE: '1' } }
    await bench.run([action], { environment })
    expect(got()).toEqual({
      PATH: process.env.PATH,
      HOME: '/h',
      LANG: 'C',
      TZ: 'UTC',
      PGHOST: 'db',
      MINE: '1',
      MUSTER_INCIDENT: 'DR-20261205-1000',
      MUSTER_STEP: 'restore',
      MUSTER_RUN: 'restore/do/1',
    })
  })

  it('and no NUL, which is refused before anything is started', async () => {
    for (const action of [node('0', 'a\0b'), { command: ['true'], env: { A: '\0' } }]) {
      const report = await bench.run([{ command: ['touch', 'created'] }, action])
      expect(report.reason).toMatch(/cannot be given a NUL character: no argument and no variable can have one$/)
      expect(existsSync(path.join(bench.workDir, 'created'))).toBe(false)
    }
  })
})

describe('where and what it runs', () => {
  it('in the directory that the plan names, else in that of the run', async () => {
    mkdirSync(path.join(bench.workDir, 'sub'))
    expect((await bench.run([{ command: ['pwd'] }])).output).toContain(`${bench.workDir}\n`)
    expect((await bench.run([{ command: ['pwd'], in: path.join(bench.workDir, 'sub') }])).output).toContain('/sub\n')
  })

  it('nothing can be read from its input', async () => {
    expect(await bench.run([{ command: ['cat'] }])).toMatchObject({ ok: true })
  })

  it('a shell fails when any part of a pipe does', async () => {
    expect(await bench.run([{ command: 'false | true', shell: true }])).toMatchObject({
      ok: false,
      reason: 'the shell command ended with exit code 1',
    })
  })
})

describe('how it ended', () => {
  it.each([
    [{ command: ['sh', '-c', 'exit 3'] }, 'sh ended with exit code 3', { exitCode: 3 }],
    [{ command: ['sh', '-c', 'kill -SEGV $$'] }, 'sh was ended by the signal SIGSEGV', { signal: 'SIGSEGV' }],
    [
      { command: ['no-such-program', 'x'] },
      'no-such-program could not be started: there is no such program (or what its first line names is missing)',
      {},
    ],
    [{ command: ['/etc/passwd'] }, '/etc/passwd could not be started: permission denied', {}],
    [
      { command: ['true'], in: '/no/such/place' },
      'true could not be started: there is no directory /no/such/place',
      {},
    ],
    [
      { command: ['true', 'x'.repeat(3_000_000)] },
      'true could not be started: its arguments and variables are too long together',
      {},
    ],
    [{ command: 'true' }, 'a command that is one text needs "shell: true"', {}],
    [{ command: ['true'], shell: true }, 'a command with "shell: true" is one text, not a list', {}],
    [{ command: ['cat', { file: 'dump' }] }, 'no action before this one has fetched the file dump', {}],
    [{ command: ['true'], on: 'nowhere' }, 'the plan has no runner nowhere', {}],
  ])('%#', async (action, reason, facts) => {
    const report = await bench.run([action])
    expect(report).toMatchObject({ ok: false, reason, actions: [{ ok: false, reason, ...facts }] })
  })

  it('with another exit code than 0 that the plan allows', async () => {
    const action = { command: ['sh', '-c', 'exit 4'], exitCodes: [0, 4] }
    expect(await bench.run([action])).toMatchObject({ ok: true, actions: [{ exitCode: 4 }] })
  })
})

describe('captures', () => {
  const values = {
    host: { kind: 'pattern', label: 'Host', pattern: '[a-z0-9-]+' },
    lag: { kind: 'number', label: 'Lag', min: 0 },
  }
  const say = (text: string, capture: object) => ({ ...node('process.stdout.write(process.argv[1])', text), capture })

  it.each([
    ['  db-7 \n', { host: 'all' }, { host: 'db-7' }],
    ['a\nprimary is db-7.\nb', { host: { match: '^primary is ([^.]+)' } }, { host: 'db-7' }],
    [
      '{"nodes":[{"name":"db-7","lag":3}]}',
      { host: { json: 'nodes[0].name' }, lag: { json: 'nodes[0].lag' } },
      { host: 'db-7', lag: '3' },
    ],
  ])('%j', async (text, capture, captured) => {
    expect(await bench.run([say(text, capture)], { values })).toMatchObject({ ok: true, captured })
  })

  it('take what is written to the output, not what is written beside it', async () => {
    const action = { command: 'echo trouble >&2; echo db-7', shell: true, capture: { host: 'all' } }
    expect(await bench.run([action], { values })).toMatchObject({ captured: { host: 'db-7' } })
  })

  it.each([
    ['a b', { host: 'all' }, '"a b" cannot be the value host: write what matches the pattern [a-z0-9-]+'],
    ['a\nb', { host: 'all' }, '"a b" cannot be the value host: write one line without control characters'],
    [
      '-x',
      { host: 'all' },
      '"-x" cannot be the value host: write something that does not begin with "-", for it would be taken for an option',
    ],
    ['-1', { lag: 'all' }, '"-1" cannot be the value lag: write a number, at least 0'],
    ['abc', { host: { match: '[0-9]+' } }, 'the value host cannot be taken: nothing matches [0-9]+'],
    ['abc', { host: { match: '(' } }, 'the value host cannot be taken: the pattern ( cannot be read'],
    ['abc', { host: { json: 'a' } }, 'the value host cannot be taken: the text is not JSON'],
    ['{"a":{}}', { host: { json: 'a' } }, 'the value host cannot be taken: what stands at a is no single value'],
    ['{}', { host: { json: 'a' } }, 'the value host cannot be taken: there is no a'],
    ['x', { other: 'all' }, 'the plan has no value other'],
    ['x', { constructor: 'all' }, 'the plan has no value constructor'],
  ])('refuse %j by %j', async (text, capture, reason) => {
    const report = await bench.run([say(text, capture)], { values })
    expect(report).toMatchObject({ ok: false, reason, captured: {}, actions: [{ exitCode: 0 }] })
  })

  it('refuse a text that is too long to be known', async () => {
    const long = (bytes: number) => ({
      ...node(`process.stdout.write("x".repeat(${bytes}))`),
      capture: { host: 'all' },
    })
    expect((await bench.run([long(70_000)], { values })).reason).toBe(
      'the value host cannot be taken: the text is longer than 64 KB',
    )
    expect((await bench.run([long(3_000_000)], { values })).reason).toBe(
      'the value host cannot be taken: the text is longer than 64 KB',
    )
    const late = { ...long(3_000_000), capture: { host: { match: 'y' } } }
    expect((await bench.run([late], { values })).reason).toBe(
      'the value host cannot be taken: nothing matches y, at least in its first 1 MB',
    )
  })

  it('refuse what holds a secret', async () => {
    writeFileSync(path.join(bench.workDir, 'key'), 'hunter2\n')
    const action = {
      command: 'echo "x-$KEY"',
      shell: true,
      env: { KEY: { secretFile: path.join(bench.workDir, 'key') } },
      capture: { host: 'all' },
    }
    expect(await bench.run([action], { values })).toMatchObject({
      reason: 'the value host cannot be taken: it holds a secret',
      captured: {},
    })
  })
})
