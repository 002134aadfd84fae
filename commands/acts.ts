/** Which `/dr` command each core command belongs to, so that one permission covers an act however it is asked for: typed, pressed, by text message, by mail. */
import type { IncidentCommand } from '../src/incident/commands.ts'
import type { PermittedCommand } from '../src/plan/permission-names.ts'
import type { SystemCommand } from '../src/readiness/commands.ts'
import type { WatchCommand } from '../src/readiness/watch/commands.ts'

/** `told`: what adapters and Muster itself report, which nobody asks for. `sign`: a mere sign of life, which changes nothing but a timer. */
type Act = PermittedCommand | 'told' | 'sign'

export const INCIDENT_ACTS = {
  declare: 'declare',
  'join-declaration': 'declare',
  acknowledge: 'ack',
  decline: 'next',
  escalate: 'escalate',
  'pause-ladder': 'ladder',
  'resume-ladder': 'ladder',
  'page-person': 'page',
  'report-delivery': 'told',
  'assign-role': 'role',
  'change-severity': 'severity',
  'set-scenario': 'scenario',
  'change-status': 'status',
  note: 'note',
  update: 'update',
  'set-eta': 'eta',
  'contact-vendor': 'vendors',
  'set-outage-start': 'since',
  resolve: 'resolve',
  cancel: 'cancel',
  'merge-into': 'cancel',
  reopen: 'reopen',
  'show-life': 'sign',
  'start-step': 'step',
  'approve-step': 'approve',
  'reject-step': 'reject',
  'break-glass': 'approve',
  'cancel-step': 'step',
  'end-step': 'step',
  'choose-option': 'step',
  'skip-step': 'step',
  'waive-undo': 'undo',
  'reset-step': 'step',
  'put-step-first': 'step',
  'add-step': 'step',
  'draw-card': 'card',
  'give-value': 'step',
  'waive-checks': 'check',
  'renew-run': 'told',
  'go-adrift': 'told',
  notify: 'notify',
  'edit-message': 'comms',
  'approve-message': 'comms',
  'skip-message': 'comms',
  'told-by-hand': 'comms',
  'answer-question': 'comms',
  'set-cadence': 'cadence',
  'publish-review': 'review',
  'fill-review': 'review',
  'change-note': 'review',
  'sign-record': 'review',
  move: 'told',
  'move-back': 'told',
  // One's own link and codes; what they confirm is asked by itself.
  'ask-link': 'links',
  'open-console': 'links',
  'ask-code': 'links',
  'answer-code': 'links',
} as const satisfies Record<IncidentCommand['type'], Act>

export const SYSTEM_ACTS = {
  hold: 'hold',
  release: 'resume',
  'arrange-cover': 'cover',
  'end-cover': 'cover',
  'test-page': 'page',
  'lose-service': 'told',
  'regain-service': 'told',
} as const satisfies Record<SystemCommand['type'], Act>

export const WATCH_ACTS = {
  'adopt-plan': 'told',
  'retire-plan': 'told',
  'hear-of-incident': 'told',
  'hear-of-ending': 'told',
  'answer-news': 'readiness',
  'skip-drill': 'drill',
  'move-drill': 'drill',
  'record-drill': 'drill',
  'make-backup': 'backup',
  'report-backups': 'told',
  'verify-backup': 'backup',
  'test-contacts': 'readiness',
  'confirm-contact': 'readiness',
  'report-reach': 'told',
  'report-probe': 'told',
  'report-alerts': 'told',
  'answer-proposal': 'alerts',
  'set-serving': 'regions',
  'add-followup': 'followup',
  'end-followup': 'followup',
  'change-followup': 'followup',
} as const satisfies Record<WatchCommand['type'], Act>

/** Commands that show something before, or instead of, doing anything: whoever may read may type them, and what they then do is asked by itself. */
export const SHOWING: ReadonlySet<PermittedCommand> = new Set([
  'page',
  'vendors',
  'step',
  'check',
  'card',
  'comms',
  'ladder',
  'drill',
  'backup',
  'readiness',
  'alerts',
  'regions',
  'followup',
  'cover',
  'review',
  'plan',
])

/** Commands that show what everybody may see. */
export const LOOKING: ReadonlySet<PermittedCommand> = new Set(['help', 'list', 'oncall', 'links', 'status', 'declare'])
