/** The output of a run in the step's thread: one message, edited in place at Slack's pace, which ends with how the run ended whatever Slack does meanwhile. */
import { describe, expect, test, vi } from 'vitest'
import { createSlackClient } from '../../../src/adapters/slack/client.ts'
import { createOutputTail } from '../../../src/adapters/slack/output-tail.ts'
import { createRunOutput, type RunOutputPlace } from '../../../src/adapters/slack/run-output.ts'
import { shopStory } from './incidents.ts'
import { openChannel, startShop } from './shop.ts'

const RUNNING = ':hourglass_flowing_sand: Running…'

/** A step's message in the incident's channel, and outputs whose time passes as soon as somebody waits for it. */
async function startOutput(place: Partial<RunOutputPlace> = {}) {
  const shop = await startShop()
  const channel = await openChannel(shop, shopStory())
  const step = String((await shop.bot.chat.postMessage({ channel, text: 'Restore the backup' })).ts)
  const { clock, slack, driver } = shop
  const client = createSlackClient({ token: slack.botToken, apiUrl: slack.botApiUrl })
  const callsAtMs: number[] = []
  const { postMessage, update } = client.chat
  // When a call begins, which is what Slack's pace is about: time passes here while it is under way.
  const timed = <Call extends (typeof client.chat)['postMessage' | 'update']>(call: Call) =>
    ((message: never) => {
      callsAtMs.push(clock.now())
      return call(message)
    }) as Call
  client.chat.postMessage = timed(postMessage)
  client.chat.update = timed(update)
  const output = createRunOutput(client, {
    now: clock.now,
    async sleep(ms, signal) {
      // Lets everything else have its turn, as real time would.
      await new Promise((resolve) => setImmediate(resolve))
      if (!signal.aborted) clock.moveTo(clock.now() + ms)
    },
  })
  const here = { channel, threadTs: async () => step, title: 'Restore the backup', command: 'pg_restore', ...place }
  const before = slack.records().length
  const calls = () =>
    slack
      .records()
      .slice(before)
      .filter(({ who, method }) => who === 'bot' && /^chat\.(postMessage|update)$/.test(method))
  return {
    ...shop,
    ...{ channel, step, output, place: here, open: () => output.open(here), calls },
    callsAtMs,
    until: (count: number) => vi.waitUntil(() => calls().length >= count, { timeout: 5_000, interval: 1 }),
    async replies() {
      const { messages = [] } = await driver.conversations.replies({ channel, ts: step })
      return messages.filter(({ ts }) => ts !== step)
    },
  }
}

/** Some pause lies between any two. */
const gaps = (atMs: number[]) => atMs.slice(1).map((ms, index) => ms - atMs[index]!)

