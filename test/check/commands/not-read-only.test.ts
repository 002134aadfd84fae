/** Which commands plainly change something. */
import { expect, it } from 'vitest'
import { foundIn } from './shell-lines.ts'

const ACTING = [
  'rm -rf /srv/x',
  'sudo rm /srv/x',
  'find /srv -delete',
  'dd if=/dev/zero of=/dev/sdb',
  'mkfs.ext4 /dev/sdb1',
  'reboot',
  'systemctl restart shop',
  'sudo -n systemctl stop shop',
  'service shop restart',
  'docker rm web',
  'docker system prune -f',
  'docker-compose down',
  'docker compose up -d',
  'kubectl apply -f a',
  'kubectl -n live delete pod a',
  'kubectl rollout restart deployment/a',
  'kubectl scale deployment/a --replicas=0',
  'terraform apply -auto-approve',
  'terraform state rm a',
  'helm upgrade a b',
  'aws rds modify-db-instance',
  'aws s3 rm s3://a/b',
  'aws s3 cp a s3://b/',
  'aws s3 sync a s3://b/ --delete',
  'aws --region us-east-1 ec2 terminate-instances',
  'gcloud sql instances delete a --quiet',
  'psql -c "DROP TABLE a"',
  'pg_restore -d shop a.dump',
  'dropdb shop',
  'redis-cli FLUSHALL',
  'git -C /srv reset --hard',
  'ufw deny 22',
  'ufw --force reset',
  'iptables -F',
  'apt-get install -y a',
  'kill 1',
  'mount /dev/sdb1 /mnt',
  'crontab -r',
  'curl -X DELETE https://www.shop.example/a',
  'ssh -o BatchMode=yes db "rm -rf /srv/x"',
  'docker exec web rm /srv/x',
  'bash -ec "systemctl stop shop"',
]
const LOOKING = [
  'rm -f /tmp/x',
  'rm "$(mktemp)"',
  'find /srv -name x',
  'dd if=/dev/sda of=/dev/null count=1',
  'systemctl status shop',
  'systemctl is-active shop',
  'docker ps',
  'docker-compose ps',
  'docker-compose logs',
  'docker-compose exec -T web ls',
  'kubectl get pods',
  'kubectl rollout status deployment/a',
  'kubectl apply --dry-run=client -f a',
  'kubectl wait --for=condition=ready pod --all',
  'terraform plan',
  'terraform state list',
  'helm list',
  'helm upgrade --dry-run a b',
  'aws rds describe-db-instances',
  'aws s3 ls s3://a/',
  'aws s3 cp s3://a/b -',
  'aws s3 cp s3://a/b /tmp/b',
  'aws ec2 terminate-instances --dry-run',
  'gcloud sql instances list',
  'psql -c "SELECT 1"',
  'pg_restore --list a.dump',
  'pg_dump shop',
  'redis-cli GET a',
  'git log',
  'ufw status verbose',
  'iptables -L',
  'apt-get -s upgrade; apt list',
  'mount | grep sdb',
  'crontab -l',
  'curl -X GET https://www.shop.example/a',
  'echo rm -rf /',
  'grep "kubectl delete" history',
]

it('finds every one in a step that is said to look only', () => {
  expect(foundIn('not-read-only', ACTING, { risk: 'read' })).toEqual(ACTING)
})

it('is silent about what looks', () => {
  expect(foundIn('not-read-only', LOOKING, { risk: 'read' })).toEqual([])
})

it('is silent in a step that says what it does', () => {
  expect(foundIn('not-read-only', ACTING, { risk: 'write' })).toEqual([])
})
