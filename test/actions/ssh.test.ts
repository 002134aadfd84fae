import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
let bin: string
beforeEach(() => {
  bench = openWorkbench()
  bin = path.join(bench.workDir, 'bin')
  mkdirSync(bin)
  install('printf "%s\\n" "$@" > "$OLDPWD/argv"; for last; do :; done; exec /bin/sh -c "$last"')
})
afterEach(() => bench.close())

/** In ssh's place: what it does over there it does here, in a directory of its own. */
function install(script: string) {
  const there = path.join(bench.workDir, 'there')
  mkdirSync(there, { recursive: true })
  writeFileSync(path.join(bin, 'ssh'), `#!/bin/bash\ncd "${there}"\nexport OLDPWD="${bench.workDir}"\n${script}\n`)
  chmodSync(path.join(bin, 'ssh'), 0o755)
}

const setting = (ssh: object = { host: 'db-1.example', user: 'dr', port: 2222, identityFile: '/keys/dr key' }) => ({
  environment: { PATH: `${bin}:${process.env.PATH}`, TOKEN: 'hunter2', SSH_AUTH_SOCK: '/run/agent' },
  runners: { db: { ssh } },
})
const argv = () => readFileSync(path.join(bench.workDir, 'argv'), 'utf8').trimEnd().split('\n')

it('ssh is told where to go, asks nobody and gives up in time', async () => {
  const report = await bench.run([{ command: ['true', 'a b'], on: 'db' }], setting())
  expect(report).toMatchObject({ ok: true, actions: [{ what: "true 'a b' on db" }] })
  expect(argv()).toEqual([
    ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-p', '2222', '-i', '/keys/dr key', 'dr@db-1.example', '--'],
    "'env' 'MUSTER_INCIDENT=DR-20261205-1000' 'MUSTER_STEP=restore' 'MUSTER_RUN=restore/do/1' 'true' 'a b'",
  ])
})

it('and nothing more than the plan has', async () => {
  await bench.run([{ command: ['true'], on: 'db' }], setting({ host: 'db-1' }))
  expect(argv().slice(0, 6)).toEqual(['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', 'db-1', '--'])
})

it('a real shell over there gives the program exactly its arguments and variables', async () => {
  const hostile = [
    "it's",
    '"',
    'a\nb',
    '$(touch created)',
    '`touch created`',
    '; touch created',
    '\\',
    '🦀 ü',
    '',
    '\u0001',
  ]
  const program = 'require("fs").writeFileSync("got", JSON.stringify([process.argv.slice(1), process.env.V]))'
  for (const text of hostile) {
    const command = [process.execPath, '-e', program, '--', ...hostile]
    const report = await bench.run([{ command, env: { V: text }, on: 'db' }], setting())
    expect(report.reason).toBeUndefined()
    expect(JSON.parse(readFileSync(path.join(bench.workDir, 'there/got'), 'utf8'))).toEqual([hostile, text])
  }
  expect(existsSync(path.join(bench.workDir, 'there/created'))).toBe(false)
})

it('a directory and a shell are those over there', async () => {
  const there = path.join(bench.workDir, "it's there")
  mkdirSync(there)
  const command = 'pwd; echo "$V"; false | true'
  const report = await bench.run([{ command, shell: true, in: there, env: { V: "a'b" }, on: 'db' }], setting())
  expect(report).toMatchObject({ ok: false, reason: 'the shell command on db ended with exit code 1' })
  expect(report.output).toContain(`${there}\na'b\n`)
})

it('ssh itself gets what passEnv lists, such as its agent', async () => {
  install('echo "agent: $SSH_AUTH_SOCK $TOKEN"')
  const report = await bench.run([{ command: ['true'], passEnv: ['SSH_AUTH_SOCK'], on: 'db' }], setting())
  expect(report.output).toContain('agent: /run/agent \n')
})

it('a connection that fails is told from a program that fails', async () => {
  install('echo "Permission denied (publickey)." >&2; exit 255')
  expect((await bench.run([{ command: ['uptime'], on: 'db' }], setting())).reason).toBe(
    'uptime on db ended with exit code 255: ssh could not connect, or the program itself ended so',
  )
})

it('at the limit it says that something may go on over there', async () => {
  install('exec sleep 60')
  expect((await bench.run([{ command: ['sync'], on: 'db', timeout: '300 ms' }], setting())).reason).toBe(
    'sync on db was ended because it took longer than 300 ms; what it had begun over there may still be running',
  )
})

it.each([
  [
    { env: { TOKEN: { secret: 'TOKEN' } } },
    'TOKEN is a secret and cannot be given to a program on db: it would stand in its list of processes',
  ],
  [{ env: { DUMP: { file: 'dump' } } }, 'the file dump was fetched where Muster runs and is not on db'],
  [{ command: ['cat', { file: 'dump' }] }, 'the file dump was fetched where Muster runs and is not on db'],
])('refuses what cannot go there: %j', async (part, reason) => {
  const report = await bench.run([{ command: ['true'], on: 'db', ...part }], setting())
  expect(report).toMatchObject({ ok: false, reason, actions: [{ ok: false }] })
  expect(existsSync(path.join(bench.workDir, 'argv'))).toBe(false)
})
