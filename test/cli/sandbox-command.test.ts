import { expect, it } from 'vitest'
import { jsonCommand } from '../../src/cli/sandbox-command.ts'

const plain = { plans: [], port: 0, runActions: false }

it('names the command that starts the same sandbox for a tool', () => {
  expect(jsonCommand(plain)).toBe('npm run -s sandbox -- --json')
  expect(jsonCommand({ plans: ['plans/shop.yaml', "my plan's.yaml"], port: 8080, runActions: true })).toBe(
    "npm run -s sandbox -- --json --port 8080 --run-actions --plan plans/shop.yaml 'my plan'\\''s.yaml'",
  )
})
