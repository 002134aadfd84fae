/**
 * Every field that a template can name, by who may be told it, with its meaning and an example. The documentation of templates and the
 * previews without an incident are made of it; what the values are is worked out in `fields.ts` and its neighbours.
 */

/** Known without any incident. */
export const SYSTEM_FIELDS = ['system', 'publicName', 'statusPageUrl'] as const

/** May stand in a message to anyone. */
export const PUBLIC_FIELDS = [
  'id',
  'audience',
  'severity',
  'status',
  'started',
  'outageStart',
  'declared',
  'aware',
  'now',
  'resolved',
  'duration',
  'period',
  'services',
  'publicImpact',
  'eta',
  'cadence',
  'nextUpdate',
  'latest',
  'updates',
  'changes',
  'streamInfrastructure',
  'streamData',
  'streamServices',
  'streams',
  'cause',
  'followUp',
  'reviewLink',
  'followedAs',
] as const

/** For people inside the organization: names, internal words. */
export const INTERNAL_FIELDS = [
  'scenario',
  'seen',
  'impact',
  'actions',
  'nextSteps',
  'team',
  'commander',
  'channel',
  'cancelReason',
] as const

/** What somebody is asked to do about what others are told: approve a draft, answer a question, see to a message that is late. */
export const TASK_FIELDS = [
  'person',
  'task',
  'audience',
  'goesOut',
  'otherwise',
  'question',
  'answerBy',
  'mark',
  'incidentUrl',
] as const

/** Mails of the status page to whoever has subscribed to it. */
export const SUBSCRIBER_FIELDS = ['pageText', 'unsubscribeUrl', 'confirmUrl'] as const

/** Told as moments. Under the same name with `Iso` behind it each is there in ISO 8601 too, which `times: iso` makes use of (R70). */
export const TIME_FIELDS = [
  'started',
  'outageStart',
  'declared',
  'aware',
  'now',
  'resolved',
  'period',
  'eta',
  'nextUpdate',
  'followUp',
] as const

export const isoName = (field: string): string => `${field}Iso`

interface FieldMeaning {
  meaning: string
  /** A list where the field is one. */
  example: string | readonly string[]
}

