/**
 * What a plan can give permission for: groups, and the commands in each. Looking is apart from doing: whoever may not restore may still be
 * meant to see how the restore stands.
 */

/** Groups with who may when the plan says nothing, and what belongs to each, in words for people. */
export const PERMISSION_GROUPS = {
  look: { default: 'anyone', told: 'see that there is an incident, how it stands and who is on call' },
  read: { default: 'people', told: 'see everything else: steps, messages, timeline, reviews, backups, plans' },
  declare: { default: 'anyone', told: 'declare a disaster' },
  respond: { default: 'people', told: 'answer a page, page somebody, write down and report' },
  recover: {
    default: 'people',
    told: "run, end, approve and undo steps; a step's own approval still asks for its roles",
  },
  communicate: { default: 'people', told: 'decide what audiences are told' },
  lead: { default: 'people', told: 'change status, severity, scenario, roles and ladder' },
  end: { default: 'people', told: 'resolve, cancel and reopen an incident' },
  hold: { default: 'people', told: 'stop all outgoing pages and messages, and let them go on' },
  prepare: { default: 'people', told: 'drills, backups, signals, follow-ups, stand-ins' },
  review: { default: 'people', told: 'fill in and publish reviews, sign records' },
  administer: { default: 'people', told: 'take changed plans into force' },
} as const satisfies Record<string, { default: 'anyone' | 'people'; told: string }>

export type PermissionGroup = keyof typeof PERMISSION_GROUPS

/** Each command and the group that it belongs to when it does something; those of `look` and `read` only ever show. */
export const COMMAND_GROUPS = {
  help: 'look',
  list: 'look',
  oncall: 'look',
  links: 'look',
  timeline: 'read',
  template: 'read',
  rehearse: 'read',
  metrics: 'read',
  declare: 'declare',
  ack: 'respond',
  next: 'respond',
  escalate: 'respond',
  page: 'respond',
  update: 'respond',
  eta: 'respond',
  since: 'respond',
  note: 'respond',
  decision: 'respond',
  vendors: 'respond',
  step: 'recover',
  approve: 'recover',
  reject: 'recover',
  check: 'recover',
  undo: 'recover',
  card: 'recover',
  comms: 'communicate',
  notify: 'communicate',
  cadence: 'communicate',
  status: 'lead',
  role: 'lead',
  severity: 'lead',
  scenario: 'lead',
  ladder: 'lead',
  resolve: 'end',
  cancel: 'end',
  reopen: 'end',
  hold: 'hold',
  resume: 'hold',
  drill: 'prepare',
  backup: 'prepare',
  readiness: 'prepare',
  alerts: 'prepare',
  regions: 'prepare',
  followup: 'prepare',
  cover: 'prepare',
  review: 'review',
  plan: 'administer',
} as const satisfies Record<string, PermissionGroup>

export type PermittedCommand = keyof typeof COMMAND_GROUPS
