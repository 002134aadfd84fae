import { describe, expect, it } from 'vitest'
import { plainDestruction } from '../../../src/check/recovery/plainly-destructive.ts'
import { type Action, actionSchema } from '../../../src/plan/action-schema.ts'

const shell = (command: string): Action => actionSchema.parse({ command, shell: true })

describe('sees that something is destroyed', () => {
  it.each([
    ['terraform -chdir=infra destroy -auto-approve', 'terraform -chdir=infra destroy'],
    ['rm -rf /var/lib/postgresql', 'rm -rf /var/lib/postgresql'],
    ['sudo rm --recursive --force data/', 'rm --recursive --force data/'],
    ['dropdb --if-exists shop', 'dropdb'],
    ['redis-cli -h cache FLUSHALL', 'redis-cli -h cache FLUSHALL'],
    ['kubectl --namespace shop delete pvc data-0', 'kubectl --namespace shop delete pvc'],
    ['docker compose down --volumes', 'docker compose down --volumes'],
    ['aws rds delete-db-instance --db-instance-identifier shop', 'aws rds delete-db-instance'],
    ['aws s3 rm s3://shop --recursive', 'aws s3 rm s3://shop --recursive'],
    ['psql -c "TRUNCATE orders"', 'TRUNCATE orders'],
    ["psql -c 'DELETE FROM orders;'", 'DELETE FROM orders'],
  ])('%s', (command, shown) => {
    expect(plainDestruction(shell(command))).toBe(shown)
  })

  it('in an argument list, in a statement and in a request', () => {
    expect(plainDestruction(actionSchema.parse({ command: ['dropdb', { value: 'name' }] }))).toBe('dropdb')
    expect(plainDestruction(actionSchema.parse({ sql: 'DROP TABLE orders', on: 'shop' }))).toBe('DROP TABLE')
    expect(plainDestruction(actionSchema.parse({ http: 'https://a.example/x', method: 'DELETE' }))).toBe(
      'a DELETE request',
    )
  })
})

it.each([
  'terraform plan -destroy -out=destroy.tfplan',
  'terraform apply -input=false recovery.tfplan',
  'rm --force /var/tmp/restore.dump',
  'rm -r /tmp/restore',
  'kubectl delete pod shop-0',
  'docker-compose down',
  'aws s3 rm s3://shop/one-object',
  'aws rds describe-db-instances',
  "psql -c 'DELETE FROM sessions WHERE expired'",
  'echo "terraform would destroy nothing"; terraform plan',
  'git rm --cached secrets.txt',
  'redis-cli --rdb dump.rdb',
])('is silent about %s', (command) => {
  expect(plainDestruction(shell(command))).toBeUndefined()
})

it('is silent about a statement that deletes some rows, and about a wait', () => {
  expect(plainDestruction(actionSchema.parse({ sql: 'DELETE FROM orders WHERE id = $1', on: 'shop' }))).toBeUndefined()
  expect(plainDestruction(actionSchema.parse({ wait: '1 min' }))).toBeUndefined()
})