/** By field. A field that several catalogues have means the same in each. */
export const FIELD_MEANINGS: Record<string, FieldMeaning> = {
  system: { meaning: 'Name of the system, as people inside know it', example: 'MCP Debate System' },
  publicName: { meaning: 'Its name for everybody else', example: 'MCP Debate Platform' },
  statusPageUrl: { meaning: 'Address of the status page', example: 'https://status.mcp-debate.com' },

  id: { meaning: 'The incident', example: 'DR-20261205-1000' },
  audience: { meaning: 'Whom the message is for', example: 'Customers' },
  severity: { meaning: 'Severity, in the words of the plan', example: 'P1 - Critical' },
  status: { meaning: 'Investigating, Identified, Recovering, Monitoring or Resolved', example: 'Recovering' },
  started: {
    meaning: 'When the outage began; while nobody has said so, when it was declared',
    example: '2026-12-05 09:45 UTC',
  },
  outageStart: { meaning: 'When the outage began, only if somebody has said so', example: '2026-12-05 09:45 UTC' },
  declared: { meaning: 'When the incident was declared', example: '2026-12-05 10:00 UTC' },
  aware: {
    meaning: 'When the question was answered with yes from which the times of this notice count',
    example: '2026-12-05 10:40 UTC',
  },
  now: { meaning: 'When the message was written', example: '2026-12-05 11:00 UTC' },
  resolved: { meaning: 'When it was resolved', example: '2026-12-05 12:05 UTC' },
  duration: {
    meaning: 'How long it has lasted, from `started` to the end or to now, rounded down to minutes',
    example: '1 h 15 min',
  },
  period: {
    meaning: 'From when to when it lasted; unknown until it is resolved',
    example: '2026-12-05 09:45 UTC – 2026-12-05 12:05 UTC',
  },
  services: { meaning: 'What is out of order, one each', example: ['Gateway', 'Debate engine'] },
  publicImpact: {
    meaning: 'What does not work, in words fit for anybody, by severity',
    example: 'MCP Debate Platform is not available.',
  },
  eta: {
    meaning:
      'When it is expected to be over: as somebody has said, else as the recovery forecasts (rounded up to five minutes and called an estimate); one that has passed says so',
    example: '2026-12-05 12:10 UTC (estimate)',
  },
  cadence: { meaning: 'How often this audience hears from us', example: '30 min' },
  nextUpdate: { meaning: 'When it hears from us next', example: '2026-12-05 11:30 UTC' },
  latest: { meaning: 'The newest public update', example: 'The restoration of the database has begun.' },
  updates: {
    meaning: 'All public updates with their time',
    example: ['10:20 UTC: The cause is found.', '10:50 UTC: The restoration of the database has begun.'],
  },
  changes: {
    meaning:
      'What has happened since the last message of this notice; to people outside only what is public. Empty: nothing',
    example: ['The restoration of the database has begun'],
  },
  streamInfrastructure: { meaning: 'How far the infrastructure is', example: 'done, being checked' },
  streamData: { meaning: 'How far the recovery of data is', example: 'in progress, 3 of 7 steps done' },
  streamServices: { meaning: 'How far the restoration of services is', example: 'not begun yet' },
  streams: {
    meaning: 'The three streams of work in one list',
    example: ['Infrastructure: done, being checked', 'Data: in progress, 3 of 7 steps done', 'Services: not begun yet'],
  },
  cause: {
    meaning: 'What was said when it was resolved; to people outside only what was said in public',
    example: 'A damaged index of the debate database',
  },
  followUp: { meaning: 'By when a review is promised to this audience', example: '2026-12-07 12:05 UTC' },
  followedAs: {
    meaning: 'The incident as which this one is followed, because both are the same',
    example: 'DR-20261205-0951',
  },
  reviewLink: {
    meaning: 'Where the published review is',
    example: 'https://status.mcp-debate.com/reviews/DR-20261205-1000',
  },

  scenario: { meaning: 'Scenario of the plan', example: 'Database corruption' },
  seen: { meaning: 'What whoever declared it has seen', example: 'debates do not load' },
  impact: { meaning: 'What is seen, else what the scenario affects', example: 'debates do not load' },
  actions: {
    meaning: 'Every update, also those that are not public, with its time',
    example: ['10:20 UTC: index of debate_db is damaged', '10:50 UTC: restoring the backup of 09:00'],
  },
  nextSteps: {
    meaning: 'Steps of the recovery that are in hand, and those that can begin next',
    example: ['In hand: Restore PostgreSQL from the backup', 'Next: Count the debates'],
  },
  team: {
    meaning: 'Who holds which role, and who else responds',
    example: ['Technical Lead: Tina', 'Responding: Olga'],
  },
  commander: { meaning: 'Who leads', example: 'Ivan' },
  channel: { meaning: 'Slack channel of the incident', example: '#dr-20261205-1000' },
  cancelReason: { meaning: 'Why it was cancelled', example: 'a planned switch-over' },

  pageText: {
    meaning: 'What the status page now says',
    example: 'We have found the cause of the disruption and are preparing the recovery.',
  },
  unsubscribeUrl: {
    meaning: 'Link that ends a subscription to the status page',
    example: 'https://status.mcp-debate.com/unsubscribe/7KM2P',
  },
  confirmUrl: {
    meaning: 'Link that begins a subscription to the status page',
    example: 'https://status.mcp-debate.com/confirm/7KM2P',
  },

  person: { meaning: 'The person whom the message is for', example: 'Olga' },
  task: { meaning: 'What is to be done, in a few words', example: 'Read and approve: first message to Customers' },
  goesOut: { meaning: 'When the message goes out, or has to be out', example: '10:55 UTC' },
  otherwise: { meaning: 'What happens if nobody acts', example: 'It goes out as it is at 10:55 UTC' },
  question: { meaning: 'What is asked, to be answered with yes or no', example: 'Have personal data been disclosed?' },
  answerBy: { meaning: 'Until when an answer is needed', example: '22:00 UTC' },
  mark: { meaning: 'How far the time of a message has run out, in words', example: 'is due in a moment' },
  incidentUrl: { meaning: 'Where the incident is worked on', example: 'https://muster.example/i/DR-20261205-1000' },

  consoleUrl: {
    meaning: 'The reader’s own link to the responder console',
    example: 'https://muster.example/respond/7KM2P',
  },
  slackAway: { meaning: 'Since when Slack cannot be reached', example: '10:02 UTC' },
  what: { meaning: 'What a code confirms', example: 'approve “Restore PostgreSQL”' },

  purpose: { meaning: 'Why this person is called', example: 'Recover the databases' },
  level: { meaning: 'Level of the ladder that calls', example: 'Level 2' },
  code: { meaning: 'What is to be sent back by text message', example: '7KM2P' },
  answerUrl: { meaning: 'Page with the answers to a call', example: 'https://muster.example/a/7KM2P' },
  also: { meaning: 'Other incidents that the same call is about', example: ['DR-20261205-0930'] },
  step: { meaning: 'Step that is to be approved', example: 'Restore PostgreSQL from the backup' },
  commands: {
    meaning: 'Exactly what it would run',
    example: ['restore-database.sh --type postgres --file postgres/20261205-0900'],
  },
  doubt: {
    meaning: 'What speaks against the backup that it would restore, in sentences',
    example:
      'An older backup than it could be: PostgreSQL of 09:00 UTC, and there is one of 10:00 UTC. 1 h more would be lost.',
  },
  requestedBy: { meaning: 'Who asks for it', example: 'Dora' },
  until: { meaning: 'Until when it can be approved', example: '11:30 UTC' },
  toType: { meaning: "The system's name, where whoever approves has to type it", example: 'MCP Debate System' },
  warning: {
    meaning: 'Which clock runs out, as a sentence',
    example: '75 % of the RTO of 2 h are used up: 30 min left, until 12:00 UTC.',
  },
  title: {
    meaning: 'What the news of a quiet day is, in a few words',
    example: 'MCP Debate System: Monthly drill begins',
  },
  reachedUrl: {
    meaning: 'Page on which somebody confirms that they were reached',
    example: 'https://muster.example/hooks/c/7KM2P',
  },
  planId: { meaning: 'Id of the plan', example: 'mcp-debate' },
  news: { meaning: 'The rest of it', example: 'To practise: Region failure.' },
  duty: { meaning: 'What is theirs to do, as a sentence', example: 'You are Incident commander.' },
  dutyItems: {
    meaning: 'Its parts: duties of the role, or steps that are open',
    example: ['Decide the severity', 'Keep everybody informed'],
  },
  inHand: { meaning: 'Steps that are in hand', example: ['Restore PostgreSQL from the backup'] },
}
