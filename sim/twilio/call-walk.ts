/**
 * What happens on the line once a call is answered: TwiML is fetched and carried out as Twilio documents it, for the verbs Say, Play, Pause,
 * Gather (keys only), Redirect, Hangup and Reject. The person listens and types (keypad.ts); a Gather that gets no key goes on to the next
 * verb. Takes no time: pauses and timeouts pass at once. Any other verb ends the walk with an error, so that nobody believes it was
 * carried out.
 * Verbs: https://www.twilio.com/docs/voice/twiml
 */
import type { Delivery } from '../http/deliver.ts'
import type { Keypad } from './keypad.ts'
import { type Element, elementsOf, parseXml, spokenText } from './xml.ts'

/** Documents on one call, so that a plan that redirects in a circle ends. */
const DOCUMENTS_MAX = 20

/** Asks the bot for TwiML; the call's own fields and the signature are added by whoever provides this. */
export type AskForTwiml = (url: string, method: string, extra: Record<string, string>) => Promise<Delivery>

/** Where TwiML comes from: a document that was sent with the call, or an address. */
export interface TwimlSource {
  twiml?: string
  url?: string
  method: string
}

export interface CallWalk {
  /** Each Say, in order. */
  said: string[]
  /** The keys that a Gather took. */
  digits: string
  /** What went wrong with the TwiML, as Twilio's error codes 11200 and 12100 would report it. */
  error?: string
}

/** What follows a verb: the next verb (undefined), another document, or the end. */
type Next = undefined | 'hang up' | { url: string; method: string; extra: Record<string, string> }

/** @param walk filled in as the call goes on. */
export async function walkCall(source: TwimlSource, keypad: Keypad, ask: AskForTwiml, walk: CallWalk): Promise<void> {
  const line = { walk, keypad, documentUrl: source.url ?? '' }
  try {
    let twiml = source.twiml ?? (await fetched(ask, source.url ?? '', source.method, {}))
    for (let documents = 1; documents <= DOCUMENTS_MAX; documents++) {
      const next = await carryOut(twiml, line)
      if (next === 'hang up' || next === undefined) return
      line.documentUrl = next.url
      twiml = await fetched(ask, next.url, next.method, next.extra)
    }
    walk.error = `The call was sent to ${DOCUMENTS_MAX} documents and did not end.`
  } catch (error) {
    walk.error = error instanceof Error ? error.message : String(error)
  }
}

async function fetched(ask: AskForTwiml, url: string, method: string, extra: Record<string, string>): Promise<string> {
  const { status, body, error } = await ask(url, method, extra)
  if (status < 200 || status > 299) throw new Error(`11200: ${url} answered ${error ?? status} instead of TwiML.`)
  return body
}

interface Line {
  walk: CallWalk
  keypad: Keypad
  documentUrl: string
}

async function carryOut(twiml: string, line: Line): Promise<Next> {
  for (const verb of verbsOf(twiml)) {
    const next = await carryOutVerb(verb, line)
    if (next !== undefined) return next
  }
  return undefined
}

function verbsOf(twiml: string): Element[] {
  let root: Element
  try {
    root = parseXml(twiml)
  } catch (error) {
    throw new Error(`12100: the TwiML cannot be read. ${error instanceof Error ? error.message : ''}`, { cause: error })
  }
  if (root.name !== 'Response') throw new Error(`12100: the TwiML begins with <${root.name}> instead of <Response>.`)
  return elementsOf(root)
}

async function carryOutVerb(verb: Element, line: Line): Promise<Next> {
  switch (verb.name) {
    case 'Say':
      line.walk.said.push(spokenText(verb))
      return undefined
    case 'Play':
    case 'Pause':
      return undefined
    case 'Gather':
      return gather(verb, line)
    case 'Redirect':
      return { url: absolute(spokenText(verb), line), method: verb.attributes.method ?? 'POST', extra: {} }
    case 'Hangup':
    case 'Reject':
      return 'hang up'
    default:
      throw new Error(`The simulator does not know the verb <${verb.name}>.`)
  }
}

async function gather(verb: Element, line: Line): Promise<Next> {
  const { numDigits, finishOnKey = '#', input = 'dtmf', action, method = 'POST', actionOnEmptyResult } = verb.attributes
  for (const nested of elementsOf(verb)) await carryOutVerb(nested, line)
  const digitsMax = numDigits === undefined ? Number.POSITIVE_INFINITY : Number(numDigits)
  const typed = input.includes('dtmf') ? await line.keypad.take({ digitsMax, finishOnKey }) : ''
  if (typed === undefined) return 'hang up'
  if (typed === '' && actionOnEmptyResult !== 'true') return undefined
  line.walk.digits += typed
  return { url: absolute(action ?? line.documentUrl, line), method, extra: { Digits: typed } }
}

/** An address as it is when it is whole: a signature is over the very characters that the bot gave. */
function absolute(url: string, line: Line): string {
  if (/^https?:\/\//.test(url)) return url
  if (!line.documentUrl)
    throw new Error(`11200: "${url}" is relative, but the TwiML came with the call, from no address.`)
  return new URL(url, line.documentUrl).href
}
