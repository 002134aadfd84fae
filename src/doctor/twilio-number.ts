/** The numbers that send and call are ours and can do both, and the one that pages passes answers on to us. */
import { type Check, error, type Finding, ok, warning } from './finding.ts'
import { askTwilio } from './twilio-access.ts'

const WHERE = 'console.twilio.com, Phone Numbers, Manage, Active numbers'

interface OurNumber {
  capabilities: { sms?: boolean; voice?: boolean }
  smsUrl: string | null
}

export const twilioNumber: Check = {
  name: 'twilio-number',
  group: 'Twilio',
  async run({ settings: { twilio, publicUrl }, hooksPath }, signal) {
    if (!twilio) return []
    const wanted = publicUrl === undefined ? undefined : `${publicUrl}${hooksPath}/twilio/sms`
    const found: Finding[] = []
    for (const from of [twilio.from, ...(twilio.alsoFrom ?? [])]) {
      const asked = await askTwilio(twilio, signal, `Whether ${from} is ours cannot be told`, async (client) => {
        const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: from, limit: 1 })
        if (!number) {
          const remedy = `Buy a number, or set TWILIO_FROM to one that the account has (${WHERE}).`
          return [error(`${from} does not belong to the account`, 'Twilio refuses to send from it.', remedy)]
        }
        // Pages come from the first, and so their answers go there.
        const takesAnswers = from === twilio.from && wanted !== undefined
        return [...abilities(from, number), ...(takesAnswers ? [answersFinding(from, number, wanted)] : [])]
      })
      found.push(...asked)
    }
    return found
  },
}

function abilities(from: string, { capabilities: { sms, voice } }: OurNumber): Finding[] {
  const lacking = [sms ? undefined : 'text messages', voice ? undefined : 'phone calls'].filter(Boolean).join(' and ')
  if (lacking === '') return [ok(`${from} can send text messages and call`)]
  const remedy = `Set TWILIO_FROM to a number with the capabilities SMS and Voice (${WHERE}).`
  return [error(`${from} cannot do ${lacking}`, `Pages by ${lacking} fail and go on to the next means.`, remedy)]
}

function answersFinding(from: string, { smsUrl }: OurNumber, wanted: string): Finding {
  if (smsUrl === wanted) return ok('Answers by text message come to Muster')
  const why = `Twilio sends them to ${smsUrl || 'nobody'}: who answers "ACK" is paged on. (Right as it is only if a messaging service passes them on.)`
  const remedy = `Set "A message comes in" of ${from} to the webhook ${wanted} (${WHERE}).`
  return warning('Answers by text message do not come to Muster', why, remedy)
}