describe('one message in the step’s thread', () => {
  test('appears with the first output, is edited in place, and ends with how the run ended', async () => {
    const started = await startOutput()
    const stream = started.open()
    expect(started.calls()).toEqual([])
    stream.append('reading header\n')
    await started.until(1)
    expect(await started.replies()).toMatchObject([
      { text: `*Restore the backup* · \`pg_restore\`\n\`\`\`\nreading header\n\`\`\`\n${RUNNING}` },
    ])
    stream.append('restoring orders\n')
    await started.until(2)
    await stream.close(':white_check_mark: Done in 12 s')
    expect(await started.replies()).toMatchObject([
      {
        text: '*Restore the backup* · `pg_restore`\n```\nreading header\nrestoring orders\n```\n:white_check_mark: Done in 12 s',
      },
    ])
  })

  test('of a run that prints nothing appears at its end', async () => {
    const started = await startOutput()
    await started.open().close('Done')
    expect(await started.replies()).toMatchObject([{ text: '*Restore the backup* · `pg_restore`\nDone' }])
  })

  test('shows the end of much output, and says how many lines came before', async () => {
    const started = await startOutput()
    const stream = started.open()
    for (let line = 1; line <= 5_000; line++) stream.append(`${line} & <!channel> \`\`\`\n`)
    await stream.close('Done')
    const [message] = await started.replies()
    const text = String(message!.text)
    expect(text.length).toBeLessThanOrEqual(4_000)
    const [, earlier] = /^_… (\d+) earlier lines_$/m.exec(text)!
    const shown = text.match(/^\d+ &amp; &lt;!channel&gt; .*$/gm)!
    expect(shown.at(-1)).toMatch(/^5000 /)
    expect(Number(earlier) + shown.length).toBe(5_000)
    expect(text.match(/```/g)).toHaveLength(2)
  })

  test('fits also when every character needs five, in lines without end', async () => {
    const started = await startOutput({ title: '&'.repeat(5_000), command: '<`>'.repeat(5_000) })
    const stream = started.open()
    stream.append('&'.repeat(100_000))
    await stream.close('>'.repeat(5_000))
    const [message] = await started.replies()
    expect(String(message!.text)).toMatch(/```\n…(?:&amp;)+\n```\n(?:&gt;)+…$/)
  })

  test('takes nothing more once it has ended', async () => {
    const started = await startOutput()
    const stream = started.open()
    stream.append('one\n')
    await Promise.all([stream.close('Done'), stream.close('Done twice')])
    const calls = started.calls().length
    stream.append('two\n')
    await stream.close('Done again')
    expect(started.calls()).toHaveLength(calls)
    expect((await started.replies())[0]!.text).toMatch(/one\n```\nDone$/)
  })
})

describe('Slack’s pace', () => {
  test('is kept: at most one call a second, and fewer once it goes on', async () => {
    const started = await startOutput()
    const stream = started.open()
    for (let edit = 1; edit <= 15; edit++) {
      stream.append(`line ${edit}\n`)
      await started.until(edit)
    }
    await stream.close('Done')
    const between = gaps(started.callsAtMs)
    expect(Math.min(...between)).toBeGreaterThanOrEqual(1_000)
    expect(Math.min(...between.slice(10, -1))).toBeGreaterThanOrEqual(3_000)
  })

  test('is that of all outputs together', async () => {
    const started = await startOutput()
    const streams = [1, 2, 3].map(() => started.open())
    for (const stream of streams) for (const word of ['a', 'b']) stream.append(word)
    await Promise.all(streams.map((stream, nth) => stream.close(`Done ${nth}`)))
    expect(Math.min(...gaps(started.callsAtMs))).toBeGreaterThanOrEqual(1_000)
    expect((await started.replies()).map(({ text }) => text?.slice(-6)).sort()).toEqual(['Done 0', 'Done 1', 'Done 2'])
  })

  test('a rate limit is waited out', async () => {
    const started = await startOutput()
    const stream = started.open()
    started.faults.set({ service: 'slack', fault: 'rate-limit', retryAfter: 5, count: 1 })
    stream.append('one\n')
    await started.until(2)
    expect(gaps(started.callsAtMs)[0]).toBeGreaterThanOrEqual(5_000)
    await stream.close('Done')
    expect((await started.replies())[0]!.text).toMatch(/Done$/)
  })
})

describe('when Slack does not play along', () => {
  test('an edit that fails is made up for by a later one', async () => {
    const started = await startOutput()
    const stream = started.open()
    started.faults.set({ service: 'slack', fault: 'error', status: 503, count: 2 })
    stream.append('one\n')
    await started.until(3)
    expect((await started.replies())[0]!.text).toContain('one')
    started.faults.set({ service: 'slack', fault: 'down', count: 2 })
    await stream.close('Done')
    expect(await started.replies()).toMatchObject([{ text: expect.stringMatching(/one\n```\nDone$/) }])
  })

  test('the end gives up after some ten seconds, and then nothing goes on', async () => {
    const started = await startOutput()
    const stream = started.open()
    started.faults.set({ service: 'slack', fault: 'down' })
    const startMs = started.clock.now()
    stream.append('one\n')
    await stream.close('Done')
    expect(started.clock.now() - startMs).toBeLessThanOrEqual(10_000)
    const calls = started.calls().length
    started.faults.clear()
    started.clock.moveTo(started.clock.now() + 60_000)
    await started.bot.auth.test()
    expect(started.calls()).toHaveLength(calls)
  })

  test('a long rate limit is not waited for at the end', async () => {
    const started = await startOutput()
    const stream = started.open()
    started.faults.set({ service: 'slack', fault: 'rate-limit', retryAfter: 600 })
    const startMs = started.clock.now()
    await stream.close('Done')
    expect(started.clock.now() - startMs).toBeLessThanOrEqual(10_000)
    expect(started.calls()).toHaveLength(1)
  })

  test('output waits for the step’s message, and a look-up that fails is none', async () => {
    const answers = [
      async () => undefined,
      () => Promise.reject(new Error('the database is away')),
      async () => undefined,
    ]
    let asked = 0
    const started: Awaited<ReturnType<typeof startOutput>> = await startOutput({
      threadTs: async () => (answers[asked++] ?? (async () => started.step))(),
    })
    const stream = started.open()
    stream.append('one\n')
    await started.until(1)
    expect(asked).toBe(4)
    expect((await started.replies())[0]!.text).toContain('one')
    await stream.close('Done')
  })

  test('what somebody deleted stays deleted', async () => {
    const started = await startOutput()
    const stream = started.open()
    stream.append('a secret\n')
    await started.until(1)
    const [message] = await started.replies()
    await started.driver.chat.delete({ channel: started.channel, ts: message!.ts! })
    stream.append('more\n')
    await started.until(2)
    stream.append('and more\n')
    await stream.close('Done')
    expect(await started.replies()).toEqual([])
  })
})

describe('the end of an output', () => {
  const MEGABYTE = 1_048_576

  test('of fifty megabytes is at hand at once, in little memory', () => {
    const tail = createOutputTail(8_192)
    const line = `${'x'.repeat(63)}\n`
    const startMs = performance.now()
    for (let lines = 0; lines < (50 * MEGABYTE) / 64; lines++) tail.append(line)
    tail.append('the end')
    const { text, earlier } = tail.read()
    expect(performance.now() - startMs).toBeLessThan(5_000)
    expect(text).toMatch(/^x{63}\n(?:x{63}\n)+the end$/)
    expect(text.length).toBeLessThanOrEqual(8_192)
    expect(earlier + text.split('\n').length - 1).toBe((50 * MEGABYTE) / 64)
  })

  test('is the same in whatever pieces it comes', () => {
    const whole = Array.from({ length: 3_000 }, (_, n) => `line ${n}\n`).join('')
    const [atOnce, inPieces] = [createOutputTail(1_000), createOutputTail(1_000)]
    atOnce.append(whole)
    for (let at = 0; at < whole.length; at += 7) inPieces.append(whole.slice(at, at + 7))
    expect(inPieces.read()).toEqual(atOnce.read())
    expect(atOnce.read().text).toMatch(/^line \d+\n(?:line \d+\n)+line 2999\n$/)
  })

  test('of one endless line is its end', () => {
    const tail = createOutputTail(1_000)
    tail.append(`${'a'.repeat(5_000)}z\n`)
    expect(tail.read()).toEqual({ text: `${'a'.repeat(998)}z\n`, earlier: 0 })
  })
})
