import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(() => {
  bench = openWorkbench()
})
afterEach(() => bench.close())

const at = (name: string) => path.join(bench.workDir, name)
const until = (probe: object, limit: string, every = '100 ms') => ({ wait: { until: probe, every, limit } })
const shell = (command: string, more: object = {}) => ({ command, shell: true, ...more })

it('waits so long', async () => {
  const report = await bench.run([{ wait: '300 ms' }])
  expect(report).toMatchObject({ ok: true, actions: [{ kind: 'wait', what: 'wait 300 ms' }] })
  expect(report.actions[0]?.tookMs).toBeGreaterThanOrEqual(290)
})

it('stops waiting when somebody cancels', async () => {
  for (const action of [{ wait: '1 h' }, until(shell('touch tried; false'), '1 h', '1 h')]) {
    const controller = new AbortController()
    const running = bench.run([action], {
      signal: controller.signal,
      onOutput: (text) => {
        if (text.startsWith('— wait 1 h') || text.startsWith('not yet'))
          setImmediate(() => controller.abort('the run was cancelled'))
      },
    })
    expect((await running).reason).toBe('the wait was ended: the run was cancelled')
  }
})

it('asks again and again until it is so, and tells only what is new', async () => {
  const command = 'echo x >> tries; n=$(($(wc -l < tries))); [ $n -le 3 ] && exit 3; [ $n -le 5 ] && exit 5; echo db-$n'
  const values = { host: { kind: 'pattern', label: 'Host', pattern: '[a-z0-9-]+' } }
  const report = await bench.run([until(shell(command, { capture: { host: 'all' } }), '30 s')], { values })
  expect(report).toMatchObject({ ok: true, captured: { host: 'db-6' } })
  expect(report.actions[0]?.what).toMatch(/^wait until echo x >> tries/)
  expect(report.output.split('\n').slice(1)).toEqual([
    'not yet: the shell command ended with exit code 3',
    'not yet: the shell command ended with exit code 5',
    '',
  ])
})

it('at its limit fails with the last reason', async () => {
  const report = await bench.run([until(shell('exit 3'), '350 ms')])
  expect(report).toMatchObject({ ok: false, reason: 'not so within 350 ms: the shell command ended with exit code 3' })
  expect(report.output.match(/not yet/g)).toHaveLength(1)
})

it('ends a try that is under way at its limit, and says what the one before said', async () => {
  const command = '[ -e tried ] && { echo $$ > second; exec sleep 60; }; touch tried; exit 3'
  const report = await bench.run([until(shell(command), '1 s')])
  expect(report.reason).toBe('not so within 1 s: the shell command ended with exit code 3')
  expect(existsSync(at('second'))).toBe(true)
  const only = await bench.run([until(shell('exec sleep 60'), '300 ms')])
  expect(only.reason).toMatch(/^not so within 300 ms: the shell command was ended/)
})

it('keeps on when what it asks is not there yet', async () => {
  const probe = { http: 'http://127.0.0.1:2/', timeout: '1 s' }
  const report = await bench.run([until(probe, '300 ms')])
  expect(report.reason).toMatch(/^not so within 300 ms: no answer from 127.0.0.1:2: connection refused$/)
})

it('does not begin to wait for what can never be', async () => {
  const report = await bench.run([
    { command: ['touch', 'created'] },
    until({ command: ['true'], env: { A: { secret: 'GONE' } } }, '1 h'),
  ])
  expect(report.reason).toBe('the secret GONE is missing: set the variable where Muster runs')
  expect(existsSync(at('created'))).toBe(false)
})

it('masks the secrets of what it asks', async () => {
  writeFileSync(at('key'), 'hunter2')
  const probe = { command: ['sh', '-c', 'exit 3', 'hunter2'], env: { KEY: { secretFile: at('key') } } }
  const report = await bench.run([until(probe, '200 ms')])
  expect(report.actions[0]?.what).toBe("wait until sh -c 'exit 3' ‹secret›")
})

it('leaves time between two tries, whatever the plan says', async () => {
  const report = await bench.run([until(shell('echo x >> tries; exit 3'), '500 ms', '0')])
  expect(report.ok).toBe(false)
  const tries = readFileSync(at('tries'), 'utf8').length / 2
  expect(tries).toBeGreaterThan(1)
  expect(tries).toBeLessThanOrEqual(6)
})
