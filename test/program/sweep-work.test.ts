import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { OWNER_FILE, sweepWork } from '../../src/program/sweep-work.ts'

const HOUR_MS = 3_600_000
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'muster-sweep-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

/** With a fetched dump in it. */
function leave(name: string, owner: string | undefined, ageMs = 0): string {
  const folder = path.join(dataDir, 'work', name)
  mkdirSync(path.join(folder, 'run'), { recursive: true })
  writeFileSync(path.join(folder, 'run', 'dump'), 'rows of people')
  const then = new Date(Date.now() - ageMs)
  if (owner !== undefined) {
    writeFileSync(path.join(folder, OWNER_FILE), owner)
    utimesSync(path.join(folder, OWNER_FILE), then, then)
  }
  utimesSync(folder, then, then)
  return folder
}

const gone = String(spawnSync(process.execPath, ['-e', '']).pid)

it('removes what a killed process has left, and nothing of one that lives', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  try {
    const left = leave('restore-a', gone)
    const ours = leave('restore-b', String(process.pid))
    const theirs = leave('restore-c', `${other.pid}\n`, 48 * HOUR_MS)
    await sweepWork(dataDir, Date.now())
    expect([left, ours, theirs].map((folder) => existsSync(folder))).toEqual([false, true, true])
    expect(existsSync(path.join(ours, 'run', 'dump'))).toBe(true)
  } finally {
    other.kill()
  }
})

it('removes what a process before this one has left that had the same id, as in a container', async () => {
  const left = leave('restore-a', String(process.pid), process.uptime() * 1_000 + 60_000)
  await sweepWork(dataDir, Date.now())
  expect(existsSync(left)).toBe(false)
})

it.each([
  ['no owner', undefined],
  ['an owner that is no process', 'somebody'],
  ['an owner that is a group of processes', '-1'],
])('with %s, removes what is older than a day', async (_, owner) => {
  leave('old', owner, 25 * HOUR_MS)
  leave('new', owner, 23 * HOUR_MS)
  await sweepWork(dataDir, Date.now())
  expect(readdirSync(path.join(dataDir, 'work'))).toEqual(['new'])
})

it('has nothing to do where nothing was ever run', async () => {
  await expect(sweepWork(path.join(dataDir, 'none'), Date.now())).resolves.toBeUndefined()
})
