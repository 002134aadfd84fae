/** The order of docs/plan-reference.md: as a person writes a plan. Promises nothing; a test sees that no key of the plan is left out. */
import type { z } from 'zod'
import {
  actionSchema,
  backupActionSchema,
  commandSchema,
  httpSchema,
  sqlSchema,
  waitSchema,
} from '../../src/plan/action-schema.ts'
import { backupSetSchema, placeSchema, storeSchema } from '../../src/plan/backup-schema.ts'
import { complianceSchema } from '../../src/plan/compliance-schema.ts'
import {
  alertTierSchema,
  askSchema,
  commandProbeSchema,
  dnsProbeSchema,
  httpProbeSchema,
  probeSchema,
  signalSchema,
  sqlProbeSchema,
  tcpProbeSchema,
  thresholdSchema,
  tlsProbeSchema,
} from '../../src/plan/detection-schema.ts'
import { drillSchema } from '../../src/plan/drill-schema.ts'
import { checklistSchema } from '../../src/plan/list-schema.ts'
import { maintenanceSchema } from '../../src/plan/maintenance-schema.ts'
import { audienceSchema, noticeSchema, questionSchema } from '../../src/plan/notice-schema.ts'
import { vendorSchema } from '../../src/plan/outside-schema.ts'
import { levelSchema, personSchema, policySchema, roleSchema, rotationSchema } from '../../src/plan/people-schema.ts'
import { permissionsSchema } from '../../src/plan/permission-schema.ts'
import { includeSchema, phaseSchema, sequenceSchema } from '../../src/plan/phase-schema.ts'
import { categorySchema, regionSchema } from '../../src/plan/place-schema.ts'
import { componentSchema } from '../../src/plan/public-schema.ts'
import { fileReference, secretReference, valueReference } from '../../src/plan/reference-schema.ts'
import { retentionSchema } from '../../src/plan/retention-schema.ts'
import { connectionSchema, runnerSchema, valueSchema } from '../../src/plan/runner-schema.ts'
import { scenarioSchema } from '../../src/plan/scenario-schema.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { checkSchema, stepSchema } from '../../src/plan/step-schema.ts'

/** A kind of block with a heading of its own; a union of kinds, whose kinds follow, has no fields itself. */
export interface Part {
  title: string
  schema: z.ZodType
  told: string
  /** Fields that it has in common with this one are told there. */
  like?: z.ZodObject
}

export interface Section {
  title: string
  told: string
  keys: (keyof Plan)[]
  parts: Part[]
}

