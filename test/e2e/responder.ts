/** Somebody at the responder console, without a browser: opens the link that they were sent, reads pages, presses buttons by what stands on them, fills in forms. */
import { expect } from 'vitest'
import type { Desk } from './desk.ts'

export interface ConsoleSeen {
  status: number
  html: string
  /** Without tags, entities resolved; blanks folded. */
  text: string
}

export interface AtConsole {
  page(section?: string): Promise<ConsoleSeen>
  /** Presses the button of a page that is open, by its label; of several with one label by what stands for it as well. */
  press(seen: ConsoleSeen, label: string, fields?: Record<string, string>): Promise<ConsoleSeen>
  cookie: string
  /** Address of the incident's console. */
  url: string
}

const LINK = /https?:\S+\/respond\/[\w.-]+/

export const linksIn = (texts: readonly string[]): string[] => texts.flatMap((text) => LINK.exec(text)?.[0] ?? [])

/** The six digits in the newest text message that has some. */
export const digitsIn = (texts: readonly string[]): string => {
  const found = texts.flatMap((text) => /\bCode (\d{6})\b/.exec(text)?.[1] ?? []).at(-1)
  if (!found) throw new Error(`there is no code in: ${texts.join(' | ')}`)
  return found
}

/** Opens a link as a person does: looks, then presses the button. */
export async function openConsole(link: string): Promise<AtConsole> {
  expect((await fetch(link)).status).toBe(200)
  const opened = await fetch(link, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: new URL(link).origin, ...FORM },
  })
  if (opened.status !== 303) throw new Error(`the link does not open: ${opened.status} ${await opened.text()}`)
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const url = new URL(opened.headers.get('location') ?? '', link).href
  return atConsole(url, cookie)
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

export function atConsole(url: string, cookie: string): AtConsole {
  const seen = async (response: Response): Promise<ConsoleSeen> => {
    const html = await response.text()
    return { status: response.status, html, text: textOf(html) }
  }
  return {
    cookie,
    url,
    page: async (section) => seen(await fetch(section ? `${url}/${section}` : url, { headers: { cookie } })),
    async press({ html }, label, fields = {}) {
      const form = formsOf(html).find((one) => textOf(one.inner).includes(label) && one.button === label)
      if (!form) throw new Error(`there is no button “${label}” on: ${textOf(html).slice(0, 1_500)}`)
      const body = new URLSearchParams({ ...form.values, ...fields })
      const headers = { cookie, origin: new URL(url).origin, ...FORM }
      return seen(await fetch(new URL(form.action, url), { method: 'POST', headers, body, redirect: 'manual' }))
    },
  }
}

export const sms = (desk: Desk, person: string) => desk.sms(person)

function formsOf(html: string) {
  return [...html.matchAll(/<form method="post"(?: action="([^"]*)")?[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, action = '', inner = '']) => {
      const inputs = [...inner.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag)
      const values = Object.fromEntries(inputs.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]))
      for (const [, name = '', value = ''] of inner.matchAll(
        /<textarea[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g,
      ))
        values[name] = plain(value)
      for (const [tag] of inner.matchAll(/<input(?![^>]*type="(?:hidden|checkbox)")[^>]*>/g))
        values[attribute(tag, 'name')] ??= attribute(tag, 'value')
      for (const [, name = '', options = ''] of inner.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
        values[name] = plain(/<option value="([^"]*)" selected/.exec(options)?.[1] ?? '')
      const button = textOf(/<button[^>]*>([\s\S]*?)<\/button>/.exec(inner)?.[1] ?? '')
      return { action: plain(action), inner, values, button }
    },
  )
}

const attribute = (tag: string, name: string): string => plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
const plain = (text: string) =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
const textOf = (html: string): string =>
  plain(html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
