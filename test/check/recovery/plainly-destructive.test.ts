import { describe, expect, it } from 'vitest'
import { invocations, stepActions } from '../../../src/check/commands/invocations.ts'
import { plainDestruction } from '../../../src/check/recovery/plainly-destructive.ts'

function shown(action: Record<string, unknown>): string | undefined {
  const data = { cards: { a: { steps: [{ id: 'one', do: [action] }] } } }
  const [at] = stepActions(data)
  return at && plainDestruction(at, invocations(data))
}
const shell = (command: string) => ({ command, shell: true })

describe('sees that something is destroyed', () => {
  it.each([
    ['terraform -chdir=infra destroy -auto-approve', 'terraform -chdir=infra destroy'],
    ['rm -rf /var/lib/postgresql', 'rm -rf /var/lib/postgresql'],
    ['sudo rm --recursive --force data/', 'rm --recursive --force data/'],
    ['dropdb --if-exists shop', 'dropdb'],
    ['redis-cli -h cache FLUSHALL', 'redis-cli FLUSHALL'],
    ['kubectl --namespace shop delete pvc data-0', 'kubectl delete pvc'],
    ['docker compose down --volumes', 'docker compose down --volumes'],
    ['aws rds delete-db-instance --db-instance-identifier shop', 'aws rds delete-db-instance'],
    ['aws s3 rm s3://shop --recursive', 'aws s3 rm s3://shop --recursive'],
    ['psql -c "TRUNCATE orders"', 'TRUNCATE orders'],
    ["psql -c 'DELETE FROM orders;'", 'DELETE FROM orders'],
    ['psql -c "select 1; drop table if exists orders"', 'DROP TABLE'],
    ["psql -c 'DROP TABLE a; CREATE TABLE a (b int)'", 'DROP TABLE'],
    ["echo 'DROP DATABASE shop' | docker compose exec -T db psql", 'DROP DATABASE'],
    ['psql <<END\nDROP SCHEMA public CASCADE;\nEND', 'DROP SCHEMA'],
    ['ssh -o BatchMode=yes db1 "sudo bash -c \'rm -rf /var/lib/mysql\'"', 'rm -rf /var/lib/mysql'],
    ["ssh -o BatchMode=yes db1 bash <<'END'\nset -e\nrm -rf /var/lib/mysql\nEND", 'rm -rf /var/lib/mysql'],
    ["ssh -o BatchMode=yes db1 <<'END'\nrm -rf /var/lib/mysql\nEND", 'rm -rf /var/lib/mysql'],
    ['rm -rf "$PGDATA"', 'rm -rf $PGDATA'],
    ['find /var/lib/mysql -mindepth 1 -delete', 'find /var/lib/mysql -mindepth 1 -delete'],
    ['kubectl delete -n live namespace/shop', 'kubectl delete namespace/shop'],
    ['docker system prune -af --volumes', 'docker system prune -af --volumes'],
    ["mongosh --eval 'db.dropDatabase()'", 'mongosh .dropDatabase'],
    ['pg_restore --clean --if-exists -d shop x.dump', 'pg_restore --clean'],
    ['zfs rollback -r tank/db@yesterday', 'zfs rollback'],
    ['rclone purge remote:shop', 'rclone purge'],
    ['aws --region eu-west-1 ec2 terminate-instances --instance-ids i-1', 'aws ec2 terminate-instances'],
  ])('%s', (command, words) => {
    expect(shown(shell(command))).toBe(words)
  })

  it('in an argument list, in a statement and in a request', () => {
    expect(shown({ command: ['dropdb', { value: 'name' }] })).toBe('dropdb')
    expect(shown({ sql: 'DROP TABLE orders', on: 'shop' })).toBe('DROP TABLE')
    expect(shown({ http: 'https://a.example/x', method: 'DELETE' })).toBe('a DELETE request')
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
  "echo 'rm -rf / would be bad'",
  "cat <<'END' > notes\nrm -rf /\nEND",
  'T=$(mktemp -d); rm -rf "$T"',
  'rm -rf "$TMPDIR/restore"',
  'rm -rf node_modules /var/cache/shop ./dist',
  'find /backups -name "*.dump" -mtime +30 -delete',
  "trap 'rm -rf data' EXIT",
  "psql -c 'create temp table a as select 1; drop table a'",
  'psql -c "select \'drop table a\'"',
  'createdb verify && pg_restore -d verify x && dropdb verify',
  'pg_restore --clean -d shop_verify x.dump',
  'pg_restore -d shop x.dump',
  'createdb a && pg_restore --clean -d a x.dump',
  'kubectl delete --dry-run=server pvc data-0',
  'kubectl delete pod web-0 --namespace secrets',
  'dd if=/dev/sda of=/dev/null',
])('is silent about %s', (command) => {
  expect(shown(shell(command))).toBeUndefined()
})

it('is silent about a statement that deletes some rows, and about a wait', () => {
  expect(shown({ sql: 'DELETE FROM orders WHERE id = $1', on: 'shop' })).toBeUndefined()
  expect(shown({ wait: '1 min' })).toBeUndefined()
})
