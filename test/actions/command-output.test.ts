import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { node, openWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(() => {
  bench = openWorkbench()
})
afterEach(() => bench.close())

/** What the program wrote, without what Muster said about it. */
const written = (output: string) => output.replace(/^— .*\n/, '')

describe('output', () => {
  it('comes as it is written, from both streams, before the end', async () => {
    // The program waits for the test to see what it has written.
    const program = `
      require('fs').watch('.', () => process.exit())
      process.stdout.write('out ')
      process.stderr.write('err ')`
    let seen = ''
    const report = await bench.run([node(program)], {
      onOutput(text) {
        seen += text
        if (seen.includes('out ') && seen.includes('err ')) writeFileSync(`${bench.workDir}/seen`, '')
      },
    })
    expect(report.ok).toBe(true)
    expect(written(report.output).split(' ').sort()).toEqual(['', 'err', 'out'])
  })

  it('that is no UTF-8 becomes U+FFFD, and characters survive being cut', async () => {
    const program = `
      const bytes = [...Buffer.from('aä🦀'), 0xff, 0xc3, 0x28, 0xe2, 0x82]
      const next = () => bytes.length && process.stdout.write(Buffer.from([bytes.shift()]), () => setTimeout(next, 1))
      next()`
    const report = await bench.run([node(program)])
    expect(written(report.output)).toBe('aä🦀\uFFFD\uFFFD(\uFFFD')
  })

  it('has no control characters and no escape sequences', async () => {
    const report = await bench.run([node('process.stdout.write("10%\\r20%\\r\\n\\x1b[31mred\\x1b[0m\\0\\u0085\\t.")')])
    expect(written(report.output)).toBe('10%\n20%\nred\uFFFD\uFFFD\t.')
  })

  it('beyond its limit is counted and dropped, and the program goes on to its end', async () => {
    const program = 'process.stdout.write("x".repeat(5000), () => process.stderr.write("y".repeat(5000)))'
    const report = await bench.run([{ ...node(program), outputMax: 6000 }])
    expect(report).toMatchObject({ ok: true, outputBytes: 6000, droppedBytes: 4000 })
    expect(written(report.output)).toBe(
      `${'x'.repeat(5000)}${'y'.repeat(1000)}\n… more than 5.9 KB of output: what comes from here on is counted and dropped\n`,
    )
  })
})

describe('50 MB of output', () => {
  const BYTES = 50_000_000
  const flood = node(`
    const block = Buffer.from(('a line of a log that nobody reads, \\x1b[32mok\\x1b[0m\\r\\n').repeat(2000))
    let left = ${BYTES}
    const more = () => { for (;;) {
      if (left <= 0) return
      const piece = block.subarray(0, Math.min(left, block.length))
      left -= piece.length
      if (!process.stdout.write(piece)) return process.stdout.once('drain', more)
    } }
    more()`)

  it('goes through in bounded memory and time', async () => {
    const before = process.memoryUsage().rss
    let most = before
    const began = performance.now()
    const report = await bench.run([{ ...flood, outputMax: 100_000_000, env: { KEY: { secret: 'KEY' } } }], {
      environment: { KEY: 'a line that nobody reads' },
      forgetsOutput: true,
      onOutput() {
        most = Math.max(most, process.memoryUsage().rss)
      },
    })
    expect(report).toMatchObject({ ok: true, outputBytes: BYTES, droppedBytes: 0 })
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(most - before).toBeLessThan(150_000_000)
  })

  it('is dropped beyond the limit without being looked at', async () => {
    const began = performance.now()
    const report = await bench.run([{ ...flood, outputMax: 100_000 }])
    expect(report).toMatchObject({ ok: true, outputBytes: 100_000, droppedBytes: BYTES - 100_000 })
    expect(report.output.length).toBeLessThan(101_000)
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})

describe('a secret in the output is masked', () => {
  const environment = { TOKEN: 'correct horse "battery"' }
  const env = { TOKEN: { secret: 'TOKEN' } }
  const printed = async (program: string) =>
    written((await bench.run([{ ...node(program), env }], { environment })).output)

  it('when it comes in two writes with a pause', async () => {
    const program =
      'const t = process.env.TOKEN; process.stdout.write("a " + t.slice(0, 9)); setTimeout(() => process.stdout.write(t.slice(9) + " z"), 300)'
    expect(await printed(program)).toBe('a ‹secret› z')
  })

  it('in its other forms', async () => {
    const program = `
      const t = process.env.TOKEN
      console.log(t, Buffer.from(t).toString('base64'), Buffer.from(t).toString('base64url'), encodeURIComponent(t), JSON.stringify({ t }))`
    expect(await printed(program)).toBe('‹secret› ‹secret› ‹secret› ‹secret› {"t":"‹secret›"}\n')
  })

  it('with a terminal sequence in the middle of it', async () => {
    expect(
      await printed('const t = process.env.TOKEN; process.stdout.write(t.slice(0, 4) + "\\x1b[1m" + t.slice(4))'),
    ).toBe('‹secret›')
  })

  it('and what only looked like one is not lost at the end', async () => {
    expect(await printed('process.stdout.write("correct horse")')).toBe('correct horse')
  })
})
