/** Reads variables by kind. What is wrong is added to the list of problems, and the value counts as absent; an empty one is absent too. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Variable } from './variables.ts'

export interface Lookup {
  /** Adds a problem that concerns more than one variable. */
  problem(sentence: string): undefined
  text(name: Variable): string | undefined
  /** Of any name, such as a plan gives for its routing key. */
  named(name: string): string | undefined
  list(name: Variable): string[] | undefined
  port(name: Variable): number | undefined
  /** So many a second: above 0. */
  rate(name: Variable): number | undefined
  /** An address with one of these protocols (`https:`); the value is not repeated in the problem, because it may hold a password. */
  url(name: Variable, protocols: readonly string[]): string | undefined
  /** An absolute path; what is not there is a problem. */
  existingPath(name: Variable, folder: string): string | undefined
  secret(name: Variable, charsMin: number): string | undefined
}

const PORT_MAX = 65_535

export function lookup(variables: Readonly<Record<string, string | undefined>>, problems: string[]): Lookup {
  const named = (name: string) => variables[name]?.trim() || undefined
  const text = (name: Variable) => named(name)
  const refuse = (sentence: string): undefined => {
    problems.push(sentence)
    return undefined
  }
  return {
    problem: refuse,
    named,
    text,
    list: (name) => {
      const items = text(name)
        ?.split(',')
        .map((item) => item.trim())
      return items?.filter((item) => item !== '')
    },
    port(name) {
      const value = text(name)
      if (value === undefined) return undefined
      const port = /^\d+$/.test(value) ? Number(value) : Number.NaN
      return port <= PORT_MAX ? port : refuse(`${name} is "${value}": write a port between 0 and ${PORT_MAX}.`)
    },
    rate(name) {
      const value = text(name)
      if (value === undefined) return undefined
      const rate = Number(value)
      return rate > 0 && Number.isFinite(rate) ? rate : refuse(`${name} is "${value}": write a number above 0.`)
    },
    url(name, protocols) {
      const value = text(name)
      if (value === undefined) return undefined
      const parsed = URL.parse(value)
      if (parsed && protocols.includes(parsed.protocol) && parsed.hostname !== '') return value
      return refuse(
        `${name} is no address: write one that begins with ${protocols.map((one) => `${one}//`).join(' or ')}.`,
      )
    },
    existingPath(name, folder) {
      const value = text(name)
      if (value === undefined) return undefined
      const path = resolve(folder, value)
      return existsSync(path) ? path : refuse(`${name} names ${value}, which is not there.`)
    },
    secret(name, charsMin) {
      const value = text(name)
      if (value === undefined || value.length >= charsMin) return value
      return refuse(`${name} is too short to be a secret: use ${charsMin} random characters or more.`)
    },
  }
}
