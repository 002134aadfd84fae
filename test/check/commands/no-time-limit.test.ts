/** Which commands wait without a limit or never end. */
import { expect, it } from 'vitest'
import { foundIn } from './shell-lines.ts'

const UNLIMITED = [
  'curl https://www.shop.example',
  'curl -sS --connect-timeout 5 https://www.shop.example',
  'wget -q https://www.shop.example',
  'nc www.shop.example 443',
  'status=$(curl -s https://www.shop.example)',
  'until pg_isready; do sleep 1; done',
  'while ! nc -z db 5432; do sleep 1; done',
  "ssh -o BatchMode=yes db 'until sudo -n pg_isready; do sleep 1; done'",
]
const ENDLESS = [
  'docker stats',
  'docker logs -f web',
  'docker events',
  'docker-compose up',
  'docker compose up web',
  'docker-compose logs -f',
  'kubectl logs --follow deployment/web',
  'kubectl get pods -w',
  'kubectl port-forward svc/web 80',
  'tail -f /var/log/x',
  'tail -F /var/log/x | grep error',
  'journalctl -fu shop',
  'watch ls',
  'top',
  'vmstat 1',
  'redis-cli MONITOR',
  'tcpdump port 80',
  'sleep infinity',
  'while true; do date; sleep 1; done',
  'until false; do date; done',
  'ping www.shop.example',
]
const LIMITED = [
  'curl -m 5 https://www.shop.example',
  'curl -sSm5 https://www.shop.example',
  'curl --max-time=5 https://www.shop.example',
  'timeout 5 curl https://www.shop.example',
  'sudo timeout -k 1 5 curl https://www.shop.example',
  'wget -T 5 https://www.shop.example',
  'nc -z www.shop.example 443',
  'nc -w 5 www.shop.example 443',
  'docker stats --no-stream',
  'docker logs --tail 50 web',
  'docker-compose up -d',
  'docker-compose up --wait',
  'docker-compose -f up.yml logs --tail 5',
  'kubectl logs deployment/web',
  'kubectl get pods -o wide',
  'tail -n 20 /var/log/x',
  'tail -f /var/log/x | head -n 5',
  'tail -f /var/log/x | grep -m1 ready',
  'timeout 20 tail -f /var/log/x',
  'journalctl --since today',
  'top -b -n 1',
  'vmstat 1 5',
  'redis-cli INFO',
  'tcpdump -c 5 port 80',
  'sleep 5',
  'ping -c4 www.shop.example',
  'echo "tail -f x"',
]

it('finds what waits without a limit and what never ends', () => {
  expect(foundIn('no-time-limit', [...UNLIMITED, ...ENDLESS])).toEqual([...UNLIMITED, ...ENDLESS])
})

it('is silent about what has a limit or a count', () => {
  expect(foundIn('no-time-limit', LIMITED)).toEqual([])
})

it('takes the limit of the action for what only waits', () => {
  expect(foundIn('no-time-limit', [...UNLIMITED, ...ENDLESS], { action: { timeout: '20 s' } })).toEqual(ENDLESS)
})
