/** One scenario of a first plan: steps whose budgets leave a third of the RTO for people to wake up and to look, and two checks. The first one explains itself. */
import type { Answers } from './answers.ts'
import { lengthUpTo } from './length-up-to.ts'
import { yamlText } from './yaml-words.ts'

/** @param explained with comments; they would be noise in the second one. */
export function scenarioText(id: string, title: string, { rto, backups }: Answers, explained: boolean): string {
  const share = (part: number) => lengthUpTo(rto.ms * part, Number.POSITIVE_INFINITY)
  const told = (comment: string) => (explained ? comment : '')
  const find = `
          - id: find
            title: Look for the newest backup from before the outage
            owner: on-call
            budget: ${share(0.05)}
            risk: read # looks only, so it starts by itself
            do: [{ backup: data, pick: newest, before: outage }]`
  return `  ${id}:
    title: ${yamlText(title)}
${told('    # Write down what people see when it happens.\n')}    symptoms: [The service does not answer]
    severity: critical
    components: [service]
${backups ? '    backups: [data]\n' : ''}    phases:
      - id: assess
        title: Find out what it is
        steps:
          - id: look
            title: See how far it reaches
            owner: on-call
            budget: ${share(0.1)}${told(' # how long it may take; muster check adds them up and compares with the RTO')}
            manual: Look at the monitoring, the logs and what was changed last
      - id: recover
        title: Bring it back
        steps:${backups ? find : ''}
          - id: restore
            title: Restore the service
            owner: on-call
            budget: ${share(0.5)}
            manual: Write down here exactly what is done, so that somebody else can do it
${told(`            # Or let Muster do it, in place of "manual", once somebody has approved:
            #   risk: destructive
            #   approval: { roles: [commander] }
            #   do: [{ command: [./restore.sh, --newest], timeout: 1 h }]
`)}${told('    # Each must pass, or be waived with a reason, before the incident can be resolved.\n')}    validation:
      - id: answers
        title: The service answers
        owner: on-call
        manual: Open it as a customer would
      - id: data-there
        title: The newest data are there
        group: business${told(' # the other one is technical: whether it works, not whether it is right')}
        owner: commander
        manual: Somebody who knows them has looked
`
}