export const SECTIONS: Section[] = [
  {
    title: 'The plan itself',
    told: 'The first lines say what the file is, and for which system.',
    keys: ['muster', 'id', 'draft', 'system', 'zone', 'include', 'version', 'updated', 'review', 'classification'],
    parts: [],
  },
  {
    title: 'Objectives',
    told: '`muster check` holds everything else against these figures.',
    keys: ['objectives', 'tiers', 'rtoWarnings'],
    parts: [],
  },
  {
    title: 'Severities',
    told: 'Two or three are enough. The rank decides which is worse, not the label.',
    keys: ['severities', 'defaultSeverity'],
    parts: [],
  },
  {
    title: 'People',
    told: 'Telephone numbers and mail addresses can stand in a file of their own that is not shared: see [contacts](connect.md).',
    keys: ['people'],
    parts: [{ title: 'A person', schema: personSchema, told: 'Under `people`, by id.' }],
  },
  {
    title: 'Roles',
    told: 'The rest of the plan names roles rather than people, so that a change of staff is a change in one place.',
    keys: ['roles', 'commander', 'communication'],
    parts: [{ title: 'A role', schema: roleSchema, told: 'Under `roles`, by id.' }],
  },
  {
    title: 'Permissions',
    told: 'Who may do what. Nothing needs to be written: without it anyone in the workspace may look and declare, and people of the plan may do the rest. They go by the plan in force, also for an incident that began under an older one. [Security](security.md) tells more.',
    keys: ['permissions'],
    parts: [{ title: 'Permissions in groups', schema: permissionsSchema, told: 'Under `permissions`.' }],
  },
  {
    title: 'Ladders',
    told: 'Who is paged, in which order, and when the next level is: an escalation policy.',
    keys: ['policies', 'policy', 'severityPolicies', 'pagerduty', 'contactTests', 'pagesPerPersonAndHourMax'],
    parts: [
      { title: 'A ladder', schema: policySchema, told: 'Under `policies`, by id.' },
      { title: 'A level', schema: levelSchema, told: 'An entry of `levels` of a ladder.' },
    ],
  },
  {
    title: 'Rotations',
    told: 'People who take turns; a level pages whoever has the shift with `to: [{ rotation: … }]`.',
    keys: ['rotations'],
    parts: [{ title: 'A rotation', schema: rotationSchema, told: 'Under `rotations`, by id.' }],
  },
  {
    title: 'Scenarios',
    told: 'What may happen, and the way back: phases, in them steps, at the end checks. [Recover from Slack](recovery.md) shows how it is gone through.',
    keys: ['scenarios', 'categories', 'reopenWithin'],
    parts: [
      { title: 'A scenario', schema: scenarioSchema, told: 'Under `scenarios`, by id.' },
      { title: 'A phase', schema: phaseSchema, told: 'An entry of `phases` of a scenario.' },
      {
        title: 'A step',
        schema: stepSchema,
        told: 'An entry of `steps`. It has exactly one of `do`, `manual` and `decide`. Begin with `manual`: what a person does, in words.',
      },
      {
        title: 'A sequence in place of a step',
        schema: includeSchema,
        told: 'An entry of `steps` or `validation` that stands for all steps of one of the `sequences`.',
      },
      {
        title: 'A final check',
        schema: checkSchema,
        told: 'An entry of `validation`: a step with all fields of a [step](#a-step), and these.',
        like: stepSchema,
      },
      { title: 'A category', schema: categorySchema, told: 'Under `categories`, by id.' },
    ],
  },
  {
    title: 'What steps share',
    told: 'Steps that several scenarios have in common, and what their actions need. A secret never stands in a plan: only the name of the variable that holds it.',
    keys: ['sequences', 'cards', 'values', 'runners', 'connections'],
    parts: [
      { title: 'A sequence', schema: sequenceSchema, told: 'Under `sequences` or `cards`, by id.' },
      {
        title: 'A value',
        schema: valueSchema,
        told: 'Under `values`, by id: of one of three kinds. An action uses it as `{ value: … }`, and another can set it with `capture`.',
      },
      { title: 'A runner', schema: runnerSchema, told: 'Under `runners`, by id.' },
      { title: 'A connection', schema: connectionSchema, told: 'Under `connections`, by id.' },
    ],
  },
  {
    title: 'Actions',
    told: 'What stands under `do`, `checks`, `dryRun` and `undo.do` of a step. The first key says of which kind an action is.',
    keys: [],
    parts: [
      {
        title: 'An action',
        schema: actionSchema,
        told: 'It is [a command](#a-command) that runs a program, [a request](#a-request) by HTTP, [a query](#a-query) to a database, [a backup](#a-backup-to-look-for) that is found and fetched, or [a wait](#a-wait).',
      },
      {
        title: 'A command',
        schema: commandSchema,
        told: 'Runs a program. It runs without a shell, so that no value can become a command.',
      },
      { title: 'A request', schema: httpSchema, told: 'Asks a server by HTTP.' },
      { title: 'A query', schema: sqlSchema, told: 'Asks a PostgreSQL database.' },
      { title: 'A backup to look for', schema: backupActionSchema, told: 'Finds a backup in a store, and fetches it.' },
      { title: 'A wait', schema: waitSchema, told: 'Lets time pass, or asks until something holds.' },
      {
        title: 'A value to fill in',
        schema: valueReference,
        told: 'Takes the place of an argument, variable or parameter.',
      },
      { title: 'A file to fill in', schema: fileReference, told: 'Likewise.' },
      { title: 'A secret to fill in', schema: secretReference, told: 'Likewise; of one of two kinds.' },
    ],
  },
  {
    title: 'Audiences and notices',
    told: 'Who else is told, when, by which means and in which words. [Tell everyone in time](communication.md) and [Write what people are told](templates.md) have more.',
    keys: ['audiences', 'notices', 'questions', 'defaultMeans', 'overviewChannel'],
    parts: [
      { title: 'An audience', schema: audienceSchema, told: 'Under `audiences`, by id.' },
      { title: 'A notice', schema: noticeSchema, told: 'An entry of `notices`.' },
      { title: 'A question', schema: questionSchema, told: 'Under `questions`, by id.' },
    ],
  },
  {
    title: 'Components and status page',
    told: 'What the system consists of, and what the public sees of it. See [status page](status-page.md).',
    keys: ['components', 'statusPage', 'maintenance'],
    parts: [
      { title: 'A component', schema: componentSchema, told: 'Under `components`, by id.' },
      { title: 'An announcement', schema: maintenanceSchema, told: 'An entry of `maintenance`.' },
    ],
  },
  {
    title: 'Backups',
    told: '`muster check` compares how often they are made with the RPO, and asks where copies lie and whether a restore is ever tried.',
    keys: ['backups', 'stores', 'places'],
    parts: [
      { title: 'A backup set', schema: backupSetSchema, told: 'Under `backups`, by id.' },
      { title: 'A store', schema: storeSchema, told: 'Under `stores`, by id.' },
      { title: 'A place', schema: placeSchema, told: 'Under `places`, by id.' },
    ],
  },
  {
    title: 'Regions',
    told: 'Where the system runs, and which regions stand in for others.',
    keys: ['regions'],
    parts: [{ title: 'A region', schema: regionSchema, told: 'Under `regions`, by id.' }],
  },
  {
    title: 'Drills',
    told: 'A plan that nobody has practised does not work.',
    keys: ['drills', 'blackouts', 'monthlyReport', 'drillRecord'],
    parts: [{ title: 'A drill', schema: drillSchema, told: 'Under `drills`, by id.' }],
  },
  {
    title: 'Detection',
    told: 'How trouble is noticed before people notice it. [Notice trouble early](detection.md) shows what comes of it.',
    keys: ['probes', 'signals', 'alerts'],
    parts: [
      { title: 'A probe', schema: probeSchema, told: 'Under `probes`, by id.' },
      {
        title: 'What a probe asks',
        schema: askSchema,
        told: 'Under `ask` of a probe. The first key says of which kind it is.',
      },
      {
        title: 'A request of a probe',
        schema: httpProbeSchema,
        told: 'As [a request](#a-request) of a step, without what could change something.',
        like: httpSchema,
      },
      {
        title: 'A query of a probe',
        schema: sqlProbeSchema,
        told: 'As [a query](#a-query) of a step; it never writes.',
        like: sqlSchema,
      },
      {
        title: 'A command of a probe',
        schema: commandProbeSchema,
        told: 'As [a command](#a-command) of a step; what it says is not kept.',
        like: commandSchema,
      },
      { title: 'A port', schema: tcpProbeSchema, told: 'Whether somebody takes connections there.' },
      { title: 'A name', schema: dnsProbeSchema, told: 'What name servers say of it.' },
      { title: 'A certificate', schema: tlsProbeSchema, told: 'How long it is still good.' },
      { title: 'An alert tier', schema: alertTierSchema, told: 'An entry of `alerts`.' },
      {
        title: 'A signal',
        schema: signalSchema,
        told: 'An entry of `signals`: what an alert of another monitor means.',
      },
      { title: 'A threshold', schema: thresholdSchema, told: 'Under `threshold` of a signal.' },
    ],
  },
  {
    title: 'Lists and review',
    told: 'What people tick, and what follows when it is over.',
    keys: ['checklists', 'postIncident'],
    parts: [{ title: 'A checklist', schema: checklistSchema, told: 'Under `checklists`, by id.' }],
  },
  {
    title: 'On paper',
    told: 'What people look up, and auditors ask for.',
    keys: ['vendors', 'links', 'documents', 'access', 'compliance', 'retention', 'measures', 'openQuestions'],
    parts: [
      { title: 'A vendor', schema: vendorSchema, told: 'Under `vendors`, by id.' },
      { title: 'A standard', schema: complianceSchema, told: 'Under `compliance`, by id.' },
      { title: 'How long texts are kept', schema: retentionSchema, told: 'Under `retention`.' },
    ],
  },
]
