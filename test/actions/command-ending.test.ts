import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(() => {
  bench = openWorkbench()
})
afterEach(() => bench.close())

const at = (name: string) => path.join(bench.workDir, name)
const pidIn = (name: string) => Number(readFileSync(at(name), 'utf8'))
const isThere = (name: string) => existsSync(at(name)) && readFileSync(at(name), 'utf8').endsWith('\n')

/** Zombies, whom nobody has taken note of yet, are dead. */
function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false
  }
}

/** Gone, and its parent, which is this process, knows how it ended. */
function isReaped(pid: number): boolean {
  try {
    return !process.kill(pid, 0)
  } catch {
    return true
  }
}

/** Ignores TERM, and so does what it has started. */
const STUBBORN = {
  command: `trap '' TERM; (trap '' TERM; while :; do sleep 60 & wait; done) & echo $! > grandchild; echo $$ > child; while :; do sleep 60 & wait; done`,
  shell: true,
}

it('what ignores TERM is killed at its time limit, and its grandchildren with it', async () => {
  const report = await bench.run([{ ...STUBBORN, timeout: '500 ms' }], { killAfterMs: 300 })
  expect(report).toMatchObject({
    ok: false,
    reason: 'the shell command was ended because it took longer than 500 ms',
    actions: [{ signal: 'SIGKILL' }],
  })
  expect([isAlive(pidIn('child')), isAlive(pidIn('grandchild'))]).toEqual([false, false])
})

it('likewise when somebody cancels', async () => {
  const controller = new AbortController()
  const running = bench.run([STUBBORN, { command: ['touch', 'next'] }], { killAfterMs: 300, signal: controller.signal })
  await vi.waitUntil(() => isThere('child') && isThere('grandchild'), { timeout: 10_000 })
  controller.abort('the run was cancelled')
  const report = await running
  expect(report).toMatchObject({ ok: false, reason: 'the shell command was ended: the run was cancelled' })
  expect(report.actions).toHaveLength(1)
  expect([isAlive(pidIn('child')), isAlive(pidIn('grandchild')), existsSync(at('next'))]).toEqual([false, false, false])
})

it('who goes by TERM may tidy up, and nobody waits longer than that takes', async () => {
  const command = `trap 'echo tidied > tidied; exit 0' TERM; echo $$ > child; while :; do sleep 60 & wait; done`
  const began = performance.now()
  const report = await bench.run([{ command, shell: true, timeout: '500 ms' }], { killAfterMs: 20_000 })
  expect(report.reason).toBe('the shell command was ended because it took longer than 500 ms')
  expect(existsSync(at('tidied'))).toBe(true)
  expect(performance.now() - began).toBeLessThan(10_000)
})

it('a grandchild that ignores TERM is killed although its parent went by it', async () => {
  const command = `(trap '' TERM; echo up > up; while :; do sleep 60 & wait; done) & echo $! > grandchild; while :; do sleep 60 & wait; done`
  const controller = new AbortController()
  const running = bench.run([{ command, shell: true }], { killAfterMs: 300, signal: controller.signal })
  await vi.waitUntil(() => isThere('up') && isThere('grandchild'), { timeout: 10_000 })
  controller.abort()
  expect(await running).toMatchObject({
    reason: 'the shell command was ended: the run was stopped',
    actions: [{ signal: 'SIGTERM' }],
  })
  expect(isAlive(pidIn('grandchild'))).toBe(false)
})

it('nobody waits for a process in the background that holds the output, and it lives on', async () => {
  const command = `sh -c 'echo $$ > daemon; while :; do echo noise; echo . >> beats; sleep 0.05; done' & while [ ! -s daemon ]; do sleep 0.01; done; echo done`
  const began = performance.now()
  const report = await bench.run([{ command, shell: true }])
  const pid = pidIn('daemon')
  try {
    expect(report).toMatchObject({ ok: true, actions: [{ exitCode: 0 }] })
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(report.output).toContain('done\n')
    expect(report.output).toMatch(/… a process in the background still holds the output; what it writes is not kept\n$/)
    // It goes on writing, and no closed pipe ends it.
    const beats = () => readFileSync(at('beats'), 'utf8').length
    const before = beats()
    await vi.waitUntil(() => beats() > before + 4, { timeout: 10_000 })
    expect(isAlive(pid)).toBe(true)
  } finally {
    process.kill(pid, 'SIGKILL')
  }
})

it('who has ended by itself was not ended, whatever comes while the rest of its output is waited for', async () => {
  const command = `sleep 60 & echo $! > holder; while [ ! -s holder ]; do :; done; echo $$ > child; exec sh -c 'echo over; exit 0'`
  const controller = new AbortController()
  const report = await bench.run([{ command, shell: true }], {
    signal: controller.signal,
    onOutput(text) {
      if (text === 'over\n') void vi.waitUntil(() => isReaped(pidIn('child'))).then(() => controller.abort())
    },
  })
  process.kill(pidIn('holder'), 'SIGKILL')
  expect(report).toMatchObject({ ok: true, actions: [{ exitCode: 0 }] })
})

it('nothing is begun in a run that was stopped before', async () => {
  const report = await bench.run([{ command: ['touch', 'created'] }], {
    signal: AbortSignal.abort('the run was cancelled'),
  })
  expect(report).toMatchObject({ ok: false, reason: 'not begun: the run was cancelled' })
  expect(existsSync(at('created'))).toBe(false)
})
