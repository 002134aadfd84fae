/** Progress of the command line, with a clock and a terminal of its own. */
import { PassThrough } from 'node:stream'
import { WriteStream } from 'node:tty'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { hasColours } from '../../src/cli/has-colours.ts'
import { createProgress, during } from '../../src/cli/progress.ts'

function started({ isTerminal = true, columns = 80 } = {}) {
  let ms = 0
  let out = ''
  const ticks = new Set<() => void>()
  const progress = createProgress({
    write: (text) => (out += text),
    isTerminal,
    columns: () => columns,
    nowMs: () => ms,
    every(_, call) {
      ticks.add(call)
      return () => ticks.delete(call)
    },
  })
  const wait = (length: number) => {
    ms += length
    for (const tick of ticks) tick()
  }
  const taken = () => {
    const text = out
    out = ''
    return text
  }
  return { progress, wait, taken, ticks }
}

describe('progress on a terminal', () => {
  it('is silent for two seconds, then one line that is written over', () => {
    const { progress, wait, taken } = started()
    progress.at('1 of 9 files')
    wait(1_900)
    expect(taken()).toBe('')
    wait(100)
    expect(taken()).toBe('\r\x1b[K1 of 9 files, 2 s')
    wait(1_000)
    expect(taken()).toBe('\r\x1b[K1 of 9 files, 3 s')
    wait(200)
    expect(taken()).toBe('')
    progress.at('2 of 9 files')
    expect(taken()).toBe('\r\x1b[K2 of 9 files, 3 s')
    progress.at('3 of 9 files')
    expect(taken()).toBe('')
  })

  it('leaves nothing behind, and no timer', async () => {
    const { progress, wait, taken, ticks } = started()
    const result = await during(progress, 'reading', () => {
      wait(2_000)
      return 7
    })
    expect(result).toBe(7)
    expect(taken()).toBe('\r\x1b[Kreading, 2 s\r\x1b[K')
    expect(ticks.size).toBe(0)
    await expect(during(progress, 'failing', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(ticks.size).toBe(0)
  })

  it('makes room for something else and goes on', () => {
    const { progress, wait, taken } = started()
    progress.at('a')
    wait(2_000)
    progress.clear()
    expect(taken()).toBe('\r\x1b[Ka, 2 s\r\x1b[K')
    progress.clear()
    expect(taken()).toBe('')
    progress.at('b')
    wait(200)
    expect(taken()).toBe('\r\x1b[Kb, 2 s')
  })

  it('does not break its line', () => {
    const { progress, wait, taken } = started({ columns: 20 })
    progress.at('a very long description of what goes on')
    wait(2_000)
    expect(taken()).toBe('\r\x1b[Ka very long d…, 2 s')
  })
})

describe('progress in a file', () => {
  it('is a line now and then, no line twice, and no control characters', () => {
    const { progress, wait, taken } = started({ isTerminal: false })
    progress.at('1 of 9')
    wait(2_000)
    expect(taken()).toBe('1 of 9\n')
    progress.at('2 of 9')
    wait(4_900)
    expect(taken()).toBe('')
    wait(100)
    expect(taken()).toBe('2 of 9\n')
    wait(60_000)
    progress.clear()
    expect(taken()).toBe('')
  })
})

describe('colours', () => {
  afterEach(() => vi.unstubAllEnvs())

  it.each([
    ['a file gets none', false, {}, false],
    ['a terminal gets them', true, {}, true],
    ['NO_COLOR takes them away', true, { NO_COLOR: '1' }, false],
    ['FORCE_COLOR gives them to a file', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0 takes them away', true, { FORCE_COLOR: '0' }, false],
  ])('%s', (_, isTTY, env: Record<string, string>, expected) => {
    for (const name of ['NO_COLOR', 'FORCE_COLOR', 'NODE_DISABLE_COLORS', 'CI', 'COLORTERM'])
      vi.stubEnv(name, env[name])
    vi.stubEnv('TERM', 'xterm-256color')
    const stream = Object.assign(new PassThrough(), {
      isTTY,
      getColorDepth: () => WriteStream.prototype.getColorDepth(),
    })
    expect(hasColours(stream)).toBe(expected)
  })
})
