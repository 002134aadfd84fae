/** The three ends that a command can have: an answer, a refusal in one sentence, a form to fill in. */
import type { Form, Reply, Request } from '../command.ts'

export const answer = (text: string, more: Omit<Reply, 'ok' | 'text'> = {}): Reply => ({ ok: true, text, ...more })

export const refuse = (text: string, more: Omit<Reply, 'ok' | 'text'> = {}): Reply => ({ ok: false, text, ...more })

/** A field of a submitted form that is wrong: the form stays open there; where words were typed it is a plain refusal. */
export const refuseField = (request: Request, param: string, text: string): Reply =>
  refuse(text, request.values ? { errors: { [param]: text } } : {})

/** The form where one can be shown, else the sentence that says what to type. */
export const askFor = (request: Request, form: Form, otherwise: string): Reply =>
  request.canShowForm ? answer(form.title, { form }) : refuse(otherwise)
