import { expect, it } from 'vitest'
import { musterCall } from '../../src/cli/muster-call.ts'
import { jsonCommand } from '../../src/cli/sandbox-command.ts'

const plain = { plans: [], port: 0, runActions: false }

it('names the command that starts the same sandbox for a tool', () => {
  expect(jsonCommand(plain, 'muster')).toBe('muster sandbox --json')
  expect(
    jsonCommand({ plans: ['plans/shop.yaml', "my plan's.yaml"], port: 8080, runActions: true }, 'npm run -s muster --'),
  ).toBe("npm run -s muster -- sandbox --json --port 8080 --run-actions --plan plans/shop.yaml 'my plan'\\''s.yaml'")
})

it('is called as it was called: by npm in a checkout, else by its name', () => {
  expect(['muster', 'sandbox'].map(musterCall)).toEqual(['npm run -s muster --', 'npm run -s muster --'])
  expect([undefined, 'npx', 'start'].map(musterCall)).toEqual(['muster', 'muster', 'muster'])
})
