/** A plan that uses every part of the format, so that a test can see whether each is rendered. What it says is made up. */
import { parsePlan } from '../../src/plan/parse-plan.ts'
import type { Plan } from '../../src/plan/schema.ts'

export const WHOLE_PLAN = `muster: 1
id: harbour
system: { name: Harbour, publicName: Harbour Cloud }
version: "7.3"
updated: 2026-11-02
review: each spring
classification: Strictly confidential
zone: Europe/Berlin
objectives:
  rto: 4 h
  rpo: 1 h
  availability: 99.9
  also: [{ text: Nobody's order is lost, check: orders-there }]
severities:
  - { id: grave, label: Grave, rank: 1, aliases: [one], pagerduty: critical }
  - { id: mild, label: Mild, rank: 2, aliases: [two], pagerduty: warning }
defaultSeverity: mild
people:
  ann: { name: Ann Ames, email: ann@harbour.test, phone: "+14155550100", slack: UANN, pagerduty: PANN, zone: America/Lima, means: [voice, sms] }
  bob: { name: Bob Burr, phone: "555 0100", email: not-an-address }
  eve: { name: "Eve (placeholder)", slack: UEVE }
  off: { name: Olaf Off }
roles:
  lead: { label: Harbour master, aliases: [chief], duties: [Decide, Keep calm], holders: [ann, bob] }
  talker: { label: Spokesperson, duties: [Speak], holders: [eve] }
  keeper: { label: Archivist, holders: [] }
commander: lead
communication: talker
permissions: { slackGroup: S0CREWS, read: anyone, end: { roles: [lead], people: [bob] }, commands: { plan: { people: [ann] } } }
rotations:
  nights: { label: Night watch, zone: Europe/Oslo, start: 2026-01-05T09:00, shift: { weeks: 2 }, people: [ann, eve] }
policy: main
severityPolicies: { mild: calm }
policies:
  main:
    stop: { acknowledgedBy: lead }
    again: { after: 20 min, times: 3 }
    silence: { after: 50 min, answerWithin: 7 min }
    levels:
      - id: first
        label: First call
        after: immediately
        to: [{ rotation: nights }, { role: lead }]
        mode: in-order
        means: [sms, voice]
        nextMeansAfter: 2 min
        nextHolderAfter: 6 min
        repeat: { every: 8 min, times: 4 }
        purpose: Look what it is
      - id: second
        label: Second call
        after: 25 min
        to: [{ pagerdutySchedule: PSCHED, otherwise: { person: bob } }, { person: off }]
        purpose: Take over
        severities: [grave]
  calm:
    stop: acknowledged
    again: false
    levels: [{ id: calm-first, label: Calm call, after: 45 min, to: [{ person: ann }], mode: any, purpose: Stroll by }]
pagerduty: { service: Harbour pager, routingKeyEnv: HARBOUR_ROUTING }
statusPage:
  url: https://status.harbour.test/
  hostedPageId: HOSTED77
  webhook: { urlEnv: PAGE_HOOK_URL, secretEnv: PAGE_HOOK_SECRET }
components:
  quay: { label: Quay wall, priority: critical, lossImpact: No ship can land, recoveryComplexity: high, tier: early, needs: [crane] }
  crane: { label: Big crane, public: false }
maintenance:
  - { id: dredge, title: Dredging the basin, start: 2026-12-12T02:00, length: 3 h, components: [quay], text: Ships wait outside }
  - { id: show, title: Open harbour day, kind: drill, start: 2026-12-13T02:00Z, length: 2 h }
audiences:
  crew: { label: All crew, slack: crew-channel, slackGroup: S0614TZR7, people: [bob], roles: [talker] }
  owners: { label: Ship owners, external: true, emails: [owners@harbour.test], phones: ["+14155550199"], zone: Asia/Tokyo, webhook: { urlEnv: OWNERS_HOOK, secretEnv: OWNERS_SECRET } }
  press: { label: Newspapers, external: true }
notices:
  - id: crew-notice
    audience: crew
    means: all
    target: 3 min
    deadline: 9 min
    fromSeverity: mild
    templates: { initial: notice, progress: notice, resolved: notice }
  - id: owners-notice
    audience: owners
    means: [email, voice]
    earliest: 11 min
    target: 12 min
    deadline: 55 min
    cadence: 35 min
    severities: [grave]
    scenarios: [flood]
    reviewWithin: 5 days
    approval: { by: lead, ahead: 4 min, otherwise: hold, moments: [initial] }
    templates: { initial: customer-initial, review: customer-review }
  - { id: press-notice, audience: press, means: [manual], from: leaked, if: leaked, automatic: false, owner: talker, deadline: 72 h, templates: { initial: press-initial } }
  - { id: crew-late, audience: crew, target: 85 min, templates: { initial: notice } }
questions:
  leaked: { question: Has oil leaked?, by: lead, after: 13 min, within: 95 min, severities: [grave], scenarios: [flood] }
defaultMeans: [email]
categories:
  water: { label: High water, probability: medium, impact: high, outage: 1-6 hours, dataLoss: low, business: Ships go elsewhere }
scenarios:
  flood:
    title: The basin floods
    aliases: [wet feet]
    category: water
    impact: Nothing moves
    response: Close the gates
    symptoms: [Water on the quay, Fish in the office]
    severity: grave
    rto: 3 h
    rpo: 0
    policy: main
    components: [quay]
    loses: [south]
    backups: [ledger]
    phases:
      - id: shut
        title: Shut it
        window: 0-15 minutes
        stream: infrastructure
        steps:
          - { id: gates, title: Close the gates, why: Or more comes in, owner: lead, budget: 14 min, needs: [], manual: Turn the wheel, tickedBy: acknowledged, restores: [early] }
          - { id: which, title: Choose a pump, owner: lead, decide: { question: Which pump works?, options: [{ id: left, label: The left one }, { id: right, label: The right one }] } }
          - id: pump
            title: Start the pump
            when: { chosen: { which: left } }
            risk: destructive
            budget: 40 min
            approval: { roles: [lead, talker], count: 2, notRequester: true, expires: 17 min }
            start: { after: 5 min }
            repeatable: true
            do:
              - command: [./pump, --speed, { value: speed }, "two words"]
                on: house
                in: /opt/pumps
                env: { MODE: gentle }
                passEnv: [LANG_OF_PUMP]
                timeout: 21 min
                exitCodes: [0, 3]
                capture: { level: { match: 'level=([0-9]+)' } }
              - { http: 'https://pumps.harbour.test/{speed}/go', method: POST, headers: { X-Key: { secret: HTTP_SECRET } }, json: { at: { value: speed } }, timeout: 18 s, expect: { status: 202, json: [{ at: state, equals: running }], body: humming, within: 6 s } }
            checks:
              - { sql: "SELECT dry FROM basin WHERE id = $1", on: books, params: [{ value: level }], timeout: 19 s, expect: { rows: 1, value: { min: 5, max: 9 } } }
              - wait: { until: { command: [./dry], in: /opt/pumps, env: { PUMP_KEY: { secret: PUMP_SECRET } } }, every: 33 s, limit: 16 min }
            dryRun: [{ command: [./pump, --pretend] }]
            inDrill: dry
            undo: { title: Stop the pump, do: [{ command: [./pump, --stop] }] }
            onFailure: { retry: 2, every: 22 s, goto: [buckets], otherwise: warn }
          - { id: buckets, title: Take buckets, manual: Carry water }
          - { sequence: tidy, as: after, when: { value: speed, equals: "7" } }
          - { id: watch, title: Watch the water, openEnded: true, manual: Sit and look }
    validation:
      - { id: orders-there, title: Orders are there, group: business, do: [{ backup: ledger, pick: newest, before: outage, fetch: ledger-file, capture: { found-key: key } }] }
      - { id: dry-feet, title: Feet are dry, manual: Feel them }
sequences:
  tidy: { title: Tidy up, steps: [{ id: mop, title: Mop the floor, manual: With the big mop }] }
cards:
  alarm: { title: Raise the alarm, steps: [{ id: horn, title: Sound the horn, do: [{ wait: 27 s }] }] }
values:
  speed: { kind: number, label: Speed of the pump, hint: Slow is safe, min: 3, max: 8, default: 4 }
  level: { kind: pattern, label: Water level, pattern: '[0-9]+' }
  found-key: { kind: pattern, label: Key that was found, pattern: '[a-z/.-]+' }
  flag: { kind: choice, label: Flag to hoist, options: [red, green], default: red }
runners:
  house: { label: Pump house, ssh: { host: pumps.harbour.test, user: stoker, port: 2222, identityFile: /keys/pump } }
connections:
  books: { label: The books, urlEnv: BOOKS_URL }
stores:
  vault: { bucket: harbour-vault, region: eu-north-1, endpoint: https://vault.harbour.test, accessKeyIdEnv: VAULT_ID, secretAccessKeyEnv: VAULT_KEY, provider: vaultkeepers }
places:
  cellar: { label: Cellar, region: north, provider: ourselves }
backups:
  ledger: { label: The ledger, store: vault, prefix: ledger/, pattern: 'ledger-.*', checksumSuffix: .sum, verifiedSuffix: .tried, components: [quay], kind: incremental, alsoIn: [cellar], schedule: [0 3 * * *, on change], zone: Europe/Rome, takes: 23 min, keep: [{ of: weekly, for: 60 days }], encryption: AES-256, verification: [{ how: restore, schedule: "Daily at 05:00 UTC", by: the archivist }] }
  copy: { label: Copies of the ledger, store: vault, prefix: copies/, copyOf: ledger }
regions:
  north: { label: North basin, role: primary, provider: ourselves, services: [Unloading], share: 100 }
  south: { label: South basin, role: recovery, activation: 26 min, failback: tidy }
drills:
  spring:
    label: Spring drill
    every: quarter
    zone: Europe/Paris
    length: 2-3 hours
    owner: lead
    participants: [lead]
    scenarios: [flood]
    backups: [ledger]
    rotation: { 4: flood }
    target: production
    last: 2026-04-04
    outside: [The coast guard]
    timeline: [{ at: T-24 hours, what: Warn the ships }, { at: T+0, what: Fire the cannon }]
    checklist: { before: [Check the boots], during: [Count heads], after: [Dry the boots] }
  night: { label: Night drill, schedule: "First Saturday of each month, 23:00 UTC" }
blackouts:
  - { from: 2026-12-21, until: 2027-01-03, why: Holidays of everybody }
monthlyReport: false
drillRecord: [Who was there]
checklists:
  handover: { title: Hand over, from: resolved, window: 1-2 days, owner: talker, items: [Sign the book, { text: Return the keys, owner: lead }] }
alerts:
  - { id: red, label: Red light, respond: 0-15 minutes, severity: grave, triggers: [Water above the mark], reaction: page, declareAfter: 13 min, unknown: true }
signals:
  - { id: high-water, label: The water is high, match: { alertname: WaterHigh, basin: { matches: ^north } }, threshold: { over: 71, for: 9 min }, tier: red, scenario: flood, components: [quay] }
probes:
  gate: { label: The gate answers, ask: { http: https://gate.harbour.test/health, expect: { json: [{ at: water.level, max: 72 }] } }, every: 17 s, failures: 3 of 7, scenario: flood, tier: red, components: [quay], region: north }
  pump-port: { label: The pumps can be reached, ask: { tcp: pumps.harbour.test, port: 502 } }
  name: { label: The name leads home, ask: { dns: harbour.test, type: MX, expect: [5 mail.harbour.test], server: 192.0.2.9 } }
  seal: { label: The certificate is good, ask: { tls: gate.harbour.test, port: 8443 } }
postIncident: { reviewWithin: 4 days, watch: { for: 26 hours, every: 7 s, failures: 4 of 9 }, participants: [keeper], agenda: [What got wet], sections: [Course of events], deliverables: [A higher wall] }
compliance:
  law: { standard: Harbour Act, demands: [{ text: Keep the ledger, keepBackups: 70 days, notifyWithin: 66 h, notice: crew-notice, drillEvery: half-year, shownBy: [journal] }] }
retention: { incidents: 1000 days, drills: 333 days }
measures: [Minutes until dry]
documents:
  - { label: Map of the drains, group: Maps, where: drawer 4, owner: keeper, reviewed: 2026-02-03 }
access: [{ label: Master key, where: sealed envelope in the safe }]
openQuestions: [{ id: tide, open: Nobody says how high the tide comes, chosen: five metres }]
tiers: [{ id: early, label: Gates and pumps, window: 15-30 minutes }]
rtoWarnings: { at: [40, 80], roles: [talker], people: [bob] }
links: [{ label: Tide table, url: https://tides.harbour.test/ }]
vendors:
  pumps: { label: Pump makers, support: Gold contract, priority: Urgent, phone: 1-800-PUMP, email: help@pumps.test, console: https://cases.pumps.test/ }
overviewChannel: harbour-overview
pagesPerPersonAndHourMax: 29
reopenWithin: 6 days
`

export function wholePlan(): Plan {
  const parsed = parsePlan(WHOLE_PLAN, 'harbour.yaml')
  if (!parsed.ok)
    throw new Error(
      JSON.stringify(
        parsed.problems.map(({ path, message }) => `${path}: ${message}`),
        null,
        1,
      ),
    )
  return parsed.plan
}
