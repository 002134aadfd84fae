/** What a person in Slack sees of Muster, as far as benchmarks wait for it. */
import { send, slashCommand } from './slack-requests.ts'
import type { App, Called, NullSlack } from './start-app.ts'

/** Resolves when so many answers have come, to response URLs or as ephemeral messages. */
export function answersTo(slack: NullSlack, count: number): Promise<Called[]> {
  const answers: Called[] = []
  return new Promise((resolve) => {
    const off = slack.onCall((call) => {
      if (call.call !== 'answer' && call.call !== 'chat.postEphemeral') return
      answers.push(call)
      if (answers.length < count) return
      off()
      resolve(answers)
    })
  })
}

/** Resolves with the first call that is meant. */
export function callThat(slack: NullSlack, isMeant: (call: Called) => boolean): Promise<Called> {
  return new Promise((resolve) => {
    const off = slack.onCall((call) => {
      if (!isMeant(call)) return
      off()
      resolve(call)
    })
  })
}

/** A direct message to somebody: of the calls for a page the one that hands it over. */
export const isDirectMessage = (call: Called): boolean =>
  call.call === 'chat.postMessage' && call.channel.startsWith('D')

/** Declares an incident and gives its id, once the first page has gone out. */
export async function declareOne(muster: App, slack: NullSlack, words: string): Promise<string> {
  const paged = callThat(slack, isDirectMessage)
  const answered = answersTo(slack, 1)
  await send(muster.url, slashCommand(slack, `declare ${words}`))
  const [answer] = await answered
  const [incident] = /DR-\d{8}-\d{4}(-\d+)?/.exec(answer?.text ?? '') ?? []
  if (!incident) throw new Error(`nothing was declared: ${answer?.text}`)
  await paged
  return incident
}
