import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

/** The command as somebody types it, on the Node that runs this test, without the caller's settings. */
function muster(args: string[], env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const { PATH = '' } = process.env
    execFile(
      process.execPath,
      ['src/cli/muster.ts', ...args],
      { cwd: ROOT, env: { PATH, ...env } },
      (error, out, err) => {
        done({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
      },
    )
  })
}

test('help names every command; a misspelt one gets the nearest', async () => {
  const { out } = await muster(['--help'])
  for (const name of ['sandbox', 'serve', 'check', 'dr', 'plan', 'journal']) expect(out).toContain(`  ${name} `)
  const { code, err } = await muster(['chekc'])
  expect(code).toBe(2)
  expect(err).toContain('(Did you mean check?)')
})

test('help of `sandbox` says that its data begin anew and that its addresses are told at the start', async () => {
  const out = (await muster(['sandbox', '--help'])).out.replace(/\s+/g, ' ')
  expect(out).toContain('its data begin anew at every start')
  expect(out).toContain('start it so that it prints its addresses')
})

test('serve names every problem of its configuration and does not start', async () => {
  const { code, out, err } = await muster(['serve'], { MUSTER_PORT: 'x', TWILIO_ACCOUNT_SID: 'AC1' })
  expect(code).toBe(1)
  expect(out).toBe('')
  expect(
    err
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' ')[0]),
  ).toEqual(['MUSTER_PORT', 'MUSTER_SECRET', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'])
})

test('plan show says who would be paged; check is clean on the example plans', async () => {
  const shown = await muster(['plan', 'show', 'plans/mcp-debate.yaml'])
  expect(shown.code).toBe(0)
  expect(shown.out).toContain('MCP Debate System (mcp-debate), a draft\nRTO 4 h, RPO 1 h')
  expect(shown.out).toContain('  Level 2, after 15 min:\n')
  expect((await muster(['check'])).code).toBe(0)
})

test('options after `dr` belong to the command, and erasing says what it does without a yes', async () => {
  const asked = await muster(['dr', '--url', 'http://127.0.0.1:1', 'page', '--test', '@ana'])
  expect(asked).toMatchObject({ code: 2, out: expect.stringContaining('No answer from http://127.0.0.1:1') })
  expect((await muster(['erase', '--help'])).out).toContain('it cannot be undone; without it you are told')
})

test('help of `dr` names the variables that it reads', async () => {
  const { out } = await muster(['dr', '--help'])
  expect(out).toMatch(/MUSTER_URL[\s\S]*MUSTER_TOKEN[\s\S]*MUSTER_CONSOLE_TOKEN[\s\S]*MUSTER_PERSON/)
})
