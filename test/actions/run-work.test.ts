import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { node, openWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(() => {
  bench = openWorkbench()
})
afterEach(() => bench.close())

const at = (name: string) => path.join(bench.workDir, name)
const touch = (name: string) => ({ command: ['touch', name] })
const fail = (code: number) => ({ command: ['sh', '-c', `exit ${code}`] })

describe('actions', () => {
  it('run in order, and the first that fails is the last', async () => {
    const report = await bench.run([touch('one'), fail(3), touch('two')], { checks: [touch('check')] })
    expect(report).toMatchObject({ ok: false, reason: 'sh ended with exit code 3', checks: [] })
    expect(report.actions.map(({ ok, exitCode }) => [ok, exitCode])).toEqual([
      [true, 0],
      [false, 3],
    ])
    expect([existsSync(at('one')), existsSync(at('two')), existsSync(at('check'))]).toEqual([true, false, false])
    expect(report.output).toBe("— touch one\n— sh -c 'exit 3'\nfailed: sh ended with exit code 3\n")
  })

  it('keep what was captured before one failed', async () => {
    const values = { host: { kind: 'pattern', label: 'Host', pattern: '.+' } }
    const report = await bench.run([{ command: ['echo', 'db-1'], capture: { host: 'all' } }, fail(1)], { values })
    expect(report).toMatchObject({ ok: false, captured: { host: 'db-1' } })
  })

  it('are measured', async () => {
    const report = await bench.run([{ wait: '200 ms' }])
    expect(report.actions[0]?.tookMs).toBeGreaterThanOrEqual(190)
    expect(report.actions[0]?.tookMs).toBeLessThan(5_000)
  })
})

describe('checks', () => {
  it('are all run, and the reason names how many failed and the first', async () => {
    const checks = [touch('one'), fail(3), fail(4), touch('two')]
    const report = await bench.run([touch('zero')], { checks })
    expect(report).toMatchObject({ ok: false, reason: '2 of 4 checks failed: the first: sh ended with exit code 3' })
    expect(report.checks.map(({ ok }) => ok)).toEqual([true, false, false, true])
    expect(existsSync(at('two'))).toBe(true)
  })

  it.each([
    [[fail(3)], 'the check failed: sh ended with exit code 3'],
    [[fail(3), touch('x')], '1 of 2 checks failed: sh ended with exit code 3'],
  ])('%#', async (checks, reason) => {
    expect((await bench.run([], { checks })).reason).toBe(reason)
  })

  it('are enough of a run', async () => {
    expect(await bench.run([], { checks: [touch('x')] })).toMatchObject({
      ok: true,
      actions: [],
      checks: [{ ok: true }],
    })
  })
})

describe('what is missing is said before anything is started', () => {
  const secretIn = (file: string) => ({ command: ['true'], env: { A: { secretFile: at(file) } } })
  beforeEach(() => {
    mkdirSync(at('folder'))
    writeFileSync(at('empty'), '\n')
    writeFileSync(at('large'), 'x'.repeat(20_000))
    writeFileSync(at('binary'), 'hunter2\0x')
  })

  it.each([
    [
      { command: ['true'], env: { A: { secret: 'GONE' } } },
      'the secret GONE is missing: set the variable where Muster runs',
    ],
    [
      { command: ['true'], env: { A: { secret: 'EMPTY' } } },
      'the secret EMPTY is missing: set the variable where Muster runs',
    ],
    [
      { command: ['true'], env: { A: { secret: 'constructor' } } },
      'the secret constructor is missing: set the variable where Muster runs',
    ],
  ])('%#', async (action, reason) => {
    const report = await bench.run([touch('created'), action], { environment: { EMPTY: '' } })
    expect(report).toMatchObject({ ok: false, reason, actions: [{ what: 'true', ok: false, reason }] })
    expect(existsSync(at('created'))).toBe(false)
  })

  it.each([
    ['nothing', /^the secret in \S+\/nothing cannot be read \(ENOENT\)$/],
    ['folder', /^the secret in \S+\/folder cannot be read: it is no file$/],
    ['empty', /^the secret in \S+\/empty is empty$/],
    ['binary', /^the secret in \S+\/binary has a NUL character, which nothing can be given$/],
    ['large', /^the secret in \S+\/large is longer than 16 KB, more than can be masked$/],
  ])('secret file: %s', async (file, reason) => {
    expect((await bench.run([secretIn(file)])).reason).toMatch(reason)
  })

  it('also when only a check needs it', async () => {
    const report = await bench.run([touch('created')], { checks: [{ sql: 'SELECT 1', on: 'main' }] })
    expect(report).toMatchObject({
      reason: 'the plan has no connection main',
      actions: [],
      checks: [{ what: 'query on main' }],
    })
    expect(existsSync(at('created'))).toBe(false)
  })
})

describe('secrets', () => {
  it('reach the program as they are, without the line end of their file', async () => {
    writeFileSync(at('key'), 'two\nlines \n')
    const program = 'process.exit(process.env.A === "two\\nlines " && process.env.B === "x y" ? 0 : 9)'
    const action = { ...node(program), env: { A: { secretFile: at('key') }, B: { secret: 'B' } } }
    expect(await bench.run([action], { environment: { B: 'x y' } })).toMatchObject({ ok: true })
  })

  it('of one action are masked in all others, in what they are called and in reasons', async () => {
    const environment = { TOKEN: 'hunter2' }
    const report = await bench.run(
      [
        { command: ['echo', 'a hunter2 b'] },
        { command: ['no-such-hunter2'] },
        { command: ['true'], env: { T: { secret: 'TOKEN' } } },
      ],
      { environment },
    )
    expect(report.actions.map(({ what }) => what)).toEqual(["echo 'a ‹secret› b'", 'no-such-‹secret›'])
    expect(report.reason).toMatch(/^no-such-‹secret› could not be started/)
    expect(JSON.stringify(report)).not.toContain('hunter2')
  })

  it('half of one is not what is left of it when something long is cut', async () => {
    const secret = 'S3CR3T'.repeat(20)
    const action = { command: ['true', `${'x'.repeat(180)}${secret}`], env: { T: { secret: 'TOKEN' } } }
    const report = await bench.run([action], { environment: { TOKEN: secret } })
    expect(JSON.stringify(report)).not.toContain('S3CR3T')
  })

  it('of databases and stores are masked, used or not', async () => {
    const environment = {
      DB: 'postgres://app:p%40ssw0rd-1@db.example/app',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG',
    }
    const said = [
      environment.DB,
      'p@ssw0rd-1',
      'AKIAEXAMPLE',
      'wJalrXUtnFEMI/K7MDENG',
      encodeURIComponent('wJalrXUtnFEMI/K7MDENG'),
    ]
    const report = await bench.run([{ command: ['echo', ...said] }], {
      environment,
      connections: { main: { urlEnv: 'DB' } },
      stores: { main: { bucket: 'b' } },
    })
    expect(report.output.split('\n')[1]).toBe('‹secret› ‹secret› ‹secret› ‹secret› ‹secret›')
  })

  it('among what is handed on are recognised by the name of the variable, or as a password in an address', async () => {
    const environment = {
      PGPASSWORD: 'open-sesame',
      URL: 'redis://:very-hidden@cache/0',
      PGHOST: 'db-1',
      API_KEY: 'yes',
    }
    const action = { command: 'echo $PGPASSWORD $URL $PGHOST $API_KEY', shell: true, passEnv: Object.keys(environment) }
    const { output } = await bench.run([action], { environment })
    expect(output).toContain('\n‹secret› redis://:‹secret›@cache/0 db-1 yes\n')
  })
})

it('what nobody has foreseen is a reason, too', async () => {
  bench.close()
  const report = await bench.run([{ command: ['true'] }])
  expect(report).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/^true could not be started: there is no directory /),
  })
})
